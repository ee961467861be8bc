package dev.netrarium.wire;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Frames for tests: the textbook's three, and one of each kind built with the room's own writers. */
public final class Frames {
    public static final byte[] ARP_REQUEST = hex("ffffffffffff 00055d6158a8 0806 0001 0800 06 04 0001"
            + "00055d6158a8 c0a80037 000000000000 c0a80002 007731d25010fd7841d3 0000000000000000");

    public static final byte[] ARP_REPLY = hex("00055d6158a8 00055da1b840 0806 0001 0800 06 04 0002"
            + "00055da1b840 c0a80002 00055d6158a8 c0a80037 007731d25010fd7841d3 0000000000000000");

    public static final byte[] TFTP_READ_REQUEST = join(
            hex("00055d67d0b1 00055d6158a8 0800"),
            hex("4500 0053 9325 0000 8011 25ec c0a80037 c0a80001"),
            hex("05d4 0045 003f ac40"),
            hex("0001"),
            ascii(String.join("\0", "c:\\qwerq.qwe", "netascii", "blksize", "512", "timeout", "10", "tsize", "0", "")));

    static final MacAddress HERE = MacAddress.of("02:00:00:00:00:01");
    static final MacAddress THERE = MacAddress.of("02:00:00:00:00:02");
    static final Ipv4Address HERE_V4 = Ipv4Address.of("192.168.0.2");
    static final Ipv4Address THERE_V4 = Ipv4Address.of("192.0.2.80");
    static final Ipv4Address ROUTER_V4 = Ipv4Address.of("192.168.0.1");
    static final Ipv6Address HERE_V6 = Ipv6Address.of("2001:db8::2");
    static final Ipv6Address THERE_V6 = Ipv6Address.of("2001:db8:80::80");

    private Frames() {}

