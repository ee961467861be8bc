package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CoDel: bursts may pass, a standing queue may not; who understands marks is marked. */
class CodelTest {
    private static final long MILLI = 1_000_000;
    private static final int CAPABLE = 2;
    private static final int CONGESTED = 3;

    private final PacketPool pool = new PacketPool();
    private final List<DropReason> drops = new ArrayList<>();

    private Codel codel(boolean ecn) {
        return watched(new Codel(ecn));
    }

    private Codel watched(Codel queue) {
        queue.dropsGoTo((now, reason, packet) -> {
            drops.add(reason);
            packet.release();
        });
        return queue;
    }

    private Packet packet(IpFamily family, int ecn) {
        boolean v4 = family == IpFamily.IPV4;
        Packet packet = pool.take(Packet.HEADROOM, 1000);
        packet.network = packet.start;
        if (v4) {
            Ipv4Header.write(packet.bytes, packet.start, 0xb8 | ecn, 1000, 1, 0, 64, 17, 0x01020304, 0x05060708);
        } else {
            Ipv6Header.write(packet.bytes, packet.start, 0xb8 | ecn, 0, 960, 17, 64);
        }
        return packet;
    }

    private static int trafficClass(Packet packet) {
        return IpFields.trafficClass(packet);
    }

    /** A packet comes and one goes each millisecond; the queue holds {@code standing}. Answers those that were marked. */
    private int runFor(Codel queue, IpFamily family, int ecn, int standing, int millis) {
        for (int i = 0; i < standing; i++) {
            assertThat(queue.enqueue(0, packet(family, ecn))).isTrue();
        }
        int marked = 0;
        for (int at = 1; at <= millis; at++) {
            assertThat(queue.enqueue(at * MILLI, packet(family, ecn))).isTrue();
            Packet left = queue.dequeue(at * MILLI);
            if (left != null) {
                marked += (trafficClass(left) & CONGESTED) == CONGESTED ? 1 : 0;
                assertThat(trafficClass(left) & 0xfc).as("the DSCP is kept").isEqualTo(0xb8);
                if (family == IpFamily.IPV4) {
                    assertThat(Checksum.finish(Checksum.add(0, left.bytes, left.network, Ipv4Header.BYTES)))
                            .isZero();
                }
                left.release();
            }
        }
        return marked;
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aShortQueueIsLeftAlone(IpFamily family) {
        Codel queue = codel(false);
        runFor(queue, family, 0, 4, 1000);
        assertThat(drops).isEmpty();
        assertThat(queue.dropped()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aBurstThatDrainsWithinAnIntervalIsLeftAlone(IpFamily family) {
        Codel queue = codel(false);
        for (int i = 0; i < 100; i++) {
            queue.enqueue(0, packet(family, 0));
        }
        for (int at = 1; queue.packets() > 0; at++) {
            queue.dequeue(at * MILLI).release();
        }
        assertThat(drops).isEmpty();
        assertThat(pool.outstanding()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aStandingQueueIsCutAtAGrowingRateUntilTheDelayIsBelowTheTarget(IpFamily family) {
        Codel queue = codel(false);
        runFor(queue, family, 0, 20, 210);
        assertThat(drops)
                .as("one interval of patience, then the first, and 100 ms later the second")
                .hasSize(2);
        runFor(queue, family, 0, 0, 0);
        assertThat(drops).containsOnly(DropReason.EGRESS_QUEUE_SLOW);
        Codel longer = codel(false);
        drops.clear();
        runFor(longer, family, 0, 20, 3000);
        assertThat(longer.packets()).as("5 ms at a packet a millisecond").isLessThanOrEqualTo(6);
        assertThat(longer.dropped()).isEqualTo(drops.size()).isBetween(14L, 18L);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withEcnPacketsAreMarkedInsteadOfDropped(IpFamily family) {
        Codel queue = codel(true);
        int marked = runFor(queue, family, CAPABLE, 20, 1000);
        assertThat(drops).isEmpty();
        assertThat(queue.marked()).isEqualTo(marked).isGreaterThan(5);
        assertThat(queue.packets()).as("nobody slows down").isEqualTo(20);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whoDoesNotUnderstandMarksIsDropped(IpFamily family) {
        Codel queue = codel(true);
        runFor(queue, family, 0, 20, 1000);
        assertThat(drops).isNotEmpty();
        assertThat(queue.marked()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aThresholdMarksAllThatStayLonger(IpFamily family) {
        Codel queue = watched(new Codel(1000, Codel.TARGET, Codel.INTERVAL, false, Duration.ofMillis(1)));
        assertThat(runFor(queue, family, CAPABLE, 1, 50)).isZero();
        Codel loaded = watched(new Codel(1000, Codel.TARGET, Codel.INTERVAL, false, Duration.ofMillis(1)));
        assertThat(runFor(loaded, family, CAPABLE, 3, 50)).isGreaterThan(45);
        assertThat(loaded).hasToString("codel limit 1000p target 5000us interval 100000us ce_threshold 1000us");
    }

    @Test
    void itIsBounded() {
        Codel queue = watched(new Codel(3, Codel.TARGET, Codel.INTERVAL, true, null));
        for (int i = 0; i < 3; i++) {
            assertThat(queue.enqueue(0, packet(IpFamily.IPV4, 0))).isTrue();
        }
        assertThat(queue.enqueue(0, packet(IpFamily.IPV4, 0))).isFalse();
        assertThat(queue.bytes()).isEqualTo(3000);
        assertThatThrownBy(() -> new Codel(0, Codel.TARGET, Codel.INTERVAL, true, null))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void whatIsNoIpPacketIsNeverMarked() {
        Packet frame = pool.take(Packet.HEADROOM, 60);
        assertThat(CongestionMark.mark(frame)).isFalse();
        frame.network = frame.start;
        assertThat(CongestionMark.mark(frame)).isFalse();
        frame.bytes[frame.start] = 0x45;
        frame.bytes[frame.start + 1] = CAPABLE;
        frame.end = frame.start + 10;
        assertThat(CongestionMark.mark(frame)).as("too short").isFalse();
    }
}
