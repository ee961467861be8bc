package dev.netrarium.stack.nat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.EchoResult;
import dev.netrarium.stack.EchoSettings;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Route;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.sockets.Datagram;
import dev.netrarium.stack.sockets.EchoSocket;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.stack.sockets.TestCable;
import dev.netrarium.stack.sockets.TestLoop;
import dev.netrarium.stack.sockets.UdpSocket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.IpProtocol;
import java.net.PortUnreachableException;
import java.net.SocketException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A laptop behind a translating router, and a server outside: 10.0.0.2 — 10.0.0.1, 192.0.2.1 — 192.0.2.2. */
@Timeout(30)
class NaptTest {
    private final TestCable cable = new TestCable(Duration.ofMillis(5));
    private final TestLoop loop = cable.loop;
    private final Host router = cable.left;
    private final Host laptop = new Host("laptop", 1, cable.pool);
    private final HostSockets laptopSockets = new HostSockets(laptop, loop);
    private final List<HostEvent> events = new ArrayList<>();
    private Napt napt;

    @BeforeEach
    void home() {
        loop.add(laptop);
        cable.join(
                laptop,
                List.of("10.0.0.2/24", "2001:db8:1::2/64"),
                router,
                List.of("10.0.0.1/24", "2001:db8:1::1/64"),
                Duration.ofMillis(1));
        router.sysctl().set("net.ipv4.ip_forward", "1");
        router.sysctl().set("net.ipv6.conf.all.forwarding", "1");
        laptop.routes().add(Route.via(IpPrefix.of("0.0.0.0/0"), IpAddress.of("10.0.0.1")));
        laptop.routes().add(Route.via(IpPrefix.of("::/0"), IpAddress.of("2001:db8:1::1")));
        cable.right.routes().add(Route.via(IpPrefix.of("2001:db8:1::/64"), IpAddress.of("2001:db8::1")));
        router.observe((now, event) -> events.add(event));
        napt = Napt.masquerade(router, Objects.requireNonNull(router.interfaceNamed("p1")));
    }

    @Test
    void theLaptopTalksTcpAndTheServerSeesTheRouter() throws Exception {
        loop.start("server", () -> {
            try (TcpServerSocket listener = cable.rightSockets.listen(80);
                    TcpSocket socket = listener.accept()) {
                assertThat(socket.remote().address()).isEqualTo(IpAddress.of("192.0.2.1"));
                socket.inputStream().transferTo(socket.outputStream());
            }
        });
        loop.start("laptop", () -> {
            laptopSockets.sleep(Duration.ofMillis(1));
            TcpSocket socket = laptopSockets.connect(Endpoint.of("192.0.2.2:80"));
            byte[] data = new byte[100_000];
            socket.write(data, 0, data.length);
            socket.shutdownOutput();
            assertThat(socket.inputStream().readAllBytes()).isEqualTo(data);
            socket.close();
        });
        loop.join();
        assertThat(events).anySatisfy(e -> assertThat(e).isInstanceOf(HostEvent.NatMapped.class));
        assertThat(events).anySatisfy(e -> assertThat(e).isInstanceOf(HostEvent.NatExpired.class));
        assertThat(napt.entries()).isEmpty();
        assertThat(cable.pool.outstanding()).isZero();
    }

