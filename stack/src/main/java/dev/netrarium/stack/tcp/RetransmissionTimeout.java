package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;

/** What happens when sent data was not acknowledged in time (RFC 6298 §5), and when that has happened too often. */
final class RetransmissionTimeout {
    /** What {@code tcp_orphan_retries} = 0 means. */
    private static final int DEFAULT_ORPHAN_RETRIES = 8;

    private RetransmissionTimeout() {}

    static void expired(long now, TcpConnection connection) {
        Sender sender = connection.sender;
        if (sender.flight.count() == 0) {
            return;
        }
        if (connection.tcp.orphans.mustGo(now, connection)) {
            Closing.forget(now, connection);
            return;
        }
        boolean hopeless = isHopeless(now, connection);
        connection.tcp.fastOpenClient.timedOut(now, connection, hopeless);
        if (hopeless) {
            connection.giveUp(now, "sent again " + sender.retries + " times without an answer");
            return;
        }
        connection.tcp.counters.add(Mib.TCP_TIMEOUTS);
        connection.owedToTimer(TcpTimer.RETRANSMISSION);
        if (sender.retries > 0
                && now - sender.firstResentNanos
                        >= patienceNanos(connection.tcp.config().retries1(), connection.tcp.config())) {
            MtuProbing.suspectBlackHole(now, sender);
        }
        sender.recovery.timedOut(now, sender.retries > 0);
        sender.congestionControl.timedOut(now, sender);
        sender.chronicle().timedOut(now, sender.retries == 0);
        sender.retries++;
        sender.backoff++;
        sender.transmit(now);
        long wait = sender.timeoutNanos();
        int userTimeoutMillis = connection.settings().userTimeoutMillis();
        if (userTimeoutMillis > 0 && sender.firstResentNanos != 0) {
            long left = userTimeoutMillis * 1_000_000L - (now - sender.firstResentNanos);
            wait = Math.max(1_000_000L, Math.min(wait, left));
        }
        connection.timer.setRepair(TcpTimer.RETRANSMISSION, now + wait);
    }

    /**
     * The network had no way for what was sent last: the time-out has doubled for nothing (RFC 6069, as Linux does it). What
     * was doubled is halved, and if that much time has passed the segment is sent again now.
     */
    static void revert(long now, TcpConnection connection) {
        Sender sender = connection.sender;
        if (sender.retries == 0 || sender.backoff == 0 || sender.flight.count() == 0) {
            return;
        }
        sender.backoff--;
        long due = sender.flight.sentNanos(0) + sender.timeoutNanos();
        connection.timer.setRepair(TcpTimer.RETRANSMISSION, Math.max(due, now));
    }

    static int orphanRetries(TcpConnection connection) {
        TcpConfig config = connection.tcp.config();
        boolean alive = connection.sender.timeoutNanos() < config.rtoMaxMillis() * 1_000_000L;
        if (connection.softError != null && !alive) {
            return 0; // nobody holds it, and the network says that nobody is there
        }
        int configured = config.orphanRetries();
        return configured > 0 || !alive ? configured : DEFAULT_ORPHAN_RETRIES;
    }

    /**
     * How long {@code retries} doubling time-outs take from the least one on: by this time, and not by their number,
     * Linux gives up, so that a short RTO does not mean a short patience.
     */
    static long patienceNanos(int retries, TcpConfig config) {
        long least = config.rtoMinMillis() * 1_000_000L;
        long most = config.rtoMaxMillis() * 1_000_000L;
        long sum = 0;
        long step = least;
        for (int i = 0; i <= retries; i++) {
            sum += step;
            step = Math.min(step * 2, most);
        }
        return sum;
    }

    private static boolean isHopeless(long now, TcpConnection connection) {
        Sender sender = connection.sender;
        if (sender.retries == 0) {
            return false;
        }
        TcpConfig config = connection.tcp.config();
        long elapsed = now - sender.firstResentNanos;
        int userTimeoutMillis = connection.settings().userTimeoutMillis();
        if (userTimeoutMillis > 0) {
            return elapsed >= userTimeoutMillis * 1_000_000L;
        }
        if (sender.peerWindowBytes == 0 && !connection.isOrphan()) {
            // The peer took its window back: as long as it answers, it is alive.
            long patience = 2 * config.rtoMaxMillis() * 1_000_000L;
            return now - sender.lastAckNanos > patience && elapsed > patience;
        }
        int retries = connection.isOrphan() ? orphanRetries(connection) : config.retries2();
        return elapsed >= patienceNanos(retries, config);
    }
}
