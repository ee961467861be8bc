package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.SmallWorld.Wire;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpListener;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.stack.udp.UdpDatagram;
import dev.netrarium.stack.udp.UdpEndpoint;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The parts of a host together: transports over real routes, hooks, raw and packet sockets, knobs and traces. */
class HostTest {
    private static final byte[] HELLO = {1, 2, 3, 4, 5};

    private final SmallWorld world = new SmallWorld();

    @ParameterizedTest
    @CsvSource({"10.0.3.2", "2001:db8:3::2"})
    void tcpCarriesAMegabyteAcrossANarrowLinkBetweenTwoRouters(String to) throws Exception {
        Chain chain = new Chain(world, 1280);
        TcpListener listener = chain.right.tcp().listen(Endpoint.of("[::]:80"), 8, TcpSettings.DEFAULT);
        Endpoint remote = Endpoint.of(IpAddress.of(to), 80);
        TcpConnection client = chain.left.tcp().connect(0, remote, TcpSettings.DEFAULT);
        world.pass(Duration.ofMillis(50));
        TcpConnection server = listener.accept();
        assertThat(server).isNotNull();

        byte[] data = new byte[1 << 20];
        for (int i = 0; i < data.length; i++) {
            data[i] = (byte) (i * 7 + (i >>> 10));
        }
        byte[] got = new byte[data.length];
        int sent = 0;
        int received = 0;
        for (int i = 0; i < 4000 && received < data.length; i++) {
            sent += sent < data.length ? client.send(world.now(), data, sent, data.length - sent) : 0;
            world.pass(Duration.ofMillis(2));
            received += Math.max(0, server.receive(world.now(), got, received, got.length - received));
        }
        assertThat(got).isEqualTo(data);
        // The first large segments were too big for the middle, and were told so.
        assertThat(chain.r1.counters().get(Mib.ICMP_OUT_ERRORS)).isPositive();
        assertThat(client.state().toString()).isEqualTo("ESTABLISHED");
        world.pass(Duration.ofSeconds(2));
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void connectingToANeighbourThatDoesNotAnswerSaysNoRouteToHost() throws Exception {
        Host a = world.host("a");
        world.join(a, world.wire(), "192.0.2.1/24");
        TcpConnection connection = a.tcp().connect(0, Endpoint.of("192.0.2.9:80"), TcpSettings.DEFAULT);
        world.pass(Duration.ofSeconds(4));
        assertThat(connection.takeError().toString()).isEqualTo("HOST_UNREACHABLE");
    }

    @Test
    void aClosedUdpPortIsReportedToAConnectedSocket() throws Exception {
        Chain chain = new Chain(world);
        UdpEndpoint socket = chain.left.udp().bind(Endpoint.of("0.0.0.0:0"), UdpSettings.DEFAULT);
        socket.connect(Endpoint.of("10.0.3.2:9"));
        socket.send(0, HELLO, 0, 5, null);
        world.pass(Duration.ofMillis(50));
        assertThat(socket.takeError()).isEqualTo(Errno.ECONNREFUSED);
        assertThat(chain.wires[0].frames).contains("r1: 10.0.3.2>10.0.1.2 icmp 3/3 ttl 62");
    }

    @Test
    void udpReachesEverybodyOnTheLinkAndNobodyBeyond() throws Exception {
        Chain chain = new Chain(world);
        Host second = world.host("second");
        world.join(second, chain.wires[0], "10.0.1.3/24");
        List<UdpEndpoint> listeners = new ArrayList<>();
        for (Host host : List.of(chain.r1, second, chain.right)) {
            listeners.add(host.udp().bind(Endpoint.of("0.0.0.0:67"), UdpSettings.DEFAULT));
        }
        UdpEndpoint caller = chain.left.udp().bind(Endpoint.of("0.0.0.0:68"), UdpSettings.DEFAULT.withBroadcast(true));
        for (String to : new String[] {"255.255.255.255:67", "10.0.1.255:67"}) {
            caller.send(world.now(), HELLO, 0, 5, Endpoint.of(to));
            world.pass(Duration.ofMillis(50));
            UdpDatagram into = new UdpDatagram(64);
            assertThat(listeners.get(0).receive(into)).as(to).isTrue();
            assertThat(listeners.get(1).receive(into)).as(to).isTrue();
            assertThat(listeners.get(2).receive(into)).as(to).isFalse();
        }
        // A directed broadcast of a far subnet is not passed on by its router (RFC 2644).
        caller.send(world.now(), HELLO, 0, 5, Endpoint.of("10.0.3.255:67"));
        world.pass(Duration.ofMillis(50));
        assertThat(listeners.get(2).receive(new UdpDatagram(64))).isFalse();
        assertThat(chain.wires[2].frames).isEmpty();
    }

    @Test
    void aHostThatDoesNotForwardDropsWhatIsForOthers() {
        Chain chain = new Chain(world);
        chain.r1.sysctl().set("net.ipv4.ip_forward", "0");
        chain.left.icmp().open(IpFamily.IPV4).send(0, IpAddress.of("10.0.3.2"), 1, HELLO, EchoSettings.DEFAULT);
        world.pass(Duration.ofMillis(50));
        assertThat(chain.r1.counters().get(Mib.IP_IN_ADDRESS_ERRORS)).isEqualTo(1);
        assertThat(chain.wires[1].frames).isEmpty();
    }

    @Test
    void aRoutingLoopIsEndedByTheTtl() {
        Chain chain = new Chain(world);
        SmallWorld.route(chain.r1, "203.0.113.0/24", "10.0.2.2");
        SmallWorld.route(chain.r2, "203.0.113.0/24", "10.0.2.1");
        EchoEndpoint ping = chain.left.icmp().open(IpFamily.IPV4);
        ping.send(0, IpAddress.of("203.0.113.5"), 1, HELLO, EchoSettings.DEFAULT);
        world.pass(Duration.ofSeconds(1));
        assertThat(((EchoResult.Failure) ping.receive()).error()).isInstanceOf(IcmpError.TimeToLiveExceeded.class);
        assertThat(chain.wires[1].frames.stream().filter(f -> f.contains("echo request")))
                .hasSize(63);
    }

    @Test
    void aHookSeesPacketsAtItsPointAndItsVerdictHolds() {
        Chain chain = new Chain(world);
        List<String> seen = new ArrayList<>();
        for (HookPoint point : HookPoint.values()) {
            chain.r1.hooks().add(point, 0, (now, at, packet, in, out) -> {
                seen.add(at + " " + (in == null ? "-" : in.name()) + " " + (out == null ? "-" : out.name()));
                return Verdict.ACCEPT;
            });
        }
        EchoEndpoint ping = chain.left.icmp().open(IpFamily.IPV4);
        ping.send(0, IpAddress.of("10.0.3.2"), 1, HELLO, EchoSettings.DEFAULT);
        world.pass(Duration.ofMillis(50));
        assertThat(seen)
                .containsExactly(
                        "PREROUTING eth0 -",
                        "FORWARD eth0 eth1",
                        "POSTROUTING eth0 eth1",
                        "PREROUTING eth1 -",
                        "FORWARD eth1 eth0",
                        "POSTROUTING eth1 eth0");

        Hook wall = (now, at, packet, in, out) -> new Verdict.Drop(DropReason.FILTER);
        chain.r1.hooks().add(HookPoint.FORWARD, -1, wall);
        assertThat(ping.receive()).isNotNull();
        ping.send(world.now(), IpAddress.of("10.0.3.2"), 2, HELLO, EchoSettings.DEFAULT);
        world.pass(Duration.ofMillis(50));
        assertThat(ping.receive()).isNull();
        assertThat(chain.r1.counters().get(Mib.FILTER_DROPS)).isEqualTo(1);
        chain.r1.hooks().remove(HookPoint.FORWARD, wall);
        ping.send(world.now(), IpAddress.of("10.0.3.2"), 3, HELLO, EchoSettings.DEFAULT);
        world.pass(Duration.ofMillis(50));
        assertThat(ping.receive()).isNotNull();
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void rawSocketsSeeCopiesAndSendTheirOwnHeaders() {
        Wire lan = world.wire();
        Host a = world.host("a");
        Host b = world.host("b");
        world.join(a, lan, "192.0.2.1/24", "2001:db8::1/64");
        world.join(b, lan, "192.0.2.2/24", "2001:db8::2/64");
        for (String to : new String[] {"192.0.2.2", "2001:db8::2"}) {
            IpAddress address = IpAddress.of(to);
            RawEndpoint sender = a.raw().open(address.family(), 253);
            RawEndpoint one = b.raw().open(address.family(), 253);
            RawEndpoint two = b.raw().open(address.family(), 253);
            assertThat(sender.send(world.now(), HELLO, 0, 5, address)).isNull();
            world.pass(Duration.ofMillis(10));
            for (RawEndpoint receiver : List.of(one, two)) {
                RawPacket got = receiver.receive();
                int header = address.family() == IpFamily.IPV4 ? Ipv4Header.BYTES : 0;
                assertThat(got.bytes()).hasSize(header + 5);
                assertThat(got.to()).isEqualTo(address);
                assertThat(receiver.receive()).isNull();
            }
            two.close();
            one.close();
            sender.send(world.now(), HELLO, 0, 5, address);
            world.pass(Duration.ofMillis(10));
            assertThat(sender.takeError()).isEqualTo(new IcmpError.ProtocolUnreachable(address));
        }
        byte[] packet = new byte[25];
        packet[0] = 0x45;
        packet[8] = 9;
        packet[9] = (byte) 253;
        IpAddress.of("203.0.113.5").writeTo(packet, 12);
        IpAddress.of("192.0.2.2").writeTo(packet, 16);
        RawEndpoint forged = a.raw().open(IpFamily.IPV4, IpProtocol.RAW);
        RawEndpoint receiver = b.raw().open(IpFamily.IPV4, 253);
        assertThat(forged.send(world.now(), packet, 0, 25, IpAddress.of("192.0.2.2")))
                .isNull();
        world.pass(Duration.ofMillis(10));
        RawPacket got = receiver.receive();
        assertThat(got.from()).isEqualTo(IpAddress.of("203.0.113.5"));
        assertThat(got.timeToLive()).isEqualTo(9);
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void aRawSocketThatNobodyReadsIsBounded() {
        Host a = world.host("a");
        RawEndpoint lazy = a.raw().open(IpFamily.IPV4, 253);
        RawEndpoint sender = a.raw().open(IpFamily.IPV4, 253);
        for (int i = 0; i < 5000; i++) {
            sender.send(0, HELLO, 0, 5, IpAddress.of("127.0.0.1"));
            world.settle();
        }
        int held = 0;
        while (lazy.receive() != null) {
            held++;
        }
        assertThat(held).isEqualTo(212_992 / (256 + 25));
        assertThat(lazy.dropped()).isEqualTo(5000 - held);
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void aPacketSocketSeesEveryFrameInAndOutAndOthersOnlyWhenPromiscuous() {
        Wire lan = world.wire();
        Host a = world.host("a");
        Host b = world.host("b");
        Host watcher = world.host("watcher");
        world.join(a, lan, "192.0.2.1/24");
        world.join(b, lan, "192.0.2.2/24");
        NetInterface eth0 = world.join(watcher, lan, "192.0.2.3/24");
        PacketEndpoint own = a.packetSockets().open(null, EtherType.IPV4);
        PacketEndpoint all = watcher.packetSockets().open(eth0, PacketSockets.ALL);
        EchoEndpoint ping = a.icmp().open(IpFamily.IPV4);
        ping.send(0, IpAddress.of("192.0.2.2"), 1, HELLO, EchoSettings.DEFAULT);
        world.pass(Duration.ofMillis(10));
        assertThat(own.receive().outgoing()).isTrue();
        assertThat(own.receive().outgoing()).isFalse();
        assertThat(own.receive()).isNull();
        assertThat(all.receive().bytes()).hasSize(60); // the ARP request to all, padded
        assertThat(all.receive()).isNull();

        all.promiscuous(true);
        ping.send(world.now(), IpAddress.of("192.0.2.2"), 2, HELLO, EchoSettings.DEFAULT);
        world.pass(Duration.ofMillis(10));
        byte[] request = all.receive().bytes();
        assertThat(all.receive()).isNotNull();
        all.promiscuous(false);
        assertThat(all.send(world.now(), request, 0, request.length)).isNull();
        world.pass(Duration.ofMillis(10));
        assertThat(b.counters().get(Mib.ICMP_IN_ECHOS)).isEqualTo(3); // replayed
        all.close();
        own.close();
        assertThat(world.isQuiet()).isTrue();
    }

    @Test
    void anUnknownEtherTypeIsDroppedUntilSomebodyRegistersForIt() {
        Host a = world.host("a");
        NetInterface eth0 = world.join(a, world.wire());
        List<Integer> lengths = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Packet frame = world.pool.take(Packet.HEADROOM, 64);
            new EthernetHeader(eth0.mac(), MacAddress.of("02:00:00:00:00:99"), 0x88cc)
                    .writeTo(frame.bytes, frame.start);
            eth0.receive(0, frame);
            a.registerEtherType(0x88cc, (now, packet) -> {
                lengths.add(packet.length());
                packet.release();
            });
        }
        assertThat(lengths).containsExactly(50);
        assertThat(a.counters().get(Mib.LINK_RECEIVE_DROPS)).isEqualTo(1);
        assertThat(world.pool.outstanding()).isZero();
    }

    @Test
    void whileTracedEveryPacketHasAnIdAParentAndACause() {
        Chain chain = new Chain(world);
        long[] ids = {0};
        List<String> causes = new ArrayList<>();
        for (Host host : world.hosts) {
            host.trace(() -> ++ids[0]);
        }
        for (Wire wire : chain.wires) {
            wire.loses = frame -> {
                causes.add("#" + frame.id + " of #" + frame.parentId + ": " + frame.cause.sentence());
                return false;
            };
        }
        chain.left.icmp().open(IpFamily.IPV4).send(0, IpAddress.of("10.0.1.1"), 1, HELLO, EchoSettings.DEFAULT);
        world.pass(Duration.ofMillis(50));
        assertThat(causes)
                .containsExactly(
                        "#2 of #0: the link address of 10.0.1.1 was needed",
                        "#3 of #0: somebody asked who has 10.0.1.1 (packet #2)",
                        "#1 of #0: the program called ping",
                        "#4 of #1: somebody asked for an echo (packet #1)");
        causes.clear();
        chain.left
                .icmp()
                .open(IpFamily.IPV4)
                .send(world.now(), IpAddress.of("10.0.2.2"), 1, HELLO, EchoSettings.DEFAULT);
        world.pass(Duration.ofMillis(50));
        assertThat(causes)
                .contains("#5 of #0: the program called ping", "#6 of #5: forwarded packet #5")
                .allMatch(c -> !c.contains("null"));
    }

    @Test
    void tracingChangesNothingOnTheWire() {
        List<List<String>> runs = new ArrayList<>();
        for (boolean traced : new boolean[] {false, true}) {
            SmallWorld own = new SmallWorld();
            Chain chain = new Chain(own);
            if (traced) {
                own.hosts.forEach(h -> h.trace(() -> 7));
                own.hosts.forEach(own::observe);
            }
            chain.left
                    .icmp()
                    .open(IpFamily.IPV6)
                    .send(0, IpAddress.of("2001:db8:3::2"), 1, new byte[3000], EchoSettings.DEFAULT);
            own.pass(Duration.ofMinutes(2));
            runs.add(chain.wires[1].frames);
        }
        assertThat(runs.get(0)).isNotEmpty().isEqualTo(runs.get(1));
    }

    @Test
    void knobsHaveLinuxNames() {
        Host a = world.host("a");
        Sysctl sysctl = a.sysctl();
        assertThat(sysctl.names())
                .contains("net.ipv4.ip_forward", "net.ipv4.tcp_syn_retries")
                .isSorted();
        for (String name : sysctl.names()) {
            String value = sysctl.get(name);
            if (name.matches(".*_(available|allowed)_congestion_control")) {
                assertThat(value).isEqualTo("reno cubic bbr");
                assertThatThrownBy(() -> sysctl.set(name, "reno")).hasMessage(name + " can only be read");
                continue;
            }
            sysctl.set(name, value);
            assertThat(sysctl.get(name)).as(name).isEqualTo(value);
        }
        sysctl.set("net.ipv4.neigh.default.gc_thresh3", "2048");
        assertThat(sysctl.get("net.ipv4.neigh.default.gc_thresh3")).isEqualTo("2048");
        assertThat(sysctl.get("net.ipv6.neigh.default.gc_thresh3")).isEqualTo("1024");
        assertThatThrownBy(() -> sysctl.set("net.ipv4.ip_default_ttl", "256"))
                .hasMessage("net.ipv4.ip_default_ttl is 1 to 255, not 256");
        assertThatThrownBy(() -> sysctl.set("net.ipv4.ip_forward", "yes"))
                .hasMessage("net.ipv4.ip_forward takes a number, not \"yes\"");
        assertThatThrownBy(() -> sysctl.get("net.ipv4.nonsense")).hasMessageContaining("net.ipv4.nonsense");
    }

    @Test
    void anInterfaceCannotBeMadeWrongly() {
        Host a = world.host("a");
        NetInterface eth0 = world.join(a, world.wire());
        assertThatThrownBy(() -> a.addEthernet("eth0", MacAddress.of("02:00:00:00:00:09"), 1500, new Sink()))
                .hasMessage("a has an interface eth0 already");
        assertThatThrownBy(() -> a.addEthernet("x", MacAddress.BROADCAST, 1500, new Sink()))
                .hasMessageContaining("ff:ff:ff:ff:ff:ff");
        assertThatThrownBy(() -> eth0.mtuBytes(67)).hasMessage("an MTU is 68 to 65536 bytes: 67");
        assertThatThrownBy(() -> eth0.add(0, InterfaceAddress.of("224.0.0.1/24")))
                .hasMessage("no interface can have the address 224.0.0.1");
        assertThatThrownBy(() -> a.remove(0, a.loopback())).isInstanceOf(IllegalArgumentException.class);
    }
}
