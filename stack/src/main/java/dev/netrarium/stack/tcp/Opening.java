package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;

/** The active side's SYN and its retransmission, and the SYN-ACK of a simultaneous open (RFC 9293 §3.5). */
final class Opening {
    private Opening() {}

    static void begin(long now, TcpConnection connection) {
        Sender sender = connection.sender;
        sender.next = sender.initial + 1;
        connection.change(now, TcpState.SYN_SENT, "the program called connect");
        connection.owedToCommand("connect");
        connection.tcp.output.syn(now, connection);
        sender.armRetransmission(now);
    }

    static void expired(long now, TcpConnection connection) {
        Sender sender = connection.sender;
        TcpConfig config = connection.tcp.config();
        boolean active = connection.state() == TcpState.SYN_SENT;
        int own = connection.settings().synRetries();
        int limit = !active ? config.synackRetries() : own > 0 ? own : config.synRetries();
        int userTimeoutMillis = connection.settings().userTimeoutMillis();
        boolean impatient = userTimeoutMillis > 0
                && sender.retries > 0
                && now - connection.openedNanos() >= userTimeoutMillis * 1_000_000L;
        if (sender.retries >= limit || impatient) {
            connection.tcp.counters.add(Mib.TCP_ATTEMPT_FAILS);
            connection.giveUp(now, "the SYN was sent " + (sender.retries + 1) + " times without an answer");
            return;
        }
        sender.chronicle().timedOut(now, sender.retries == 0);
        sender.retries++;
        if (sender.retries > config.synLinearTimeouts()) {
            sender.backoff++;
        }
        sender.totalRetransmits++;
        Ecn.reduced(connection);
        connection.tcp.counters.add(Mib.TCP_TIMEOUTS);
        connection.tcp.retransmitted(now, connection.tuple(), 0, 0, "time-out", sender.retries);
        connection.repairing("time-out", sender.retries);
        if (active) {
            connection.tcp.output.syn(now, connection);
        } else {
            connection.tcp.output.synAck(now, connection);
        }
        connection.repaired();
        sender.armRetransmission(now);
    }
}
