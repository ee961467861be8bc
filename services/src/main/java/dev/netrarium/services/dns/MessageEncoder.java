package dev.netrarium.services.dns;

import dev.netrarium.services.dns.RecordData.Ns;
import java.util.List;

/** Writes a message within a size: the sections in order, RRset by RRset, and takes back the first that is too much. */
final class MessageEncoder {
    private static final int QUESTION_COUNT = DnsHeader.COUNTS;
    private static final int ANSWER_COUNT = DnsHeader.COUNTS + 2;
    private static final int AUTHORITY_COUNT = DnsHeader.COUNTS + 4;
    private static final int ADDITIONAL_COUNT = DnsHeader.COUNTS + 6;

    private final MessageWriter out = new MessageWriter();
    private final DnsMessage message;
    private final int limit;
    private boolean full;
    private boolean truncated;

    private MessageEncoder(DnsMessage message, int limit) {
        this.message = message;
        this.limit = limit;
    }

    static byte[] encode(DnsMessage message, int maxBytes) {
        if (maxBytes < Edns.MINIMUM_UDP_PAYLOAD_BYTES || maxBytes > DnsMessage.MAX_BYTES) {
            throw new IllegalArgumentException("a message is limited to 512 to 65535 bytes: " + maxBytes);
        }
        Edns edns = message.edns();
        if (edns == null && message.header().responseCode().code() > 0xf) {
            throw new IllegalArgumentException(message.header().responseCode() + " needs EDNS");
        }
        return new MessageEncoder(message, maxBytes - (edns == null ? 0 : edns.lengthBytes())).encode();
    }

    private byte[] encode() {
        DnsHeader header = message.header();
        out.u16(header.id());
        out.u16(header.flags());
        out.reserve(DnsHeader.BYTES - DnsHeader.COUNTS);
        for (Question question : message.questions()) {
            out.compressedName(question.name());
            out.u16(question.type().code());
            out.u16(question.recordClass().code());
        }
        if (out.position() > limit) {
            throw new IllegalArgumentException("questions and options alone exceed the limit");
        }
        int answers = records(message.answers());
        int authorities = records(message.authorities());
        truncated = full;
        int additionals = records(message.additionals());
        if (full && !truncated) {
            truncated = isGlue(message.additionals().get(additionals));
        }
        Edns edns = message.edns();
        if (edns != null) {
            edns.write(out, header.responseCode());
            additionals++;
        }
        out.patchU16(DnsHeader.FLAGS, (truncated ? header.asTruncated() : header).flags());
        out.patchU16(QUESTION_COUNT, message.questions().size());
        out.patchU16(ANSWER_COUNT, answers);
        out.patchU16(AUTHORITY_COUNT, authorities);
        out.patchU16(ADDITIONAL_COUNT, additionals);
        return out.toByteArray();
    }

    /** Writes RRsets until one does not fit; returns how many records stand. */
    private int records(List<ResourceRecord> records) {
        int written = 0;
        while (written < records.size() && !full) {
            int start = out.position();
            int next = written;
            do {
                record(records.get(next++));
            } while (out.position() <= limit
                    && next < records.size()
                    && records.get(next).isSameSet(records.get(written)));
            if (out.position() > limit) {
                out.backTo(start);
                full = true;
            } else {
                written = next;
            }
        }
        return written;
    }

    private void record(ResourceRecord record) {
        out.compressedName(record.name());
        out.u16(record.type().code());
        out.u16(record.recordClass().code());
        out.i32(record.ttlSeconds());
        int length = out.reserve(2);
        RecordDataWire.write(out, record.data());
        out.patchU16(length, out.position() - length - 2);
    }

    /** True when a referral cannot be followed without this record: the address of a server inside the zone it serves. */
    private boolean isGlue(ResourceRecord record) {
        if (message.header().authoritative() || !message.answers().isEmpty()) {
            return false;
        }
        for (ResourceRecord authority : message.authorities()) {
            if (authority.data() instanceof Ns ns
                    && ns.server().equals(record.name())
                    && record.name().isAtOrBelow(authority.name())) {
                return true;
            }
        }
        return false;
    }
}
