package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netrarium.world.WireRig.Arrival;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Each fault of a wire against its parameter, over ten thousand frames. */
class WireTest {
    private static final int MANY = 10_000;
    private static final Duration EVERY = Duration.ofNanos(100_000);
    private static final Duration LONG_ENOUGH = Duration.ofSeconds(5);

    private static WireRig after(int frames, java.util.function.Consumer<Conditions.Change> conditions) {
        WireRig rig = new WireRig(7, conditions);
        rig.send(frames, 100, EVERY);
        rig.run(LONG_ENOUGH);
        return rig;
    }

    @Test
    void aGoodWireDeliversEverythingInOrderAfterItsDelay() {
        WireRig rig = after(MANY, c -> c.delay(Duration.ofMillis(5)));

        assertThat(rig.numbers()).isEqualTo(IntStream.range(0, MANY).boxed().toList());
        assertThat(rig.arrivals.get(3).atNanos()).isEqualTo(3 * EVERY.toNanos() + 5_000_000);
        assertThat(rig.packets.outstanding()).isZero();
    }

    @Test
    void lossTakesItsShare() {
        WireRig rig = after(MANY, c -> c.loss(0.05));

        assertThat(rig.direction.statistics().lost()).isCloseTo(500, within(70L));
        assertThat(rig.arrivals).hasSize(MANY - (int) rig.direction.statistics().lost());
        assertThat(rig.packets.outstanding()).isZero();
    }

    @Test
    void burstsAreAsLongAndAsFrequentAsTheModelSays() {
        WireRig rig = after(MANY, c -> c.burstLoss(BurstLoss.of(0.01, 0.25)));

        List<Integer> arrived = rig.numbers();
        long bursts = IntStream.range(1, arrived.size())
                .filter(i -> arrived.get(i) - arrived.get(i - 1) > 1)
                .count();
        long lost = rig.direction.statistics().lost();
        assertThat((double) lost / bursts).isCloseTo(4, within(1.2)); // 1 / badToGood
        assertThat(lost / (double) MANY).isCloseTo(0.01 / 0.26, within(0.015)); // share of the bad state
    }

    @Test
    void burstLossMaySpareSomeInTheBadStateAndLoseSomeInTheGoodOne() {
        WireRig rig = after(MANY, c -> c.burstLoss(new BurstLoss(0.5, 0.5, 0.2, 0.1)));

        assertThat(rig.direction.statistics().lost()).isCloseTo(1500, within(130L));
    }

    @Test
    void jitterSpreadsEvenlyAndKeepsTheOrder() {
        WireRig rig = after(
                MANY, c -> c.delay(Duration.ofMillis(5)).jitter(Duration.ofNanos(40_000))); // frames come every 100 µs

        LongStream.Builder delays = LongStream.builder();
        rig.arrivals.forEach(a -> delays.add(a.atNanos() - a.number() * EVERY.toNanos() - 5_000_000));
        var summary = delays.build().summaryStatistics();
        assertThat(summary.getMin()).isBetween(-40_000L, -39_000L);
        assertThat(summary.getMax()).isBetween(39_000L, 40_000L);
        assertThat(summary.getAverage()).isCloseTo(0, within(1500.0));
        assertThat(rig.numbers()).isSorted();
    }

    @Test
    void largeJitterStillKeepsTheOrder() {
        WireRig rig = after(MANY, c -> c.delay(Duration.ofMillis(5)).jitter(Duration.ofMillis(4)));

        assertThat(rig.numbers()).isEqualTo(IntStream.range(0, MANY).boxed().toList());
    }

    @Test
    void duplicatesArriveTwiceInARow() {
        WireRig rig = after(MANY, c -> c.duplication(0.1));

        assertThat(rig.direction.statistics().duplicated()).isCloseTo(1000, within(90L));
        assertThat(rig.arrivals).hasSize(MANY + (int) rig.direction.statistics().duplicated());
        assertThat(rig.packets.outstanding()).isZero();
    }

    @Test
    void framesThatAreHeldBackAreOvertaken() {
        WireRig rig = after(MANY, c -> c.reordering(0.02, Duration.ofNanos(250_000)));

        long heldBack = rig.direction.statistics().reordered();
        assertThat(heldBack).isCloseTo(200, within(45L));
        List<Integer> arrived = rig.numbers();
        long overtaken = IntStream.range(1, arrived.size())
                .filter(i -> arrived.get(i) < arrived.get(i - 1))
                .count();
        assertThat(overtaken).isBetween(heldBack * 9 / 10, heldBack); // one that follows another shares its gap
        assertThat(arrived).hasSize(MANY).doesNotHaveDuplicates();
    }

