package dev.netrarium.services.dns;

import java.util.ArrayList;
import java.util.List;

/**
 * What an OPT pseudo-record says (RFC 6891 §6.1). The upper bits of the response code, which travel in it too, are in the
 * message's header.
 *
 * @param udpPayloadBytes the largest UDP message that the sender takes, 0 to 65535; below 512 counts as 512
 * @param version 0 is the only one there is
 * @param dnssecOk the DO bit (RFC 3225)
 * @param options in order, unknown ones kept
 */
public record Edns(int udpPayloadBytes, int version, boolean dnssecOk, List<Option> options) {
    /** What we announce: fits any IPv6 path without fragments (RFC 9715). */
    public static final int DEFAULT_UDP_PAYLOAD_BYTES = 1232;
    /** What a sender without EDNS takes over UDP (RFC 1035 §4.2.1). */
    public static final int MINIMUM_UDP_PAYLOAD_BYTES = 512;

    /** Version 0 with our payload size and no options. */
    public static final Edns DEFAULT = new Edns(DEFAULT_UDP_PAYLOAD_BYTES, 0, false, List.of());

    /** Owner, type, class, TTL and length of an OPT record. */
    static final int RECORD_BYTES = 11;

    private static final int DNSSEC_OK = 0x8000;

    /** One option. */
    public record Option(int code, Octets data) {}

    public Edns {
        if (udpPayloadBytes < 0 || udpPayloadBytes > 0xffff || version < 0 || version > 255) {
            throw new IllegalArgumentException("EDNS out of range: " + udpPayloadBytes + " bytes, version " + version);
        }
        options = List.copyOf(options);
    }

    int lengthBytes() {
        int length = RECORD_BYTES;
        for (Option option : options) {
            length += 4 + option.data().lengthBytes();
        }
        return length;
    }

    void write(MessageWriter out, ResponseCode responseCode) {
        out.u8(0);
        out.u16(RecordType.OPT.code());
        out.u16(udpPayloadBytes);
        out.u8(responseCode.code() >>> 4);
        out.u8(version);
        out.u16(dnssecOk ? DNSSEC_OK : 0);
        out.u16(lengthBytes() - RECORD_BYTES);
        for (Option option : options) {
            out.u16(option.code());
            out.u16(option.data().lengthBytes());
            out.octets(option.data());
        }
    }

    /** Reads the options of an OPT record, whose fixed fields were read as those of any record. */
    static Edns read(MessageReader in, int recordClass, int ttl, int lengthBytes) throws MalformedDnsException {
        int end = in.position() + lengthBytes;
        List<Option> options = new ArrayList<>(0);
        while (in.position() < end) {
            int code = in.u16();
            options.add(new Option(code, in.octets(in.u16())));
        }
        if (in.position() != end) {
            throw in.malformed(MalformedDnsException.Reason.RECORD_LENGTH);
        }
        return new Edns(recordClass, ttl >>> 16 & 0xff, (ttl & DNSSEC_OK) != 0, options);
    }
}
