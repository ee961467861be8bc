package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.rig.BulkTransfer;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.RigPair;
import dev.netrarium.wire.IpFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** CUBIC (RFC 9438) with HyStart++ (RFC 9406), and how flows share a line under either control. */
class CubicTest {
    private static final String KNOB = "net.ipv4.tcp_congestion_control";

    private static TcpConfig with(String control) {
        return TcpConfig.linux().with(KNOB, control);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void cwndComesBackToWhereItWasAlongTheCubicCurve(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with(KNOB, "cubic")).established("mss 1000", 60_000, 100);
        Sender sender = c.connection.sender;
        Cubic cubic = (Cubic) sender.congestionControl;
        sender.window.segments = 100;
        sender.window.ssthresh = cubic.ssthreshAfterLoss(sender.window);
        assertThat(sender.window.ssthresh).isEqualTo(70);
        sender.window.segments = 70;
        // K = cbrt(30 / 0.4) = 4.2 s: steep at first, flat around it, steep again.
        assertThat(grow(cubic, sender, 0, 21)).isBetween(94, 98);
        assertThat(grow(cubic, sender, 21, 42)).isBetween(99, 101);
        assertThat(grow(cubic, sender, 42, 90)).isBetween(125, 150);
        // A second loss below the old maximum makes room for others: W_max is less than cwnd was.
        sender.window.segments = 90;
        cubic.ssthreshAfterLoss(sender.window);
        sender.window.segments = 63;
        sender.window.ssthresh = 63;
        assertThat(grow(cubic, sender, 90, 120)).isLessThan(85);
    }

    /** Full windows acknowledged, one per round trip of 100 ms. */
    private static int grow(Cubic cubic, Sender sender, int fromRound, int toRound) {
        for (int round = fromRound; round < toRound; round++) {
            cubic.acknowledged(round * 100_000_000L, sender, sender.window.segments);
        }
        return sender.window.segments;
    }

    @Test
    void theKnobKnowsItsControls() {
        assertThat(TcpConfig.linux().get(KNOB)).isEqualTo("cubic");
        assertThat(with("reno").get(KNOB)).isEqualTo("reno");
        assertThatThrownBy(() -> with("bogus"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("reno, cubic");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theFirstSlowStartOvershootsLess(IpFamily family) throws TcpException {
        LinkConditions line = LinkConditions.IDEAL
                .withDelay(Duration.ofMillis(20))
                .withBandwidth(100_000_000, 1_600_000); // 128 ms of queue on a round trip of 40 ms
        assertThat(resent(family, line, "cubic")).isLessThan(resent(family, line, "reno") / 2);
    }

    private static long resent(IpFamily family, LinkConditions line, String control) throws TcpException {
        RigPair pair = new RigPair(1, family, line, with(control));
        TcpSettings settings =
                TcpSettings.DEFAULT.withReceiveBufferBytes(4 << 20).withSendBufferBytes(4 << 20);
        BulkTransfer t = pair.transfer(6_000_000, settings, settings);
        assertThat(pair.rig.runUntil(t::isDone, Duration.ofMinutes(5))).isTrue();
        assertThat(t.sumRead()).isEqualTo(t.sumWritten());
        return pair.left.counters().get(Mib.TCP_RETRANSMITTED_SEGMENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"reno", "cubic"})
    void tenFlowsShareALineFairly(String control) throws TcpException {
        LinkConditions line =
                LinkConditions.IDEAL.withDelay(Duration.ofMillis(5)).withBandwidth(50_000_000, 125_000);
        RigPair pair = new RigPair(3, IpFamily.IPV6, line, with(control));
        List<BulkTransfer> flows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            flows.add(pair.transfer(200_000_000, TcpSettings.DEFAULT, TcpSettings.DEFAULT));
        }
        pair.rig.run(Duration.ofSeconds(5));
        long[] before = flows.stream().mapToLong(BulkTransfer::bytesRead).toArray();
        pair.rig.run(Duration.ofSeconds(25));
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < before.length; i++) {
            double share = flows.get(i).bytesRead() - before[i];
            sum += share;
            squares += share * share;
        }
        assertThat(sum * sum / (before.length * squares)).as("Jain's index").isGreaterThan(0.95);
        assertThat(sum * 8 / 25).as("bits per second").isGreaterThan(45_000_000);
    }
}
