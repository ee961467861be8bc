package dev.netrarium.bench.grid;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The grid's cells as text, and what is told of its runs; running it needs the kernel, see the command's interop test. */
class ReportTest {
    private static final Cell CELL = Cell.of("0.1%/20ms/1%", "reno");

    private static Run run(Pairing pairing, double megabits) {
        return new Run(CELL, pairing, 1, Math.round(megabits * 125_000), 1, true);
    }

    @Test
    void aCellIsWrittenAsItIsRead() {
        assertThat(CELL).isEqualTo(new Cell(0.001, Duration.ofMillis(20), 0.01, "reno"));
        assertThat(CELL.path()).isEqualTo("0.1%/20ms/1%");
        assertThat(Cell.grid("cubic"))
                .hasSize(24)
                .allSatisfy(cell -> assertThat(Cell.of(cell.path(), "cubic")).isEqualTo(cell));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1%", "1%/20ms", "1/20ms/0%", "100%/20ms/0%", "1%/20s/0%", "1%/90000ms/0%", "x%/1ms/0%"})
    void whatIsNoCellIsToldBack(String text) {
        assertThatThrownBy(() -> Cell.of(text, "reno"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("\"" + text + "\" is no cell");
    }

    @Test
    void mediansAndTheirRatiosToLinuxAreTold() {
        Report report = new Report();
        for (double megabits : new double[] {10, 90, 30}) {
            report.add(run(Pairing.US_TO_LINUX, megabits));
        }
        report.add(run(Pairing.LINUX_TO_LINUX, 30));
        report.add(run(Pairing.LINUX_TO_LINUX, 50));
        assertThat(report.table())
                .satisfiesExactly(
                        head -> assertThat(head).contains("us->linux", "linux->us", "linux->linux"),
                        line -> assertThat(line.split(" +"))
                                .containsExactly("0.1%/20ms/1%", "reno", "30.00", "-", "40.00", "0.75", "-"),
                        foot -> assertThat(foot).contains("medians"));
        List<Map<String, Object>> medians = report.medians();
        assertThat(medians).hasSize(2);
        assertThat(medians.getFirst())
                .containsEntry("pairing", "us->linux")
                .containsEntry("loss", 0.001)
                .containsEntry("rtt_ms", 20L)
                .containsEntry("runs", 3);
        assertThat((double) medians.getFirst().get("ratio_to_linux")).isCloseTo(0.75, within(1e-9));
    }

    @Test
    void whatTheLinuxEndSaysIsRead() {
        assertThat(Digest.of("12 0.5 abc\n")).isEqualTo(new Digest(12, 0.5, "abc"));
        assertThatThrownBy(() -> Digest.of("Traceback (most recent call last):"))
                .isInstanceOf(GridException.class)
                .hasMessageContaining("Traceback");
    }
}
