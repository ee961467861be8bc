package dev.netrarium.stack.sockets;

import dev.netrarium.stack.IcmpError;
import dev.netrarium.wire.IpAddress;

/** What came of an echo request. */
public sealed interface EchoAnswer {
    /** The sequence number of the request, 0 to 65535. */
    int sequence();

    /** When it came in, in the loop's time. */
    long receivedNanos();

    /** An echo reply with the data that the request carried. */
    @SuppressWarnings("ArrayRecordComponent") // made once per call, owned by the caller
    record Reply(IpAddress from, int sequence, byte[] data, int timeToLive, long receivedNanos) implements EchoAnswer {}

    /** An ICMP error about the request; {@link IcmpError#reporter} says who sent it. */
    record Failure(IcmpError error, int sequence, long receivedNanos) implements EchoAnswer {}
}
