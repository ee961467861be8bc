package dev.netrarium.stack.udp;

import dev.netrarium.wire.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code ss -uan}.
 *
 * @param receiveQueueBytes memory that waiting datagrams hold
 * @param sendQueueBytes memory that datagrams in the host's egress queues hold
 * @param remote null when not connected
 * @param drops datagrams that found the receive buffer full
 */
public record UdpSocketEntry(
        int receiveQueueBytes,
        int sendQueueBytes,
        Endpoint local,
        @Nullable Endpoint remote,
        long drops) {}
