package dev.netrarium.stack.sockets;

import dev.netrarium.wire.IpAddress;

/**
 * An IP packet that a raw socket received.
 *
 * @param bytes for IPv4 the whole packet with its header, for IPv6 the payload, as Linux gives them
 */
@SuppressWarnings("ArrayRecordComponent") // made once per call, owned by the caller
public record RawDatagram(byte[] bytes, IpAddress from, IpAddress to, int timeToLive, long receivedNanos) {}
