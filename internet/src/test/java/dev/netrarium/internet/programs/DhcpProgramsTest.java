package dev.netrarium.internet.programs;

import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.services.dhcp.client.ClientState;
import dev.netrarium.services.dhcp.host.ClientDriver;
import dev.netrarium.services.dhcp.host.ServerDriver;
import dev.netrarium.services.dhcp.server.LeaseEntry;
import dev.netrarium.services.dhcp.server.LeaseState;
import dev.netrarium.services.dns.host.StubResolver;
import dev.netrarium.stack.EchoResult;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Route;
import dev.netrarium.stack.sockets.EchoSocket;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.capture.LinkType;
import dev.netrarium.wire.dissect.PacketDissector;
import dev.netrarium.world.Lan;
import dev.netrarium.world.Node;
import dev.netrarium.world.Trace;
import dev.netrarium.world.TraceRecord;
import dev.netrarium.world.World;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** DHCP on whole hosts: what the frames are, and what becomes of addresses, routes and names. */
@Timeout(60)
class DhcpProgramsTest {
    private static final Map<String, String> QUICK = Map.of("check", "no");

    private static String ipv4(Node node) {
        return ask(
                node,
                () -> node.host().interfaceNamed("eth0").addresses().stream()
                        .filter(a -> a.address().family() == IpFamily.IPV4)
                        .map(InterfaceAddress::toString)
                        .findFirst()
                        .orElse("none"));
    }

    private static <T> T ask(Node node, Supplier<T> question) {
        node.sockets().loop().enter();
        try {
            return question.get();
        } finally {
            node.sockets().loop().leave();
        }
    }

    private static ClientDriver client(Node node) {
        return ask(node, () -> node.host().published().of(ClientDriver.class).getFirst());
    }

    private static List<LeaseEntry> leases(Node server) {
        return ask(
                server,
                () -> server.host()
                        .published()
                        .of(ServerDriver.class)
                        .getFirst()
                        .core()
                        .leases(server.world().now()));
    }

    private static boolean pings(Node from, String to) throws IOException {
        try (EchoSocket socket = from.sockets().echo(IpFamily.IPV4)) {
            socket.send(IpAddress.of(to), 1, new byte[8]);
            return socket.receive(from.sockets().deadline(ofSeconds(3))) instanceof EchoResult.Reply;
        } catch (java.net.SocketTimeoutException | java.net.ConnectException e) {
            return false;
        }
    }

    /** The frames on the first hop from that host, one line each. */
    private static List<String> lines(Trace trace, String direction) {
        PacketDissector dissector = PacketDissector.load();
        return trace.records().stream()
                .filter(TraceRecord.FrameSent.class::isInstance)
                .map(TraceRecord.FrameSent.class::cast)
                .filter(sent -> sent.direction().name().equals(direction))
                .map(sent -> dissector
                        .dissect(LinkType.ETHERNET, sent.bytes(), 0, sent.bytes().length)
                        .summary())
                .toList();
    }

    @Test
    void aHostThatIsPluggedInHasAnAddressARouteAndNames() throws Exception {
        try (World world = World.seeded(1)) {
            Lan lan = world.lan("home", "192.168.1.0/24");
            Node router = world.router("router").join(lan, "192.168.1.1/24");
            Node laptop = world.host("laptop").join(lan, new String[0]);
            router.start("dhcp-server", Map.of("pools", "192.168.1.100-192.168.1.199/24", "probe", "0s"));
            laptop.start("dhcp-client", Map.of());
            world.run(ofSeconds(20));
            world.check();
            assertThat(ipv4(laptop)).startsWith("192.168.1.1").endsWith("/24");
            ClientDriver driver = client(laptop);
            assertThat(ask(laptop, () -> driver.core().state())).isEqualTo(ClientState.BOUND);
            assertThat(pings(laptop, "192.168.1.1")).isTrue();
            assertThat(leases(router)).extracting(LeaseEntry::state).containsExactly(LeaseState.LEASED);
        }
    }

