package dev.netrarium.stack;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.TcpHeader;

/** The way down: the IP header, the hooks of output, fragments where they must be, and the next hop. */
final class IpOutput {
    /** What the length field of an IPv4 header can say, and IPv6 can carry. */
    static final int MOST_IP_BYTES = 65535;

    private final Host host;

    IpOutput(Host host) {
        this.host = host;
    }

    /** Puts an IP header before a transport's packet and sends it. */
    Transmit send(
            long now,
            DestinationEntry path,
            Packet packet,
            int protocol,
            int timeToLive,
            int trafficClass,
            Fragments fragments) {
        host.counters().add(Mib.IP_OUT_REQUESTS);
        packet.transport = packet.start;
        int payload = packet.length();
        if (path.error() != null) {
            host.drop(now, DropReason.IP_NO_ROUTE, packet);
            return Transmit.UNREACHABLE;
        }
        boolean isV4 = path.isV4;
        if (payload + (isV4 ? Ipv4Header.BYTES : 0) > MOST_IP_BYTES) {
            host.drop(now, DropReason.IP_TOO_BIG, packet);
            return Transmit.UNREACHABLE;
        }
        byte[] b = packet.bytes;
        if (isV4) {
            int at = packet.start - Ipv4Header.BYTES;
            packet.start = at;
            int length = Ipv4Header.BYTES + payload;
            boolean whole = fragments == Fragments.NOWHERE
                    || (fragments == Fragments.HERE
                            && !path.allowsFragments()
                            && !packet.mayBeFragmented
                            && wireLength(packet) <= path.mtuBytes());
            int flags = whole ? Ipv4Header.DONT_FRAGMENT : 0;
            Ipv4Header.write(
                    b,
                    at,
                    trafficClass,
                    length,
                    path.nextIdentification++,
                    flags,
                    timeToLive,
                    protocol,
                    ((Ipv4Address) path.source()).bits(),
                    ((Ipv4Address) path.destination()).bits());
        } else {
            int at = packet.start - Ipv6Header.BYTES;
            packet.start = at;
            Ipv6Header.write(b, at, trafficClass, 0, payload, protocol, timeToLive);
            putIpv6(b, at + Ipv6Header.SOURCE, path.source());
            putIpv6(b, at + Ipv6Header.DESTINATION, path.destination());
        }
        packet.network = packet.start;
        if (path.isLoopback()) {
            packet.checksum = Packet.ChecksumState.VERIFIED; // the bytes never leave this process's memory
        }
        return sendComplete(now, path, packet);
    }

    /** Sends a packet of this host's that has its IP header. */
    Transmit sendComplete(long now, DestinationEntry path, Packet packet) {
        if (host.isTracing() && packet.id == 0) {
            packet.id = host.nextPacketId();
        }
        Hooks hooks = host.hooks();
        DestinationEntry way = path;
        if (!hooks.isEmpty(HookPoint.OUTPUT)) {
            if (!hooks.accept(now, HookPoint.OUTPUT, packet, null, path.egress())) {
                return Transmit.UNREACHABLE;
            }
            if (IpFields.destinationHigh(packet) != path.destination.high()
                    || IpFields.destinationLow(packet) != path.destination.low()) {
                way = host.paths().find(IpFields.source(packet), IpFields.destination(packet), 0);
            }
        }
        if (!hooks.accept(now, HookPoint.POSTROUTING, packet, null, way.egress())) {
            return Transmit.UNREACHABLE;
        }
        int mtu = way.mtuBytes();
        if (wireLength(packet) > mtu) {
            return host.fragmentation().split(now, packet, mtu, way.nextIdentification++, way, null, null);
        }
        return way.emit(now, packet);
    }

    /** Bytes of the largest IP packet that reaches the wire: a super-segment goes in pieces. */
    static int wireLength(Packet packet) {
        if (packet.gsoSize == 0) {
            return packet.end - packet.start;
        }
        int headers = packet.transport - packet.start + TcpHeader.headerBytes(packet.bytes, packet.transport);
        return Math.min(packet.end - packet.start, headers + packet.gsoSize);
    }

    private static void putIpv6(byte[] b, int at, IpAddress address) {
        BigEndian.put64(b, at, address.high());
        BigEndian.put64(b, at + 8, address.low());
    }
}