    /** Frames by what they are, in a fixed order; their checksums are right. */
    public static Map<String, byte[]> ofEveryKind() {
        Map<String, byte[]> frames = new LinkedHashMap<>();
        frames.put("ARP request", ARP_REQUEST);
        frames.put("ARP reply", ARP_REPLY);
        byte[] synOptions = TcpOption.write(List.of(
                new TcpOption.MaximumSegmentSize(1460),
                new TcpOption.SackPermitted(),
                new TcpOption.Timestamps(1, 0),
                new TcpOption.NoOperation(),
                new TcpOption.WindowScale(7)));
        byte[] syn = tcp(HERE_V4, THERE_V4, 1000, 0, TcpHeader.SYN, 64240, synOptions, "");
        frames.put("TCP SYN", ethernet(EtherType.IPV4, ipv4(IpProtocol.TCP, HERE_V4, THERE_V4, syn)));
        frames.put(
                "TCP SYN with Fast Open cookie and data",
                ethernet(
                        EtherType.IPV4,
                        ipv4(
                                IpProtocol.TCP,
                                HERE_V4,
                                THERE_V4,
                                tcp(
                                        HERE_V4,
                                        THERE_V4,
                                        1000,
                                        0,
                                        TcpHeader.SYN,
                                        64240,
                                        TcpOption.write(List.of(
                                                new TcpOption.FastOpen(ByteString.ofHex("0011223344556677"), false),
                                                new TcpOption.UserTimeout(false, 30),
                                                new TcpOption.Unknown(253, ByteString.ofHex("abcd")))),
                                        "GET"))));
        frames.put(
                "TCP SYN that asks for a Fast Open cookie in the old form",
                ethernet(
                        EtherType.IPV4,
                        ipv4(
                                IpProtocol.TCP,
                                HERE_V4,
                                THERE_V4,
                                tcp(
                                        HERE_V4,
                                        THERE_V4,
                                        1000,
                                        0,
                                        TcpHeader.SYN | TcpHeader.ECE | TcpHeader.CWR,
                                        64240,
                                        TcpOption.write(List.of(
                                                new TcpOption.FastOpen(ByteString.EMPTY, true),
                                                new TcpOption.FastOpen(ByteString.EMPTY, false),
                                                new TcpOption.EndOfList(ByteString.EMPTY))),
                                        ""))));
        byte[] data = tcp(HERE_V6, THERE_V6, -5, 77, TcpHeader.PSH | TcpHeader.ACK, 501, new byte[0], "0123456789");
        frames.put("TCP data over IPv6", ethernet(EtherType.IPV6, ipv6(IpProtocol.TCP, HERE_V6, THERE_V6, data)));
        byte[] sack = TcpOption.write(List.of(
                new TcpOption.NoOperation(),
                new TcpOption.NoOperation(),
                new TcpOption.Sack(List.of(new TcpOption.SackBlock(3000, 4000), new TcpOption.SackBlock(5000, 6000)))));
        frames.put(
                "TCP ACK with SACK",
                ethernet(
                        EtherType.IPV4,
                        ipv4(
                                IpProtocol.TCP,
                                HERE_V4,
                                THERE_V4,
                                tcp(HERE_V4, THERE_V4, 1, 2000, TcpHeader.ACK, 100, sack, ""))));
        frames.put(
                "TCP RST",
                ethernet(
                        EtherType.IPV4,
                        ipv4(
                                IpProtocol.TCP,
                                HERE_V4,
                                THERE_V4,
                                tcp(HERE_V4, THERE_V4, 9, 0, TcpHeader.RST, 0, new byte[0], ""))));
        byte[] udp4 = udp(HERE_V4, THERE_V4, 40000, 9, "hello");
        byte[] udp4Packet = ipv4(IpProtocol.UDP, HERE_V4, THERE_V4, udp4);
        frames.put("UDP", ethernet(EtherType.IPV4, udp4Packet));
        byte[] udp6Packet = ipv6(IpProtocol.UDP, HERE_V6, THERE_V6, udp(HERE_V6, THERE_V6, 40000, 9, "hello"));
        frames.put("UDP over IPv6", ethernet(EtherType.IPV6, udp6Packet));
        frames.put("UDP in a VLAN", ethernet(EtherType.VLAN, join(hex("a005 0800"), udp4Packet)));
        frames.put(
                "UDP in two VLANs",
                ethernet(EtherType.SERVICE_VLAN, join(hex("0064 8100"), hex("0005 86dd"), udp6Packet)));
        frames.put("UDP in IP in IP", ethernet(EtherType.IPV4, ipv4(4, ROUTER_V4, THERE_V4, udp4Packet)));
        frames.put(
                "UDP with IPv4 options",
                ethernet(
                        EtherType.IPV4,
                        ipv4(
                                IpProtocol.UDP,
                                HERE_V4,
                                THERE_V4,
                                0,
                                Ipv4Option.write(List.of(
                                        new Ipv4Option.RouterAlert(0),
                                        new Ipv4Option.NoOperation(),
                                        new Ipv4Option.Route(
                                                Ipv4Option.RECORD_ROUTE, 8, List.of(ROUTER_V4, Ipv4Address.ANY)))),
                                udp4)));
        frames.put(
                "first fragment",
                ethernet(
                        EtherType.IPV4,
                        ipv4(
                                IpProtocol.UDP,
                                HERE_V4,
                                THERE_V4,
                                Ipv4Header.MORE_FRAGMENTS,
                                new byte[0],
                                join(hex("9c40 0009 07d0 1234"), new byte[24]))));
        frames.put(
                "last fragment",
                ethernet(
                        EtherType.IPV4,
                        ipv4(IpProtocol.UDP, HERE_V4, THERE_V4, 185, new byte[0], ascii("the rest of it"))));
        frames.put(
                "ICMP echo request",
                ethernet(
                        EtherType.IPV4,
                        ipv4(IpProtocol.ICMP, HERE_V4, THERE_V4, icmp(8, 0, 7 << 16 | 1, ascii("ping data")))));
        frames.put("ICMP port unreachable", icmpAbout(udp4Packet, 3, 3, 0));
        frames.put("ICMP fragmentation needed", icmpAbout(udp4Packet, 3, 4, 1400));
        frames.put("ICMP host unreachable", icmpAbout(udp4Packet, 3, 1, 0));
        frames.put("ICMP time exceeded", icmpAbout(udp4Packet, 11, 0, 0));
        frames.put("ICMP redirect", icmpAbout(udp4Packet, 5, 1, ROUTER_V4.bits()));
        Ipv6Address router = Ipv6Address.linkLocalOf(THERE);
        frames.put("ICMPv6 echo reply", icmp6(THERE_V6, HERE_V6, 129, 0, 7 << 16 | 2, ascii("ping data")));
        frames.put(
                "ICMPv6 neighbour solicitation",
                icmp6(
                        HERE_V6,
                        Ipv6Address.solicitedNode(router),
                        135,
                        0,
                        0,
                        join(router.toByteArray(), hex("01 01 020000000001"))));
        frames.put(
                "ICMPv6 neighbour advertisement",
                icmp6(
                        router,
                        HERE_V6,
                        136,
                        0,
                        Icmpv6Message.ROUTER | Icmpv6Message.SOLICITED,
                        join(router.toByteArray(), hex("02 01 020000000002"))));
        frames.put(
                "ICMPv6 router advertisement",
                icmp6(
                        router,
                        Ipv6Address.ALL_NODES,
                        134,
                        0,
                        0x4000_0708,
                        join(
                                hex("00000000 00000000 05 01 0000 000005dc 03 04 40c0 00015180 00003840 00000000"),
                                Ipv6Address.of("2001:db8::").toByteArray())));
        frames.put("ICMPv6 packet too big", icmp6(THERE_V6, HERE_V6, 2, 0, 1280, udp6Packet));
        frames.put("ICMPv6 port unreachable", icmp6(THERE_V6, HERE_V6, 1, 4, 0, udp6Packet));
        frames.put(
                "IPv6 with hop-by-hop options",
                ethernet(
                        EtherType.IPV6,
                        ipv6(
                                IpProtocol.HOP_BY_HOP,
                                HERE_V6,
                                THERE_V6,
                                join(hex("11 00 05020000 0100"), udp(HERE_V6, THERE_V6, 40000, 9, "hello")))));
        frames.put(
                "IPv6 first fragment",
                ethernet(
                        EtherType.IPV6,
                        ipv6(
                                IpProtocol.FRAGMENT,
                                HERE_V6,
                                THERE_V6,
                                join(hex("11 00 0001 00001234 9c40 0009 07d0 1234"), new byte[24]))));
        frames.put(
                "IPv6 last fragment",
                ethernet(
                        EtherType.IPV6,
                        ipv6(
                                IpProtocol.FRAGMENT,
                                HERE_V6,
                                THERE_V6,
                                join(hex("11 00 05a8 00001234"), ascii("the rest of it")))));
        frames.put("a protocol that nobody knows", ethernet(EtherType.IPV4, ipv4(253, HERE_V4, THERE_V4, ascii("?"))));
        return frames;
    }

