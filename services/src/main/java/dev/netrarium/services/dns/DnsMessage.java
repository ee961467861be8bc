package dev.netrarium.services.dns;

import dev.netrarium.services.dns.MalformedDnsException.Reason;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DNS message (RFC 1035 §4.1). The OPT pseudo-record is not among the additional records but in {@code edns}.
 *
 * @param edns what the OPT record says; null when there is none
 */
public record DnsMessage(
        DnsHeader header,
        List<Question> questions,
        List<ResourceRecord> answers,
        List<ResourceRecord> authorities,
        List<ResourceRecord> additionals,
        @Nullable Edns edns) {
    /** The largest message there is: over TCP its length has 16 bits. */
    public static final int MAX_BYTES = 0xffff;

    public DnsMessage {
        questions = List.copyOf(questions);
        answers = List.copyOf(answers);
        authorities = List.copyOf(authorities);
        additionals = List.copyOf(additionals);
    }

    /** A query with one question. */
    public static DnsMessage query(int id, Question question, boolean recursionDesired, @Nullable Edns edns) {
        return new DnsMessage(
                DnsHeader.query(id, recursionDesired), List.of(question), List.of(), List.of(), List.of(), edns);
    }

    /** A message without records. */
    public static DnsMessage of(DnsHeader header, List<Question> questions, @Nullable Edns edns) {
        return new DnsMessage(header, questions, List.of(), List.of(), List.of(), edns);
    }

    /**
     * Reads a whole message.
     *
     * @throws MalformedDnsException when the bytes are not exactly one message
     */
    public static DnsMessage parse(byte[] bytes, int offset, int lengthBytes) throws MalformedDnsException {
        return new MessageParser(new MessageReader(bytes, offset, lengthBytes)).parse();
    }

    public static DnsMessage parse(byte[] bytes) throws MalformedDnsException {
        return parse(bytes, 0, bytes.length);
    }

    /**
     * Writes the message in at most {@code maxBytes}. What does not fit is left out in whole RRsets from the end: first
     * additional records, which sets TC only when they are the in-domain glue of a referral (RFC 9471 §3), then
     * authority and answer records, which always sets TC (RFC 2181 §9). Questions and OPT are always kept.
     *
     * @param maxBytes 512 to 65535
     */
    public byte[] encode(int maxBytes) {
        return MessageEncoder.encode(this, maxBytes);
    }

    /** The message in full. */
    public byte[] encode() {
        return encode(MAX_BYTES);
    }

    /** The only question, as servers demand (RFC 9619); null when there are none or several. */
    public @Nullable Question onlyQuestion() {
        return questions.size() == 1 ? questions.getFirst() : null;
    }

    /** What dig prints, without its first and last lines. */
    @Override
    public String toString() {
        return DigText.of(this);
    }

    /** Reads the sections in order. */
    private record MessageParser(MessageReader in) {
        DnsMessage parse() throws MalformedDnsException {
            int id = in.u16();
            int flags = in.u16();
            int questionCount = in.u16();
            int answerCount = in.u16();
            int authorityCount = in.u16();
            int additionalCount = in.u16();
            List<Question> questions = new ArrayList<>(1);
            for (int i = 0; i < questionCount; i++) {
                questions.add(new Question(in.name(), new RecordType(in.u16()), new RecordClass(in.u16())));
            }
            List<ResourceRecord> answers = records(answerCount);
            List<ResourceRecord> authorities = records(authorityCount);
            List<ResourceRecord> additionals = new ArrayList<>();
            Edns edns = null;
            int extendedCode = 0;
            for (int i = 0; i < additionalCount; i++) {
                int start = in.position();
                DomainName owner = in.name();
                if (in.u16() != RecordType.OPT.code()) {
                    in.rewindTo(start);
                    additionals.add(record());
                    continue;
                }
                if (edns != null || !owner.isRoot()) {
                    throw in.malformed(Reason.OPT);
                }
                int payloadBytes = in.u16();
                int ttl = in.i32();
                edns = Edns.read(in, payloadBytes, ttl, in.u16());
                extendedCode = ttl >>> 24;
            }
            if (!in.atEnd()) {
                throw in.malformed(Reason.TRAILING_BYTES);
            }
            return new DnsMessage(
                    DnsHeader.of(id, flags, extendedCode), questions, answers, authorities, additionals, edns);
        }

        private List<ResourceRecord> records(int count) throws MalformedDnsException {
            // The count is the sender's claim: the list grows only with records that are there.
            List<ResourceRecord> records = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                records.add(record());
            }
            return records;
        }

        private ResourceRecord record() throws MalformedDnsException {
            DomainName name = in.name();
            RecordType type = new RecordType(in.u16());
            RecordClass recordClass = new RecordClass(in.u16());
            // RFC 2181 §8: a TTL with its highest bit set counts as zero.
            int ttl = Math.max(in.i32(), 0);
            RecordData data = RecordDataWire.read(in, type, recordClass, in.u16());
            return new ResourceRecord(name, recordClass, ttl, data);
        }
    }
}
