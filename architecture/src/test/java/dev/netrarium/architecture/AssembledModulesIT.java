package dev.netrarium.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jars as users get them, on the module path. All other tests run on the class path, where a missing
 * {@code requires} or {@code opens} goes unnoticed.
 */
class AssembledModulesIT {
    private static final String MODULE_PATH = Path.of("target", "module-path").toString();

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

    private String java(String... arguments) throws Exception {
        return Jvm.run(Path.of("."), scratch, arguments);
    }
}
