package dev.netrarium.cli.interop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.cli.kernel.KernelScripts;
import dev.netrarium.drill.Drill;
import dev.netrarium.drill.ScriptResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Linux does what our scripts say that Linux does: those that hold for our hosts hold for the kernel too. */
@Tag("interop")
@Timeout(300)
class KernelScriptsInteropTest {
    private static final Path SCRIPTS = Path.of("..", "drill", "scripts");

    /** Real time is dear; longer ones are for a person, by {@code netrarium drill --kernel}. */
    private static final Duration LONGEST = Duration.ofMillis(2500);

    private static final int AT_ONCE = 12;

    /** Not every kernel is built with sch_fq. */
    private static final String NO_QUEUE = "Specified qdisc kind is unknown";

    /** Scripts that hold for our hosts and not for every kernel, and what such a kernel says. */
    private static final Map<String, String> ARGUED = new TreeMap<>(Map.of(
            "control/fq-paces-by-the-window.pkt", NO_QUEUE,
            "control/fq-paces-slower-with-a-smaller-ratio.pkt", NO_QUEUE));

    @BeforeAll
    static void needsRights() {
        Lacking.anyOf("ip");
    }

    @Test
    void whatHoldsForOurHostsHoldsForTheKernel() throws IOException {
        Map<String, String> disagreements = new TreeMap<>();
        List<Path> chosen = scripts();
        assertThat(chosen).hasSizeGreaterThan(100);
        try (KernelScripts kernel = new KernelScripts(AT_ONCE, false)) {
            kernel.require();
            Map<Path, Future<List<ScriptResult>>> outcomes = new TreeMap<>();
            for (Path script : chosen) {
                outcomes.put(script, kernel.run(name(script), Files.readString(script)));
            }
            for (Map.Entry<Path, Future<List<ScriptResult>>> each : outcomes.entrySet()) {
                note(disagreements, KernelScripts.get(each.getValue()));
            }
        }
        // What failed beside others may hold when it runs alone.
        try (KernelScripts kernel = new KernelScripts(1, false)) {
            for (String script : List.copyOf(disagreements.keySet())) {
                disagreements.remove(script);
                note(disagreements, KernelScripts.get(kernel.run(script, Files.readString(SCRIPTS.resolve(script)))));
            }
        }
        ARGUED.forEach((script, says) ->
                disagreements.computeIfPresent(script, (name, words) -> words.contains(says) ? null : words));
        assertThat(disagreements.values()).isEmpty();
    }

    @Test
    void theKernelCanFailAScript() throws IOException {
        String wrong = """
                0  socket(..., SOCK_STREAM, IPPROTO_TCP) = 3
                +0 bind(3, ..., ...) = 0
                +0 listen(3, 1) = 0
                +0 < S 0:0(0) win 32792 <mss 1000>
                +0 > S. 0:0(0) ack 1 <mss 1400>
                """;
        try (KernelScripts kernel = new KernelScripts(1, false)) {
            assertThat(KernelScripts.get(kernel.run("wrong.pkt", wrong)))
                    .hasSize(2)
                    .allSatisfy(result ->
                            assertThat(result.explanation()).contains("options: expected <mss 1400>, seen <mss 1460>"));
        }
    }

    private static void note(Map<String, String> disagreements, List<ScriptResult> results) {
        for (ScriptResult result : results) {
            if (!result.passed()) {
                disagreements.put(result.script(), result.version() + ": " + result.explanation());
            }
        }
    }

    /** Those that are short, and hold for our hosts. */
    private static List<Path> scripts() throws IOException {
        Drill ours = new Drill(false);
        try (Stream<Path> below = Files.walk(SCRIPTS)) {
            return below.filter(path -> path.toString().endsWith(".pkt"))
                    .sorted()
                    .filter(path -> ours.run(name(path), text(path)).stream()
                            .allMatch(result -> result.passed() && result.nanos() <= LONGEST.toNanos()))
                    .toList();
        }
    }

    private static String name(Path script) {
        return SCRIPTS.relativize(script).toString();
    }

    private static String text(Path script) {
        try {
            return Files.readString(script);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
