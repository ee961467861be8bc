package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;

/**
 * How a connection ends (RFC 9293 §3.6): the program's close, shutdown and abort, and what the two FINs and their
 * acknowledgments do to the state.
 */
final class Closing {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** FIN-WAIT-2 gives the peer time to repeat a FIN: three and a half time-outs, as on Linux. */
    private static final int LEAST_HALF_TIMEOUTS = 7;

    private Closing() {}

    /** The program lets go (CLOSE, with Linux's resets for unread data and SO_LINGER 0). */
    static void close(long now, TcpConnection connection) {
        if (!connection.letGo()) {
            return;
        }
        Tcp tcp = connection.tcp;
        int unread = connection.receiver.buffer.readable();
        connection.receiver.buffer.clear();
        switch (connection.state) {
            case CLOSED -> connection.refresh();
            case SYN_SENT -> connection.closed(now, "the program closed before the peer answered");
            default -> {
                if (unread > 0) {
                    tcp.counters.add(Mib.TCP_ABORT_ON_CLOSE);
                    reset(now, connection, "the program closed with unread data");
                } else if (connection.settings().lingerSeconds() == 0) {
                    tcp.counters.add(Mib.TCP_ABORT_ON_DATA);
                    reset(now, connection, "the program closed with SO_LINGER 0");
                } else {
                    becomeOrphan(now, connection);
                }
            }
        }
    }

    /** ABORT of RFC 9293 §3.10.5. */
    static void abort(long now, TcpConnection connection) {
        connection.letGo();
        connection.receiver.buffer.clear();
        if (connection.state == TcpState.SYN_SENT) {
            connection.closed(now, "the program aborted");
        } else if (connection.state != TcpState.CLOSED) {
            reset(now, connection, "the program aborted");
        }
    }

    /** Our direction ends after the last byte written. */
    static void queueFin(long now, TcpConnection connection, String why) {
        if (connection.sender.finQueued) {
            return;
        }
        connection.sender.finQueued = true;
        if (connection.state == TcpState.ESTABLISHED) {
            connection.change(now, TcpState.FIN_WAIT_1, why);
        } else if (connection.state == TcpState.CLOSE_WAIT) {
            connection.change(now, TcpState.LAST_ACK, why);
        }
        connection.schedule();
        connection.refresh();
    }

    /** The peer's FIN was taken in order. */
    static void finReceived(long now, TcpConnection connection) {
        switch (connection.state) {
            case ESTABLISHED -> connection.change(now, TcpState.CLOSE_WAIT, "the peer sent its FIN");
            case FIN_WAIT_1 -> {
                if (connection.sender.isFinAcknowledged()) {
                    enterTimeWait(now, connection, "the peer sent its FIN");
                } else {
                    connection.change(now, TcpState.CLOSING, "the FINs crossed");
                }
            }
            case FIN_WAIT_2 -> enterTimeWait(now, connection, "the peer sent its FIN");
            default -> {}
        }
    }

    /** Our FIN is acknowledged, by this segment. */
    static void finAcknowledged(long now, TcpConnection connection, Segment segment) {
        switch (connection.state) {
            case FIN_WAIT_1 -> {
                connection.change(now, TcpState.FIN_WAIT_2, "our FIN is acknowledged");
                if (connection.isOrphan() && connection.settings().linger2Seconds() < 0) {
                    connection.tcp.counters.add(Mib.TCP_ABORT_ON_LINGER);
                    refuse(now, connection, segment, "TCP_LINGER2 says not to wait for the peer's FIN");
                }
                connection.refresh();
            }
            case CLOSING -> enterTimeWait(now, connection, "our FIN is acknowledged");
            case LAST_ACK -> connection.closed(now, "our FIN is acknowledged");
            default -> {}
        }
    }

    /** Sends a reset and forgets the connection. */
    static void reset(long now, TcpConnection connection, String why) {
        connection.owedToCommand("close");
        connection.tcp.output.reset(now, connection);
        connection.aborted(now, why);
    }

    /**
     * What came is for nobody: it is answered as if there were no connection (Linux's bare reset), and there is none any
     * more.
     */
    static void refuse(long now, TcpConnection connection, Segment segment, String why) {
        connection.tcp.resets.answer(now, segment, why);
        connection.aborted(now, why);
    }

    /**
     * A segment has been looked at: once our FIN is acknowledged and nobody receives any more, only the peer's FIN is
     * waited for, and an entry of {@link TimeWaits} can do that.
     */
    static void settle(long now, TcpConnection connection) {
        if (connection.state == TcpState.FIN_WAIT_2 && connection.isOrphan()) {
            waitForPeersFin(now, connection);
        }
    }

    /** Too many connections that no program holds: this one goes, with a reset if it has sent something lately. */
    static void forget(long now, TcpConnection connection) {
        connection.tcp.counters.add(Mib.TCP_ABORT_ON_MEMORY);
        String why = "too many connections that no program holds";
        if (now - connection.sender.lastDataSentNanos <= TimeWaits.DURATION_NANOS) {
            reset(now, connection, why);
        } else {
            connection.closed(now, why);
        }
    }

    private static void becomeOrphan(long now, TcpConnection connection) {
        connection.owedToCommand("close");
        Tcp tcp = connection.tcp;
        if (connection.state == TcpState.FIN_WAIT_2) {
            if (connection.settings().linger2Seconds() < 0) {
                tcp.counters.add(Mib.TCP_ABORT_ON_LINGER);
                reset(now, connection, "TCP_LINGER2 says not to wait for the peer's FIN");
            } else {
                waitForPeersFin(now, connection);
            }
        } else if (!tcp.orphans.admit(connection)) {
            tcp.counters.add(Mib.TCP_ABORT_ON_MEMORY);
            reset(now, connection, "too many connections that no program holds");
        } else {
            queueFin(now, connection, "the program closed");
        }
    }

    /**
     * RFC 9293 lets FIN-WAIT-2 last for ever; with nobody to receive, Linux bounds it. It lasts whole seconds here, and
     * above a minute as long as was asked for, where Linux takes twice what exceeds the minute.
     */
    private static void waitForPeersFin(long now, TcpConnection connection) {
        int own = connection.settings().linger2Seconds();
        long asked = own > 0 ? own : connection.tcp.config().finTimeoutSeconds();
        long leastNanos = connection.rtt.rtoNanos() * LEAST_HALF_TIMEOUTS / 2;
        long least = (leastNanos + NANOS_PER_SECOND - 1) / NANOS_PER_SECOND;
        tellOwed(now, connection, "acknowledges data");
        connection.handOver(now, (int) Math.max(asked, least));
    }

    private static void enterTimeWait(long now, TcpConnection connection, String why) {
        tellOwed(now, connection, "acknowledges the FIN");
        connection.change(now, TcpState.TIME_WAIT, why);
        connection.handOver(now, 0);
    }

    private static void tellOwed(long now, TcpConnection connection, String why) {
        if (connection.receiver.owesAck()) {
            connection.owedToPacket(connection.owedPacket(), why);
            connection.tcp.output.acknowledgment(now, connection);
        }
    }
}
