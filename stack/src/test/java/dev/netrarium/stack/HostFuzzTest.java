package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.nat.Napt;
import dev.netrarium.stack.tcp.TcpListener;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.stack.udp.UdpEndpoint;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.MacAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A router with sockets of every kind, fed with frames that are random, mutated or cut: nothing is thrown, nothing leaks,
 * and what it holds stays within bounds.
 */
class HostFuzzTest {
    private static final int FRAMES = 250_000;
    private static final long MAC = 0x0200_0000_0001L;

    private enum Role {
        ROUTER,
        NAT,
        ANYBODY
    }

    private final PacketPool pool = new PacketPool();
    private final Host host = new Host("victim", 7, pool);

    @ParameterizedTest
    @EnumSource(Role.class)
    void noFrameHurts(Role role) throws Exception {
        host.sysctl().set("net.ipv4.ip_forward", "1");
        host.sysctl().set("net.ipv6.conf.all.forwarding", "1");
        NetInterface[] ways = {
            host.addEthernet("eth0", new MacAddress(MAC), 1500, new Sink()),
            host.addEthernet("eth1", new MacAddress(MAC + 1), 1280, new Sink()),
            host.addPointToPoint("tun0", 576, new Sink())
        };
        ways[0].add(0, InterfaceAddress.of("10.0.0.1/8"));
        ways[0].add(0, InterfaceAddress.of("2001:db8::1/64"));
        ways[1].add(0, InterfaceAddress.of("192.0.2.1/24"));
        ways[1].add(0, InterfaceAddress.of("2001:db8:1::1/64"));
        host.routes().add(Route.onLink(IpPrefix.of("198.51.100.0/24"), ways[2]));
        SmallWorld.route(host, "0.0.0.0/0", "192.0.2.2");
        SmallWorld.route(host, "::/0", "2001:db8:1::2");
        host.observe((now, event) -> {});
        TcpListener listener = host.tcp().listen(Endpoint.of("[::]:80"), 16, TcpSettings.DEFAULT);
        UdpEndpoint udp = host.udp().bind(Endpoint.of("[::]:53"), UdpSettings.DEFAULT);
        RawEndpoint raw = host.raw().open(IpFamily.IPV4, IpProtocol.ICMP);
        PacketEndpoint tap = host.packetSockets().open(null, PacketSockets.ALL);
        EchoEndpoint echo = host.icmp().open(IpFamily.IPV4);
        host.hooks().add(HookPoint.FORWARD, 0, (now, at, packet, in, out) -> Verdict.ACCEPT);

        switch (role) {
            case ROUTER -> {}
            case NAT -> Napt.masquerade(host, ways[1]);
            case ANYBODY -> {
                host.acceptAny(true);
                host.tcp().listenAny(16, TcpSettings.DEFAULT);
            }
        }

        RandomStream chance = RandomStream.of(1, "fuzz", role.name());
        List<byte[]> seeds = seeds();
        long now = 0;
        for (int i = 0; i < FRAMES; i++) {
            byte[] frame = frame(chance, seeds);
            NetInterface way = ways[chance.nextInt(3)];
            int from = way == ways[2] ? Math.min(14, frame.length) : 0;
            Packet packet = pool.take(Packet.HEADROOM, frame.length - from);
            System.arraycopy(frame, from, packet.bytes, packet.start, frame.length - from);
            now += chance.nextInt(400_000);
            host.onTimeout(now);
            way.receive(now, packet);
            host.run(now);
            if (i % 1000 == 0) {
                way.down(now);
                way.up(now);
            }
            if (i % 4096 == 0) {
                assertThat(pool.outstanding()).isLessThan(20_000);
                assertThat(host.neighbours().list().size()).isLessThanOrEqualTo(2048);
                assertThat(host.paths().cache().size()).isLessThanOrEqualTo(DestinationCache.MOST_ENTRIES);
                while (tap.receive() != null) {
                    // read, so that more fits
                }
            }
        }
        assertThat(host.counters().get(Mib.IP_FORWARDED) > 1000).isEqualTo(role != Role.ANYBODY);
        assertThat(host.counters().get(Mib.IP_IN_DELIVERS)).isGreaterThan(1000);

        udp.close(now);
        listener.close(now);
        raw.close();
        tap.close();
        echo.close();
        for (int i = 0; i < 200_000 && host.nextTimeout() != Timer.NEVER; i++) {
            now = Math.max(now, host.nextTimeout());
            host.onTimeout(now);
            host.run(now);
        }
        assertThat(pool.outstanding()).isZero();
        assertThat(host.reassembly().waiting()).isZero();
    }

