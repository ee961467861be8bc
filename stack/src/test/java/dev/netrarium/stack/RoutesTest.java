package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.MacAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which way packets go, and from which address. */
class RoutesTest {
    private final Host host = new Host("h", 1, new PacketPool());
    private final NetInterface eth0 = host.addEthernet("eth0", new MacAddress(0x0200_0000_0001L), 1500, new Sink());
    private final NetInterface eth1 = host.addEthernet("eth1", new MacAddress(0x0200_0000_0002L), 9000, new Sink());

    @BeforeEach
    void twoLinks() {
        eth0.add(0, InterfaceAddress.of("10.1.1.30/24"));
        eth1.add(0, InterfaceAddress.of("172.16.0.5/16"));
        eth0.add(0, InterfaceAddress.of("2001:db8:1::30/64"));
        eth1.add(0, InterfaceAddress.of("fd00::5/64"));
        SmallWorld.route(host, "0.0.0.0/0", "10.1.1.1");
        SmallWorld.route(host, "10.1.2.0/24", "10.1.1.2");
        SmallWorld.route(host, "10.1.2.128/25", "172.16.0.1");
        SmallWorld.route(host, "::/0", "2001:db8:1::1");
        SmallWorld.route(host, "fd00:9::/32", "fd00::1");
    }

    @ParameterizedTest
    @CsvSource({
        "10.1.2.10,      10.1.1.2,       eth0, 10.1.1.30",
        "10.1.2.200,     172.16.0.1,     eth1, 172.16.0.5",
        "10.1.1.7,       10.1.1.7,       eth0, 10.1.1.30",
        "8.8.8.8,        10.1.1.1,       eth0, 10.1.1.30",
        "172.16.200.200, 172.16.200.200, eth1, 172.16.0.5",
        "10.1.1.30,      10.1.1.30,      lo,   10.1.1.30",
        "127.0.0.1,      127.0.0.1,      lo,   127.0.0.1",
        "10.1.1.255,     10.1.1.255,     eth0, 10.1.1.30",
        "224.0.0.251,    224.0.0.251,    eth0, 10.1.1.30",
        "2001:db8:1::9,  2001:db8:1::9,  eth0, 2001:db8:1::30",
        "2001:db8:2::9,  2001:db8:1::1,  eth0, 2001:db8:1::30",
        "fd00:9::1,      fd00::1,        eth1, fd00::5",
        "fe80::77,       fe80::77,       eth0, fe80::ff:fe00:1",
        "ff02::1,        ff02::1,        eth0, fe80::ff:fe00:1",
    })
    void theLongestPrefixDecides(String destination, String nextHop, String by, String source) {
        Path path = host.network().path(null, IpAddress.of(destination), 0);
        assertThat(path.error()).isNull();
        assertThat(path.nextHop()).isEqualTo(IpAddress.of(nextHop));
        assertThat(path.egress().name()).isEqualTo(by);
        assertThat(path.source()).isEqualTo(IpAddress.of(source));
    }

    @Test
    void theTableReadsAsIpRoutePrintsIt() {
        assertThat(host.routes().list().stream().map(Route::toString))
                .containsExactly(
                        "default via 10.1.1.1 dev eth0",
                        "10.1.1.0/24 dev eth0 src 10.1.1.30",
                        "10.1.2.0/24 via 10.1.1.2 dev eth0",
                        "10.1.2.128/25 via 172.16.0.1 dev eth1",
                        "172.16.0.0/16 dev eth1 src 172.16.0.5",
                        "default via 2001:db8:1::1 dev eth0",
                        "2001:db8:1::/64 dev eth0 metric 256",
                        "fd00::/64 dev eth1 metric 256",
                        "fd00:9::/32 via fd00::1 dev eth1",
                        "fe80::/64 dev eth0 metric 256",
                        "fe80::/64 dev eth1 metric 256");
    }

    @Test
    void anInterfaceThatIsDownIsPassedOver() {
        Path before = host.network().path(null, IpAddress.of("10.1.2.200"), 0);
        eth1.down(0);
        assertThat(before.isStale()).isTrue();
        assertThat(host.network().path(null, IpAddress.of("10.1.2.200"), 0).nextHop())
                .isEqualTo(IpAddress.of("10.1.1.2"));
        eth1.up(0);
        assertThat(host.network().path(null, IpAddress.of("10.1.2.200"), 0).nextHop())
                .isEqualTo(IpAddress.of("172.16.0.1"));
    }

    @Test
    void theLowestMetricIsTakenWhileItsInterfaceIsUp() {
        host.routes()
                .add(Route.via(IpPrefix.ALL_IPV4, IpAddress.of("172.16.0.1")).withMetric(100));
        IpAddress far = IpAddress.of("203.0.113.1");
        assertThat(host.routes().lookup(far).gateway()).isEqualTo(IpAddress.of("10.1.1.1"));
        eth0.down(0);
        assertThat(host.routes().lookup(far).gateway()).isEqualTo(IpAddress.of("172.16.0.1"));
        eth1.down(0);
        assertThat(host.network().path(null, far, 0).error()).isEqualTo(Path.PathError.NETWORK_UNREACHABLE);
    }

    @Test
    void anAddressThatGoesTakesItsRoutesAlong() {
        eth0.remove(0, InterfaceAddress.of("10.1.1.30/24"));
        assertThat(host.routes().list()).noneMatch(r -> r.destination().equals(IpPrefix.of("10.1.1.0/24")));
        assertThat(host.network().isLocal(IpAddress.of("10.1.1.30"))).isFalse();
        assertThat(host.network().isBroadcast(IpAddress.of("10.1.1.255"))).isFalse();
        host.remove(0, eth1);
        assertThat(host.routes().list()).noneMatch(r -> r.egress() == eth1);
        assertThat(host.interfaceNamed("eth1")).isNull();
        assertThat(host.interfaceAt(eth1.index())).isNull();
    }