    @Test
    void corruptionFlipsOneBitAndDelivers() {
        WireRig rig = after(MANY, c -> c.corruption(0.03));

        assertThat(rig.direction.statistics().corrupted()).isCloseTo(300, within(60L));
        assertThat(rig.arrivals).hasSize(MANY);
    }

    @Test
    void frameErrorsAreSeenByTheReceiverWhoDropsTheFrame() {
        WireRig rig = after(MANY, c -> c.frameErrors(0.03));

        assertThat(rig.direction.statistics().frameErrors()).isCloseTo(300, within(60L));
        assertThat(rig.arrivals).hasSize(MANY - (int) rig.direction.statistics().frameErrors());
    }

    @Test
    void turningOneKnobMovesNothingInTheOthers() {
        WireRig plain = after(MANY, c -> c.duplication(0.1).jitter(Duration.ofNanos(500)));
        WireRig lossy = after(
                MANY,
                c -> c.duplication(0.1)
                        .jitter(Duration.ofNanos(500))
                        .loss(0.2)
                        .corruption(0.1)
                        .reordering(0, Duration.ZERO));

        List<Integer> lossyNumbers = lossy.numbers();
        assertThat(lossy.arrivals.stream().map(Arrival::atNanos).toList())
                .isSubsetOf(plain.arrivals.stream().map(Arrival::atNanos).toList());
        assertThat(lossyNumbers).hasSizeLessThan(plain.arrivals.size());
    }

    @Test
    void anotherSeedLosesOthers() {
        WireRig one = new WireRig(1, c -> c.loss(0.5));
        WireRig two = new WireRig(2, c -> c.loss(0.5));
        one.send(100, 100, EVERY);
        two.send(100, 100, EVERY);
        one.run(LONG_ENOUGH);
        two.run(LONG_ENOUGH);

        assertThat(one.numbers()).isNotEqualTo(two.numbers());
    }

    @Test
    void bandwidthPacesFramesExactly() {
        // 1000 bytes at 3 Mbit/s take 2,666,666.6… ns: what is rounded away must not be lost.
        WireRig rig =
                new WireRig(7, c -> c.delay(Duration.ZERO).bandwidth(3_000_000).queue(QueueLimit.packets(100)));
        rig.send(90, 1000, Duration.ZERO);
        rig.run(LONG_ENOUGH);

        assertThat(rig.arrivals.get(0).atNanos()).isEqualTo(2_666_666);
        assertThat(rig.arrivals.get(89).atNanos()).isEqualTo(240_000_000);
        for (int i = 0; i < 90; i++) {
            assertThat(rig.arrivals.get(i).atNanos()).isEqualTo((i + 1) * 8_000_000_000_000L / 3_000_000);
        }
    }

