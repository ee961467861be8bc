package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;

/**
 * A packet that a raw socket received.
 *
 * @param bytes for IPv4 the whole packet with its header, for IPv6 what follows the headers, as Linux gives them
 * @param timeToLive TTL or hop limit as it arrived
 * @param trafficClass TOS or traffic class as it arrived
 */
@SuppressWarnings("ArrayRecordComponent") // made once per packet, owned by the reader
public record RawPacket(
        byte[] bytes, IpAddress from, IpAddress to, int timeToLive, int trafficClass, long receivedNanos) {}
