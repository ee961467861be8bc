package dev.netrarium.drill.packet;

import dev.netrarium.drill.script.PacketPattern;
import dev.netrarium.drill.script.PacketPattern.IpFields;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.TcpOption;
import dev.netrarium.wire.UdpHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Makes the bytes of a packet that a script sends to the host. Payload is zeros. */
public final class PacketBuilder {
    private static final int TIME_TO_LIVE = 255;
    private static final int LARGEST_PACKET_BYTES = 65_535;

    /** What RFC 792 asks for behind the quoted IP header; Linux needs no more. */
    private static final int QUOTED_TRANSPORT_BYTES = 8;

    private final Conversation conversation;
    private final boolean scalesTimestamps;

    /**
     * @param scalesTimestamps {@code --tcp_ts_ecr_scaled}
     */
    public PacketBuilder(Conversation conversation, boolean scalesTimestamps) {
        this.conversation = conversation;
        this.scalesTimestamps = scalesTimestamps;
    }

    /**
     * Builds an IP packet from the remote to the host.
     *
     * @throws UnbuildablePacketException when the script asks for what cannot be sent
     */
    public byte[] build(PacketPattern pattern) throws UnbuildablePacketException {
        return switch (pattern) {
            case PacketPattern.Tcp tcp -> tcp(tcp);
            case PacketPattern.Udp udp -> udp(udp);
            case PacketPattern.Icmp icmp -> icmp(icmp);
        };
    }

    private byte[] tcp(PacketPattern.Tcp p) throws UnbuildablePacketException {
        boolean syn = (p.flags() & TcpHeader.SYN) != 0;
        if (syn) {
            conversation.remoteSyn((int) p.range().start());
        }
        byte[] options = TcpOption.write(live(Objects.requireNonNull(p.options()), (p.flags() & TcpHeader.ACK) != 0));
        Long ack = p.acknowledgment();
        Integer window = p.window();
        TcpHeader header = new TcpHeader(
                conversation.remotePort(),
                conversation.localPort(),
                conversation.remoteToLive(p.range().start(), syn),
                ack == null ? 0 : conversation.localToLive(ack, syn),
                p.flags(),
                window == null ? 0 : window,
                0,
                p.urgent() == null ? 0 : p.urgent(),
                options);
        int length = header.headerBytes() + p.range().length();
        int at = ipHeaderBytes();
        byte[] b = packet(p.ip(), IpProtocol.TCP, length);
        header.writeTo(b, at);
        TcpHeader.putChecksum(b, at, transportChecksum(b, IpProtocol.TCP, length));
        return b;
    }

    /** The options with the numbers of the wire: echoed timestamps and SACK edges are the host's. */
    private List<TcpOption> live(List<TcpOption> options, boolean isAck) throws UnbuildablePacketException {
        List<TcpOption> live = new ArrayList<>();
        for (TcpOption option : options) {
            live.add(
                    switch (option) {
                        case TcpOption.Timestamps ts when isAck -> echo(ts);
                        case TcpOption.Sack sack ->
                            new TcpOption.Sack(sack.blocks().stream()
                                    .map(block -> new TcpOption.SackBlock(
                                            conversation.localToLive(block.left(), false),
                                            conversation.localToLive(block.right(), false)))
                                    .toList());
                        default -> option;
                    });
        }
        return live;
    }

    private TcpOption echo(TcpOption.Timestamps ts) throws UnbuildablePacketException {
        Integer echo = conversation.timestampToLive(ts.echo(), scalesTimestamps);
        if (echo == null && ts.echo() != 0) {
            throw new UnbuildablePacketException("ecr " + Integer.toUnsignedString(ts.echo())
                    + " echoes a timestamp that no packet of the host had (or use --tcp_ts_ecr_scaled)");
        }
        return new TcpOption.Timestamps(ts.value(), echo == null ? 0 : echo);
    }

    private byte[] udp(PacketPattern.Udp p) throws UnbuildablePacketException {
        int length = UdpHeader.BYTES + p.length();
        byte[] b = packet(p.ip(), IpProtocol.UDP, length);
        int at = ipHeaderBytes();
        new UdpHeader(conversation.remotePort(), conversation.localPort(), length, 0).writeTo(b, at);
        int sum = transportChecksum(b, IpProtocol.UDP, length);
        UdpHeader.putChecksum(b, at, sum == 0 ? 0xffff : sum);
        return b;
    }

