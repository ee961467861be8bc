package dev.netrarium.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code netrarium bench grid} on four cells: all bytes come as they were sent. How fast is reported, not asserted. */
@Tag("interop")
@Timeout(300)
class GridInteropTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String CELLS = "0%/1ms/0%,1%/20ms/0%,0%/20ms/1%,3%/20ms/1%";
    private static final int BYTES = 300_000;

    @BeforeAll
    static void needsPrograms() {
        Lacking.anyOf("ip", "sysctl", "python3");
    }

    @Test
    void everyTransferOfFourCellsIsIntactBothWaysAndBetweenLinuxes() throws Exception {
        ExternalProgram.Result end = ExternalProgram.run(OurCommand.words(
                "bench",
                "grid",
                "--cells",
                CELLS,
                "--cc=reno",
                "--repeat=1",
                "--seconds=30",
                "--bytes=" + BYTES,
                "--json"));
        assertThat(end.err()).isEmpty();
        assertThat(end.exitCode()).isZero();
        List<JsonNode> runs = new ArrayList<>();
        List<JsonNode> medians = new ArrayList<>();
        for (String line : end.out().lines().toList()) {
            JsonNode node = JSON.readTree(line);
            (node.has("repetition") ? runs : medians).add(node);
        }
        assertThat(runs).hasSize(12).allSatisfy(run -> {
            assertThat(run.path("intact").asBoolean()).as(run.toString()).isTrue();
            assertThat(run.path("bytes").asLong()).isEqualTo(BYTES);
        });
        assertThat(medians).hasSize(12).allSatisfy(median -> {
            assertThat(median.path("median_mbit_per_s").asDouble()).isPositive();
            assertThat(median.path("controller").asText()).isEqualTo("reno");
        });
        assertThat(IntStream.range(0, 3)
                        .mapToObj(i -> runs.get(i).path("pairing").asText()))
                .containsExactly("us->linux", "linux->us", "linux->linux");
    }

    @Test
    void withoutRightsItSaysWhatIsMissing() throws Exception {
        List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
        command.addAll(OurCommand.words("bench", "grid", "--cells", "0%/1ms/0%"));
        ExternalProgram.Result end = ExternalProgram.run(command);
        assertThat(end.exitCode()).isEqualTo(1);
        assertThat(end.err()).contains("The grid needs root, iproute2, python3 and /dev/net/tun.");
    }
}
