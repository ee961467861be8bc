package dev.netrarium.services.dns;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a server makes of the bytes of a request before it looks at the name: a query to answer, a request it can only
 * reply an error to, or something to drop. Pure; the same for every kind of server.
 */
public sealed interface DnsRequest {
    /**
     * A standard query with one question of class IN, to be answered with {@link #reply}.
     *
     * @param replyBytes the most that the asker takes on this transport
     */
    record Query(DnsMessage message, Question question, int replyBytes, boolean recursionAvailable)
            implements DnsRequest {
        /** The response's bytes: the given header and sections, the question, EDNS if the query had it. */
        public byte[] reply(DnsMessage response, Tally<ServerCount> tally) {
            Edns edns = message.edns() == null ? null : Edns.DEFAULT;
            byte[] bytes = new DnsMessage(
                            response.header(),
                            message.questions(),
                            response.answers(),
                            response.authorities(),
                            response.additionals(),
                            edns)
                    .encode(replyBytes);
            tally.count(
                    switch (response.header().responseCode().code()) {
                        case 0 -> ServerCount.ANSWERED;
                        case 3 -> ServerCount.NO_SUCH_NAME;
                        case 5 -> ServerCount.REFUSED;
                        default -> ServerCount.FAILED;
                    });
            if ((bytes[2] & 0x02) != 0) {
                tally.count(ServerCount.TRUNCATED);
            }
            return bytes;
        }

        /** A response with this code and no records. */
        public byte[] replyError(ResponseCode code, Tally<ServerCount> tally) {
            DnsHeader header = message.header().response(code, false, recursionAvailable);
            return reply(DnsMessage.of(header, message.questions(), null), tally);
        }
    }

    /** A request that is no query we serve: send these bytes. */
    record Rejected(byte[] response) implements DnsRequest {}

    /** Nothing may be sent. */
    record Dropped(ServerCount why) implements DnsRequest {}

    /**
     * Judges a request.
     *
     * @param recursionAvailable whether the server is a resolver, for RA
     */
    static DnsRequest of(byte[] bytes, Transport transport, boolean recursionAvailable, Tally<ServerCount> tally) {
        tally.count(ServerCount.REQUESTS);
        if (bytes.length < DnsHeader.BYTES) {
            return dropped(ServerCount.DROPPED_NO_HEADER, tally);
        }
        int flags = (bytes[2] & 0xff) << 8 | bytes[3] & 0xff;
        DnsHeader header = DnsHeader.of((bytes[0] & 0xff) << 8 | bytes[1] & 0xff, flags, 0);
        if (header.isResponse()) {
            return dropped(ServerCount.DROPPED_IS_RESPONSE, tally);
        }
        if (!header.opcode().equals(Opcode.QUERY)) {
            tally.count(ServerCount.NOT_IMPLEMENTED);
            return rejected(header, null, ResponseCode.NOTIMP, recursionAvailable);
        }
        DnsMessage message;
        try {
            message = DnsMessage.parse(bytes);
        } catch (MalformedDnsException e) {
            tally.count(ServerCount.MALFORMED);
            return rejected(header, null, ResponseCode.FORMERR, recursionAvailable);
        }
        Edns edns = message.edns();
        if (edns != null && edns.version() != 0) {
            tally.count(ServerCount.BAD_EDNS_VERSION);
            return rejected(header, message, ResponseCode.BADVERS, recursionAvailable);
        }
        Question question = message.onlyQuestion();
        if (question == null || question.type().equals(RecordType.OPT)) {
            tally.count(ServerCount.MALFORMED);
            return rejected(header, message, ResponseCode.FORMERR, recursionAvailable);
        }
        if (!question.recordClass().equals(RecordClass.IN)
                || question.type().equals(RecordType.AXFR)
                || question.type().equals(RecordType.IXFR)) {
            tally.count(ServerCount.REFUSED);
            return rejected(header, message, ResponseCode.REFUSED, recursionAvailable);
        }
        return new Query(message, question, replyBytes(transport, edns), recursionAvailable);
    }

    private static Dropped dropped(ServerCount why, Tally<ServerCount> tally) {
        tally.count(why);
        return new Dropped(why);
    }

    private static Rejected rejected(
            DnsHeader header, @Nullable DnsMessage request, ResponseCode code, boolean recursionAvailable) {
        DnsHeader answer = header.response(code, false, recursionAvailable);
        List<Question> questions = request == null || request.questions().size() != 1 ? List.of() : request.questions();
        return new Rejected(new DnsMessage(
                        answer,
                        questions,
                        List.of(),
                        List.of(),
                        List.of(),
                        request == null || request.edns() == null ? null : Edns.DEFAULT)
                .encode(Edns.MINIMUM_UDP_PAYLOAD_BYTES));
    }

    /** RFC 6891 §6.2.5: the asker's size, but no more than we hold to be safe from fragments. */
    private static int replyBytes(Transport transport, @Nullable Edns edns) {
        if (transport == Transport.TCP) {
            return DnsMessage.MAX_BYTES;
        }
        return edns == null
                ? Edns.MINIMUM_UDP_PAYLOAD_BYTES
                : Math.clamp(edns.udpPayloadBytes(), Edns.MINIMUM_UDP_PAYLOAD_BYTES, Edns.DEFAULT_UDP_PAYLOAD_BYTES);
    }
}
