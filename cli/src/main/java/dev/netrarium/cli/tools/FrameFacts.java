package dev.netrarium.cli.tools;

import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.wire.Ipv6Header;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link CaptureFilter} asks of a frame.
 *
 * @param protocol the IP protocol, extension headers skipped; -1 for what is not IP
 * @param source of the IP packet, or the sender in an ARP message; null for anything else
 * @param sourcePort of TCP and UDP, in first fragments; -1 for anything else
 */
record FrameFacts(
        int etherType,
        int protocol,
        @Nullable IpAddress source,
        @Nullable IpAddress destination,
        int sourcePort,
        int destinationPort) {
    /** Extension headers of one packet: more is an attack on whoever reads it. */
    private static final int MOST_EXTENSIONS = 16;

    /** @param ethernet false where the link has no headers and the frame is an IP packet */
    static FrameFacts of(byte[] b, boolean ethernet) {
        if (!ethernet) {
            int version = b.length == 0 ? 0 : (b[0] & 0xff) >>> 4;
            return of(b, version == 6 ? EtherType.IPV6 : EtherType.IPV4, 0);
        }
        return b.length < EthernetHeader.BYTES
                ? other(-1)
                : of(b, EthernetHeader.etherType(b, 0), EthernetHeader.BYTES);
    }

    private static FrameFacts of(byte[] b, int etherType, int at) {
        if (etherType == EtherType.ARP && ArpPacket.isValid(b, at, b.length)) {
            return new FrameFacts(
                    etherType,
                    -1,
                    new Ipv4Address(ArpPacket.senderIp(b, at)),
                    new Ipv4Address(ArpPacket.targetIp(b, at)),
                    -1,
                    -1);
        }
        if (etherType == EtherType.IPV4 && b.length - at >= Ipv4Header.BYTES) {
            boolean first = Ipv4Header.fragmentOffsetBytes(b, at) == 0;
            return ports(
                    b,
                    etherType,
                    Ipv4Header.protocol(b, at),
                    new Ipv4Address(Ipv4Header.source(b, at)),
                    new Ipv4Address(Ipv4Header.destination(b, at)),
                    first ? at + Ipv4Header.headerBytes(b, at) : b.length);
        }
        if (etherType == EtherType.IPV6 && b.length - at >= Ipv6Header.BYTES) {
            return ofIpv6(b, at);
        }
        return other(etherType);
    }

    private static FrameFacts ofIpv6(byte[] b, int at) {
        int protocol = Ipv6Header.nextHeader(b, at);
        int transport = at + Ipv6Header.BYTES;
        for (int i = 0; i < MOST_EXTENSIONS && isExtension(protocol) && b.length - transport >= 8; i++) {
            boolean fragment = protocol == IpProtocol.FRAGMENT;
            boolean later = fragment && BigEndian.u16(b, transport + 2) >>> 3 != 0;
            protocol = b[transport] & 0xff;
            transport = later ? b.length : transport + (fragment ? 8 : 8 + 8 * (b[transport + 1] & 0xff));
        }
        return ports(
                b,
                EtherType.IPV6,
                protocol,
                Ipv6Address.read(b, at + Ipv6Header.SOURCE),
                Ipv6Address.read(b, at + Ipv6Header.DESTINATION),
                transport);
    }

    private static boolean isExtension(int protocol) {
        return switch (protocol) {
            case IpProtocol.HOP_BY_HOP, IpProtocol.ROUTING, IpProtocol.FRAGMENT, IpProtocol.DESTINATION_OPTIONS -> true;
            default -> false;
        };
    }

    private static FrameFacts ports(
            byte[] b, int etherType, int protocol, IpAddress source, IpAddress destination, int transport) {
        boolean has = (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP) && b.length - transport >= 4;
        return new FrameFacts(
                etherType,
                protocol,
                source,
                destination,
                has ? BigEndian.u16(b, transport) : -1,
                has ? BigEndian.u16(b, transport + 2) : -1);
    }

    private static FrameFacts other(int etherType) {
        return new FrameFacts(etherType, -1, null, null, -1, -1);
    }
}