    @Test
    void optionsBecomeRoutesMtuAndResolver() throws Exception {
        try (World world = World.seeded(1)) {
            Lan lan = world.lan("home", "192.168.1.0/24");
            Node router = world.router("router").join(lan, "192.168.1.1/24");
            Node laptop = world.host("laptop").join(lan, new String[0]);
            Map<String, String> options = new java.util.LinkedHashMap<>();
            options.put("pools", "192.168.1.100/24");
            options.put("router", "192.168.1.1");
            options.put("dns", "192.168.1.53, 192.168.1.54");
            options.put("search", "example.com");
            options.put("mtu", "1400");
            options.put("lease", "10min");
            options.put("reserve", "02:00:00:00:00:99=192.168.1.9");
            router.start("dhcp-server", options);
            laptop.start("dhcp-client", QUICK);
            world.run(ofSeconds(5));
            world.check();
            NetInterface eth0 = laptop.host().interfaceNamed("eth0");
            assertThat(ipv4(laptop)).isEqualTo("192.168.1.100/24");
            assertThat((int) ask(laptop, () -> eth0.mtuBytes())).isEqualTo(1400);
            assertThat(ask(
                            laptop,
                            () -> laptop.host().routes().list().stream()
                                    .map(Route::toString)
                                    .toList()))
                    .contains("default via 192.168.1.1 dev eth0 src 192.168.1.100");
            assertThat(laptop.resolver()).isInstanceOfSatisfying(StubResolver.class, stub -> {
                assertThat(stub.stub().settings().servers()).hasSize(2);
                assertThat(stub.stub().settings().search()).hasToString("[example.com.]");
            });

            client(laptop).release();
            world.run(ofSeconds(1));
            assertThat(ipv4(laptop)).isEqualTo("none");
            assertThat((int) ask(laptop, () -> eth0.mtuBytes())).isEqualTo(1500);
            assertThat(ask(laptop, () -> laptop.host().routes().list()))
                    .noneMatch(r -> r.destination().length() == 0);
            assertThat(laptop.resolver()).isNotInstanceOf(StubResolver.class);
            assertThat(leases(router).getFirst().state()).isEqualTo(LeaseState.RELEASED);
        }
    }

    @Test
    void theFirstMessagesAreBroadcastFromNobodyAndRenewalsGoStraight() throws Exception {
        try (World world = World.seeded(1)) {
            Lan lan = world.lan("home", "192.168.1.0/24");
            Node router = world.router("router").join(lan, "192.168.1.1/24");
            Node laptop = world.host("laptop").join(lan, new String[0]);
            router.start("dhcp-server", Map.of("pools", "192.168.1.100/24", "probe", "0s"));
            Trace trace = world.trace();
            laptop.start("dhcp-client", QUICK);
            world.run(ofSeconds(5));
            assertThat(lines(trace, "laptop:eth0->home"))
                    .filteredOn(line -> line.contains("BOOTP"))
                    .allMatch(line -> line.startsWith("IP 0.0.0.0.68 > 255.255.255.255.67: BOOTP/DHCP, Request"))
                    .hasSize(2);
            assertThat(lines(trace, "router:eth0->home"))
                    .filteredOn(line -> line.contains("BOOTP"))
                    .as("to the link address of a client that has no other yet")
                    .allMatch(line -> line.startsWith("IP 192.168.1.1.67 > 192.168.1.100.68: BOOTP/DHCP, Reply"))
                    .hasSize(2);
            world.run(ofMinutes(32));
            assertThat(lines(trace, "laptop:eth0->home"))
                    .filteredOn(line -> line.contains("BOOTP"))
                    .last()
                    .asString()
                    .startsWith("IP 192.168.1.100.68 > 192.168.1.1.67: BOOTP/DHCP, Request");
            world.check();
        }
    }

    @Test
    void anAddressThatAHostHasWithoutAskingIsNotGiven() throws Exception {
        try (World world = World.seeded(1)) {
            Lan lan = world.lan("home", "192.168.1.0/24");
            Node router = world.router("router").join(lan, "192.168.1.1/24");
            world.host("printer").join(lan, "192.168.1.100/24");
            Node laptop = world.host("laptop").join(lan, new String[0]);
            router.start("dhcp-server", Map.of("pools", "192.168.1.100-192.168.1.101/24"));
            laptop.start("dhcp-client", QUICK);
            world.run(ofSeconds(10));
            assertThat(ipv4(laptop)).isEqualTo("192.168.1.101/24");
        }
    }

    @Test
    void whereTheServerDoesNotLookTheClientDoes() throws Exception {
        try (World world = World.seeded(1)) {
            Lan lan = world.lan("home", "192.168.1.0/24");
            Node router = world.router("router").join(lan, "192.168.1.1/24");
            world.host("printer").join(lan, "192.168.1.100/24");
            Node laptop = world.host("laptop").join(lan, new String[0]);
            router.start("dhcp-server", Map.of("pools", "192.168.1.100/24", "probe", "0s"));
            laptop.start("dhcp-client", Map.of());
            world.run(ofSeconds(15));
            assertThat(ipv4(laptop)).isEqualTo("none");
            assertThat(leases(router).getFirst().state()).isEqualTo(LeaseState.DECLINED);
        }
    }

