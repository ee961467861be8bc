package dev.netrarium.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jars as users get them, on the module path. All other tests run on the class path, where a missing
 * {@code requires} or {@code opens} goes unnoticed.
 */
class AssembledModulesIT {
    private static final String MODULE_PATH = Path.of("target", "module-path").toString();

    /** A JVM that has not ended by then hangs. */
    private static final int TIMEOUT_SECONDS = 60;

    @TempDir
    Path scratch;

    @Test
    void everyModuleIsValidAndNamedLikeItsArtifact() throws Exception {
        assertThat(java("-p", MODULE_PATH, "--validate-modules")).startsWith("exit 0");
        assertThat(Rooms.modules().entrySet()).allSatisfy(room -> {
            assertThat(Path.of(room.getValue().location().orElseThrow())
                            .getFileName()
                            .toString())
                    .startsWith(Rooms.PREFIX + room.getKey() + "-")
                    .endsWith(".jar");
        });
    }

    @Test
    void allRoomsResolveTogether() throws Exception {
        String listed = java("-p", MODULE_PATH, "--list-modules");
        assertThat(listed).startsWith("exit 0");
        assertThat(Rooms.all()).allSatisfy(room -> assertThat(listed).contains(Rooms.PREFIX + room + "@"));
    }

    @Test
    void theCommandStartsAndKnowsItsVersion() throws Exception {
        String said = java("-p", MODULE_PATH, "-m", "dev.netrarium.cli/dev.netrarium.cli.Main", "--version");
        assertThat(said).startsWith("exit 0").containsPattern("netrarium \\d+\\.\\d+\\.\\d+");
    }

    /** Runs the JVM of this test. Answers {@code exit N}, then what it wrote. */
    private String java(String... arguments) throws Exception {
        Path output = scratch.resolve("output");
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                return "still running after " + TIMEOUT_SECONDS + " s\n" + Files.readString(output);
            }
            return "exit " + process.exitValue() + "\n" + Files.readString(output);
        } finally {
            process.destroyForcibly();
        }
    }
}
