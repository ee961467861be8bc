package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.MacAddress;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Worlds as their users meet them: hosts on LANs and cables, programs that talk. */
@Timeout(60)
class WorldTest {
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void tenMegabytesCrossALinkThatLosesFivePercent(IpFamily family) throws Exception {
        try (World world = World.seeded(7)) {
            Node left = world.host("left");
            Node right = world.host("right");
            Link link = world.link(left, "10.0.0.1/30, 2001:db8::1/64", right, "10.0.0.2/30, 2001:db8::2/64");
            link.delay(Duration.ofMillis(2)).loss(0.05).bandwidth(100_000_000);

            String[] digests = Transfer.run(left, right, left.address(family), 10_000_000);

            assertThat(digests[1]).isEqualTo(digests[0]);
            long sent = link.forward().statistics().sentFrames();
            assertThat(link.forward().statistics().lost() / (double) sent).isBetween(0.04, 0.06);
        }
    }

    @Test
    void aWorldInRealTimeDoesTheSame() throws Exception {
        try (World world = World.live()) {
            Lan lan = world.lan("192.0.2.0/24").delay(Duration.ofMillis(1));
            Node server = world.host("server").join(lan);
            Node client = world.host("client").join(lan);

            String[] digests = Transfer.run(server, client, server.address(), 200_000);

            assertThat(digests[1]).isEqualTo(digests[0]);
        }
    }

    @Test
    void hostsGetTheNextFreeAddressOfEachPrefixAndStableMacAddresses() {
        try (World world = World.seeded(1)) {
            Lan lan = world.lan("home", "192.168.1.0/29", "2001:db8::/64");
            Node first = world.host("first").join(lan);
            Node given = world.host("given").join(lan, "192.168.1.2/29");
            Node next = world.host("next").join(lan);

            assertThat(first.addresses()).containsExactly(IpAddress.of("192.168.1.1"), IpAddress.of("2001:db8::1"));
            assertThat(given.addresses()).containsExactly(IpAddress.of("192.168.1.2"));
            assertThat(next.addresses()).containsExactly(IpAddress.of("192.168.1.3"), IpAddress.of("2001:db8::2"));
            assertThat(next.port(lan).networkInterface().mac()).isEqualTo(MacAddress.of("02:00:00:03:00:00"));
            assertThatThrownBy(() -> world.host("twin").join(lan, "192.168.1.1/29"))
                    .hasMessage("on home the address 192.168.1.1 of twin belongs to first");
            world.host("h4").join(lan);
            world.host("h5").join(lan);
            world.host("h6").join(lan);
            assertThatThrownBy(() -> world.host("h7").join(lan))
                    .hasMessage("home has no free address left in 192.168.1.0/29 for h7");
        }
    }

    @Test
    void namesAreUniqueAndWrongOnesAreAnswered() {
        try (World world = World.seeded(1)) {
            world.host("web");
            assertThatThrownBy(() -> world.router("web")).hasMessage("there is a \"web\" in this world already");
            assertThatThrownBy(() -> world.host("a b")).hasMessageContaining("a name has letters");
            assertThatThrownBy(() -> world.node("wob")).hasMessage("no node is called \"wob\"; there are: web");
            assertThatThrownBy(() -> world.node("web").start("no-such", Map.of()))
                    .hasMessageContaining("no program is called \"no-such\"");
        }
    }

    @Test
    void aGatewayBecomesTheDefaultRouteOfAllWhoHaveNone() throws Exception {
        try (World world = World.seeded(1)) {
            Lan home = world.lan("home", "192.168.1.0/24", "2001:db8:1::/64");
            Lan away = world.lan("away", "198.51.100.0/24", "2001:db8:2::/64");
            Node before = world.host("before").join(home);
            Node router = world.router("router").join(home).join(away);
            home.gateway(router);
            away.gateway(router);
            Node after = world.host("after").join(away);

            for (IpFamily family : IpFamily.values()) {
                String[] digests = Transfer.run(after, before, after.address(family), 20_000);
                assertThat(digests[1]).isEqualTo(digests[0]);
            }
            assertThat(router.host().routes().list())
                    .noneMatch(r -> r.destination().length() == 0);
        }
    }

