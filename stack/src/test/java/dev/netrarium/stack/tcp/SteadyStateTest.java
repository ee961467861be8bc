package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.rig.BulkTransfer;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.RigPair;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fast path promises: once warm, a segment costs no allocation, whatever the window; an idle end is small. */
class SteadyStateTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSegmentCostsNoAllocation(IpFamily family) throws TcpException {
        for (int window : new int[] {65_536, 1 << 20}) {
            for (Duration delay : new Duration[] {Duration.ZERO, Duration.ofMillis(1)}) {
                TcpSettings settings =
                        TcpSettings.DEFAULT.withReceiveBufferBytes(window).withSendBufferBytes(window);
                RigPair pair = new RigPair(1, family, LinkConditions.IDEAL.withDelay(delay));
                Endpoint address = Endpoint.of(pair.right.address(family), 80);
                BulkTransfer t = BulkTransfer.start(
                        pair.rig,
                        pair.left,
                        pair.left.tcp(),
                        pair.right,
                        pair.right.tcp(),
                        address,
                        Long.MAX_VALUE,
                        settings,
                        settings,
                        false);
                double perSegment = allocatedPerSegment(pair, t);
                assertThat(perSegment)
                        .as("bytes allocated per segment, window " + window + ", delay " + delay)
                        .isLessThan(1);
            }
        }
    }

    private static double allocatedPerSegment(RigPair pair, BulkTransfer t) {
        // Warm: buffers and pools have their size, and the interpreter has linked every call it makes.
        runUntilRead(pair, t, 100_000_000);
        long segments = segments(pair);
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        runUntilRead(pair, t, 200_000_000);
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        segments = segments(pair) - segments;
        assertThat(segments).isGreaterThan(60_000);
        return (double) allocated / segments;
    }

    private static void runUntilRead(RigPair pair, BulkTransfer t, long bytes) {
        assertThat(pair.rig.runUntil(() -> t.bytesRead() >= bytes, Duration.ofHours(1)))
                .isTrue();
    }

    private static long segments(RigPair pair) {
        return pair.left.counters().get(Mib.TCP_OUT_SEGMENTS)
                + pair.right.counters().get(Mib.TCP_OUT_SEGMENTS);
    }
}
