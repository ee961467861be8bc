package dev.netrarium.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The BOM names every library at the version of the build. */
class BomTest {
    /** Rooms that are programs, not libraries. */
    private static final Set<String> PROGRAMS = Set.of("cli", "bench");

    private static final Pattern ARTIFACT = Pattern.compile("<artifactId>dev\\.netrarium\\.(\\w+)</artifactId>");
    private static final Pattern VERSION = Pattern.compile("<version>([^<]+)</version>");

    @Test
    void namesEveryLibrary() throws Exception {
        Set<String> libraries = new TreeSet<>(Rooms.all());
        libraries.removeAll(PROGRAMS);
        List<String> named = all(ARTIFACT, Path.of("../bom/pom.xml"));
        assertThat(named.getFirst()).isEqualTo("bom");
        assertThat(named.subList(1, named.size())).containsExactlyInAnyOrderElementsOf(libraries);
    }

    @Test
    void hasTheVersionOfTheBuild() throws Exception {
        assertThat(all(VERSION, Path.of("../bom/pom.xml")).getFirst())
                .isEqualTo(all(VERSION, Path.of("../pom.xml")).getFirst());
    }

    private static List<String> all(Pattern pattern, Path file) throws Exception {
        return pattern.matcher(Files.readString(file))
                .results()
                .map(match -> match.group(1))
                .toList();
    }
}
