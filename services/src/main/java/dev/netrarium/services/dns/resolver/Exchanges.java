package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.Edns;
import dev.netrarium.services.dns.MalformedDnsException;
import dev.netrarium.services.dns.Opcode;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.Tally;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.TimerQueue;
import dev.netrarium.wire.Endpoint;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;

/**
 * The queries that are under way: draws their ids and ports, believes only the response that matches (RFC 5452 §9), goes
 * over to TCP or leaves EDNS out where the response asks for it, and says when a server was silent.
 *
 * @param <T> what a query is sent for
 */
final class Exchanges<T> {
    /** Ports that need no privilege. */
    private static final int FIRST_PORT = 1024;

    /** Who asks. */
    interface Asker<T> {
        /** Whether one more query may be sent for this. */
        boolean mayAsk(T about);

        void asked(long now, Exchange<T> exchange, AskReason why);

        /** The response that belongs to the query, whatever it says. The exchange is over. */
        void answered(long now, Exchange<T> exchange, DnsMessage response);

        /**
         * The exchange is over without a response.
         *
         * @param tryAgain whether the same server may do better next time
         */
        void unanswered(long now, Exchange<T> exchange, String why, boolean tryAgain);
    }

    private final Asker<T> asker;
    private final RandomStream chance;
    private final TimerQueue timers;
    private final Queue<Action> out;
    private final Tally<ResolverCount> tally;
    private final Map<Long, Exchange<T>> open = new LinkedHashMap<>();
    private long lastNumber;

    Exchanges(Asker<T> asker, RandomStream chance, TimerQueue timers, Queue<Action> out, Tally<ResolverCount> tally) {
        this.asker = asker;
        this.chance = chance;
        this.timers = timers;
        this.out = out;
        this.tally = tally;
    }

    /** Sends a query over UDP. */
    Exchange<T> ask(
            long now,
            T about,
            NameServer server,
            Endpoint address,
            Question question,
            boolean recursionDesired,
            boolean edns,
            long timeoutNanos,
            AskReason why) {
        Exchange<T> exchange = new Exchange<>(this, about, server, address, question, recursionDesired, edns);
        send(now, exchange, timeoutNanos, why);
        return exchange;
    }

    private void send(long now, Exchange<T> exchange, long timeoutNanos, AskReason why) {
        exchange.number = ++lastNumber;
        exchange.id = chance.nextInt(0x10000);
        exchange.sentNanos = now;
        exchange.mismatches = 0;
        open.put(exchange.number, exchange);
        timers.arm(exchange, Limits.after(now, timeoutNanos));
        tally.count(exchange.transport == Transport.UDP ? ResolverCount.ASKED_UDP : ResolverCount.ASKED_TCP);
        int sourcePort = FIRST_PORT + chance.nextInt(0x10000 - FIRST_PORT);
        byte[] query = DnsMessage.query(
                        exchange.id, exchange.question, exchange.recursionDesired, exchange.edns ? Edns.DEFAULT : null)
                .encode();
        out.add(new Action.Ask(exchange.number, exchange.address, exchange.transport, sourcePort, query));
        asker.asked(now, exchange, why);
    }

    /** The exchange is no longer of interest. */
    void cancel(Exchange<T> exchange) {
        if (open.remove(exchange.number) != null) {
            timers.forget(exchange);
            out.add(new Action.Forget(exchange.number));
        }
    }

    void cancelAll() {
        List.copyOf(open.values()).forEach(this::cancel);
    }

    /** Bytes came from {@code from} on the socket of an exchange. */
    void response(long now, long number, Endpoint from, byte[] bytes) {
        Exchange<T> exchange = open.get(number);
        if (exchange == null) {
            tally.count(ResolverCount.LATE);
            return;
        }
        if (!from.equals(exchange.address) || !hasIdOf(exchange, bytes)) {
            mismatch(now, exchange);
            return;
        }
        DnsMessage response;
        try {
            response = DnsMessage.parse(bytes);
        } catch (MalformedDnsException e) {
            tally.count(ResolverCount.MALFORMED);
            cancel(exchange);
            asker.unanswered(now, exchange, "its answer is malformed: " + e.getMessage(), false);
            return;
        }
        if (!isAnswerTo(exchange, response)) {
            mismatch(now, exchange);
            return;
        }
        cancel(exchange);
        if (response.header().truncated() && exchange.transport == Transport.UDP) {
            again(now, exchange, Transport.TCP, exchange.edns, AskReason.TRUNCATED);
        } else if (exchange.edns && mayMeanNoEdns(response.header().responseCode())) {
            again(now, exchange, exchange.transport, false, AskReason.WITHOUT_EDNS);
        } else {
            asker.answered(now, exchange, response);
        }
    }

    /** The exchange's socket reports that nobody is there. */
    void unreachable(long now, long number, String why) {
        Exchange<T> exchange = open.get(number);
        if (exchange != null) {
            tally.count(ResolverCount.UNREACHABLE);
            cancel(exchange);
            asker.unanswered(now, exchange, why, false);
        }
    }

    void timedOut(long now, Exchange<T> exchange) {
        tally.count(ResolverCount.TIMED_OUT);
        cancel(exchange);
        asker.unanswered(now, exchange, "no answer in time", true);
    }

    private void again(long now, Exchange<T> exchange, Transport transport, boolean edns, AskReason why) {
        if (!asker.mayAsk(exchange.about)) {
            asker.unanswered(now, exchange, why.text(), false);
            return;
        }
        exchange.transport = transport;
        exchange.edns = edns;
        // Over UDP this is the server's second answer in a row: it is known to be there.
        send(now, exchange, transport == Transport.TCP ? Limits.TCP_TIMEOUT : Limits.MAX_TIMEOUT, why);
    }

    private void mismatch(long now, Exchange<T> exchange) {
        tally.count(ResolverCount.MISMATCHED);
        if (++exchange.mismatches > Limits.MISMATCHES) {
            cancel(exchange);
            if (exchange.transport == Transport.TCP) {
                asker.unanswered(now, exchange, "its answers do not match the query", false);
            } else {
                again(now, exchange, Transport.TCP, exchange.edns, AskReason.FORGERY_SUSPECTED);
            }
        }
    }

    private static boolean hasIdOf(Exchange<?> exchange, byte[] bytes) {
        return bytes.length >= 2 && ((bytes[0] & 0xff) << 8 | bytes[1] & 0xff) == exchange.id;
    }

    /** Servers that cannot read the query answer without the question. */
    private static boolean isAnswerTo(Exchange<?> exchange, DnsMessage response) {
        if (!response.header().isResponse() || !response.header().opcode().equals(Opcode.QUERY)) {
            return false;
        }
        return response.questions().isEmpty()
                ? mayMeanNoEdns(response.header().responseCode())
                : exchange.question.equals(response.onlyQuestion());
    }

    private static boolean mayMeanNoEdns(ResponseCode code) {
        return code.equals(ResponseCode.FORMERR)
                || code.equals(ResponseCode.NOTIMP)
                || code.equals(ResponseCode.BADVERS);
    }
}
