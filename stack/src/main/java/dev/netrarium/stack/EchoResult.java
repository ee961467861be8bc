package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;

/** What came of an echo request. */
public sealed interface EchoResult {
    /** The sequence number of the request, 0 to 65535. */
    int sequence();

    /** When it came in. */
    long receivedNanos();

    /**
     * An echo reply.
     *
     * @param data what the request carried
     * @param timeToLive as it arrived
     */
    @SuppressWarnings("ArrayRecordComponent") // made once per reply, owned by the reader
    record Reply(IpAddress from, int sequence, byte[] data, int timeToLive, long receivedNanos) implements EchoResult {}

    /** An ICMP error about the request; {@link IcmpError#reporter} says who sent it. */
    record Failure(IcmpError error, int sequence, long receivedNanos) implements EchoResult {}
}
