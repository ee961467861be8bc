package dev.netrarium.cli;

import dev.netrarium.scenario.EventEntry;
import dev.netrarium.scenario.Scenario;
import dev.netrarium.scenario.ScenarioException;
import dev.netrarium.world.Node;
import dev.netrarium.world.ProgramFailedException;
import dev.netrarium.world.RunningProgram;
import dev.netrarium.world.Trace;
import dev.netrarium.world.World;
import dev.netrarium.world.WorldSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code netrarium run SCENARIO}: brings up a world that is written down, lets it live, and says what happened. */
@Command(
        name = "run",
        description = {
            "Bring up a scenario: its hosts, wires and programs, and what is to happen when.",
            "In virtual time two runs with one seed are equal to the last bit, as their trace hash shows.",
        },
        footer = {
            "  netrarium run office.yaml                  ten seconds of its time, then a summary",
            "  netrarium run -v --for 1min office.yaml    every drop and every change of state",
            "  netrarium run --seed 7 office.yaml         with other chance",
            "  netrarium run --pcap all.pcapng office.yaml   every frame on every wire, for Wireshark",
            "  netrarium run --live --for 5s office.yaml  in real time",
        })
final class RunSubcommand extends Subcommand {
    private static final Duration PROGRESS = Duration.ofSeconds(1);

    @Parameters(paramLabel = "SCENARIO", description = "The file (YAML).")
    @SuppressWarnings("NullAway.Init") // set by picocli
    Path file;

    @Option(
            names = "--for",
            paramLabel = "D",
            converter = DurationConverter.class,
            description = "Let so much time pass: 10s, 2min (10s).")
    Duration duration = Duration.ofSeconds(10);

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "Another seed than the scenario's: all chance comes from it.")
    @Nullable Long seed;

    @Option(names = "--live", description = "In real time.")
    boolean live;

    @Option(names = "--pcap", paramLabel = "FILE", description = "Write every frame on every wire as pcapng.")
    @Nullable Path pcap;

    @Option(
            names = {"-v", "--verbose"},
            description = "A line for every drop, change of state and event.")
    boolean verbose;

    @Override
    int run() throws IOException, InterruptedException {
        Scenario scenario = read();
        RunReport report = new RunReport(verbose ? out()::println : _ -> {});
        try (World world = build(scenario);
                WireCapture capture = pcap == null ? null : WireCapture.of(pcap, world)) {
            try (Trace trace = world.trace(what -> {
                report.happened(what);
                if (capture != null) {
                    capture.happened(what);
                }
            })) {
                if (verbose) {
                    announce(scenario, world, report);
                }
                pass(world, report);
            }
            summary(scenario, world, report);
            return problem(world) ? ExitCode.FAILURE : ExitCode.OK;
        }
    }

    private Scenario read() throws IOException {
        try {
            Scenario scenario = Scenario.read(file);
            return seed == null ? scenario : scenario.withSeed(seed);
        } catch (ScenarioException e) {
            throw new CommandFailure(String.valueOf(e.getMessage()), e);
        }
    }

    private World build(Scenario scenario) {
        try {
            if (!live) {
                return scenario.build();
            }
            WorldSettings now = WorldSettings.DEFAULT.withEpoch(Instant.now()).withTraceHash(false);
            World world = World.live(scenario.seed(), now);
            scenario.buildIn(world);
            return world;
        } catch (ScenarioException e) {
            throw new CommandFailure(file.getFileName() + ": " + e.getMessage(), e);
        }
    }

    /** The scenario's events were planned when the world was built; these come right after them. */
    private static void announce(Scenario scenario, World world, RunReport report) {
        for (EventEntry event : scenario.events()) {
            world.at(event.at(), () -> report.changed(world.now(), event));
        }
    }

    private void pass(World world, RunReport report) throws InterruptedException {
        if (!live) {
            world.run(duration);
            return;
        }
        boolean watched = System.console() != null && System.console().isTerminal();
        for (Duration left = duration; left.isPositive(); left = left.minus(PROGRESS)) {
            world.run(left.compareTo(PROGRESS) < 0 ? left : PROGRESS);
            if (watched && left.compareTo(PROGRESS) > 0) {
                err().print("\r" + duration.minus(left).plus(PROGRESS).toSeconds() + " s of " + duration.toSeconds()
                        + " s, " + report.framesSent() + " frames ");
                err().flush();
            }
        }
        if (watched) {
            err().print("\r\033[K");
            err().flush();
        }
    }

    private void summary(Scenario scenario, World world, RunReport report) {
        out().println(file.getFileName() + ": " + count(world.nodes().size(), "host") + ", "
                + count(world.lans().size(), "LAN") + ", " + count(world.links().size(), "cable") + ", seed "
                + scenario.seed());
        out().println(RunReport.seconds(world.now()) + " s of " + (live ? "real" : "virtual") + " time passed");
        report.summary().forEach(out()::println);
        for (RunningProgram program : programs(world)) {
            Throwable failure = program.failure();
            out().println("program " + program.name() + " on " + program.node().name() + ": "
                    + (failure != null ? "failed: " + failure : program.isRunning() ? "running" : "ended"));
        }
        if (!live) {
            out().println("trace hash " + world.traceHash());
        }
    }

    private static String count(int number, String thing) {
        return number + " " + thing + (number == 1 ? "" : "s");
    }

    private static List<RunningProgram> programs(World world) {
        List<RunningProgram> all = new ArrayList<>();
        for (Node node : world.nodes()) {
            all.addAll(node.programs());
        }
        return all;
    }

    /** True when a program has failed, which is told. */
    private boolean problem(World world) {
        try {
            world.check();
            return false;
        } catch (ProgramFailedException e) {
            out().flush();
            err().println("netrarium run: " + e.getMessage());
            return true;
        }
    }
}
