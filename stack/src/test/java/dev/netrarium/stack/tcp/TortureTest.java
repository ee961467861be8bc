package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.rig.BulkTransfer;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.RigPair;
import dev.netrarium.wire.IpFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Two hosts on a link that loses, reorders, duplicates and corrupts at random, both sending at once: every byte arrives in
 * order exactly once, every connection ends, and nothing is left of any.
 */
class TortureTest {
    private static final int SEEDS = 150;

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void everyByteArrivesOnceInOrderAndNothingIsLeft(IpFamily family) throws TcpException {
        for (int seed = 0; seed < SEEDS; seed++) {
            RandomStream chance = RandomStream.of(seed, "torture", "conditions");
            LinkConditions conditions = conditions(chance);
            TcpConfig config = TcpConfig.linux()
                    .with("net.ipv4.tcp_timestamps", chance.chance(0.7) ? "1" : "0")
                    .with("net.ipv4.tcp_window_scaling", chance.chance(0.8) ? "1" : "0")
                    .with("net.ipv4.tcp_sack", chance.chance(0.8) ? "1" : "0")
                    .with("net.ipv4.tcp_dsack", chance.chance(0.8) ? "1" : "0")
                    .with("net.ipv4.tcp_early_retrans", chance.chance(0.8) ? "3" : "0")
                    .with("net.ipv4.tcp_frto", chance.chance(0.8) ? "2" : "0")
                    .with("net.ipv4.tcp_congestion_control", chance.chance(0.5) ? "cubic" : "reno")
                    .with("net.ipv4.tcp_recovery", String.valueOf(chance.nextInt(8)))
                    .with("net.ipv4.tcp_reordering", String.valueOf(1 + chance.nextInt(6)));
            RigPair pair = new RigPair(seed, family, conditions, config);
            List<BulkTransfer> transfers = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                transfers.add(pair.transfer(
                        i == 1 ? pair.right : pair.left,
                        i == 1 ? pair.left : pair.right,
                        chance.nextInt(200_000),
                        settings(chance),
                        settings(chance)));
            }
            String where = "seed " + seed + " " + conditions;
            boolean done =
                    pair.rig.runUntil(() -> transfers.stream().allMatch(BulkTransfer::isDone), Duration.ofHours(2));
            assertThat(done).as(where).isTrue();
            for (BulkTransfer t : transfers) {
                assertThat(t.failure()).as(where).isNull();
                assertThat(t.bytesRead()).as(where).isEqualTo(t.bytesWritten());
                assertThat(t.sumRead()).as(where).isEqualTo(t.sumWritten());
            }
            pair.assertNothingIsLeft();
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aCableThatIsCutForAMinuteInTheMiddleOfItOnlyDelays(IpFamily family) throws TcpException {
        RigPair pair = new RigPair(1, family, LinkConditions.IDEAL.withDelay(Duration.ofMillis(20)));
        BulkTransfer t = pair.transfer(2_000_000, TcpSettings.DEFAULT, TcpSettings.DEFAULT);
        pair.rig.run(Duration.ofMillis(150));
        assertThat(t.bytesRead()).isBetween(1L, 1_999_999L);
        pair.link.left().cut(true);
        pair.link.right().cut(true);
        pair.rig.run(Duration.ofMinutes(1));
        pair.link.left().cut(false);
        pair.link.right().cut(false);
        assertThat(pair.rig.runUntil(t::isDone, Duration.ofMinutes(3))).isTrue();
        assertThat(t.sumRead()).isEqualTo(t.sumWritten());
        pair.assertNothingIsLeft();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aPeerThatVanishesLeavesNothingBehindAfterItsTimeOuts(IpFamily family) throws TcpException {
        RigPair pair = new RigPair(1, family, LinkConditions.IDEAL.withDelay(Duration.ofMillis(20)));
        BulkTransfer t = pair.transfer(
                2_000_000,
                TcpSettings.DEFAULT,
                TcpSettings.DEFAULT.withKeepAlive(true).withKeepAliveSchedule(20, 10, 5));
        pair.rig.run(Duration.ofMillis(150));
        pair.link.left().cut(true);
        pair.link.right().cut(true);
        pair.assertNothingIsLeft();
        assertThat(t.failure()).isNotNull();
        assertThat(t.failure().error()).isEqualTo(TcpError.TIMED_OUT);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aNarrowerLinkIsFoundByThePathMtu(IpFamily family) throws TcpException {
        RigPair pair = new RigPair(1, family, LinkConditions.IDEAL.withDelay(Duration.ofMillis(5)));
        BulkTransfer t = pair.transfer(500_000, TcpSettings.DEFAULT, TcpSettings.DEFAULT);
        pair.rig.run(Duration.ofMillis(25));
        pair.link.conditions(pair.link.left().conditions().withMtu(1300));
        assertThat(pair.rig.runUntil(t::isDone, Duration.ofSeconds(10))).isTrue();
        assertThat(t.sumRead()).isEqualTo(t.sumWritten());
        assertThat(t.client().info(pair.rig.now()).pathMtuBytes()).isEqualTo(1300);
        pair.assertNothingIsLeft();
    }

    private static LinkConditions conditions(RandomStream chance) {
        LinkConditions c = LinkConditions.IDEAL.withDelay(Duration.ofNanos(chance.nextLong(60_000_000)));
        if (chance.chance(0.7)) {
            c = c.withLoss(chance.nextDouble() * 0.1);
        }
        if (chance.chance(0.5)) {
            c = c.withReordering(chance.nextDouble() * 0.3, Duration.ofNanos(chance.nextLong(40_000_000)));
        }
        if (chance.chance(0.3)) {
            c = c.withJitter(Duration.ofNanos(chance.nextLong(10_000_000)));
        }
        if (chance.chance(0.5)) {
            c = c.withDuplication(chance.nextDouble() * 0.2);
        }
        if (chance.chance(0.4)) {
            c = c.withCorruption(chance.nextDouble() * 0.03);
        }
        if (chance.chance(0.4)) {
            c = c.withBandwidth(1_000_000 + chance.nextLong(50_000_000), 5_000 + chance.nextInt(100_000));
        }
        return c;
    }

    private static TcpSettings settings(RandomStream chance) {
        TcpSettings s = TcpSettings.DEFAULT;
        if (chance.chance(0.4)) {
            s = s.withReceiveBufferBytes(1000 + chance.nextInt(200_000));
        }
        if (chance.chance(0.4)) {
            s = s.withSendBufferBytes(1000 + chance.nextInt(200_000));
        }
        if (chance.chance(0.3)) {
            s = s.withMaxSegmentBytes(88 + chance.nextInt(1400));
        }
        return s.withNoDelay(chance.chance(0.3));
    }
}