    private static byte[] frame(RandomStream chance, List<byte[]> seeds) {
        if (chance.nextInt(20) == 0) {
            byte[] noise = new byte[chance.nextInt(1600)];
            for (int i = 0; i < noise.length; i++) {
                noise[i] = (byte) chance.nextInt();
            }
            return noise;
        }
        byte[] frame = seeds.get(chance.nextInt(seeds.size())).clone();
        int changes = chance.nextInt(6);
        for (int i = 0; i < changes; i++) {
            int at = chance.nextInt(4) == 0 ? chance.nextInt(frame.length) : 14 + chance.nextInt(60);
            if (at < frame.length) {
                frame[at] = chance.nextInt(2) == 0 ? (byte) chance.nextInt() : INTERESTING[chance.nextInt(8)];
            }
        }
        if (chance.nextInt(10) == 0) {
            frame = Arrays.copyOf(frame, chance.nextInt(frame.length + 40));
        }
        if (chance.nextInt(3) > 0) {
            mend(frame);
        }
        return frame;
    }

    private static final byte[] INTERESTING = {0, 1, -1, 0x7f, (byte) 0x80, 0x20, 0x3a, 0x2c};

    /** Makes the sums right, so that what is wrong lies deeper. */
    private static void mend(byte[] b) {
        int ip = EthernetHeader.BYTES;
        if (b.length >= ip + Ipv4Header.BYTES && EthernetHeader.etherType(b, 0) == EtherType.IPV4) {
            int header = Ipv4Header.headerBytes(b, ip);
            int end = ip + Ipv4Header.totalLength(b, ip);
            if (header >= 20 && ip + header <= b.length) {
                Ipv4Header.completeChecksum(b, ip);
                int icmp = ip + header;
                if (Ipv4Header.protocol(b, ip) == IpProtocol.ICMP && end <= b.length && end - icmp >= 8) {
                    Icmpv4Message.completeChecksum(b, icmp, end);
                }
            }
        } else if (b.length >= ip + Ipv6Header.BYTES && EthernetHeader.etherType(b, 0) == EtherType.IPV6) {
            int icmp = ip + Ipv6Header.BYTES;
            int end = icmp + Ipv6Header.payloadLength(b, ip);
            if (Ipv6Header.nextHeader(b, ip) == IpProtocol.ICMPV6 && end <= b.length && end - icmp >= 8) {
                Icmpv6Message.completeChecksum(b, ip, icmp, end);
            }
        }
    }

