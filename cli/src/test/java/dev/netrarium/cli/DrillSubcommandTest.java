package dev.netrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DrillSubcommandTest {
    private static final String OPENS = "0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n";

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    Path folder;

    @Test
    void eachScriptIsALineAndTheLastSaysHowManyPassed() throws IOException {
        Path good = script("good.pkt", OPENS);
        assertThat(run("drill", folder.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).isEqualToNormalizingNewlines("ok    " + good + "  ipv4  ipv6\n1 passed, 0 failed\n");
    }

    @Test
    void aScriptThatDoesNotHoldIsExplained() throws IOException {
        script("bad.pkt", OPENS + "+0 close(3) = 1\n");
        script("good.pkt", OPENS);
        script("unknown-v4.pkt", OPENS + "+0 `reboot`\n");
        assertThat(run("drill", folder.toString())).isEqualTo(ExitCode.FAILURE);
        assertThat(out.toString())
                .contains("bad.pkt  ipv4 failed  ipv6 failed")
                .contains("bad.pkt:2: result: expected 1, seen 0")
                .contains("unknown-v4.pkt  ipv4 unsupported")
                .contains("command `reboot`")
                .endsWith("1 passed, 2 failed" + System.lineSeparator());
    }

    @Test
    void anAuditTellsMore() throws IOException {
        Path good = script("good-v6.pkt", OPENS);
        assertThat(run("drill", "--audit", good.toString())).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("ipv6: largest deviation 0 us");
    }

    @Test
    void aFolderWithoutScriptsIsAFailure() {
        assertThat(run("drill", folder.toString())).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("There is no script (*.pkt)");
    }

    private Path script(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private int run(String... arguments) {
        PrintWriter writer = new PrintWriter(out);
        int exitCode = CommandShell.run(new NetrariumCommand(), writer, new PrintWriter(err, true), arguments);
        writer.flush();
        return exitCode;
    }
}
