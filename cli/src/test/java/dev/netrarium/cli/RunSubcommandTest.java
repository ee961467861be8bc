package dev.netrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.capture.CaptureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunSubcommandTest {
    /** A LAN with a quarter of the frames lost would do; here the wire is cut for a second. */
    static final String TWO_HOSTS = """
            seed: 42
            lans:
              net: { prefixes: [192.0.2.0/24], delay: 5ms }
            hosts:
              user: { lans: [net] }
              server: { lans: [net], programs: [web, echo] }
            events:
              - { at: 2s, on: net, cut: true }
              - { at: 3s, on: net, cut: false }
            """;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = Files.writeString(folder.resolve("two.yaml"), TWO_HOSTS);
    }

    @Test
    void aRunEndsWithASummaryAndTheTraceHash() {
        CommandRun.of("run", file.toString()).prints("""
                        two.yaml: 2 hosts, 1 LAN, 0 cables, seed 42
                        10.000000 s of virtual time passed
                        0 frames sent (0 bytes), 0 delivered, 0 dropped on wires
                        program web on server: running
                        program echo on server: running
                        trace hash e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
                        """);
    }

    @Test
    void eventsAreToldWhenAskedFor() {
        assertThat(CommandRun.of("run", "-v", "--for", "2500ms", "--seed", "7", file.toString())
                        .out())
                .startsWith(
                        "2.000000  net: cut: true\ntwo.yaml: 2 hosts, 1 LAN, 0 cables, seed 7\n2.500000 s of virtual");
    }

    @Test
    void everyWireIsCaptured() throws IOException {
        Path pcap = folder.resolve("all.pcapng");
        assertThat(CommandRun.of("run", "--for", "1s", "--pcap", pcap.toString(), file.toString())
                        .exitCode())
                .isZero();
        try (CaptureReader reader = CaptureReader.open(Files.newInputStream(pcap))) {
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void realTimePassesToo() {
        CommandRun run = CommandRun.of("run", "--live", "--for", "20ms", file.toString());
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("s of real time passed").doesNotContain("trace hash");
    }

    @Test
    void aScenarioThatIsNoneIsToldWithFileAndLine() throws IOException {
        Files.writeString(file, "hosts:\n  a: { lanes: [x] }\n");
        CommandRun run = CommandRun.of("run", file.toString());
        assertThat(run.exitCode()).isEqualTo(ExitCode.FAILURE);
        assertThat(run.err()).startsWith("netrarium run: two.yaml").contains("2", "lanes");
    }

    @Test
    void aFileThatIsMissingIsSaidSo() {
        CommandRun.of("run", folder + "/none.yaml")
                .fails(ExitCode.FAILURE, "netrarium run: No such file: " + folder + "/none.yaml\n");
    }
}