    @Test
    void behindARelayAgentOnAnotherSubnet() throws Exception {
        try (World world = World.seeded(1)) {
            Lan office = world.lan("office", "10.1.0.0/24");
            Lan servers = world.lan("servers", "198.51.100.0/24");
            Node router = world.router("router").join(office, "10.1.0.1/24").join(servers, "198.51.100.1/24");
            Node server = world.host("server").join(servers, "198.51.100.67/24").route("default", "198.51.100.1");
            Node desk = world.host("desk").join(office, new String[0]);
            server.start(
                    "dhcp-server",
                    Map.of("pools", "10.1.0.50-10.1.0.99/24, 198.51.100.200/24", "router", "10.1.0.1,198.51.100.1"));
            router.start("dhcp-relay", Map.of("servers", "198.51.100.67", "interfaces", "eth0"));
            desk.start("dhcp-client", QUICK);
            world.run(ofSeconds(5));
            world.check();
            assertThat(ipv4(desk)).startsWith("10.1.0.").endsWith("/24");
            assertThat(pings(desk, "198.51.100.67")).isTrue();
            assertThat(leases(server).getFirst().circuit().toByteArray())
                    .asString()
                    .isEqualTo("eth0");
            long ends = leases(server).getFirst().endsNanos();
            client(desk).renew();
            world.run(ofSeconds(1));
            assertThat(leases(server).getFirst().endsNanos())
                    .as("renewed past the relay agent")
                    .isGreaterThan(ends);
            client(desk).release();
            world.run(ofSeconds(1));
            assertThat(leases(server).getFirst().state()).isEqualTo(LeaseState.RELEASED);
        }
    }

    @Test
    void anInterfaceThatGoesDownLosesItsAddressAndGetsItBackInTwoMessages() throws Exception {
        try (World world = World.seeded(1)) {
            Lan lan = world.lan("home", "192.168.1.0/24");
            Node router = world.router("router").join(lan, "192.168.1.1/24");
            Node laptop = world.host("laptop").join(lan, new String[0]);
            router.start("dhcp-server", Map.of("pools", "192.168.1.100-192.168.1.199/24"));
            laptop.start("dhcp-client", QUICK);
            world.run(ofSeconds(5));
            String address = ipv4(laptop);
            NetInterface eth0 = laptop.host().interfaceNamed("eth0");
            ask(laptop, () -> {
                eth0.down(world.now());
                laptop.sockets().loop().poke(laptop.host());
                return true;
            });
            world.run(ofSeconds(1));
            assertThat(ipv4(laptop)).isEqualTo("none");
            Trace trace = world.trace();
            ask(laptop, () -> {
                eth0.up(world.now());
                laptop.sockets().loop().poke(laptop.host());
                return true;
            });
            world.run(ofSeconds(1));
            assertThat(ipv4(laptop)).isEqualTo(address);
            assertThat(lines(trace, "laptop:eth0->home"))
                    .filteredOn(l -> l.contains("BOOTP"))
                    .hasSize(1);
        }
    }

    @Test
    void aRogueServersClientReturnsToTheRightOneWhenItIsRefused() throws Exception {
        try (World world = World.seeded(1)) {
            Lan lan = world.lan("home", "192.168.1.0/24").delay(ofMillis(5));
            Node router = world.router("router").join(lan, "192.168.1.1/24");
            Node rogue = world.host("rogue").join(lan, "192.168.1.66/24", "10.66.0.1/24");
            Node laptop = world.host("laptop").join(lan, new String[0]);
            rogue.start("dhcp-server", Map.of("pools", "10.66.0.50/24", "probe", "0s", "lease", "60s"));
            laptop.start("dhcp-client", QUICK);
            world.run(ofSeconds(5));
            assertThat(ipv4(laptop))
                    .as("whoever answers first wins: DHCP trusts the link")
                    .isEqualTo("10.66.0.50/24");
            rogue.programs().getFirst().interrupt();
            router.start("dhcp-server", Map.of("pools", "192.168.1.100/24"));
            world.run(ofMinutes(2));
            assertThat(ipv4(laptop)).isEqualTo("192.168.1.100/24");
        }
    }

