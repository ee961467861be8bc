package dev.netrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

/** What {@code netrarium bench} prints; how fast things are is nobody's promise. */
class BenchSubcommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void tcpPrintsATableWithAColumnForEachWindow() {
        assertThat(bench("tcp", "--seconds", "0.1", "--window", "64k,1m")).isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines().toList())
                .hasSize(6)
                .anyMatch(line -> line.matches("tcp +64k +1m"))
                .anyMatch(line -> line.matches("CPU-seconds per GB +[\\d.]+ +[\\d.]+"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void tcpIsMeasuredOverSeveralLines() {
        assertThat(bench("tcp", "--seconds", "0.1", "--window", "64k", "--line", "lossy,super-segments"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines().findFirst().orElseThrow()).matches("tcp +64k .*loss.* 64k .*super.*");
    }

    @Test
    void tcpPrintsOneJsonObjectALineAndNothingElse() throws Exception {
        assertThat(bench("tcp", "--rig", "--seconds", "0.1", "--window", "64k,256k", "--json"))
                .isEqualTo(ExitCode.OK);
        assertThat(out.toString().lines().toList()).hasSize(2).allSatisfy(line -> {
            JsonNode run = JSON.readTree(line);
            assertThat(run.path("benchmark").asText()).isEqualTo("tcp");
            assertThat(run.path("variant").asText()).endsWith(" rig");
            assertThat(run.path("gbit_per_s").asDouble()).isPositive();
            assertThat(run.path("cpu_s_per_gb").asDouble()).isPositive();
            assertThat(run.path("ns_per_segment").asDouble()).isPositive();
            assertThat(run.path("segments_per_ack").asDouble()).isGreaterThan(1);
            assertThat(run.has("allocated_bytes_per_segment")).isTrue();
        });
    }

    @Test
    void allRunsEveryBenchmark() throws Exception {
        assertThat(bench("all", "--seconds", "0.1", "--connections", "500", "--json"))
                .isEqualTo(ExitCode.OK);
        StringBuilder ran = new StringBuilder();
        for (String line : out.toString().lines().toList()) {
            ran.append(JSON.readTree(line).path("benchmark").asText()).append(' ');
        }
        assertThat(ran.toString()).isEqualTo("tcp tcp tcp tcp tcp tcp world world world connections idle ");
    }

    @Test
    void whatMakesNoSenseIsAUsageError() {
        assertThat(bench()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("Name a benchmark: tcp, world, connections, idle, grid or all.");
        assertThat(bench("tcp", "--window", "1k")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("want a window of 4k to 64m, not 1k");
        assertThat(bench("tcp", "--window", "much")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("\"much\" is no size");
        assertThat(bench("tcp", "--line", "wet")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("\"wet\" is no line: want perfect, lossy or super-segments");
        assertThat(bench("tcp", "--rig", "--line", "super-segments")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--rig knows no super-segments");
        assertThat(bench("world", "--seconds", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("want 0.1 to 3600 seconds, not 0");
        assertThat(bench("idle", "--connections", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("--connections wants at least 1");
        assertThat(bench("grid", "--cells", "1%/20ms")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString())
                .contains("\"1%/20ms\" is no cell: write loss/round trip/reordering, such as 1%/20ms/0%.");
        assertThat(bench("grid", "--repeat", "0")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("a grid needs time, bytes, repetitions and a queue.");
        assertThat(out.toString()).isEmpty();
    }

    private int bench(String... args) {
        String[] all = new String[args.length + 1];
        all[0] = "bench";
        System.arraycopy(args, 0, all, 1, args.length);
        return CommandShell.run(new NetrariumCommand(), new PrintWriter(out), new PrintWriter(err), all);
    }
}