    private byte[] icmp(PacketPattern.Icmp p) throws UnbuildablePacketException {
        boolean v4 = conversation.family() == IpFamily.IPV4;
        int type = IcmpNames.type(conversation.family(), p.type());
        int code = IcmpNames.code(conversation.family(), p.type(), p.code());
        byte[] quoted = quoted(p.quoted());
        int length = Icmpv4Message.BYTES + quoted.length;
        byte[] b = packet(p.ip(), v4 ? IpProtocol.ICMP : IpProtocol.ICMPV6, length);
        int at = ipHeaderBytes();
        long mtu = p.mtu() == null ? 0 : p.mtu();
        int rest = p.id() != null ? p.id() << 16 : (int) mtu;
        System.arraycopy(quoted, 0, b, at + Icmpv4Message.BYTES, quoted.length);
        if (v4) {
            Icmpv4Message.writeHead(b, at, type, code, rest);
            Icmpv4Message.completeChecksum(b, at, b.length);
        } else {
            Icmpv6Message.writeHead(b, at, type, code, rest);
            Icmpv6Message.completeChecksum(b, 0, at, b.length);
        }
        return b;
    }

    private byte[] quoted(PacketPattern.Quoted quoted) {
        return switch (quoted) {
            case PacketPattern.Quoted.Nothing _ -> new byte[0];
            case PacketPattern.Quoted.Segment(PacketPattern.Range range) -> {
                byte[] b = hostPacket(IpProtocol.TCP, TcpHeader.BYTES + range.length(), QUOTED_TRANSPORT_BYTES);
                int at = ipHeaderBytes();
                putPorts(b, at);
                TcpHeader.putSequenceNumber(b, at, conversation.localToLive(range.start(), false));
                yield b;
            }
            case PacketPattern.Quoted.Datagram(int length) -> {
                byte[] b = hostPacket(IpProtocol.UDP, UdpHeader.BYTES + length, UdpHeader.BYTES);
                int at = ipHeaderBytes();
                putPorts(b, at);
                UdpHeader.putLength(b, at, UdpHeader.BYTES + length);
                yield b;
            }
            case PacketPattern.Quoted.Raw(int length) -> hostPacket(IpProtocol.TCP, length, length);
        };
    }

    private void putPorts(byte[] b, int at) {
        BigEndian.put16(b, at, conversation.localPort());
        BigEndian.put16(b, at + 2, conversation.remotePort());
    }

    /** The beginning of a packet that the host sent. */
    private byte[] hostPacket(int protocol, int transportBytes, int quotedBytes) {
        byte[] b = new byte[ipHeaderBytes() + quotedBytes];
        writeIp(b, IpFields.NONE, protocol, transportBytes, conversation.local(), conversation.remote());
        return b;
    }

    private byte[] packet(IpFields ip, int protocol, int transportBytes) throws UnbuildablePacketException {
        int total = ipHeaderBytes() + transportBytes;
        if (total > LARGEST_PACKET_BYTES) {
            throw new UnbuildablePacketException("no IP packet has " + total + " bytes");
        }
        byte[] b = new byte[total];
        writeIp(b, ip, protocol, transportBytes, conversation.remote(), conversation.local());
        return b;
    }

    private void writeIp(byte[] b, IpFields ip, int protocol, int transportBytes, IpAddress from, IpAddress to) {
        int tos = ip.tos() != null ? ip.tos() : 0;
        PacketPattern.Ecn ecn = ip.ecn();
        if (ecn != null) {
            tos = tos & ~3 | ecn.bits();
        }
        int ttl = ip.timeToLive() != null ? ip.timeToLive() : TIME_TO_LIVE;
        if (from instanceof Ipv4Address source && to instanceof Ipv4Address destination) {
            Ipv4Header.write(
                    b,
                    0,
                    tos,
                    Ipv4Header.BYTES + transportBytes,
                    0,
                    Ipv4Header.DONT_FRAGMENT,
                    ttl,
                    protocol,
                    source.bits(),
                    destination.bits());
        } else {
            int label = ip.flowLabel() != null ? ip.flowLabel() : 0;
            Ipv6Header.write(b, 0, tos, label, transportBytes, protocol, ttl);
            from.writeTo(b, Ipv6Header.SOURCE);
            to.writeTo(b, Ipv6Header.DESTINATION);
        }
    }

    private int transportChecksum(byte[] b, int protocol, int length) {
        long sum = Checksum.pseudoHeader(conversation.family(), b, 0, protocol, length);
        return Checksum.finish(Checksum.add(sum, b, ipHeaderBytes(), length));
    }

    private int ipHeaderBytes() {
        return conversation.family() == IpFamily.IPV4 ? Ipv4Header.BYTES : Ipv6Header.BYTES;
    }
}
