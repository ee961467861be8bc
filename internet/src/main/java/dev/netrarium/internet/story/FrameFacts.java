package dev.netrarium.internet.story;

import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.MacAddress;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.UdpHeader;
import org.jspecify.annotations.Nullable;

/**
 * What a narrator wants to know of a frame. Tolerant: a frame that a fault has mangled yields less, never an exception.
 *
 * @param network offset of the IP header, or -1
 * @param transport offset of the transport header, or -1 (also for fragments but the first)
 * @param end offset one past the IP packet
 */
@SuppressWarnings("ArrayRecordComponent") // a view of the frame that the trace holds
record FrameFacts(byte[] bytes, int etherType, int network, int transport, int end, int protocol) {
    static FrameFacts of(byte[] b) {
        if (b.length < EthernetHeader.BYTES) {
            return new FrameFacts(b, -1, -1, -1, b.length, -1);
        }
        int type = EthernetHeader.etherType(b, 0);
        int at = EthernetHeader.BYTES;
        if (type == EtherType.IPV4 && Ipv4Header.check(b, at, b.length) == Ipv4Header.Fault.NONE) {
            int end = at + Ipv4Header.totalLength(b, at);
            boolean later = Ipv4Header.fragmentOffsetBytes(b, at) > 0;
            int transport = at + Ipv4Header.headerBytes(b, at);
            return complete(b, type, at, transport, end, Ipv4Header.protocol(b, at), later);
        }
        if (type == EtherType.IPV6 && Ipv6Header.check(b, at, b.length) == Ipv6Header.Fault.NONE) {
            int end = at + Ipv6Header.BYTES + Ipv6Header.payloadLength(b, at);
            return complete(b, type, at, at + Ipv6Header.BYTES, end, Ipv6Header.nextHeader(b, at), false);
        }
        return new FrameFacts(b, type, -1, -1, b.length, -1);
    }

    private static FrameFacts complete(
            byte[] b, int type, int network, int transport, int end, int protocol, boolean laterFragment) {
        boolean whole = !laterFragment
                && switch (protocol) {
                    case IpProtocol.TCP -> TcpHeader.isValid(b, transport, end);
                    case IpProtocol.UDP -> UdpHeader.isValid(b, transport, end);
                    default -> end - transport >= 8;
                };
        return new FrameFacts(b, type, network, whole ? transport : -1, end, protocol);
    }

    boolean isArp() {
        return etherType == EtherType.ARP && ArpPacket.isValid(bytes, EthernetHeader.BYTES, bytes.length);
    }

    ArpPacket arp() {
        return ArpPacket.parse(bytes, EthernetHeader.BYTES, bytes.length);
    }

    /** True for a neighbour solicitation or advertisement, IPv6's ARP (RFC 4861 §4.3, §4.4). */
    boolean isNeighbourDiscovery() {
        if (protocol != IpProtocol.ICMPV6 || transport < 0 || end - transport < Icmpv6Message.NEIGHBOUR_OPTIONS) {
            return false;
        }
        int type = Icmpv6Message.type(bytes, transport);
        return type == Icmpv6Message.NEIGHBOUR_SOLICITATION || type == Icmpv6Message.NEIGHBOUR_ADVERTISEMENT;
    }

    boolean isTcp() {
        return protocol == IpProtocol.TCP && transport >= 0;
    }

    boolean isUdp() {
        return protocol == IpProtocol.UDP && transport >= 0;
    }

    boolean isIp() {
        return network >= 0;
    }

    int timeToLive() {
        return family() == IpFamily.IPV4 ? Ipv4Header.timeToLive(bytes, network) : Ipv6Header.hopLimit(bytes, network);
    }

    IpFamily family() {
        return etherType == EtherType.IPV4 ? IpFamily.IPV4 : IpFamily.IPV6;
    }

    IpAddress source() {
        return IpAddress.read(
                family(), bytes, network + (family() == IpFamily.IPV4 ? Ipv4Header.SOURCE : Ipv6Header.SOURCE));
    }

    IpAddress destination() {
        return IpAddress.read(
                family(),
                bytes,
                network + (family() == IpFamily.IPV4 ? Ipv4Header.DESTINATION : Ipv6Header.DESTINATION));
    }

    /** The transport's source port, or 0. */
    int sourcePort() {
        return isTcp() ? TcpHeader.sourcePort(bytes, transport) : isUdp() ? UdpHeader.sourcePort(bytes, transport) : 0;
    }

    int destinationPort() {
        return isTcp()
                ? TcpHeader.destinationPort(bytes, transport)
                : isUdp() ? UdpHeader.destinationPort(bytes, transport) : 0;
    }

    MacAddress sourceMac() {
        return EthernetHeader.parse(bytes, 0, bytes.length).source();
    }

    MacAddress destinationMac() {
        return EthernetHeader.parse(bytes, 0, bytes.length).destination();
    }

    /** True for a UDP datagram from or to the port of DNS. */
    boolean isDns() {
        return isUdp() && (sourcePort() == 53 || destinationPort() == 53);
    }

    /** TCP's flags, or 0. */
    int tcpFlags() {
        return isTcp() ? TcpHeader.flags(bytes, transport) : 0;
    }

    int tcpDataBytes() {
        return isTcp() ? end - transport - TcpHeader.headerBytes(bytes, transport) : 0;
    }

    /** The address whose owner an ARP request or a neighbour solicitation looks for; null for other frames. */
    @Nullable IpAddress asksFor() {
        if (isArp()) {
            return arp().targetIp();
        }
        return isNeighbourDiscovery() ? IpAddress.read(IpFamily.IPV6, bytes, transport + Icmpv6Message.TARGET) : null;
    }
}
