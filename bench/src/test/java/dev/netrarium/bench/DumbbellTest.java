package dev.netrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What a dumbbell must show on any machine: virtual goodput and allocation, not speed. */
class DumbbellTest {
    @Test
    void flowsFillTheBottleneckAndPacketsAllocateNothing() throws Exception {
        Dumbbell.Result result = new Dumbbell(3, Duration.ofSeconds(1), Duration.ofSeconds(1), false).run();

        // 1448 of each 1514 bytes are data
        assertThat(result.goodputBitsPerSecond()).isBetween(0.9e9, 0.957e9);
        // A call that blocks allocates its waiter; a packet that crosses a link must not allocate even one object.
        assertThat((double) result.allocatedBytes() / result.packetLinks()).isLessThan(16);
        assertThat(result.json()).startsWith("{\"bench\":\"world\",\"cpu_ns_per_packet_link\":");
    }

    @Test
    void theSameDumbbellSendsTheSameFrames() throws Exception {
        Dumbbell dumbbell = new Dumbbell(2, Duration.ofMillis(100), Duration.ofMillis(200), true);

        assertThat(dumbbell.run().packetLinks()).isEqualTo(dumbbell.run().packetLinks());
    }
}
