package dev.netrarium.cli;

import dev.netrarium.cli.kernel.KernelScripts;
import dev.netrarium.drill.Drill;
import dev.netrarium.drill.ScriptResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code netrarium drill FILE|DIR…}: runs packetdrill scripts in virtual time, or against Linux, and tells which hold. */
@Command(
        name = "drill",
        description =
                "Run packetdrill scripts against a host in virtual time, over IPv4 and IPv6, or against Linux itself.",
        footer = {
            "  netrarium drill drill/scripts           every *.pkt below a folder",
            "  netrarium drill --audit close.pkt       and how exactly it holds",
            "  netrarium drill --kernel drill/scripts  does Linux do so too?",
        })
final class DrillSubcommand extends Subcommand {
    private static final String SUFFIX = ".pkt";

    @Parameters(paramLabel = "FILE|DIR", arity = "1..*", description = "Scripts, or folders of *.pkt.")
    List<Path> places = List.of();

    @Option(
            names = "--audit",
            description = "Tell deviations in time, packets left over, and whether the order of equal times matters.")
    boolean audit;

    @Option(
            names = "--kernel",
            description = "Run them against this machine's Linux instead, in real time, each in a network namespace of"
                    + " its own; needs root's rights, or `unshare -rn`.")
    boolean kernel;

    @Option(
            names = "--at-once",
            paramLabel = "N",
            defaultValue = "4",
            description = "With --kernel, run so many at the same time. Default: ${DEFAULT-VALUE}.")
    int atOnce = 4;

    @Override
    int run() throws IOException {
        List<Path> files = files();
        if (files.isEmpty()) {
            throw new CommandFailure("There is no script (*" + SUFFIX + ") in " + places + ".");
        }
        if (audit && !kernel && !Drill.missingKnobs().isEmpty()) {
            out().println("knobs of the profile that hosts do not have: " + String.join(" ", Drill.missingKnobs()));
        }
        int passed = kernel ? onKernel(files) : onHost(files);
        out().println(passed + " passed, " + (files.size() - passed) + " failed");
        return passed == files.size() ? ExitCode.OK : ExitCode.FAILURE;
    }

    private int onHost(List<Path> files) throws IOException {
        Drill drill = new Drill(audit);
        int passed = 0;
        for (Path file : files) {
            passed += tell(drill.run(file.toString(), source(file))) ? 1 : 0;
        }
        return passed;
    }

    private int onKernel(List<Path> files) throws IOException {
        try (KernelScripts scripts = new KernelScripts(atOnce, audit)) {
            try {
                scripts.require();
            } catch (IOException e) {
                throw new CommandFailure("Linux cannot be tested here: " + e.getMessage());
            }
            List<Future<List<ScriptResult>>> outcomes = new ArrayList<>();
            for (Path file : files) {
                outcomes.add(scripts.run(file.toString(), source(file)));
            }
            int passed = 0;
            for (Future<List<ScriptResult>> outcome : outcomes) {
                passed += tell(KernelScripts.get(outcome)) ? 1 : 0;
                out().flush();
            }
            return passed;
        }
    }

    private static String source(Path file) throws IOException {
        // Other encodings' comments are no reason to refuse a script.
        return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    }

    /** A line for the script, and what is to be said of each run; true when all runs passed. */
    private boolean tell(List<ScriptResult> results) {
        boolean all = results.stream().allMatch(ScriptResult::passed);
        StringBuilder line = new StringBuilder(all ? "ok    " : "FAIL  ")
                .append(results.getFirst().script());
        for (ScriptResult result : results) {
            line.append("  ").append(result.version());
            if (!result.passed()) {
                line.append(result.verdict() == ScriptResult.Verdict.UNSUPPORTED ? " unsupported" : " failed");
            }
        }
        out().println(line);
        for (ScriptResult result : results) {
            out().print(result.explanation().indent(6));
            for (String note : result.notes()) {
                out().print((result.version() + ": " + note).indent(6));
            }
        }
        return all;
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path place : places) {
            if (!Files.isDirectory(place)) {
                files.add(place);
                continue;
            }
            try (Stream<Path> below = Files.walk(place)) {
                below.filter(path -> path.toString().endsWith(SUFFIX)).sorted().forEach(files::add);
            }
        }
        return files;
    }
}
