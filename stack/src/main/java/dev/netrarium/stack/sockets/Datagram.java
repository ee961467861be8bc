package dev.netrarium.stack.sockets;

import dev.netrarium.wire.Endpoint;

/**
 * A datagram that was received.
 *
 * @param bytes the data
 * @param from who sent it
 * @param to the destination in the packet
 * @param timeToLive TTL or hop limit with which it arrived
 * @param trafficClass TOS or traffic class, ECN included
 * @param receivedNanos when it came in, in the loop's time
 */
@SuppressWarnings("ArrayRecordComponent") // made once per call, owned by the caller
public record Datagram(
        byte[] bytes, Endpoint from, Endpoint to, int timeToLive, int trafficClass, long receivedNanos) {}
