package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;

/** The active side's SYN and its retransmission, and the SYN-ACK of a simultaneous open (RFC 9293 §3.5). */
final class Opening {
    /** Linux's shortest time-out, two ticks of its clock. */
    private static final long SOON_NANOS = 2_000_000L;

    private Opening() {}

    /**
     * Sends the SYN.
     *
     * @param earlyBytes how much of the send buffer goes with it (Fast Open)
     */
    static void begin(long now, TcpConnection connection, int earlyBytes) {
        Sender sender = connection.sender;
        connection.opens(now);
        connection.tcp.counters.add(Mib.TCP_ACTIVE_OPENS);
        if (connection.state != TcpState.SYN_SENT) {
            connection.change(now, TcpState.SYN_SENT, "the program called connect");
        }
        connection.owedToCommand("connect");
        connection.tcp.output.syn(now, connection, earlyBytes);
        leaveWith(now, sender, earlyBytes);
        sender.armRetransmission(now);
    }

    /** The peer knows another connection, which our reset ends: the SYN is sent again as soon as that may have come. */
    static void hasten(long now, TcpConnection connection) {
        if (connection.sender.retries == 0) {
            connection.timer.set(TcpTimer.RETRANSMISSION, now + SOON_NANOS);
        }
    }

    static void expired(long now, TcpConnection connection) {
        Sender sender = connection.sender;
        TcpConfig config = connection.tcp.config();
        boolean active = connection.state() == TcpState.SYN_SENT;
        int own = connection.settings().synRetries();
        int limit = own > 0 ? own : active ? config.synRetries() : config.synackRetries();
        limit += active ? config.synLinearTimeouts() : connection.isEarly() ? 1 : 0; // as Linux counts
        int userTimeoutMillis = connection.settings().userTimeoutMillis();
        boolean impatient = userTimeoutMillis > 0
                && sender.retries > 0
                && now - connection.openedNanos() >= userTimeoutMillis * 1_000_000L;
        boolean hopeless = sender.retries >= limit || impatient;
        connection.tcp.fastOpenClient.timedOut(now, connection, hopeless);
        if (hopeless) {
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
        connection.tcp.counters.add(Mib.TCP_SYN_RETRANSMITS);
        connection.tcp.retransmitted(now, connection.tuple(), 0, 0, "time-out", sender.retries);
        connection.repairing("time-out", sender.retries);
        if (active) {
            connection.tcp.output.syn(now, connection, 0);
        } else {
            connection.tcp.output.synAck(now, connection);
        }
        connection.repaired();
        sender.armRetransmission(now);
    }

    /** Both SYNs are acknowledged. */
    static void established(long now, TcpConnection connection, String why) {
        Sender sender = connection.sender;
        sender.unacknowledged = sender.initial + 1;
        sender.retries = 0;
        sender.backoff = 0;
        connection.timer.clear(TcpTimer.RETRANSMISSION);
        connection.rtt.handshakeMeasuredNothing();
        FastOpenUse fastOpen = connection.fastOpen;
        if (fastOpen != null) {
            fastOpen.settle(now, false);
        }
        if (sender.flight.count() > 0) {
            sender.armRetransmission(now); // data that did not wait for this
        }
        Chronicle.acknowledged(now, sender);
        boolean finWaits = sender.finQueued;
        connection.change(now, TcpState.ESTABLISHED, why);
        KeepAlive.start(now, connection);
        connection.offer();
        connection.refresh();
        if (finWaits) {
            connection.change(now, TcpState.FIN_WAIT_1, "the program had closed before the handshake was over");
            connection.schedule();
        }
    }

    /** The SYN leaves with so many bytes of the send buffer. */
    private static void leaveWith(long now, Sender sender, int bytes) {
        sender.next = sender.initial + 1 + bytes;
        if (bytes > 0) {
            sender.rate.sending(now);
            sender.flight.add(sender.next, now, Flight.BURST_END | Flight.PUSHED);
            sender.rate.stamp(0, 1, now);
            sender.leftWriteQueue();
            sender.dataSegmentsOut++;
            sender.lastDataSentNanos = now;
        }
    }
}
