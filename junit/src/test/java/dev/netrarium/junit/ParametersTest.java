package dev.netrarium.junit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.internet.DefaultInternet;
import dev.netrarium.sockets.NetrariumDatagramSocketFactory;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.world.Lan;
import dev.netrarium.world.Node;
import dev.netrarium.world.World;
import java.net.Socket;
import java.time.Instant;
import javax.net.SocketFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a test may ask for, and gets. */
class ParametersTest {
    @NetrariumTest(seed = 42)
    void aWorldInVirtualTimeWithTheSeed(World world) {
        assertThat(world.isSeeded()).isTrue();
        assertThat(world.seed()).isEqualTo(42);
        assertThat(world.nodes()).isEmpty();
    }

    @NetrariumTest(live = true)
    void aWorldInRealTime(World world) {
        assertThat(world.isSeeded()).isFalse();
    }

    @NetrariumTest
    void hostsAreMadeOnDemandAndStandOnOneLan(
            @On("web") Node web, @On("user") Node user, @On("web") Host sameHost, Lan lan, World world) {
        assertThat(sameHost).isSameAs(web.host());
        assertThat(world.nodes()).containsExactly(web, user);
        assertThat(web.lans()).containsExactly(lan);
        assertThat(web.address(IpFamily.IPV4)).hasToString("192.0.2.1");
        assertThat(user.address(IpFamily.IPV6)).hasToString("2001:db8::2");
    }

    @NetrariumTest
    void socketsOfAHost(
            @On("web") HostSockets web,
            @On("web") NetrariumDatagramSocketFactory datagrams,
            @On("user") SocketFactory user)
            throws Exception {
        assertThat(web.host().name()).isEqualTo("web");
        assertThat(datagrams.createDatagramSocket(53).getLocalPort()).isEqualTo(53);
        try (var listening = web.listen(80);
                Socket socket = user.createSocket("web", 80)) {
            assertThat(listening.accept().remote().port()).isEqualTo(socket.getLocalPort());
        }
    }

    @NetrariumTest(scenario = "two-hosts.yaml")
    void aScenarioBesideTheTest(World world, @On("server") Node server) {
        assertThat(world.nodes()).extracting(Node::name).containsExactly("client", "server");
        assertThat(server.address()).hasToString("198.51.100.2");
        assertThat(world.epoch()).isEqualTo(Instant.parse("2030-05-01T12:00:00Z"));
    }

    @NetrariumTest
    void theDefaultInternetWhateverStandsBeforeIt(@On("laptop") Node laptop, DefaultInternet internet, World world) {
        assertThat(internet.laptop()).isSameAs(laptop);
        assertThat(internet.world()).isSameAs(world);
    }

    @ExtendWith(NetrariumExtension.class)
    @Nested
    class WithTheExtensionAlone {
        @Test
        void theDefaultsHold(World world) {
            assertThat(world.seed()).isEqualTo(1);
            assertThat(world.isSeeded()).isTrue();
        }
    }

    @NetrariumTest(seed = 7)
    @Nested
    class OnAClass {
        private final java.util.List<World> seen = new java.util.ArrayList<>();

        @BeforeEach
        void beforeEachSharesTheWorldOfItsTest(World world, @On("web") Node web) {
            seen.add(world);
        }

        @Test
        void plainTestsHaveIt(World world, @On("web") Node web) {
            assertThat(world.seed()).isEqualTo(7);
            assertThat(seen).containsExactly(world);
            assertThat(world.nodes()).containsExactly(web);
        }

        @ParameterizedTest
        @ValueSource(ints = {1, 2})
        void eachInvocationHasAWorldOfItsOwn(int number, World world, @On("host") Node host) {
            assertThat(number).isPositive();
            assertThat(world.nodes()).extracting(Node::name).containsExactly("web", "host");
            assertThat(host.world()).isSameAs(world);
        }

        @RepeatedTest(2)
        void repeatedTestsToo(World world) {
            assertThat(world.now()).isZero();
        }
    }
}
