package dev.netrarium.stack.sockets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.Route;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.udp.UdpDatagram;
import dev.netrarium.stack.udp.UdpEndpoint;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host that ends other people's conversations, as tun2socks does: it answers for whatever address it is asked. */
@Timeout(30)
class AnyDestinationTest {
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void datagramsForAnybodyAreAnsweredInTheirName(IpFamily family) throws Exception {
        TestCable cable = new TestCable(Duration.ofMillis(1));
        boolean v4 = family == IpFamily.IPV4;
        IpAddress next = IpAddress.of(v4 ? "192.0.2.2" : "2001:db8::2");
        cable.left.routes().add(Route.via(v4 ? IpPrefix.ALL_IPV4 : IpPrefix.ALL_IPV6, next));
        cable.right.acceptAny(true);
        UdpEndpoint any = cable.right.udp().bindAny(UdpSettings.DEFAULT);
        Endpoint far = Endpoint.of(IpAddress.of(v4 ? "203.0.113.53" : "2001:db8:ffff::53"), 53);
        cable.loop.start("client", () -> {
            UdpSocket socket = cable.leftSockets.udp(0);
            socket.connect(far);
            socket.send(new byte[] {1, 2, 3}, 0, 3);
            Datagram answer = socket.receive(Timer.NEVER);
            assertThat(answer.from()).isEqualTo(far);
            assertThat(answer.bytes()).containsExactly(3, 2);
        });
        cable.loop.start("proxy", () -> {
            UdpDatagram into = new UdpDatagram(100);
            Blocking turn = new Blocking(cable.right, cable.loop);
            turn.enter();
            while (!any.receive(into)) {
                turn.await(any, Readiness.READABLE, Timer.NEVER);
            }
            assertThat(into.to()).isEqualTo(far);
            any.send(turn.now(), new byte[] {3, 2}, 0, 2, into.to(), into.from());
            turn.poke();
            turn.leave();
        });
        cable.loop.join();
        assertThat(cable.pool.outstanding()).isZero();
    }
}
