package dev.netrarium.stack.nat;

import dev.netrarium.stack.Packet;
import dev.netrarium.stack.PacketPool;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.UdpHeader;

/** Builds IPv4 packets from endpoints, and reads packets back as one line of text that says whether their sums hold. */
final class PacketText {
    static final int SYN = TcpHeader.SYN;
    static final int SYN_ACK = TcpHeader.SYN | TcpHeader.ACK;
    static final int ACK = TcpHeader.ACK;
    static final int FIN = TcpHeader.FIN | TcpHeader.ACK;
    static final int RST = TcpHeader.RST;

    final PacketPool pool = new PacketPool();

    Packet udp(String from, String to) {
        Packet packet = take(UdpHeader.BYTES + 5, from, to, IpProtocol.UDP);
        byte[] b = packet.bytes;
        int at = packet.transport;
        UdpHeader.putSourcePort(b, at, Endpoint.of(from).port());
        UdpHeader.putDestinationPort(b, at, Endpoint.of(to).port());
        UdpHeader.putLength(b, at, UdpHeader.BYTES + 5);
        UdpHeader.putChecksum(b, at, 0);
        UdpHeader.putChecksum(b, at, transportSum(packet, IpProtocol.UDP));
        return packet;
    }

    Packet tcp(int flags, String from, String to) {
        Packet packet = take(TcpHeader.BYTES + 3, from, to, IpProtocol.TCP);
        byte[] b = packet.bytes;
        int at = packet.transport;
        TcpHeader.putSourcePort(b, at, Endpoint.of(from).port());
        TcpHeader.putDestinationPort(b, at, Endpoint.of(to).port());
        TcpHeader.putSequenceNumber(b, at, 12345);
        TcpHeader.putAcknowledgmentNumber(b, at, 0);
        TcpHeader.putOffsetAndFlags(b, at, TcpHeader.BYTES, flags);
        TcpHeader.putWindow(b, at, 1000);
        TcpHeader.putUrgentPointer(b, at, 0);
        TcpHeader.putChecksum(b, at, 0);
        TcpHeader.putChecksum(b, at, transportSum(packet, IpProtocol.TCP));
        return packet;
    }

    /** An echo request, or the reply to one. */
    Packet echo(boolean request, String from, String to, int identifier) {
        Packet packet = take(Icmpv4Message.BYTES + 4, from + ":0", to + ":0", IpProtocol.ICMP);
        int type = request ? Icmpv4Message.ECHO_REQUEST : Icmpv4Message.ECHO_REPLY;
        Icmpv4Message.writeHead(packet.bytes, packet.transport, type, 0, identifier << 16 | 1);
        Icmpv4Message.completeChecksum(packet.bytes, packet.transport, packet.end);
        return packet;
    }

    /** An ICMP error that quotes the first bytes of another packet, its IP header and {@code bytes} more. */
    Packet error(int type, int code, String from, String to, Packet quoted, int bytes) {
        int length = quoted.transport - quoted.network + Math.min(bytes, quoted.end - quoted.transport);
        Packet packet = take(Icmpv4Message.BYTES + length, from + ":0", to + ":0", IpProtocol.ICMP);
        Icmpv4Message.writeHead(packet.bytes, packet.transport, type, code, 0);
        System.arraycopy(quoted.bytes, quoted.network, packet.bytes, packet.transport + Icmpv4Message.BYTES, length);
        Icmpv4Message.completeChecksum(packet.bytes, packet.transport, packet.end);
        return packet;
    }

    /** Such as {@code UDP 10.0.0.2:5000 > 192.0.2.1:53}; what is wrong with the sums follows. */
    static String of(Packet packet) {
        byte[] b = packet.bytes;
        int network = packet.network;
        int at = packet.transport;
        String from = new Ipv4Address(Ipv4Header.source(b, network)).toString();
        String to = new Ipv4Address(Ipv4Header.destination(b, network)).toString();
        String header = Checksum.finish(Checksum.add(0, b, network, at - network)) == 0 ? "" : " bad header sum";
        return switch (Ipv4Header.protocol(b, network)) {
            case IpProtocol.UDP ->
                "UDP " + from + ":" + UdpHeader.sourcePort(b, at) + " > " + to + ":"
                        + UdpHeader.destinationPort(b, at) + header
                        + (UdpHeader.checksum(b, at) == 0 ? "" : sum(packet, IpProtocol.UDP));
            case IpProtocol.TCP ->
                "TCP " + from + ":" + UdpHeader.sourcePort(b, at) + " > " + to + ":" + UdpHeader.destinationPort(b, at)
                        + header + sum(packet, IpProtocol.TCP);
            case IpProtocol.ICMP -> icmp(packet, from, to) + header;
            default -> "protocol " + Ipv4Header.protocol(b, network) + " " + from + " > " + to + header;
        };
    }

    private static String icmp(Packet packet, String from, String to) {
        byte[] b = packet.bytes;
        int at = packet.transport;
        String sum = Checksum.finish(Checksum.add(0, b, at, packet.end - at)) == 0 ? "" : " bad ICMP sum";
        int type = Icmpv4Message.type(b, at);
        if (!Icmpv4Message.isError(type)) {
            String what = type == Icmpv4Message.ECHO_REQUEST ? "echo " : "echo reply ";
            return what + from + " > " + to + " id " + Icmpv4Message.identifier(b, at) + sum;
        }
        Packet quoted = packet.copy();
        quoted.network = at + Icmpv4Message.BYTES;
        quoted.transport = quoted.network + Ipv4Header.headerBytes(b, quoted.network);
        String inner = of(quoted);
        boolean whole = Ipv4Header.totalLength(b, quoted.network) == quoted.end - quoted.network;
        quoted.release();
        return "error " + from + " > " + to + " about ("
                + (whole ? inner : inner.replaceFirst(" bad (UDP or TCP|ICMP) sum$", "")) + ")" + sum;
    }

    private static String sum(Packet packet, int protocol) {
        int length = packet.end - packet.transport;
        long sum = Checksum.pseudoHeader(IpFamily.IPV4, packet.bytes, packet.network, protocol, length);
        return Checksum.finish(Checksum.add(sum, packet.bytes, packet.transport, length)) == 0
                ? ""
                : " bad UDP or TCP sum";
    }

    private static int transportSum(Packet packet, int protocol) {
        int length = packet.end - packet.transport;
        long sum = Checksum.pseudoHeader(IpFamily.IPV4, packet.bytes, packet.network, protocol, length);
        return Checksum.finish(Checksum.add(sum, packet.bytes, packet.transport, length));
    }

    private Packet take(int payload, String from, String to, int protocol) {
        Packet packet = pool.take(Packet.HEADROOM, Ipv4Header.BYTES + payload);
        packet.network = packet.start;
        packet.transport = packet.start + Ipv4Header.BYTES;
        int source =
                (int) IpAddress.of(from.substring(0, from.lastIndexOf(':'))).low();
        int destination =
                (int) IpAddress.of(to.substring(0, to.lastIndexOf(':'))).low();
        java.util.Arrays.fill(packet.bytes, packet.transport, packet.end, (byte) 0x5a);
        Ipv4Header.write(packet.bytes, packet.start, 0, packet.length(), 7, 0, 64, protocol, source, destination);
        return packet;
    }
}
