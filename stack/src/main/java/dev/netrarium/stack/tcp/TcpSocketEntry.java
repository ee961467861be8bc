package dev.netrarium.stack.tcp;

import dev.netrarium.wire.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code ss -tan}.
 *
 * @param receiveQueue bytes not yet read, or connections not yet accepted
 * @param sendQueue bytes not yet acknowledged, or the listener's backlog
 * @param remote null for a listener
 * @param connection the connection, for its {@link TcpInfo}; null for listeners, half-open connections and TIME-WAIT
 */
public record TcpSocketEntry(
        TcpState state,
        int receiveQueue,
        int sendQueue,
        Endpoint local,
        @Nullable Endpoint remote,
        @Nullable TcpConnection connection) {}
