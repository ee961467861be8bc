package dev.netrarium.stack.udp;

import dev.netrarium.stack.IcmpError;
import dev.netrarium.wire.Endpoint;

/**
 * An ICMP error about a datagram that an endpoint sent.
 *
 * @param error what went wrong, and who says so
 * @param to where the datagram was sent
 * @param receivedNanos when the error came, in the loop's time
 */
public record UdpError(IcmpError error, Endpoint to, long receivedNanos) {}
