package dev.netrarium.stack.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.stack.tcp.TcpState;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TCP on two full hosts of the rig, over a rough link. */
class HostEndTest {
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void bytesCrossARoughLinkBetweenFullHosts(IpFamily family) throws TcpException {
        LinkConditions rough = LinkConditions.IDEAL
                .withDelay(Duration.ofMillis(10))
                .withLoss(0.05)
                .withDuplication(0.05)
                .withCorruption(0.01)
                .withReordering(0.1, Duration.ofMillis(5));
        for (int seed = 0; seed < 30; seed++) {
            Rig rig = Rig.seeded(seed);
            RigLink link = rig.link(rough);
            HostEnd left = end(rig, link.left(), "left", 1);
            HostEnd right = end(rig, link.right(), "right", 2);
            IpAddress server = IpAddress.of(family == IpFamily.IPV4 ? "192.0.2.2" : "2001:db8::2");
            BulkTransfer t = BulkTransfer.start(
                    rig,
                    left,
                    left.host().tcp(),
                    right,
                    right.host().tcp(),
                    Endpoint.of(server, 80),
                    150_000,
                    TcpSettings.DEFAULT,
                    TcpSettings.DEFAULT,
                    true);
            assertThat(rig.runUntil(t::isDone, Duration.ofMinutes(30)))
                    .as("seed " + seed)
                    .isTrue();
            assertThat(t.failure()).isNull();
            assertThat(t.sumRead()).isEqualTo(t.sumWritten());
            rig.run(Duration.ofMinutes(10));
            assertThat(left.host().tcp().sockets()).isEmpty();
            assertThat(right.host().tcp().sockets()).isEmpty();
            assertThat(left.host().tcp().bufferedBytes() + right.host().tcp().bufferedBytes())
                    .isZero();
            assertThat(rig.pool().outstanding()).isZero();
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aHostTalksToItselfOverLoopback(IpFamily family) throws TcpException {
        Rig rig = Rig.seeded(1);
        HostEnd end = end(rig, rig.link(LinkConditions.IDEAL).left(), "left", 1);
        IpAddress self = IpAddress.of(family == IpFamily.IPV4 ? "127.0.0.1" : "::1");
        BulkTransfer t = BulkTransfer.start(
                rig,
                end,
                end.host().tcp(),
                end,
                end.host().tcp(),
                Endpoint.of(self, 80),
                3_000_000,
                TcpSettings.DEFAULT,
                TcpSettings.DEFAULT,
                true);
        for (int turn = 0; turn < 10_000 && !t.isDone(); turn++) {
            rig.poke(end);
            rig.step(rig.now() + 1_000_000);
        }
        assertThat(t.isDone()).isTrue();
        assertThat(t.sumRead()).isEqualTo(t.sumWritten());
        assertThat(t.client().info(rig.now()).sendMssBytes())
                .as("of an MTU of 65536")
                .isEqualTo(65535 - (family == IpFamily.IPV4 ? 20 : 40) - 20 - 12);
        rig.run(Duration.ofMinutes(2));
        assertThat(end.host().tcp().sockets()).isEmpty();
        assertThat(rig.pool().outstanding()).isZero();
    }

    /** RFC 9293 §3.5, figure 7, with one end only: Linux allows it, and so do we. */
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anEndpointMayConnectToItself(IpFamily family) throws TcpException {
        Rig rig = Rig.seeded(1);
        HostEnd end = end(rig, rig.link(LinkConditions.IDEAL).left(), "left", 1);
        Endpoint self = Endpoint.of(IpAddress.of(family == IpFamily.IPV4 ? "127.0.0.1" : "::1"), 5000);
        TcpConnection connection = end.host().tcp().connect(rig.now(), self, self, TcpSettings.DEFAULT);
        rig.poke(end);
        assertThat(connection.state()).isEqualTo(TcpState.ESTABLISHED);
        byte[] bytes = {1, 2, 3};
        connection.send(rig.now(), bytes, 0, 3);
        rig.poke(end);
        assertThat(connection.receive(rig.now(), new byte[10], 0, 10)).isEqualTo(3);
        connection.close(rig.now());
        rig.poke(end);
        rig.run(Duration.ofMinutes(5));
        assertThat(end.host().tcp().sockets()).isEmpty();
        assertThat(rig.pool().outstanding()).isZero();
    }

    private static HostEnd end(Rig rig, Side side, String name, int number) {
        return HostEnd.at(
                rig,
                side,
                name,
                InterfaceAddress.of("192.0.2." + number + "/24"),
                InterfaceAddress.of("2001:db8::" + number + "/64"));
    }
}
