package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.rig.BulkTransfer;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.RigPair;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** So many bytes on one connection that every remembered sequence number has come to lie more than half round away. */
class LongTransferTest {
    private static final long MORE_THAN_HALF_ROUND = (1L << 31) + 100_000_000;

    @Test
    void afterTwoGigabytesWithoutLossALossIsStillRepairedFast() throws TcpException {
        LinkConditions clean = LinkConditions.IDEAL.withDelay(Duration.ofMillis(1));
        RigPair pair = new RigPair(1, IpFamily.IPV4, clean);
        TcpSettings settings =
                TcpSettings.DEFAULT.withReceiveBufferBytes(1 << 18).withSendBufferBytes(1 << 18);
        BulkTransfer t = BulkTransfer.start(
                pair.rig,
                pair.left,
                pair.left.tcp(),
                pair.right,
                pair.right.tcp(),
                Endpoint.of(pair.right.address(IpFamily.IPV4), 80),
                MORE_THAN_HALF_ROUND + 50_000_000,
                settings,
                settings,
                false);
        assertThat(pair.rig.runUntil(() -> t.bytesRead() > MORE_THAN_HALF_ROUND, Duration.ofHours(1)))
                .isTrue();
        assertThat(pair.left.counters().get(Mib.TCP_RETRANSMITTED_SEGMENTS)).isZero();
        pair.link.left().conditions(clean.withLoss(0.001));
        assertThat(pair.rig.runUntil(
                        () -> pair.left.counters().get(Mib.TCP_RETRANSMITTED_SEGMENTS) > 0, Duration.ofMinutes(1)))
                .isTrue();
        assertThat(pair.left.counters().get(Mib.TCP_SACK_RECOVERY)).isEqualTo(1);
        assertThat(pair.left.counters().get(Mib.TCP_TIMEOUTS)).isZero();
        assertThat(pair.rig.runUntil(t::isDone, Duration.ofHours(1))).isTrue();
        pair.assertNothingIsLeft();
    }
}
