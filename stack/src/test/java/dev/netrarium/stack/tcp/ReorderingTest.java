package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.rig.BulkTransfer;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.RigPair;
import dev.netrarium.wire.IpFamily;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A path that reorders but loses nothing: what that costs, in virtual time. */
class ReorderingTest {
    private static final int BYTES = 10_000_000;

    /** One packet in a hundred is held back for half of a round trip: the window adapts, and less than a fifth is lost. */
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void onePerCentOfReorderingCostsLessThanAFifth(IpFamily family) throws TcpException {
        for (int roundTripMillis : new int[] {2, 20, 100}) {
            Duration delay = Duration.ofMillis(roundTripMillis).dividedBy(2);
            LinkConditions line = LinkConditions.IDEAL.withDelay(delay).withBandwidth(100_000_000, 250_000);
            long straight = nanos(family, line);
            long reordered = nanos(family, line.withReordering(0.01, delay));
            assertThat(reordered)
                    .as("nanoseconds for %d bytes with reordering, round trip %d ms", BYTES, roundTripMillis)
                    .isLessThan(straight * 5 / 4);
        }
    }

    private static long nanos(IpFamily family, LinkConditions line) throws TcpException {
        RigPair pair = new RigPair(7, family, line);
        TcpSettings settings =
                TcpSettings.DEFAULT.withReceiveBufferBytes(256 << 10).withSendBufferBytes(256 << 10);
        BulkTransfer t = pair.transfer(BYTES, settings, settings);
        assertThat(pair.rig.runUntil(t::isDone, Duration.ofHours(1))).isTrue();
        assertThat(t.sumRead()).isEqualTo(t.sumWritten());
        assertThat(pair.left.counters().get(Mib.TCP_TIMEOUTS)).isZero();
        return pair.rig.now();
    }
}
