package dev.netrarium.drill.packet;

import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.UdpHeader;
import java.util.Arrays;

/** A packet that the host sent, read. */
public sealed interface LivePacket {
    /** When it left, in nanoseconds of the host's time. */
    long sentNanos();

    Ip ip();

    /**
     * What its IP header says.
     *
     * @param flowLabel 0 for IPv4
     * @param fault what is wrong with the header or its checksums, empty for nothing
     */
    record Ip(IpAddress source, IpAddress destination, int tos, int timeToLive, int flowLabel, String fault) {
        public IpFamily family() {
            return source.family();
        }

        int ecn() {
            return tos & 3;
        }
    }

    /**
     * A TCP segment, or several that were glued.
     *
     * @param lastPieceBytes payload of the last piece
     * @param pieceBytes payload of each piece before, or of the only one
     * @param isZero whether the payload is zeros, as what scripts write is
     */
    record Tcp(long sentNanos, Ip ip, TcpHeader header, int length, int pieceBytes, int lastPieceBytes, boolean isZero)
            implements LivePacket {
        private static final int MAY_DIFFER = TcpHeader.FIN | TcpHeader.PSH | TcpHeader.CWR;

        boolean isSyn() {
            return (header.flags() & TcpHeader.SYN) != 0;
        }

        /** Whether the other segment could have been one with this. */
        public boolean isContinuedBy(Tcp next) {
            TcpHeader h = next.header;
            return h.sequenceNumber() == header.sequenceNumber() + length
                    && h.sourcePort() == header.sourcePort()
                    && h.destinationPort() == header.destinationPort()
                    && h.acknowledgmentNumber() == header.acknowledgmentNumber()
                    && (h.flags() | MAY_DIFFER) == (header.flags() | MAY_DIFFER)
                    && h.window() == header.window()
                    && h.urgentPointer() == header.urgentPointer()
                    && Arrays.equals(h.options(), header.options())
                    && next.ip.tos() == ip.tos()
                    && next.ip.timeToLive() == ip.timeToLive()
                    && lastPieceBytes == pieceBytes
                    && next.length <= pieceBytes
                    && next.length > 0;
        }

        /** One segment with the next: the flags of the last, but CWR of the first. */
        public Tcp gluedTo(Tcp next) {
            int flags = next.header.flags() & ~TcpHeader.CWR | header.flags() & TcpHeader.CWR;
            TcpHeader h = new TcpHeader(
                    header.sourcePort(),
                    header.destinationPort(),
                    header.sequenceNumber(),
                    header.acknowledgmentNumber(),
                    flags,
                    header.window(),
                    header.checksum(),
                    header.urgentPointer(),
                    header.options());
            Ip both = next.ip.fault.isEmpty() ? ip : next.ip;
            return new Tcp(
                    next.sentNanos, both, h, length + next.length, pieceBytes, next.length, isZero && next.isZero);
        }
    }

    record Udp(long sentNanos, Ip ip, int sourcePort, int destinationPort, int length) implements LivePacket {}

    /** An ICMP or ICMPv6 message. */
    record Icmp(long sentNanos, Ip ip, int type, int code, long mtu) implements LivePacket {}

    /** What scripts have no words for. */
    record Other(long sentNanos, Ip ip, int protocol) implements LivePacket {}

    /** Reads an IP packet of the host. */
    static LivePacket read(byte[] b, long sentNanos) {
        boolean v4 = b[0] >> 4 == 4;
        int at = v4 ? Ipv4Header.headerBytes(b, 0) : Ipv6Header.BYTES;
        int protocol = v4 ? Ipv4Header.protocol(b, 0) : Ipv6Header.nextHeader(b, 0);
        IpFamily family = v4 ? IpFamily.IPV4 : IpFamily.IPV6;
        String fault = fault(b, v4, at, protocol);
        Ip ip = v4
                ? new Ip(
                        IpAddress.read(family, b, Ipv4Header.SOURCE),
                        IpAddress.read(family, b, Ipv4Header.DESTINATION),
                        Ipv4Header.tos(b, 0),
                        Ipv4Header.timeToLive(b, 0),
                        0,
                        fault)
                : new Ip(
                        IpAddress.read(family, b, Ipv6Header.SOURCE),
                        IpAddress.read(family, b, Ipv6Header.DESTINATION),
                        Ipv6Header.trafficClass(b, 0),
                        Ipv6Header.hopLimit(b, 0),
                        Ipv6Header.flowLabel(b, 0),
                        fault);
        if (v4 && Ipv4Header.isFragment(b, 0)) {
            return new Other(sentNanos, ip, protocol);
        }
        return switch (protocol) {
            case IpProtocol.TCP -> {
                TcpHeader header = TcpHeader.parse(b, at, b.length);
                int data = at + header.headerBytes();
                int length = b.length - data;
                yield new Tcp(sentNanos, ip, header, length, length, length, isZero(b, data));
            }
            case IpProtocol.UDP ->
                new Udp(
                        sentNanos,
                        ip,
                        UdpHeader.sourcePort(b, at),
                        UdpHeader.destinationPort(b, at),
                        UdpHeader.length(b, at) - UdpHeader.BYTES);
            case IpProtocol.ICMP ->
                new Icmp(
                        sentNanos,
                        ip,
                        Icmpv4Message.type(b, at),
                        Icmpv4Message.code(b, at),
                        Icmpv4Message.nextHopMtu(b, at));
            case IpProtocol.ICMPV6 ->
                new Icmp(sentNanos, ip, Icmpv6Message.type(b, at), Icmpv6Message.code(b, at), Icmpv6Message.mtu(b, at));
            default -> new Other(sentNanos, ip, protocol);
        };
    }

    private static boolean isZero(byte[] b, int from) {
        for (int i = from; i < b.length; i++) {
            if (b[i] != 0) {
                return false;
            }
        }
        return true;
    }

    private static String fault(byte[] b, boolean v4, int at, int protocol) {
        int said = v4 ? Ipv4Header.totalLength(b, 0) : Ipv6Header.BYTES + Ipv6Header.payloadLength(b, 0);
        if (said != b.length) {
            return "the IP header says " + said + " bytes, and there are " + b.length;
        }
        if (v4 && Checksum.finish(Checksum.add(0, b, 0, at)) != 0) {
            return "wrong IPv4 header checksum";
        }
        if ((protocol == IpProtocol.TCP || protocol == IpProtocol.UDP) && !(v4 && Ipv4Header.isFragment(b, 0))) {
            int length = b.length - at;
            IpFamily family = v4 ? IpFamily.IPV4 : IpFamily.IPV6;
            long sum = Checksum.pseudoHeader(family, b, 0, protocol, length);
            if (Checksum.finish(Checksum.add(sum, b, at, length)) != 0) {
                return "wrong transport checksum";
            }
        }
        return "";
    }
}
