package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.LinkPort;
import dev.netrarium.stack.LoopWait;
import dev.netrarium.stack.Packet;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A cable to the outside: what goes in and out of a world, in virtual and in real time. */
@Timeout(30)
class UplinkTest {
    private static final int ETHERTYPE_OF_NOBODY = 0x88b5;

    /** A port outside that writes down what it gets, and can be busy. */
    private static final class Outside implements LinkPort {
        final List<Integer> lengths = new ArrayList<>();
        final List<Long> times = new ArrayList<>();
        boolean busy;

        @Override
        public boolean transmit(long now, Packet frame) {
            if (busy) {
                return false;
            }
            lengths.add(frame.length());
            times.add(now);
            frame.release();
            return true;
        }
    }

    private static Packet frame(Node node, int length) {
        Packet frame = node.host().packets().take(0, length);
        new EthernetHeader(new MacAddress(0xffff_ffff_ffffL), new MacAddress(0x0200_0000_0001L), ETHERTYPE_OF_NOBODY)
                .writeTo(frame.bytes, frame.start);
        return frame;
    }

    @Test
    void framesGoOutAtOnceUnlessTheCableHasConditions() throws Exception {
        try (World world = World.seeded(1)) {
            Node node = world.host("h");
            Outside outside = new Outside();
            Uplink uplink = world.uplink(node, "192.0.2.1/24", "kernel", outside);
            world.loop().enter();
            uplink.outward().transmit(world.now(), frame(node, 60));
            world.loop().leave();
            assertThat(outside.lengths).contains(60);

            uplink.delay(Duration.ofMillis(20));
            world.loop().enter();
            uplink.outward().transmit(world.now(), frame(node, 61));
            world.loop().leave();
            assertThat(outside.lengths).doesNotContain(61);
            long sent = world.now();
            world.run(Duration.ofMillis(30));
            assertThat(outside.times.get(outside.lengths.indexOf(61))).isEqualTo(sent + 20_000_000);
        }
    }

    @Test
    void framesFromOutsideReachTheHostAndItsCaptures() throws Exception {
        try (World world = World.seeded(1)) {
            Node node = world.host("h");
            Uplink uplink = world.uplink(node, "192.0.2.1/24", "kernel", new Outside());
            long before = uplink.inside().networkInterface().statistics().receivedPackets();
            world.loop().enter();
            uplink.outside().receive(world.now(), frame(node, 60));
            world.loop().leave();
            assertThat(uplink.inside().networkInterface().statistics().receivedPackets())
                    .isEqualTo(before + 1);
            assertThat(uplink.inward().statistics().deliveredFrames()).isEqualTo(1);
            assertThat(node.port("eth0")).isSameAs(uplink.inside());
        }
    }

    @Test
    void aPortThatIsBusyGetsItsFramesLaterInOrderAndNotWithoutBound() throws Exception {
        try (World world = World.seeded(1)) {
            Node node = world.host("h");
            Outside outside = new Outside();
            Uplink uplink = world.uplink(node, "", "kernel", outside);
            world.run(Duration.ofSeconds(60)); // what a new interface has to say is said
            outside.lengths.clear();
            outside.busy = true;
            long held = node.host().packets().outstanding();
            world.loop().enter();
            for (int i = 0; i < OutsideEnd.QUEUE_FRAMES + 5; i++) {
                uplink.outward().transmit(world.now(), frame(node, 60 + i));
            }
            assertThat(uplink.outside().dropped()).isEqualTo(5);
            outside.busy = false;
            uplink.outside().portReady(world.now());
            world.loop().leave();
            assertThat(outside.lengths)
                    .hasSize(OutsideEnd.QUEUE_FRAMES)
                    .isSorted()
                    .startsWith(60, 61);
            assertThat(node.host().packets().outstanding()).isEqualTo(held);
        }
    }

    @Test
    void theOutsideCannotWaitSoASlowCableHasAQueueAndDrops() {
        try (World world = World.seeded(1)) {
            Node node = world.host("h");
            Uplink uplink = world.uplink(node, "192.0.2.1/24", "kernel", new Outside());
            uplink.bandwidth(1_000_000);
            world.loop().enter();
            for (int i = 0; i < 2000; i++) {
                uplink.outside().receive(world.now(), frame(node, 100));
            }
            world.loop().leave();
            DirectionStatistics seen = uplink.inward().statistics();
            assertThat(seen.queueFull()).isEqualTo(2000 - 1 - QueueLimit.SWITCH.packets());
        }
    }

    @Test
    void anOutsideEndHasANameOfItsOwn() {
        try (World world = World.seeded(1)) {
            Node node = world.host("h");
            assertThatThrownBy(() -> world.uplink(node, "", "h", new Outside()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is a \"h\"");
        }
    }

    /** A wait whose outside is a queue that another thread fills. */
    private static final class QueueWait implements LoopWait {
        final LinkedBlockingQueue<Runnable> fromOutside = new LinkedBlockingQueue<>();
        final AtomicInteger closes = new AtomicInteger();
        private final List<Runnable> taken = new ArrayList<>();

        @Override
        public void await(long nanos) throws InterruptedException {
            Runnable first = fromOutside.poll(nanos, TimeUnit.NANOSECONDS);
            if (first != null) {
                taken.add(first);
            }
        }

        @Override
        public void wake() {
            fromOutside.add(() -> {});
        }

        @Override
        public void receive(long now) {
            taken.forEach(Runnable::run);
            taken.clear();
        }

        @Override
        public void close() {
            closes.incrementAndGet();
        }
    }

    @Test
    void aLiveLoopWaitsAsItIsToldAndTakesInWhatTheOutsideSends() throws Exception {
        QueueWait wait = new QueueWait();
        try (World world = World.live(1, WorldSettings.DEFAULT.withTraceHash(false), wait)) {
            Node node = world.host("h");
            Uplink uplink = world.uplink(node, "192.0.2.1/24", "kernel", new Outside());
            CountDownLatch received = new CountDownLatch(1);
            wait.fromOutside.add(() -> {
                uplink.outside().receive(world.now(), frame(node, 60));
                received.countDown();
            });
            received.await();
            assertThat(uplink.inward().statistics().deliveredFrames()).isEqualTo(1);
            world.run(Duration.ofMillis(5)); // timers work beside it
            assertThat(wait.closes).hasValue(0);
        }
        assertThat(wait.closes).hasValue(1);
    }
}