    @Test
    void threePacketsOfTenLostAndStillEverybodyHasAnAddress() throws Exception {
        try (World world = World.seeded(7)) {
            Lan lan = world.lan("home", "192.168.1.0/24").loss(0.3);
            Node router = world.router("router").join(lan, "192.168.1.1/24");
            router.start("dhcp-server", Map.of("pools", "192.168.1.100-192.168.1.199/24"));
            List<Node> hosts = new java.util.ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Node host = world.host("h" + i).join(lan, new String[0]);
                host.start("dhcp-client", Map.of());
                hosts.add(host);
            }
            world.run(ofMinutes(10));
            world.check();
            assertThat(hosts.stream().map(DhcpProgramsTest::ipv4))
                    .doesNotContain("none")
                    .doesNotHaveDuplicates();
        }
    }

    @Test
    void leasesOutliveTheServer(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("leases");
        String first;
        try (World world = World.seeded(1)) {
            first = whatALaptopGets(world, file);
        }
        assertThat(Files.readString(file)).contains(" leased ");
        try (World world = World.seeded(2)) {
            assertThat(whatALaptopGets(world, file)).isEqualTo(first);
        }
    }

    private static String whatALaptopGets(World world, Path file) throws Exception {
        Lan lan = world.lan("home", "192.168.1.0/24");
        Node router = world.router("router").join(lan, "192.168.1.1/24");
        Node laptop = world.host("laptop").join(lan, new String[0]);
        router.start("dhcp-server", Map.of("pools", "192.168.1.100-192.168.1.199/24", "leases", file.toString()));
        laptop.start("dhcp-client", QUICK);
        world.run(ofSeconds(5));
        world.check();
        return ipv4(laptop);
    }

    @Test
    void theSameSeedGivesTheSameFrames() throws Exception {
        assertThat(hash(5)).isEqualTo(hash(5)).isNotEqualTo(hash(6));
    }

    private static String hash(long seed) throws Exception {
        try (World world = World.seeded(seed)) {
            Lan lan = world.lan("home", "192.168.1.0/24").loss(0.1);
            Node router = world.router("router").join(lan, "192.168.1.1/24");
            router.start("dhcp-server", Map.of("pools", "192.168.1.100-192.168.1.199/24"));
            for (int i = 0; i < 5; i++) {
                world.host("h" + i).join(lan, new String[0]).start("dhcp-client", Map.of());
            }
            world.run(ofMinutes(2));
            return world.traceHash();
        }
    }

    @Test
    void overIpv6TooWithAnAddressAndWithout() throws Exception {
        try (World world = World.seeded(1)) {
            Lan lan = world.lan("home", "2001:db8:1::/64");
            Node router = world.router("router").join(lan, "2001:db8:1::1/64");
            Node laptop = world.host("laptop").join(lan, new String[0]);
            Node phone = world.host("phone").join(lan, new String[0]);
            router.start("dhcp6-server", Map.of("prefix", "2001:db8:1::/64", "dns", "2001:db8:1::53"));
            Trace trace = world.trace();
            laptop.start("dhcp6-client", Map.of());
            phone.start("dhcp6-client", Map.of("address", "no"));
            world.run(ofSeconds(10));
            world.check();
            assertThat(laptop.address(IpFamily.IPV6).toString()).startsWith("2001:db8:1::10");
            assertThat(laptop.resolver()).isInstanceOf(StubResolver.class);
            assertThat(phone.addresses()).isEmpty();
            assertThat(phone.resolver()).isInstanceOf(StubResolver.class);
            assertThat(lines(trace, "laptop:eth0->home"))
                    .filteredOn(line -> line.contains("dhcp6"))
                    .hasSize(2)
                    .allMatch(line -> line.contains(" > ff02::1:2.547: dhcp6 "));
            assertThat(lines(trace, "phone:eth0->home"))
                    .filteredOn(line -> line.contains("dhcp6"))
                    .singleElement()
                    .asString()
                    .contains("dhcp6 inf-request");
        }
    }

    @Test
    void optionsThatAreWrongAreNamed() {
        assertThatThrownBy(() -> new DhcpServerProvider().create(Map.of()))
                .hasMessage("program dhcp-server needs the option \"pools\"");
        assertThatThrownBy(() -> new DhcpServerProvider().create(Map.of("pools", "192.168.1.1-192.168.1.9")))
                .hasMessageContaining("a pool says how long its prefix is");
        assertThatThrownBy(() -> new DhcpServerProvider().create(Map.of("pools", "192.168.1.9/24", "lease", "long")))
                .hasMessageContaining("lease is a time such as");
        assertThatThrownBy(() -> new DhcpClientProvider().create(Map.of("check", "maybe")))
                .hasMessage("program dhcp-client: check is yes or no, not \"maybe\"");
        assertThatThrownBy(() -> new DhcpRelayProvider()
                        .create(Map.of("servers", "192.0.2.1", "interfaces", "eth0", "policy", "guess")))
                .hasMessageContaining("policy is one of");
    }
}