    public static byte[] ethernet(int etherType, byte[] payload) {
        byte[] frame = new byte[EthernetHeader.BYTES + payload.length];
        new EthernetHeader(THERE, HERE, etherType).writeTo(frame, 0);
        System.arraycopy(payload, 0, frame, EthernetHeader.BYTES, payload.length);
        return frame;
    }

    public static byte[] ipv4(int protocol, Ipv4Address source, Ipv4Address destination, byte[] payload) {
        return ipv4(protocol, source, destination, Ipv4Header.DONT_FRAGMENT, new byte[0], payload);
    }

    static byte[] ipv4(
            int protocol,
            Ipv4Address source,
            Ipv4Address destination,
            int flagsAndOffset,
            byte[] options,
            byte[] payload) {
        int header = Ipv4Header.BYTES + options.length;
        byte[] b = new byte[header + payload.length];
        new Ipv4Header(0, b.length, 0x1234, flagsAndOffset, 64, protocol, 0, source, destination, options)
                .writeTo(b, 0);
        Ipv4Header.completeChecksum(b, 0);
        System.arraycopy(payload, 0, b, header, payload.length);
        return b;
    }

    public static byte[] ipv6(int next, Ipv6Address source, Ipv6Address destination, byte[] payload) {
        byte[] b = new byte[Ipv6Header.BYTES + payload.length];
        new Ipv6Header(0, 0x12345, payload.length, next, 64, source, destination).writeTo(b, 0);
        System.arraycopy(payload, 0, b, Ipv6Header.BYTES, payload.length);
        return b;
    }

    static byte[] udp(IpAddress source, IpAddress destination, int from, int to, String text) {
        byte[] data = ascii(text);
        byte[] b = new byte[UdpHeader.BYTES + data.length];
        new UdpHeader(from, to, b.length, 0).writeTo(b, 0);
        System.arraycopy(data, 0, b, UdpHeader.BYTES, data.length);
        UdpHeader.putChecksum(b, 0, sum(source, destination, IpProtocol.UDP, b));
        return b;
    }

    static byte[] tcp(
            IpAddress source,
            IpAddress destination,
            int sequence,
            int acknowledgment,
            int flags,
            int window,
            byte[] options,
            String text) {
        byte[] data = ascii(text);
        TcpHeader header = new TcpHeader(52341, 80, sequence, acknowledgment, flags, window, 0, 0, options);
        byte[] b = new byte[header.headerBytes() + data.length];
        header.writeTo(b, 0);
        System.arraycopy(data, 0, b, header.headerBytes(), data.length);
        TcpHeader.putChecksum(b, 0, sum(source, destination, IpProtocol.TCP, b));
        return b;
    }

    private static byte[] icmp(int type, int code, int rest, byte[] body) {
        byte[] b = new byte[Icmpv4Message.BYTES + body.length];
        new Icmpv4Message(type, code, 0, rest, body).writeTo(b, 0);
        Icmpv4Message.completeChecksum(b, 0, b.length);
        return b;
    }

    private static byte[] icmpAbout(byte[] packet, int type, int code, int rest) {
        return ethernet(EtherType.IPV4, ipv4(IpProtocol.ICMP, ROUTER_V4, HERE_V4, icmp(type, code, rest, packet)));
    }

    private static byte[] icmp6(
            Ipv6Address source, Ipv6Address destination, int type, int code, int rest, byte[] body) {
        byte[] b = new byte[Icmpv6Message.BYTES + body.length];
        new Icmpv6Message(type, code, 0, rest, body).writeTo(b, 0);
        Icmpv6Message.putChecksum(b, 0, sum(source, destination, IpProtocol.ICMPV6, b));
        return ethernet(EtherType.IPV6, ipv6(IpProtocol.ICMPV6, source, destination, b));
    }

    private static int sum(IpAddress source, IpAddress destination, int protocol, byte[] b) {
        long sum = Checksum.pseudoHeader(source, destination, protocol, b.length);
        return Checksum.finish(Checksum.add(sum, b, 0, b.length));
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static byte[] join(byte[]... parts) {
        int length = 0;
        for (byte[] part : parts) {
            length += part.length;
        }
        byte[] all = new byte[length];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
