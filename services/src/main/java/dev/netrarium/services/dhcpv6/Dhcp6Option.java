package dev.netrarium.services.dhcpv6;

import dev.netrarium.services.dhcp.MalformedDhcpException;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.ByteString;
import java.util.ArrayList;
import java.util.List;

/**
 * An option (RFC 8415 §21.1): its code and bytes.
 *
 * @param code 0 to 65535
 */
public record Dhcp6Option(int code, ByteString value) {
    public static final int CLIENT_IDENTIFIER = 1;
    public static final int SERVER_IDENTIFIER = 2;
    public static final int IA_NA = 3;
    public static final int IA_ADDRESS = 5;
    public static final int OPTION_REQUEST = 6;
    public static final int PREFERENCE = 7;
    public static final int ELAPSED_TIME = 8;
    public static final int STATUS_CODE = 13;
    public static final int RAPID_COMMIT = 14;
    /** RFC 3646. */
    public static final int NAME_SERVERS = 23;
    /** RFC 3646. */
    public static final int DOMAIN_SEARCH = 24;

    private static final int HEADER_BYTES = 4;

    public Dhcp6Option {
        if (code < 0 || code > 0xffff || value.lengthBytes() > 0xffff) {
            throw new IllegalArgumentException("an option's code and length have 16 bits");
        }
    }

    static List<Dhcp6Option> readAll(byte[] b, int from, int end) throws MalformedDhcpException {
        List<Dhcp6Option> all = new ArrayList<>();
        int at = from;
        while (at < end) {
            if (end - at < HEADER_BYTES || end - at - HEADER_BYTES < BigEndian.u16(b, at + 2)) {
                throw new MalformedDhcpException("an option is cut short", at);
            }
            int length = BigEndian.u16(b, at + 2);
            int value = at + HEADER_BYTES;
            all.add(new Dhcp6Option(BigEndian.u16(b, at), ByteString.copyOf(b, value, value + length)));
            at = value + length;
        }
        return all;
    }

    static int lengthBytes(List<Dhcp6Option> all) {
        return all.stream()
                .mapToInt(each -> HEADER_BYTES + each.value.lengthBytes())
                .sum();
    }

    static void writeAll(List<Dhcp6Option> all, byte[] b, int from) {
        int at = from;
        for (Dhcp6Option each : all) {
            BigEndian.put16(b, at, each.code);
            BigEndian.put16(b, at + 2, each.value.lengthBytes());
            each.value.writeTo(b, at + HEADER_BYTES);
            at += HEADER_BYTES + each.value.lengthBytes();
        }
    }

    static Dhcp6Option ofU16(int code, int value) {
        byte[] b = new byte[2];
        BigEndian.put16(b, 0, value);
        return new Dhcp6Option(code, ByteString.copyOf(b));
    }
}