    private static List<byte[]> seeds() {
        List<byte[]> seeds = new ArrayList<>();
        seeds.add(arp());
        for (String to : new String[] {"10.0.0.1", "192.0.2.7", "198.51.100.3", "203.0.113.1", "255.255.255.255"}) {
            seeds.add(ipv4(to, IpProtocol.ICMP, 0, 64, echo(64)));
            seeds.add(ipv4(to, IpProtocol.UDP, 0, 64, udp(53)));
            seeds.add(ipv4(to, IpProtocol.TCP, 0, 1, tcp(80)));
            seeds.add(ipv4(to, IpProtocol.UDP, Ipv4Header.MORE_FRAGMENTS, 64, new byte[64]));
            seeds.add(ipv4(to, IpProtocol.UDP, 8, 64, new byte[30]));
            seeds.add(ipv4(to, IpProtocol.UDP, 0, 64, new byte[1400]));
        }
        byte[] quoted = ipv4("203.0.113.1", IpProtocol.TCP, 0, 64, tcp(80));
        byte[] error = new byte[8 + 40];
        error[0] = Icmpv4Message.DESTINATION_UNREACHABLE;
        error[1] = Icmpv4Message.FRAGMENTATION_NEEDED;
        System.arraycopy(quoted, 14, error, 8, 40);
        Ipv4Header.putSource(error, 8, Ipv4Address.of("10.0.0.1").bits());
        seeds.add(ipv4("10.0.0.1", IpProtocol.ICMP, 0, 64, error));
        for (String to : new String[] {"2001:db8::1", "2001:db8:1::9", "2001:db8:7::1", "ff02::1", "fe80::1"}) {
            byte[] ping = echo(32);
            ping[0] = (byte) Icmpv6Message.ECHO_REQUEST;
            seeds.add(ipv6(to, IpProtocol.ICMPV6, 64, ping));
            seeds.add(ipv6(to, IpProtocol.UDP, 64, udp(53)));
            seeds.add(ipv6(to, IpProtocol.TCP, 1, tcp(80)));
            byte[] fragment = new byte[8 + 64];
            fragment[0] = IpProtocol.UDP;
            fragment[3] = 1;
            seeds.add(ipv6(to, IpProtocol.FRAGMENT, 64, fragment));
            byte[] options = new byte[8 + 32];
            options[0] = (byte) IpProtocol.DESTINATION_OPTIONS;
            options[2] = 1;
            options[3] = 4;
            options[8] = IpProtocol.UDP;
            options[10] = (byte) 0xc2;
            options[11] = 4;
            seeds.add(ipv6(to, IpProtocol.HOP_BY_HOP, 64, options));
            byte[] solicitation = new byte[32];
            solicitation[0] = (byte) Icmpv6Message.NEIGHBOUR_SOLICITATION;
            Ipv6Address.of(to).writeTo(solicitation, 8);
            solicitation[24] = 1;
            solicitation[25] = 1;
            seeds.add(ipv6(to, IpProtocol.ICMPV6, 255, solicitation));
        }
        return seeds;
    }

    private static byte[] arp() {
        byte[] frame = new byte[60];
        new EthernetHeader(MacAddress.BROADCAST, new MacAddress(0x0200_0000_0055L), EtherType.ARP).writeTo(frame, 0);
        new ArpPacket(
                        ArpPacket.REQUEST,
                        new MacAddress(0x0200_0000_0055L),
                        Ipv4Address.of("10.0.0.9"),
                        MacAddress.ZERO,
                        Ipv4Address.of("10.0.0.1"))
                .writeTo(frame, 14);
        return frame;
    }

    private static byte[] echo(int data) {
        byte[] b = new byte[8 + data];
        b[0] = Icmpv4Message.ECHO_REQUEST;
        return b;
    }

    private static byte[] udp(int port) {
        byte[] b = new byte[8 + 20];
        BigEndian.put16(b, 0, 4000);
        BigEndian.put16(b, 2, port);
        BigEndian.put16(b, 4, b.length);
        return b;
    }

    private static byte[] tcp(int port) {
        byte[] b = new byte[20];
        BigEndian.put16(b, 0, 4000);
        BigEndian.put16(b, 2, port);
        b[12] = 0x50;
        b[13] = 2;
        return b;
    }

    private static byte[] ipv4(String to, int protocol, int flags, int ttl, byte[] payload) {
        byte[] frame = new byte[14 + 20 + payload.length];
        new EthernetHeader(new MacAddress(MAC), new MacAddress(0x0200_0000_0055L), EtherType.IPV4).writeTo(frame, 0);
        int destination = Ipv4Address.of(to).bits();
        int source = Ipv4Address.of("10.0.0.9").bits();
        Ipv4Header.write(frame, 14, 0, 20 + payload.length, 77, flags, ttl, protocol, source, destination);
        System.arraycopy(payload, 0, frame, 34, payload.length);
        return frame;
    }

    private static byte[] ipv6(String to, int next, int hops, byte[] payload) {
        byte[] frame = new byte[14 + 40 + payload.length];
        IpAddress destination = IpAddress.of(to);
        MacAddress mac = destination.isMulticast() ? MacAddress.multicastFor(destination) : new MacAddress(MAC);
        new EthernetHeader(mac, new MacAddress(0x0200_0000_0055L), EtherType.IPV6).writeTo(frame, 0);
        Ipv6Header.write(frame, 14, 0, 0, payload.length, next, hops);
        IpAddress.of("2001:db8::9").writeTo(frame, 14 + Ipv6Header.SOURCE);
        destination.writeTo(frame, 14 + Ipv6Header.DESTINATION);
        System.arraycopy(payload, 0, frame, 54, payload.length);
        return frame;
    }
}
