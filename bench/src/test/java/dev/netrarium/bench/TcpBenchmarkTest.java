package dev.netrarium.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the benchmark of one flow promises, whatever the machine: it counts bytes and segments, never time. */
class TcpBenchmarkTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    /** Frames, neighbours, routes, hooks, IP, TCP and the queues between: once warm, none of them allocates. */
    @ParameterizedTest
    @ValueSource(ints = {64 << 10, 1 << 20})
    void aSegmentCostsAWholeHostNoAllocation(int windowBytes) {
        Result result = TcpBenchmark.run(TcpBenchmark.Hosts.FULL, windowBytes, Duration.ofSeconds(1), SHORT);
        assertThat(result.value("allocated_bytes_per_segment")).isLessThan(1);
    }

    @ParameterizedTest
    @EnumSource(TcpBenchmark.Hosts.class)
    void theFiguresFitTogether(TcpBenchmark.Hosts hosts) {
        Result result = TcpBenchmark.run(hosts, 64 << 10, SHORT, SHORT);
        assertThat(result.value("gbit_per_s")).isPositive();
        assertThat(result.value("cpu_s_per_gb")).isPositive();
        // Segments are full, 1448 bytes after the timestamps, but for those that fill the window to its end; none is
        // sent twice.
        assertThat(result.value("ns_per_segment") / result.value("cpu_s_per_gb"))
                .isBetween(1400.0, 1460.0);
        assertThat(result.value("segments_per_ack")).isBetween(1.9, 45.0);
    }

    @Test
    void aWindowTooSmallForSegmentsIsRefused() {
        assertThatThrownBy(() -> TcpBenchmark.run(TcpBenchmark.Hosts.FULL, 1000, SHORT, SHORT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("4096");
    }

    @Test
    void superSegmentsAreAcknowledgedAsOne() {
        Result result =
                TcpBenchmark.run(TcpBenchmark.Hosts.FULL, TcpBenchmark.Line.SUPER_SEGMENTS, 1 << 20, SHORT, SHORT);
        Figure each = result.figures().stream()
                .filter(figure -> figure.key().equals("segments_per_ack"))
                .findFirst()
                .orElseThrow();
        assertThat(each.value()).isGreaterThan(16);
    }

    @Test
    void aLossyLineGetsTheBytesAcross() {
        Result result = TcpBenchmark.run(TcpBenchmark.Hosts.FULL, TcpBenchmark.Line.LOSSY, 64 << 10, SHORT, SHORT);
        assertThat(result.variant()).isEqualTo("64k 1 % loss");
        assertThat(result.figures())
                .allSatisfy(figure -> assertThat(figure.value()).isNotNegative());
    }

    @Test
    void theLeastHostsHandDownNoSuperSegments() {
        assertThatThrownBy(() -> TcpBenchmark.run(
                        TcpBenchmark.Hosts.RIG, TcpBenchmark.Line.SUPER_SEGMENTS, 1 << 20, SHORT, SHORT))
                .hasMessageContaining("full hosts");
    }
}
