package dev.netrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A short connection is seven segments, and leaves a small entry behind for a minute. */
class ConnectionsBenchmarkTest {
    @Test
    void everyConnectionIsSevenSegmentsAndASmallTimeWait() {
        Result result = ConnectionsBenchmark.run(Duration.ofMillis(1));
        assertThat(result.value("segments_per_connection")).isBetween(6.0, 7.0);
        assertThat(result.value("bytes_per_time_wait")).isBetween(50.0, 200.0);
        assertThat(result.variant()).endsWith("in TIME-WAIT");
    }
}
