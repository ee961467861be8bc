package dev.netrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** An idle connection is a small object without buffers. */
class IdleBenchmarkTest {
    @Test
    void anIdleEndpointHoldsAtMostOneAndAHalfKilobytes() throws Exception {
        Result result = IdleBenchmark.run(10_000);
        assertThat(result.value("bytes_per_endpoint")).isBetween(500.0, 1380.0);
    }
}
