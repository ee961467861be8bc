package dev.netrarium.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the READMEs show is what happens. In a {@code console} block, each {@code $ ./netrarium …} is run and must print
 * what stands below it; a line {@code …} stands for any lines. A {@code java} block is run as a source file, or by JUnit
 * when it is a test class, and must print the {@code text} block that follows. Both languages show the same.
 */
class DocumentsTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("```(\\w+)\n(.*?)\n```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\((?!https?:)([^)#]+)(?:#[^)]*)?\\)");
    private static final Pattern TEST_CLASS = Pattern.compile("^class (\\w+Test) ", Pattern.MULTILINE);
    private static final String COMMAND = "$ ./netrarium ";

    @TempDir
    Path scratch;

    @Test
    void commandsPrintWhatTheReadmeShows() throws Exception {
        List<String> lines = blocks("README.md").stream()
                .filter(block -> block.language.equals("console"))
                .flatMap(block -> (block.text + "\n$ ").lines())
                .toList();
        List<String> shown = new ArrayList<>();
        String command = "";
        int commands = 0;
        for (String line : lines) {
            if (line.startsWith("$ ")) {
                if (command.startsWith(COMMAND)) {
                    assertShows(shown, netrarium(command.substring(COMMAND.length())));
                    commands++;
                }
                command = line;
                shown.clear();
            } else {
                shown.add(line);
            }
        }
        assertThat(commands).isPositive();
    }

    @Test
    void programsPrintWhatTheReadmeShows() throws Exception {
        List<Block> blocks = blocks("README.md");
        int programs = 0;
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i).language.equals("java")) {
                Path source = source(blocks.get(i).text, programs);
                assertThat(blocks.get(i + 1).language).isEqualTo("text");
                assertShows(
                        blocks.get(i + 1).text.lines().toList(),
                        Jvm.run(ROOT, scratch, "-cp", classPath(), source.toString()));
                programs++;
            }
        }
        assertThat(programs).isPositive();
    }

    @Test
    void bothLanguagesShowTheSame() throws Exception {
        assertThat(blocks("README.zh-CN.md")).isEqualTo(blocks("README.md"));
        assertThat(headings("README.zh-CN.md")).isEqualTo(headings("README.md"));
    }

    @Test
    void linksLeadToFiles() throws Exception {
        for (Path document : documents()) {
            assertThat(LINK.matcher(Files.readString(document)).results().map(link -> link.group(1)))
                    .as("links of %s", document)
                    .allMatch(target -> Files.exists(document.resolveSibling(target)));
        }
    }

    /** Writes a program, or a test class and beside it a program that lets JUnit run it. */
    private Path source(String code, int number) throws Exception {
        Matcher test = TEST_CLASS.matcher(code);
        if (!test.find()) {
            return Files.writeString(scratch.resolve("Try" + number + ".java"), code);
        }
        String name = test.group(1);
        Files.writeString(scratch.resolve(name + ".java"), code);
        return Files.writeString(scratch.resolve("Run" + name + ".java"), """
                import org.junit.platform.engine.discovery.DiscoverySelectors;
                import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
                import org.junit.platform.launcher.core.LauncherFactory;
                import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

                void main() {
                    var summary = new SummaryGeneratingListener();
                    LauncherFactory.create()
                            .execute(
                                    LauncherDiscoveryRequestBuilder.request()
                                            .selectors(DiscoverySelectors.selectClass(%s.class))
                                            .build(),
                                    summary);
                    summary.getSummary().printFailuresTo(new PrintWriter(System.out, true));
                    System.exit(summary.getSummary().getTestsSucceededCount() > 0
                                    && summary.getSummary().getTotalFailureCount() == 0 ? 0 : 1);
                }
                """.formatted(name));
    }

    private String netrarium(String arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("-cp", classPath(), "dev.netrarium.cli.Main"));
        command.addAll(List.of(arguments.split(" +")));
        return Jvm.run(ROOT, scratch, command.toArray(String[]::new));
    }

    /** Each run of lines between two {@code …} occurs, in order. */
    private static void assertShows(List<String> shown, String result) {
        List<String> parts = new ArrayList<>(List.of("exit 0"));
        for (String line : shown) {
            if (line.equals("…")) {
                parts.add("");
            } else {
                parts.add(parts.removeLast() + "\n" + line.stripTrailing());
            }
        }
        String said = result.lines()
                .map(String::stripTrailing)
                .reduce("", (all, line) -> all + "\n" + line)
                .strip();
        if (parts.size() == 1) {
            assertThat(said).isEqualTo(parts.getFirst());
        } else {
            assertThat(said)
                    .startsWith(parts.getFirst())
                    .containsSubsequence(parts)
                    .endsWith(parts.getLast());
        }
    }

    private static String classPath() {
        return System.getProperty("java.class.path");
    }

    private static List<Path> documents() throws Exception {
        try (Stream<Path> top = Files.list(ROOT);
                Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(top, docs)
                    .filter(file -> file.toString().endsWith(".md"))
                    .sorted()
                    .toList();
        }
    }

    private record Block(String language, String text) {}

    private static List<Block> blocks(String document) throws Exception {
        return BLOCK.matcher(Files.readString(ROOT.resolve(document)))
                .results()
                .map(block -> new Block(block.group(1), block.group(2)))
                .toList();
    }

    /** The levels of the headings, in order. */
    private static List<String> headings(String document) throws Exception {
        return BLOCK.matcher(Files.readString(ROOT.resolve(document)))
                .replaceAll("")
                .lines()
                .filter(line -> line.startsWith("#"))
                .map(line -> line.replaceFirst(" .*", ""))
                .toList();
    }
}
