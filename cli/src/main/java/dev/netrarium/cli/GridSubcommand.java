package dev.netrarium.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.netrarium.bench.grid.Cell;
import dev.netrarium.bench.grid.Grid;
import dev.netrarium.bench.grid.GridException;
import dev.netrarium.bench.grid.Report;
import dev.netrarium.bench.grid.Run;
import dev.netrarium.bench.grid.Settings;
import dev.netrarium.world.WorldException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code netrarium bench grid}: our TCP beside Linux's, over the same path. */
@Command(
        name = "grid",
        description = {
            "Goodput from us to Linux, from Linux to us, and from Linux to Linux over our link emulator, with the same"
                    + " loss, round trip and reordering: a cell of the grid for each, and for each controller of the sender.",
            "Cells take turns, and medians are told, with their ratio to Linux to Linux. A busy machine makes all of them"
                    + " smaller; compare ratios.",
            "It makes two network namespaces and TAP devices, and removes them: that takes root, iproute2 and python3.",
        },
        footer = {
            "  netrarium bench grid                                the whole grid with cubic: half an hour and more",
            "  netrarium bench grid --cells 0%%/20ms/0%%,1%%/20ms/0%% --cc reno,cubic,bbr",
            "        two paths, three controllers",
            "  netrarium bench grid --cells 1%%/20ms/1%% --repeat 1 --seconds 1 --json",
        })
final class GridSubcommand extends Subcommand {
    @Option(
            names = "--cells",
            paramLabel = "CELL",
            split = ",",
            description =
                    "Loss/round trip/reordering, loss and reordering each way: 1%%/20ms/0%%. All 24 unless given.")
    private List<String> paths = List.of();

    @Option(
            names = "--cc",
            paramLabel = "NAME",
            split = ",",
            description = "The sender's congestion control: reno, cubic, bbr (${DEFAULT-VALUE}).")
    private List<String> controllers = List.of("cubic");

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "Runs of each, of which the median counts (${DEFAULT-VALUE}).")
    private int repetitions = 5;

    @Option(names = "--seconds", paramLabel = "S", description = "How long each run sends (${DEFAULT-VALUE}).")
    private double seconds = 3;

    @Option(names = "--bytes", paramLabel = "N", description = "What each run sends at most.")
    private long mostBytes = Long.MAX_VALUE >> 1;

    @Option(
            names = "--rate",
            paramLabel = "R",
            converter = RateConverter.class,
            description = "The path's rate (100mbit unless given).")
    private long bitsPerSecond = 100_000_000;

    @Option(names = "--queue", paramLabel = "N", description = "Frames that wait before it (${DEFAULT-VALUE}).")
    private int queueFrames = 1000;

    @Option(names = "--json", description = "One JSON object a line: each run, then the medians; nothing else.")
    private boolean json;

    private final ObjectMapper mapper = new ObjectMapper();

    @Override
    int run() throws IOException, InterruptedException {
        Settings settings;
        List<Cell> cells;
        try {
            settings = new Settings(seconds, mostBytes, repetitions, bitsPerSecond, queueFrames);
            cells = cells();
        } catch (IllegalArgumentException e) {
            throw usageError(e.getMessage() + ".");
        }
        Report report = new Report();
        int broken = 0;
        try (Grid grid = new Grid(settings);
                EndAtSignal signal = new EndAtSignal("bench grid", err(), grid::close)) {
            List<Run> damaged = new ArrayList<>();
            try {
                grid.run(cells, run -> {
                    report.add(run);
                    tell(run);
                    if (!run.isIntact()) {
                        damaged.add(run);
                    }
                });
            } catch (GridException | WorldException e) {
                if (!signal.isEnding()) {
                    throw e;
                }
            }
            broken = damaged.size();
        } catch (GridException e) {
            throw new CommandFailure(e.getMessage() + ".", e);
        }
        if (json) {
            for (Map<String, Object> median : report.medians()) {
                out().println(mapper.writeValueAsString(median));
            }
        } else {
            report.table().forEach(out()::println);
        }
        out().flush();
        if (broken > 0) {
            throw new CommandFailure(broken + " transfers did not bring the bytes that were sent.");
        }
        return ExitCode.OK;
    }

    private List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (String controller : controllers) {
            if (paths.isEmpty()) {
                cells.addAll(Cell.grid(controller));
            }
            for (String path : paths) {
                cells.add(Cell.of(path, controller));
            }
        }
        return cells;
    }

    private void tell(Run run) {
        if (!json) {
            err().printf(
                            "%d %s %s %s: %.2f Mbit/s%n",
                            run.repetition(),
                            run.cell().path(),
                            run.cell().controller(),
                            run.pairing().label(),
                            run.goodputMegabits());
            err().flush();
            return;
        }
        try {
            out().println(mapper.writeValueAsString(Report.asMap(run)));
            out().flush();
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