    @ParameterizedTest
    @CsvSource({"UNREACHABLE, HOST_UNREACHABLE", "PROHIBIT, PROHIBITED", "BLACKHOLE, NETWORK_UNREACHABLE"})
    void someRoutesLeadNowhere(Route.Kind kind, Path.PathError error) {
        host.routes().add(Route.nowhere(IpPrefix.of("203.0.113.0/24"), kind));
        assertThat(host.network().path(null, IpAddress.of("203.0.113.9"), 0).error())
                .isEqualTo(error);
    }

    @Test
    void whoNamesAnInterfaceWithoutARouteMeansItsLink() {
        NetInterface bare = host.addEthernet("eth2", new MacAddress(0x0200_0000_0003L), 1500, new Sink());
        IpAddress far = IpAddress.of("203.0.113.1");
        Path path = host.network().path(null, far, bare.index());
        assertThat(path.egress()).isSameAs(bare);
        assertThat(path.nextHop()).isEqualTo(far);
        // A host without an address speaks to everybody as nobody: what a DHCP client needs.
        Host young = new Host("young", 1, new PacketPool());
        NetInterface eth = young.addEthernet("eth0", new MacAddress(0x0200_0000_0004L), 1500, new Sink());
        Path dhcp = young.network().path(null, IpAddress.of("255.255.255.255"), eth.index());
        assertThat(dhcp.error()).isNull();
        assertThat(dhcp.source().isUnspecified()).isTrue();
        assertThat(young.network().path(null, far, eth.index()).error()).isEqualTo(Path.PathError.SOURCE_NOT_LOCAL);
    }

    @Test
    void theLoopbacksMtuFitsTheFamily() {
        assertThat(host.network().path(null, IpAddress.of("127.0.0.1"), 0).mtuBytes())
                .isEqualTo(65535);
        assertThat(host.network().path(null, IpAddress.of("::1"), 0).mtuBytes()).isEqualTo(65536);
    }

    @Test
    void aLinkTooNarrowForIpv6CarriesNone() {
        eth0.mtuBytes(1279);
        assertThat(host.network().path(null, IpAddress.of("2001:db8:2::9"), 0).error())
                .isEqualTo(Path.PathError.NETWORK_UNREACHABLE);
        assertThat(host.network().path(null, IpAddress.of("8.8.8.8"), 0).error())
                .isNull();
    }

    @Test
    void rulesChooseTheTableBySource() {
        host.routes().add(100, Route.via(IpPrefix.ALL_IPV4, IpAddress.of("172.16.0.9")));
        host.routes().addRule(new RouteRule(1000, IpPrefix.of("172.16.0.0/16"), null, 0, null, 100));
        IpAddress far = IpAddress.of("203.0.113.1");
        assertThat(host.network().path(IpAddress.of("172.16.0.5"), far, 0).nextHop())
                .isEqualTo(IpAddress.of("172.16.0.9"));
        assertThat(host.network().path(null, far, 0).nextHop()).isEqualTo(IpAddress.of("10.1.1.1"));
    }

    @Test
    void mistakesAreNamed() {
        assertThatThrownBy(() -> SmallWorld.route(host, "203.0.113.0/24", "198.51.100.1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the gateway 198.51.100.1 is on none of h's links");
        assertThatThrownBy(() -> SmallWorld.route(host, "0.0.0.0/0", "10.1.1.1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the route exists already: default via 10.1.1.1 dev eth0");
        assertThat(host.routes().remove(Route.via(IpPrefix.ALL_IPV4, IpAddress.of("10.1.1.77"))))
                .isFalse();
    }

    @Test
    void metricsOfTheRouteReachTheTransport() {
        host.routes()
                .add(Route.via(IpPrefix.of("203.0.113.0/24"), IpAddress.of("10.1.1.1"))
                        .withMetrics(new RouteMetrics(1400, true, 1200, 30, 5_000_000)));
        Path path = host.network().path(null, IpAddress.of("203.0.113.9"), 0);
        assertThat(path.mtuBytes()).isEqualTo(1400);
        assertThat(path.advertisedMssBytes()).isEqualTo(1200);
        assertThat(path.initialWindowSegments()).isEqualTo(30);
        assertThat(path.minimumRtoNanos()).isEqualTo(5_000_000);
    }

    @Test
    void theDestinationCacheIsBoundedAndAges() {
        for (int i = 0; i < 10_000; i++) {
            host.network().path(null, IpPrefix.of("203.0.112.0/16").addressAt(i), 0);
        }
        assertThat(host.paths().cache().size()).isEqualTo(DestinationCache.MOST_ENTRIES);
        Path old = host.network().path(null, IpAddress.of("8.8.8.8"), 0);
        host.run(700_000_000_000L);
        host.network().path(null, IpAddress.of("8.8.4.4"), 0);
        assertThat(host.paths().cache().size()).isEqualTo(1);
        assertThat(old.isStale()).isTrue();
    }

    @Test
    void whatIsLearnedAboutADestinationOutlivesAChangeOfRoutes() {
        IpAddress far = IpAddress.of("203.0.113.1");
        Path path = host.network().path(null, far, 0);
        assertThat(host.network().path(null, far, 0)).isSameAs(path);
        path.cachedSsthreshSegments = 17;
        SmallWorld.route(host, "198.51.100.0/24", "10.1.1.9");
        Path fresh = host.network().path(null, far, 0);
        assertThat(fresh).isNotSameAs(path);
        assertThat(fresh.cachedSsthreshSegments).isEqualTo(17);
    }
}