    @Test
    void pingsDatagramsInFragmentsAndErrorsFindTheirWay() throws Exception {
        loop.start("server", () -> {
            UdpSocket socket = cable.rightSockets.udp(53);
            Datagram question = socket.receive(Timer.NEVER);
            assertThat(question.from().address()).isEqualTo(IpAddress.of("192.0.2.1"));
            socket.send(question.bytes(), 0, question.bytes().length, question.from());
        });
        loop.start("laptop", () -> {
            laptopSockets.sleep(Duration.ofMillis(1));
            UdpSocket socket = laptopSockets.udp(0);
            byte[] big = new byte[5000];
            socket.send(big, 0, big.length, Endpoint.of("192.0.2.2:53"));
            assertThat(socket.receive(Timer.NEVER).bytes()).hasSize(5000);
            socket.connect(Endpoint.of("192.0.2.2:9"));
            socket.send(big, 0, 10);
            assertThatThrownBy(() -> socket.receive(Timer.NEVER)).isInstanceOf(PortUnreachableException.class);

            EchoSocket echo = laptopSockets.echo(IpFamily.IPV4);
            echo.send(IpAddress.of("192.0.2.2"), 1, new byte[56]);
            assertThat(echo.receive(Timer.NEVER)).isInstanceOf(EchoResult.Reply.class);
            echo.send(IpAddress.of("192.0.2.2"), 2, new byte[56], EchoSettings.DEFAULT.withTimeToLive(1));
            assertThat(echo.receive(Timer.NEVER))
                    .isInstanceOfSatisfying(
                            EchoResult.Failure.class,
                            failure -> assertThat(failure.error())
                                    .isEqualTo(new IcmpError.TimeToLiveExceeded(IpAddress.of("10.0.0.1"))));
        });
        loop.join();
    }

    @Test
    void aForwardedPortLeadsInsideAndOtherPortsAreClosed() throws Exception {
        napt.forward(IpProtocol.TCP, 8080, Endpoint.of("10.0.0.2:80"));
        loop.start("laptop", () -> {
            try (TcpServerSocket listener = laptopSockets.listen(80);
                    TcpSocket socket = listener.accept()) {
                assertThat(socket.remote().address()).isEqualTo(IpAddress.of("192.0.2.2"));
                socket.write(new byte[] {1}, 0, 1);
            }
        });
        loop.start("server", () -> {
            cable.rightSockets.sleep(Duration.ofMillis(1));
            TcpSocket socket = cable.rightSockets.connect(Endpoint.of("192.0.2.1:8080"));
            assertThat(napt.entries().getFirst().forwarded()).isTrue();
            assertThat(socket.inputStream().readAllBytes()).hasSize(1);
            socket.close();
            assertThatThrownBy(() -> cable.rightSockets.connect(Endpoint.of("192.0.2.1:8081")))
                    .hasMessage("Connection refused");
        });
        loop.join();
    }

    @Test
    void clearingTheTableCutsTheServerOffButNotTheLaptop() throws Exception {
        loop.start("server", () -> {
            TcpSocket socket = cable.rightSockets.listen(80).accept();
            cable.rightSockets.sleep(Duration.ofSeconds(1));
            socket.write(new byte[] {1}, 0, 1);
            assertThatThrownBy(() -> socket.read(new byte[1], 0, 1))
                    .isInstanceOf(SocketException.class)
                    .hasMessage("Connection reset");
        });
        loop.start("laptop", () -> {
            laptopSockets.sleep(Duration.ofMillis(1));
            TcpSocket socket = laptopSockets.connect(Endpoint.of("192.0.2.2:80"));
            assertThat(napt.entries()).hasSize(1);
            loop.enter();
            napt.clear(loop.now());
            loop.leave();
            assertThat(napt.entries()).isEmpty();
            laptopSockets.sleep(Duration.ofSeconds(5));
            socket.abort();
        });
        loop.join();
    }

    @Test
    void ipv6PassesUntouched() throws Exception {
        loop.start("server", () -> {
            TcpSocket socket = cable.rightSockets.listen(80).accept();
            assertThat(socket.remote().address()).isEqualTo(IpAddress.of("2001:db8:1::2"));
            socket.close();
        });
        loop.start("laptop", () -> {
            laptopSockets.sleep(Duration.ofMillis(1));
            TcpSocket socket = laptopSockets.connect(Endpoint.of("[2001:db8::2]:80"));
            assertThat(socket.read(new byte[1], 0, 1)).isEqualTo(-1);
            socket.close();
        });
        loop.join();
        assertThat(napt.tracking().size()).isZero();
    }
}
