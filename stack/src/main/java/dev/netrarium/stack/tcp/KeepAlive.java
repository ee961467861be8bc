package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;

/** Asks a silent peer whether it still holds the connection (RFC 9293 §3.8.4, RFC 1122 §4.2.3.6). */
final class KeepAlive {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private KeepAlive() {}

    /** The connection is established, or the option was just set. */
    static void start(long now, TcpConnection connection) {
        if (connection.settings().keepAlive()) {
            connection.timer.set(TcpTimer.KEEP_ALIVE, now + idleNanos(connection));
        } else {
            connection.timer.clear(TcpTimer.KEEP_ALIVE);
        }
    }

    static void expired(long now, TcpConnection connection) {
        TcpState state = connection.state();
        if (!connection.settings().keepAlive() || !state.isSynchronized() || state == TcpState.TIME_WAIT) {
            return;
        }
        Sender sender = connection.sender;
        long idle = idleNanos(connection);
        if (sender.flight.count() > 0 || sender.unsentBytes() > 0) {
            connection.timer.set(TcpTimer.KEEP_ALIVE, now + idle); // retransmission and persist look after it
            return;
        }
        long silent = now - connection.receiver.lastHeardNanos;
        if (silent < idle) {
            connection.timer.set(TcpTimer.KEEP_ALIVE, now + idle - silent);
            return;
        }
        if (isHopeless(connection, silent)) {
            connection.owedToTimer(TcpTimer.KEEP_ALIVE);
            connection.tcp.output.reset(now, connection);
            connection.giveUp(now, "no answer to " + sender.probes + " keep-alive probes");
            return;
        }
        connection.owedToTimer(TcpTimer.KEEP_ALIVE);
        connection.tcp.counters.add(Mib.TCP_KEEPALIVES);
        sender.probes++;
        connection.tcp.output.probe(now, connection);
        connection.timer.set(TcpTimer.KEEP_ALIVE, now + intervalNanos(connection));
    }

    private static boolean isHopeless(TcpConnection connection, long silentNanos) {
        int userTimeoutMillis = connection.settings().userTimeoutMillis();
        if (userTimeoutMillis > 0) {
            return connection.sender.probes > 0 && silentNanos >= userTimeoutMillis * 1_000_000L;
        }
        int own = connection.settings().keepCount();
        return connection.sender.probes
                >= (own > 0 ? own : connection.tcp.config().keepaliveProbes());
    }

    private static long idleNanos(TcpConnection connection) {
        int own = connection.settings().keepIdleSeconds();
        return (own > 0 ? own : connection.tcp.config().keepaliveTimeSeconds()) * NANOS_PER_SECOND;
    }

    private static long intervalNanos(TcpConnection connection) {
        int own = connection.settings().keepIntervalSeconds();
        return (own > 0 ? own : connection.tcp.config().keepaliveIntvlSeconds()) * NANOS_PER_SECOND;
    }
}
