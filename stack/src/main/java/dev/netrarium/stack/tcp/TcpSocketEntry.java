package dev.netrarium.stack.tcp;

import dev.netrarium.wire.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code ss -tan}.
 *
 * @param receiveQueue sequence numbers not yet read (a FIN has one, too), or connections not yet accepted
 * @param sendQueue sequence numbers not yet acknowledged, or the listener's backlog
 * @param remote null for a listener
 * @param connection the connection, for its {@link TcpInfo}; null for listeners, half-open connections and TIME-WAIT
 * @param timer the timer that runs, of several the one that Linux would show; null for none
 */
public record TcpSocketEntry(
        TcpState state,
        int receiveQueue,
        int sendQueue,
        Endpoint local,
        @Nullable Endpoint remote,
        @Nullable TcpConnection connection,
        @Nullable TcpTimerEntry timer) {}
