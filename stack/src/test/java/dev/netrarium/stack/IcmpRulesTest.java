package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.MacAddress;
import dev.netrarium.wire.UdpHeader;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When hosts complain, when they must not, and how often. */
class IcmpRulesTest {
    private static final long MAC = 0x0200_0000_0001L;

    private static final int PEER = Ipv4Address.of("192.0.2.9").bits();
    private static final int OWN = Ipv4Address.of("192.0.2.1").bits();

    private final PacketPool pool = new PacketPool();
    private final Host host = new Host("h", 1, pool);
    private final Sink out = new Sink();
    private NetInterface eth0;

    @BeforeEach
    void aHostWithOneNeighbour() {
        eth0 = host.addEthernet("eth0", new MacAddress(MAC), 1500, out);
        eth0.add(0, InterfaceAddress.of("192.0.2.1/24"));
        eth0.add(0, InterfaceAddress.of("2001:db8::1/64"));
        host.neighbours().setPermanent(eth0, IpAddress.of("192.0.2.9"), new MacAddress(0x0200_0000_0009L));
        host.neighbours().setPermanent(eth0, IpAddress.of("2001:db8::9"), new MacAddress(0x0200_0000_0009L));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.9, 192.0.2.1,       253, 0,    1, an unknown protocol is answered",
        "192.0.2.9, 192.0.2.1,       17,  0,    1, a closed port is answered",
        "192.0.2.9, 192.0.2.1,       253, 8,    0, a later fragment is not",
        "192.0.2.9, 192.0.2.255,     17,  0,    0, a directed broadcast is not",
        "192.0.2.9, 255.255.255.255, 17,  0,    0, a limited broadcast is not",
        "192.0.2.9, 224.0.0.1,       253, 0,    0, a multicast is not",
        "0.0.0.0,   255.255.255.255, 17,  0,    0, somebody without an address is not",
        "127.0.0.1, 192.0.2.1,       253, 0,    0, a loopback source is not",
        "192.0.2.255, 192.0.2.1,     253, 0,    0, a broadcast source is not",
    })
    void errorsAreSentOnlyWhereTheyMayBe(String from, String to, int protocol, int fragment, int errors, String why) {
        receive(ipv4(from, to, protocol, fragment, udpTo(9)), MAC);
        assertThat(host.counters().get(Mib.ICMP_OUT_ERRORS)).as(why).isEqualTo(errors);
        assertThat(out.packets).isEqualTo(errors);
        if (fragment == 0) {
            assertThat(pool.outstanding()).isZero();
        }
    }

    @Test
    void noErrorAboutAnErrorNorAboutALinkBroadcast() {
        byte[] error = new byte[36];
        error[0] = Icmpv4Message.DESTINATION_UNREACHABLE;
        host.register(IpProtocol.ICMP, new TransportProtocol() {
            @Override
            public void receive(long now, Packet packet) {
                host.icmp().portUnreachable(now, packet); // even who asks for it does not get it
                packet.release();
            }

            @Override
            public void icmpError(long now, IcmpError what, Packet quoted) {}
        });
        receive(ipv4("192.0.2.9", "192.0.2.1", IpProtocol.ICMP, 0, error), MAC);
        receive(ipv4("192.0.2.9", "192.0.2.1", 253, 0, udpTo(9)), 0xffff_ffff_ffffL);
        assertThat(out.packets).isZero();
    }

    @Test
    void onePeerGetsSixAtOnceThenOnePerSecond() {
        for (int i = 0; i < 20; i++) {
            receive(ipv4("192.0.2.9", "192.0.2.1", 253, 0, udpTo(9)), MAC);
        }
        assertThat(out.packets).isEqualTo(6);
        assertThat(host.counters().get(Mib.ICMP_OUT_RATE_LIMITED)).isEqualTo(14);
        for (int i = 1; i <= 3; i++) {
            at(Duration.ofSeconds(i));
            receive(ipv4("192.0.2.9", "192.0.2.1", 253, 0, udpTo(9)), MAC);
            receive(ipv4("192.0.2.9", "192.0.2.1", 253, 0, udpTo(9)), MAC);
        }
        assertThat(out.packets).isEqualTo(9);
    }

    @Test
    void allPeersTogetherGetFiftyAtOnce() {
        eth0.add(0, InterfaceAddress.of("10.0.0.1/8"));
        for (int i = 2; i < 200; i++) {
            IpAddress peer = IpPrefix.of("10.0.0.0/8").addressAt(i);
            host.neighbours().setPermanent(eth0, peer, new MacAddress(0x0200_0001_0000L + i));
            receive(ipv4(peer.toString(), "192.0.2.1", 253, 0, udpTo(9)), MAC);
        }
        assertThat(out.packets).isEqualTo(50);
        assertThat(host.counters().get(Mib.ICMP_OUT_RATE_LIMITED_GLOBAL)).isEqualTo(148);
    }

    @Test
    void echoesCanBeSwitchedOffAndBroadcastsAreNotAnsweredByDefault() {
        receive(ipv4("192.0.2.9", "192.0.2.255", IpProtocol.ICMP, 0, echo()), 0xffff_ffff_ffffL);
        assertThat(out.packets).isZero();
        host.sysctl().set("net.ipv4.icmp_echo_ignore_broadcasts", "0");
        receive(ipv4("192.0.2.9", "192.0.2.255", IpProtocol.ICMP, 0, echo()), 0xffff_ffff_ffffL);
        assertThat(out.packets).isEqualTo(1);
        host.sysctl().set("net.ipv4.icmp_echo_ignore_all", "1");
        receive(ipv4("192.0.2.9", "192.0.2.1", IpProtocol.ICMP, 0, echo()), MAC);
        assertThat(out.packets).isEqualTo(1);
    }

    @Test
    void anErrorAboutSomethingThatThisHostNeverSentIsNotBelieved() {
        byte[] error = new byte[8 + 28];
        error[0] = Icmpv4Message.DESTINATION_UNREACHABLE;
        error[1] = Icmpv4Message.FRAGMENTATION_NEEDED;
        error[7] = 100;
        int foreign = Ipv4Address.of("198.51.100.1").bits();
        Ipv4Header.write(
                error,
                8,
                0,
                1500,
                1,
                0,
                64,
                IpProtocol.UDP,
                foreign,
                Ipv4Address.of("192.0.2.9").bits());
        Icmpv4Message.completeChecksum(error, 0, error.length);
        receive(ipv4("192.0.2.9", "192.0.2.1", IpProtocol.ICMP, 0, error), MAC);
        assertThat(host.counters().get(Mib.ICMP_IN_ERRORS)).isEqualTo(1);
        assertThat(host.network().path(null, IpAddress.of("192.0.2.9"), 0).mtuBytes())
                .isEqualTo(1500);
    }

    @Test
    void ipv6OptionsThatNobodyKnowsSayThemselvesWhatToDo() {
        int[] options = {0x1e, 0x5e, 0x9e, 0xde}; // skip; drop; complain; complain unless it was to a group
        int[] complaints = {1, 0, 1, 1}; // skipped: then nobody listens on the port
        for (int i = 0; i < options.length; i++) {
            long before = host.counters().get(Mib.ICMP_OUT_ERRORS);
            receive(ipv6WithOption(options[i]), MAC);
            assertThat(host.counters().get(Mib.ICMP_OUT_ERRORS) - before)
                    .as("option %x", options[i])
                    .isEqualTo(complaints[i]);
        }
        assertThat(pool.outstanding()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"8, 1", "9, 0"})
    void moreThanEightExtensionHeadersAreNoPacket(int headers, int complaints) {
        byte[] udp = udpTo(9);
        int extensions = 8 * headers;
        byte[] b = new byte[Ipv6Header.BYTES + extensions + udp.length];
        Ipv6Header.write(b, 0, 0, 0, extensions + udp.length, IpProtocol.DESTINATION_OPTIONS, 64);
        IpAddress.of("2001:db8::9").writeTo(b, Ipv6Header.SOURCE);
        IpAddress.of("2001:db8::1").writeTo(b, Ipv6Header.DESTINATION);
        for (int i = 0; i < headers; i++) {
            int at = Ipv6Header.BYTES + 8 * i;
            b[at] = (byte) (i == headers - 1 ? 253 : IpProtocol.DESTINATION_OPTIONS);
            b[at + 2] = 1; // PadN
            b[at + 3] = 4;
        }
        receive(b, MAC);
        assertThat(host.counters().get(Mib.ICMP_OUT_ERRORS)).isEqualTo(complaints);
        assertThat(host.counters().get(Mib.IP_IN_UNKNOWN_PROTOCOLS)).isEqualTo(complaints);
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void sourceRoutesAndMalformedOptionsAreRefused() {
        byte[] packet = new byte[28];
        Ipv4Header.write(packet, 0, 0, 28, 1, 0, 64, 253, PEER, OWN);
        packet[0] = 0x46;
        packet[20] = (byte) 131; // loose source route
        packet[21] = 3;
        Ipv4Header.completeChecksum(packet, 0);
        receive(packet, MAC);
        assertThat(host.counters().get(Mib.IP_IN_DISCARDS)).isEqualTo(1);
        packet[21] = 9; // longer than the header
        Ipv4Header.completeChecksum(packet, 0);
        receive(packet, MAC);
        assertThat(host.counters().get(Mib.IP_IN_HEADER_ERRORS)).isEqualTo(1);
        assertThat(host.counters().get(Mib.ICMP_OUT_ERRORS)).isEqualTo(1);
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void theErrorQuotesNoMoreThanItMay() {
        PacketEndpoint tap = host.packetSockets().open(eth0, PacketSockets.ALL);
        receive(ipv4("192.0.2.9", "192.0.2.1", 253, 0, new byte[1400]), MAC);
        tap.receive();
        assertThat(tap.receive().bytes()).hasSize(EthernetHeader.BYTES + 576);
    }

    private long now;

    private void at(Duration time) {
        now = time.toNanos();
        host.onTimeout(now);
        host.run(now);
    }

    private void receive(byte[] ip, long mac) {
        boolean isV4 = ip[0] >>> 4 == 4;
        Packet frame = pool.take(Packet.HEADROOM, EthernetHeader.BYTES + ip.length);
        new EthernetHeader(
                        new MacAddress(mac), new MacAddress(0x0200_0000_0009L), isV4 ? EtherType.IPV4 : EtherType.IPV6)
                .writeTo(frame.bytes, frame.start);
        System.arraycopy(ip, 0, frame.bytes, frame.start + EthernetHeader.BYTES, ip.length);
        eth0.receive(now, frame);
        host.run(now);
    }

    private static byte[] ipv4(String from, String to, int protocol, int fragmentOffset, byte[] payload) {
        byte[] b = new byte[Ipv4Header.BYTES + payload.length];
        int source = Ipv4Address.of(from).bits();
        int destination = Ipv4Address.of(to).bits();
        Ipv4Header.write(b, 0, 0, b.length, 1, fragmentOffset >>> 3, 64, protocol, source, destination);
        System.arraycopy(payload, 0, b, Ipv4Header.BYTES, payload.length);
        return b;
    }

    private static byte[] ipv6WithOption(int type) {
        byte[] udp = udpTo(9);
        byte[] b = new byte[Ipv6Header.BYTES + 8 + udp.length];
        Ipv6Header.write(b, 0, 0, 0, 8 + udp.length, IpProtocol.DESTINATION_OPTIONS, 64);
        IpAddress.of("2001:db8::9").writeTo(b, Ipv6Header.SOURCE);
        IpAddress.of("2001:db8::1").writeTo(b, Ipv6Header.DESTINATION);
        b[40] = IpProtocol.UDP;
        b[42] = (byte) type;
        b[43] = 4;
        System.arraycopy(udp, 0, b, 48, udp.length);
        long sum = Checksum.pseudoHeader(IpFamily.IPV6, b, 0, IpProtocol.UDP, udp.length);
        int checksum = Checksum.finish(Checksum.add(sum, b, 48, udp.length));
        UdpHeader.putChecksum(b, 48, checksum);
        return b;
    }

    private static byte[] udpTo(int port) {
        byte[] b = new byte[8];
        b[1] = 7;
        b[3] = (byte) port;
        b[5] = 8;
        return b;
    }

    private static byte[] echo() {
        byte[] b = new byte[16];
        b[0] = Icmpv4Message.ECHO_REQUEST;
        Icmpv4Message.completeChecksum(b, 0, b.length);
        return b;
    }
}
