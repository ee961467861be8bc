package dev.netrarium.stack.rig;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpSettings;
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

    private static HostEnd end(Rig rig, Side side, String name, int number) {
        return HostEnd.at(
                rig,
                side,
                name,
                InterfaceAddress.of("192.0.2." + number + "/24"),
                InterfaceAddress.of("2001:db8::" + number + "/64"));
    }
}