    @Test
    void aClosedPortRefusesAndACutLinkTimesOut() throws Exception {
        try (World world = World.seeded(1)) {
            Lan lan = world.lan("192.0.2.0/24").delay(Duration.ofMillis(5));
            Node web = world.host("web").join(lan);
            Node user = world.host("user").join(lan);
            Endpoint closed = Endpoint.of(web.address(), 81);

            assertThatThrownBy(() -> user.sockets().connect(closed))
                    .isInstanceOf(ConnectException.class)
                    .hasMessage("Connection refused");
            lan.cut();
            assertThatThrownBy(() -> user.sockets().connect(closed)).isInstanceOf(IOException.class);
            lan.heal();
            assertThatThrownBy(() -> user.sockets().connect(closed)).hasMessage("Connection refused");
        }
    }

    @Test
    void aTransferSurvivesACutThatHeals() throws Exception {
        try (World world = World.seeded(1)) {
            Node left = world.host("left");
            Node right = world.host("right");
            Link link = world.link(left, "10.0.0.1/30", right, "10.0.0.2/30")
                    .delay(Duration.ofMillis(10))
                    .bandwidth(10_000_000);
            world.at(Duration.ofMillis(300), link::cut);
            world.at(Duration.ofMillis(1300), link::heal);

            String[] digests = Transfer.run(left, right, left.address(), 1_000_000);

            assertThat(digests[1]).isEqualTo(digests[0]);
            assertThat(link.forward().statistics().cut()).isPositive();
            assertThat(world.now()).isGreaterThan(1_300_000_000L);
        }
    }

    @Test
    void closingTheWorldEndsBlockedCalls() throws Exception {
        World world = World.seeded(1);
        Lan lan = world.lan("192.0.2.0/24");
        Node web = world.host("web").join(lan);
        RunningProgram server = web.start("server", context -> {
            try (TcpServerSocket listener = context.sockets().listen(80)) {
                while (true) {
                    listener.accept().close();
                }
            }
        });
        world.run(Duration.ofSeconds(1));
        world.close();

        assertThat(server.isRunning()).isFalse();
        assertThat(server.failure()).isNull();
    }

    @Test
    void aDeadlockNamesTheSocketCalls() {
        try (World world = World.seeded(1)) {
            Node web = world.host("web").join(world.lan("192.0.2.0/24"));
            RunningProgram server = web.start("server", context -> {
                try (TcpServerSocket listener = context.sockets().listen(80)) {
                    listener.accept();
                }
            });

            assertThatThrownBy(server::join)
                    .isInstanceOf(DeadlockException.class)
                    .hasMessageContaining("server on web waits in TcpServerSocket.accept, called at WorldTest");
        }
    }

    @Test
    void readTimeOutsAreInTheWorldsTime() throws Exception {
        try (World world = World.seeded(1)) {
            Lan lan = world.lan("192.0.2.0/24").delay(Duration.ofMillis(5));
            Node web = world.host("web").join(lan);
            Node user = world.host("user").join(lan);
            web.start("silent", context -> {
                try (TcpServerSocket listener = context.sockets().listen(80);
                        TcpSocket peer = listener.accept()) {
                    context.sleep(Duration.ofHours(1));
                }
            });
            try (TcpSocket socket = user.sockets().connect(Endpoint.of(web.address(), 80))) {
                socket.readTimeout(Duration.ofMinutes(10));
                long before = world.now();
                assertThatThrownBy(() -> socket.inputStream().read()).isInstanceOf(SocketTimeoutException.class);
                assertThat(world.now() - before)
                        .isEqualTo(Duration.ofMinutes(10).toNanos());
            }
        }
    }

    @Test
    void namesResolveToTheNodesOfTheWorld() throws Exception {
        try (World world = World.seeded(1)) {
            Node web = world.host("web").join(world.lan("192.0.2.0/24"));

            assertThat(web.resolver().resolve("web")).containsExactly(IpAddress.of("192.0.2.1"));
            assertThat(web.resolver().resolve("2001:db8::5")).containsExactly(IpAddress.of("2001:db8::5"));
            assertThatThrownBy(() -> web.resolver().resolve("nobody")).hasMessageContaining("nobody: no host");
            assertThat(web.resolver(name -> List.of()).resolver().resolve("web"))
                    .isEmpty();
        }
    }

    @Test
    void theCalendarBeginsAtTheEpoch() throws Exception {
        try (World world = World.seeded(1)) {
            world.run(Duration.ofDays(1));
            assertThat(world.date()).isEqualTo(Instant.parse("2026-01-02T00:00:00Z"));
        }
    }
}
