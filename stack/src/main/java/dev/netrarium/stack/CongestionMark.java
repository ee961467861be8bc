package dev.netrarium.stack;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;

/** CE in the IP header: what a router says instead of dropping the packet (RFC 3168 §5). */
final class CongestionMark {
    private static final int ECN = 3;

    private CongestionMark() {}

    /** Marks an IP packet whose sender has said that he understands; false when he has not, or it is no IP packet. */
    static boolean mark(Packet packet) {
        int at = packet.network;
        if (at < packet.start || at + Ipv4Header.BYTES > packet.end) {
            return false;
        }
        byte[] b = packet.bytes;
        return switch (BigEndian.u8(b, at) >>> 4) {
            case 4 -> markIpv4(b, at);
            case 6 -> markIpv6(b, at);
            default -> false;
        };
    }

    private static boolean markIpv4(byte[] b, int at) {
        int before = BigEndian.u16(b, at);
        if ((before & ECN) == 0) {
            return false;
        }
        int after = before | ECN;
        BigEndian.put16(b, at, after);
        Ipv4Header.putHeaderChecksum(b, at, Checksum.update16(Ipv4Header.headerChecksum(b, at), before, after));
        return true;
    }

    private static boolean markIpv6(byte[] b, int at) {
        int trafficClass = Ipv6Header.trafficClass(b, at);
        if ((trafficClass & ECN) == 0) {
            return false;
        }
        Ipv6Header.putTrafficClass(b, at, trafficClass | ECN);
        return true;
    }
}
