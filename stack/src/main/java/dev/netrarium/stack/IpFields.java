package dev.netrarium.stack;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;

/** What both IP headers have, read from a packet whose {@link Packet#network} is set, addresses in 128-bit form. */
final class IpFields {
    private static final long MAPPED = 0xffff_0000_0000L;

    private IpFields() {}

    static boolean isV4(Packet p) {
        return (p.bytes[p.network] & 0xf0) == 0x40;
    }

    static long sourceHigh(Packet p) {
        return isV4(p) ? 0 : BigEndian.i64(p.bytes, p.network + Ipv6Header.SOURCE);
    }

    static long sourceLow(Packet p) {
        return isV4(p)
                ? MAPPED | BigEndian.u32(p.bytes, p.network + Ipv4Header.SOURCE)
                : BigEndian.i64(p.bytes, p.network + Ipv6Header.SOURCE + 8);
    }

    static long destinationHigh(Packet p) {
        return isV4(p) ? 0 : BigEndian.i64(p.bytes, p.network + Ipv6Header.DESTINATION);
    }

    static long destinationLow(Packet p) {
        return isV4(p)
                ? MAPPED | BigEndian.u32(p.bytes, p.network + Ipv4Header.DESTINATION)
                : BigEndian.i64(p.bytes, p.network + Ipv6Header.DESTINATION + 8);
    }

    static IpAddress source(Packet p) {
        return IpAddress.ofBits(sourceHigh(p), sourceLow(p));
    }

    static IpAddress destination(Packet p) {
        return IpAddress.ofBits(destinationHigh(p), destinationLow(p));
    }

    static int timeToLive(Packet p) {
        return p.bytes[p.network + (isV4(p) ? Ipv4Header.TIME_TO_LIVE : Ipv6Header.HOP_LIMIT)] & 0xff;
    }

    static int trafficClass(Packet p) {
        return isV4(p) ? Ipv4Header.tos(p.bytes, p.network) : Ipv6Header.trafficClass(p.bytes, p.network);
    }

    /** Bytes of the IP packet as its header says. */
    static int length(Packet p) {
        return isV4(p)
                ? Ipv4Header.totalLength(p.bytes, p.network)
                : Ipv6Header.BYTES + Ipv6Header.payloadLength(p.bytes, p.network);
    }
}