    @Test
    void aFullQueueDropsTheTail() {
        WireRig rig = new WireRig(7, c -> c.bandwidth(1_000_000).queue(QueueLimit.packets(10)));
        rig.send(50, 1000, Duration.ZERO);
        rig.run(LONG_ENOUGH);

        assertThat(rig.numbers()).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10); // one on the wire, ten waiting
        assertThat(rig.direction.statistics().queueFull()).isEqualTo(39);
    }

    @Test
    void aQueueMayBeBoundedInBytes() {
        WireRig rig = new WireRig(7, c -> c.bandwidth(1_000_000).queue(QueueLimit.bytes(3000)));
        rig.send(50, 1000, Duration.ZERO);
        rig.run(LONG_ENOUGH);

        assertThat(rig.numbers()).containsExactly(0, 1, 2, 3);
    }

    @Test
    void aBusyWireWithoutAQueuePushesBackAndWakesItsSenderOncePerBurst() {
        WireRig rig = new WireRig(7, c -> c.bandwidth(1_000_000_000));
        int[] taken = {0};
        rig.at(0, () -> {
            while (rig.transmit(1500)) {
                taken[0]++;
            }
        });
        rig.run(LONG_ENOUGH);

        assertThat(taken[0]).isBetween(40, 46); // 64 KB, and the one on the wire
        assertThat(rig.arrivals).hasSize(taken[0]);
        assertThat(rig.readyCalls).isEqualTo(1);
    }

    @Test
    void aCutLosesWhatIsOnTheWireAndWhatComesUntilItHeals() {
        WireRig rig = new WireRig(7, c -> c.delay(Duration.ofMillis(5)));
        rig.send(20, 100, Duration.ofMillis(1));
        rig.at(7_500_000, rig.direction::cut); // 0 to 2 have arrived, 3 to 7 are on the wire
        rig.at(12_500_000, rig.direction::heal);
        rig.run(LONG_ENOUGH);

        assertThat(rig.numbers()).containsExactly(0, 1, 2, 13, 14, 15, 16, 17, 18, 19);
        assertThat(rig.direction.statistics().cut()).isEqualTo(10);
        assertThat(rig.packets.outstanding()).isZero();
    }

    @Test
    void aSenderThatWasRefusedIsWokenAlthoughACutTookWhatWaited() {
        WireRig rig = new WireRig(7, c -> c.bandwidth(1_000_000));
        rig.at(0, () -> {
            while (rig.transmit(1500)) {
                assertThat(rig.direction.statistics().waitingFrames()).isLessThan(100);
            }
        });
        rig.at(1_000_000, rig.direction::cut);
        rig.run(LONG_ENOUGH);

        assertThat(rig.arrivals).isEmpty();
        assertThat(rig.readyCalls).isEqualTo(1);
    }

    @Test
    void conditionsMayChangeWhileFramesWait() {
        WireRig rig =
                new WireRig(7, c -> c.delay(Duration.ZERO).bandwidth(8_000_000).queue(QueueLimit.packets(100)));
        rig.send(4, 1000, Duration.ZERO); // 1 ms each
        rig.at(1_500_000, () -> rig.direction.bandwidth(80_000_000)); // the second is on the wire
        rig.run(LONG_ENOUGH);

        assertThat(rig.arrivals.stream().map(Arrival::atNanos))
                .containsExactly(1_000_000L, 2_000_000L, 2_100_000L, 2_200_000L);
    }

    @Test
    void whatIsLongerThanTheMtuVanishes() {
        WireRig rig = new WireRig(7, c -> c.mtu(1000));
        rig.send(1, 1014, EVERY);
        rig.send(1, 1019, EVERY);
        rig.run(LONG_ENOUGH);

        assertThat(rig.arrivals).hasSize(1);
        assertThat(rig.direction.statistics().tooBig()).isEqualTo(1);
    }

    @Test
    void anEndlessWireHoldsABoundedNumberOfFrames() {
        WireRig rig = new WireRig(7, c -> c.delay(Duration.ofSeconds(2)));
        rig.at(0, () -> {
            for (int i = 0; i < Flight.MOST + 5; i++) {
                rig.transmit(4);
            }
        });
        rig.run(Duration.ofSeconds(1));

        assertThat(rig.direction.statistics().inFlightFrames()).isEqualTo(Flight.MOST);
        assertThat(rig.direction.statistics().queueFull()).isEqualTo(5);
    }

    @Test
    void steadyTrafficAllocatesNothing() {
        WireRig rig = new WireRig(7, c -> c.bandwidth(1_000_000_000).loss(0.01).jitter(Duration.ofNanos(3_000)));
        rig.writesDown = false;
        Pump pump = new Pump(rig);
        pump.run(20_000); // grow rings, heap and pool
        long before = allocatedBytes();
        pump.run(50_000);
        long allocated = allocatedBytes() - before;

        assertThat(allocated / 50_000).as("bytes per frame").isZero();
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) java.lang.management.ManagementFactory.getThreadMXBean();
        return threads.getCurrentThreadAllocatedBytes();
    }

    /** Keeps a wire full without making events of its own: it sends whenever a frame has arrived. */
    private static final class Pump {
        private final WireRig rig;

        Pump(WireRig rig) {
            this.rig = rig;
        }

        void run(int frames) {
            rig.loop.enter();
            try {
                for (int sent = 0; sent < frames; ) {
                    if (rig.transmit(1000)) {
                        sent++;
                    } else {
                        EventSource next = rig.loop.events.first();
                        rig.loop.now = rig.loop.events.firstTime();
                        rig.loop.events.cancel(next);
                        next.happen(rig.loop.now);
                    }
                }
            } finally {
                rig.loop.leave();
            }
        }
    }
}
