package dev.netrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The dumbbell carries what its bottleneck allows, and carrying allocates nothing. */
class WorldBenchmarkTest {
    @Test
    void tenFlowsFillTheBottleneck() throws InterruptedException {
        Result result =
                WorldBenchmark.run(WorldBenchmark.Variant.EVENTS, Duration.ofSeconds(2), Duration.ofMillis(500));
        // Of 1514 bytes on the wire 1448 are payload: 956 of 1000 Mbit/s. What waited behind a gap when measuring began
        // is counted in it, so a little more may be seen, but never more than the wire carries.
        assertThat(result.value("goodput_mbit_per_s")).isBetween(800.0, 1000.0);
        assertThat(result.value("ns_per_packet_and_link")).isPositive();
        assertThat(result.value("allocated_bytes_per_packet_and_link")).isLessThan(1);
    }

    @Test
    void blockingProgramsFillItToo() throws InterruptedException {
        Result result =
                WorldBenchmark.run(WorldBenchmark.Variant.THREADS, Duration.ofSeconds(4), Duration.ofSeconds(1));
        assertThat(result.value("goodput_mbit_per_s")).isBetween(800.0, 1000.0);
        assertThat(result.value("ns_per_packet_and_link")).isPositive();
    }
}
