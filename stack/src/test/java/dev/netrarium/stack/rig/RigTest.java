package dev.netrarium.stack.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rig itself: what a direction of a link does to packets, in which order, and the same for the same seed. */
class RigTest {
    /** Keeps the times and first bytes of what arrives. */
    private static final class Sink implements RigEnd {
        final List<Long> times = new ArrayList<>();
        final List<Integer> numbers = new ArrayList<>();
        final List<Integer> tooBig = new ArrayList<>();

        @Override
        public void receive(long now, Packet packet) {
            times.add(now);
            numbers.add((packet.bytes[packet.start] & 0xff) << 8 | packet.bytes[packet.start + 1] & 0xff);
            packet.release();
        }

        @Override
        public void run(long now) {}

        @Override
        public long nextTimeout() {
            return Timer.NEVER;
        }

        @Override
        public void onTimeout(long now) {}

        @Override
        public void tooBig(long now, Packet packet, int mtuBytes) {
            tooBig.add(mtuBytes);
            packet.release();
        }
    }

    private Rig rig = Rig.seeded(1);
    private Sink left = new Sink();
    private Sink right = new Sink();
    private RigLink link = rig.link(LinkConditions.IDEAL);

    private void make(long seed, LinkConditions conditions) {
        rig = Rig.seeded(seed);
        left = new Sink();
        right = new Sink();
        link = rig.link(conditions);
        link.left().attach(left);
        link.right().attach(right);
    }

    private void send(int packets, int bytes) {
        for (int i = 0; i < packets; i++) {
            Packet packet = rig.pool().take(Packet.HEADROOM, bytes);
            packet.bytes[packet.start] = (byte) (i >>> 8);
            packet.bytes[packet.start + 1] = (byte) i;
            assertThat(link.left().transmit(rig.now(), packet)).isTrue();
        }
    }

    @Test
    void packetsTravelForTheDelay() {
        make(1, LinkConditions.IDEAL.withDelay(Duration.ofMillis(7)));
        send(3, 100);
        rig.run(Duration.ofMillis(6));
        assertThat(right.times).isEmpty();
        rig.run(Duration.ofMillis(1));
        assertThat(right.times).containsOnly(7_000_000L).hasSize(3);
        assertThat(right.numbers).containsExactly(0, 1, 2);
        assertThat(rig.pool().outstanding()).isZero();
    }

    @Test
    void theBandwidthSpacesThemAndTheQueueIsBounded() {
        make(1, LinkConditions.IDEAL.withBandwidth(8_000_000, 3000)); // a byte a microsecond
        send(5, 1000);
        rig.run(Duration.ofSeconds(1));
        assertThat(right.times).containsExactly(1_000_000L, 2_000_000L, 3_000_000L);
        assertThat(link.left().overflowed()).isEqualTo(2);
    }

    @Test
    void lossDuplicationAndReorderingComeAsOftenAsAsked() {
        make(1, LinkConditions.IDEAL.withLoss(0.1));
        send(10_000, 50);
        rig.run(Duration.ofSeconds(1));
        assertThat(right.numbers.size()).isBetween(8_800, 9_200);
        assertThat(link.left().lost()).isEqualTo(10_000 - right.numbers.size());

        make(1, LinkConditions.IDEAL.withDuplication(0.1));
        send(10_000, 50);
        rig.run(Duration.ofSeconds(1));
        assertThat(right.numbers.size()).isBetween(10_800, 11_200);

        make(1, LinkConditions.IDEAL.withReordering(0.1, Duration.ofMillis(1)));
        send(10_000, 50);
        rig.run(Duration.ofSeconds(1));
        int late = 0;
        for (int i = 1; i < right.numbers.size(); i++) {
            late += right.numbers.get(i) < right.numbers.get(i - 1) ? 1 : 0;
        }
        assertThat(right.numbers).hasSize(10_000);
        assertThat(late).isPositive();
        assertThat(right.times.stream().filter(t -> t > 0).count()).isBetween(800L, 1200L);
    }

    @Test
    void corruptionFlipsOneBit() {
        make(1, LinkConditions.IDEAL.withCorruption(1));
        send(100, 2); // the two bytes are the number
        rig.run(Duration.ofSeconds(1));
        for (int i = 0; i < 100; i++) {
            assertThat(Integer.bitCount(right.numbers.get(i) ^ i)).isEqualTo(1);
        }
    }

    @Test
    void whatIsTooBigComesBack() {
        make(1, LinkConditions.IDEAL.withMtu(600).withDelay(Duration.ofMillis(5)));
        send(1, 601);
        send(1, 600);
        rig.run(Duration.ofMillis(10));
        assertThat(right.numbers).hasSize(1);
        assertThat(left.tooBig).containsExactly(600);
    }

    @Test
    void aCutCableCarriesNothingUntilItIsHealed() {
        make(1, LinkConditions.IDEAL);
        link.left().cut(true);
        send(5, 100);
        link.left().cut(false);
        send(2, 100);
        rig.run(Duration.ofMillis(1));
        assertThat(right.numbers).containsExactly(0, 1);
    }

    @Test
    void theSameSeedGivesTheSameRunAndAnotherAnother() {
        LinkConditions rough = LinkConditions.IDEAL
                .withLoss(0.2)
                .withJitter(Duration.ofMillis(3))
                .withDuplication(0.1)
                .withReordering(0.2, Duration.ofMillis(2));
        make(5, rough);
        send(500, 100);
        rig.run(Duration.ofSeconds(1));
        List<Integer> numbers = right.numbers;
        List<Long> times = right.times;
        make(5, rough);
        send(500, 100);
        rig.run(Duration.ofSeconds(1));
        assertThat(right.numbers).isEqualTo(numbers);
        assertThat(right.times).isEqualTo(times).isSorted();
        make(6, rough);
        send(500, 100);
        rig.run(Duration.ofSeconds(1));
        assertThat(right.numbers).isNotEqualTo(numbers);
    }

    @Test
    void impossibleConditionsAreRefused() {
        assertThatThrownBy(() -> LinkConditions.IDEAL.withLoss(1.1)).hasMessageContaining("0..1");
        assertThatThrownBy(() -> LinkConditions.IDEAL.withMtu(67)).hasMessageContaining("68");
        assertThatThrownBy(() -> LinkConditions.IDEAL.withDelay(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
