package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;

/**
 * Probes a closed window so that a lost window update does not end the connection (RFC 9293 §3.8.6.1). As on Linux the
 * probe of a wholly closed window carries an old sequence number and no data.
 */
final class Persist {
    private static final long LEAST_WAIT_NANOS = 1_000_000L;

    private Persist() {}

    static void arm(long now, TcpConnection connection) {
        if (!connection.timer.isSet(TcpTimer.PERSIST)) {
            connection.timer.set(TcpTimer.PERSIST, now + connection.sender.timeoutNanos());
        }
    }

    static void expired(long now, TcpConnection connection) {
        Sender sender = connection.sender;
        if (!sender.isWindowBlocked()) {
            if (isCorked(sender)) {
                connection.owedToTimer(TcpTimer.PERSIST);
                NewData.forceOne(now, sender);
            }
            connection.schedule();
            return;
        }
        TcpConfig config = connection.tcp.config();
        int limit = connection.isOrphan() ? RetransmissionTimeout.orphanRetries(connection) : config.retries2();
        if (sender.probes >= limit || isTooPatient(connection) || hasUserTimeout(now, connection)) {
            connection.giveUp(now, "the peer's window stayed closed and nobody answered");
            return;
        }
        connection.owedToTimer(TcpTimer.PERSIST);
        connection.tcp.counters.add(Mib.TCP_WINDOW_PROBES);
        sender.probes++;
        if (sender.firstResentNanos == 0) {
            sender.firstResentNanos = now;
        }
        if (!NewData.forceOne(now, sender)) {
            connection.tcp.output.probe(now, connection);
            sender.backoff = (short) Math.min(sender.backoff + 1, config.retries2());
            connection.timer.set(TcpTimer.PERSIST, now + withinUserTimeout(now, connection, sender.timeoutNanos()));
        }
    }

    /** The next probe is not later than the end of the program's patience. */
    private static long withinUserTimeout(long now, TcpConnection connection, long waitNanos) {
        long limit = connection.settings().userTimeoutMillis() * 1_000_000L;
        if (limit == 0) {
            return waitNanos;
        }
        long left = limit - (now - connection.sender.firstResentNanos);
        return Math.max(LEAST_WAIT_NANOS, Math.min(waitNanos, left));
    }

    /** A peer that answers may keep a program waiting for ever, but not a connection that no program holds. */
    private static boolean isTooPatient(TcpConnection connection) {
        Sender sender = connection.sender;
        return connection.isOrphan()
                && sender.backoff >= RetransmissionTimeout.orphanRetries(connection)
                && sender.timeoutNanos() >= connection.tcp.config().rtoMaxMillis() * 1_000_000L;
    }

    private static boolean hasUserTimeout(long now, TcpConnection connection) {
        long limit = connection.settings().userTimeoutMillis() * 1_000_000L;
        long since = connection.sender.firstResentNanos;
        return limit > 0 && since != 0 && now - since >= limit;
    }

    /** A part of a segment waits for more only because the program corked the connection. */
    private static boolean isCorked(Sender sender) {
        return sender.connection.settings().cork()
                && sender.flight.count() == 0
                && sender.unsentBytes() > 0
                && sender.unsentBytes() < sender.segmentBytes();
    }
}
