package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.LinkPort;
import dev.netrarium.stack.Packet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A cable between two outside ends: the same wire as between hosts, with nobody of ours at it. */
class OutsideLinkTest {
    /** What stands outside: it writes down what comes to it, and when. */
    private static final class Outside implements LinkPort {
        final List<Integer> lengths = new ArrayList<>();
        final List<Long> times = new ArrayList<>();

        @Override
        public boolean transmit(long now, Packet frame) {
            lengths.add(frame.length());
            times.add(now);
            frame.release();
            return true;
        }
    }

    private final Outside left = new Outside();
    private final Outside right = new Outside();

    private static void send(World world, OutsideEnd from, int... lengths) {
        world.loop().enter();
        try {
            for (int length : lengths) {
                from.receive(world.now(), world.packets().take(0, length));
            }
        } finally {
            world.loop().leave();
        }
    }

    @Test
    void framesPassAtOnceBothWays() {
        try (World world = World.seeded(1)) {
            OutsideLink link = world.link("a", left, "b", right);
            send(world, link.left(), 60, 61);
            send(world, link.right(), 62);
            assertThat(right.lengths).containsExactly(60, 61);
            assertThat(left.lengths).containsExactly(62);
            assertThat(world.packets().outstanding()).isZero();
        }
    }

    @Test
    void eachWayHasConditionsOfItsOwn() throws Exception {
        try (World world = World.seeded(1)) {
            OutsideLink link = world.link("a", left, "b", right);
            link.delay(Duration.ofMillis(10));
            link.backward().delay(Duration.ofMillis(30));
            send(world, link.left(), 60);
            send(world, link.right(), 60);
            world.run(Duration.ofMillis(50));
            assertThat(right.times).containsExactly(10_000_000L);
            assertThat(left.times).containsExactly(30_000_000L);
        }
    }

    @Test
    void aSlowWayHasABoundedQueueAndCountsWhatItDrops() throws Exception {
        try (World world = World.seeded(1)) {
            OutsideLink link = world.link("a", left, "b", right);
            link.forward().bandwidth(1_000_000).queue(QueueLimit.packets(3));
            send(world, link.left(), 100, 101, 102, 103, 104, 105);
            world.run(Duration.ofSeconds(1));
            assertThat(right.lengths).containsExactly(100, 101, 102, 103);
            assertThat(link.forward().statistics().queueFull()).isEqualTo(2);
            assertThat(link.backward().statistics().sentFrames()).isZero();
        }
    }

    @Test
    void theFateOfFramesIsDrawnFromTheSeedAndTheNamesOfTheEnds() throws Exception {
        List<List<Integer>> arrived = new ArrayList<>();
        for (int run = 0; run < 2; run++) {
            Outside far = new Outside();
            try (World world = World.seeded(7)) {
                OutsideLink link = world.link("a", left, "b", far);
                link.loss(0.3);
                for (int i = 60; i < 160; i++) {
                    send(world, link.left(), i);
                }
                world.run(Duration.ofMillis(1));
                assertThat(link.forward().statistics().lost()).isEqualTo(100 - far.lengths.size());
            }
            arrived.add(far.lengths);
        }
        assertThat(arrived.getFirst()).hasSizeBetween(40, 95).isEqualTo(arrived.getLast());
    }

    @Test
    void endsHaveNamesOfTheirOwn() {
        try (World world = World.seeded(1)) {
            assertThatThrownBy(() -> world.link("a", left, "a", right))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is a \"a\"");
        }
    }
}
