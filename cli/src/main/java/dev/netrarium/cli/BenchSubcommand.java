package dev.netrarium.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.netrarium.bench.ConnectionsBenchmark;
import dev.netrarium.bench.IdleBenchmark;
import dev.netrarium.bench.Result;
import dev.netrarium.bench.TcpBenchmark;
import dev.netrarium.bench.WorldBenchmark;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code netrarium bench …}: how much work the stack and the world are. */
@Command(
        name = "bench",
        description = {
            "Measure what the stack and the world cost, in CPU time of the one thread that does the work.",
            "Wall-clock figures need a quiet machine; CPU figures bear company.",
        },
        footer = {
            "  netrarium bench all                     every benchmark",
            "  netrarium bench tcp --window 64k,1m     one TCP flow between two hosts",
            "  netrarium bench world --json            ten flows over a bottleneck, in virtual time",
            "  netrarium bench connections             connect, accept, close",
            "  netrarium bench idle                    what an idle connection holds",
            "  netrarium bench grid                    goodput beside Linux's over bad paths (root)",
        },
        subcommands = {
            BenchSubcommand.TcpPart.class,
            BenchSubcommand.WorldPart.class,
            BenchSubcommand.ConnectionsPart.class,
            BenchSubcommand.IdlePart.class,
            BenchSubcommand.AllPart.class,
            GridSubcommand.class,
        })
final class BenchSubcommand extends Subcommand {
    private static final Duration LONGEST_WARM_UP = Duration.ofSeconds(3);

    @Override
    int run() {
        throw usageError("Name a benchmark: tcp, world, connections, idle, grid or all.");
    }

    /** One flow. */
    @Command(
            name = "tcp",
            description = {
                "One TCP flow between two hosts in one thread: MTU 1500, checksums made and verified, bytes copied in and out.",
                "Each window is warmed up as long as it is measured, 3 seconds at most.",
            },
            footer = {
                "  netrarium bench tcp                     windows of 64 KB, 1 MB and 16 MB",
                "  netrarium bench tcp --window 256k --seconds 10 --json",
                "  netrarium bench tcp --line lossy,super-segments --window 64k",
                "  netrarium bench tcp --rig               without Ethernet, neighbours, routes and hooks",
            })
    static final class TcpPart extends Subcommand {
        @Mixin
        private final Measuring measuring = new Measuring();

        @Option(
                names = "--window",
                paramLabel = "SIZE",
                split = ",",
                converter = SizeConverter.class,
                description = "Send and receive buffers, one or several: 64k, 1m, 16m (all three unless given).")
        private List<Integer> windows = List.of(64 << 10, 1 << 20, 16 << 20);

        @Option(
                names = "--line",
                paramLabel = "KIND",
                split = ",",
                converter = LineConverter.class,
                description = {
                    "What lies between the hosts, one or several: perfect, lossy (one frame in a hundred is lost), or",
                    "super-segments (up to 64 KB go through whole, without checksums). Perfect unless given.",
                })
        private List<TcpBenchmark.Line> lines = List.of(TcpBenchmark.Line.PERFECT);

        @Option(
                names = "--rig",
                description = "Measure TCP on the least host that it can live on, instead of a whole one.")
        private boolean rig;

        @Override
        int run() throws IOException {
            if (rig && lines.contains(TcpBenchmark.Line.SUPER_SEGMENTS)) {
                throw usageError("--rig knows no super-segments: leave one of the two out.");
            }
            Printer printer = new Printer(this, measuring.json);
            printer.print(tcp(rig, lines, windows, measuring));
            return ExitCode.OK;
        }
    }

    /** Many hosts. */
    @Command(
            name = "world",
            description = {
                "Ten TCP flows over one bottleneck of 1 Gbit/s in a world in virtual time.",
                "What a packet costs on each link that it travels, TCP's work included: programs called by events, without and",
                "with the trace hash; and blocking programs in threads, measured by the CPU time of the whole process.",
            },
            footer = "  netrarium bench world --seconds 10")
    static final class WorldPart extends Subcommand {
        @Mixin
        private final Measuring measuring = new Measuring();

        @Override
        int run() throws IOException, InterruptedException {
            new Printer(this, measuring.json).print(world(measuring));
            return ExitCode.OK;
        }
    }

    /** Connections that are over at once. */
    @Command(
            name = "connections",
            description = {
                "Short connections between two hosts in one thread: connect, accept, close at both ends.",
                "The client's addresses take turns, and its TIME-WAITs of the last minute are kept.",
            },
            footer = "  netrarium bench connections --seconds 10")
    static final class ConnectionsPart extends Subcommand {
        @Mixin
        private final Measuring measuring = new Measuring();

        @Override
        int run() throws IOException {
            new Printer(this, measuring.json).print(List.of(ConnectionsBenchmark.run(measuring.duration)));
            return ExitCode.OK;
        }
    }

    /** Connections without traffic. */
    @Command(
            name = "idle",
            description =
                    "What each end of an idle established connection holds on the heap, its typed socket included.",
            footer = "  netrarium bench idle --connections 20000")
    static final class IdlePart extends Subcommand {
        @Option(
                names = "--connections",
                paramLabel = "N",
                description = "How many, each with two ends (${DEFAULT-VALUE}).")
        private int connections = 100_000;

        @Option(names = "--json", description = "One JSON object a line; nothing else.")
        private boolean json;

        @Override
        int run() throws IOException, InterruptedException {
            if (connections < 1) {
                throw usageError("--connections wants at least 1.");
            }
            new Printer(this, json).print(List.of(IdleBenchmark.run(connections)));
            return ExitCode.OK;
        }
    }

    /** Everything. */
    @Command(
            name = "all",
            description = "Run every benchmark but the grid, which needs root and the kernel.",
            footer = "  netrarium bench all --json > figures.jsonl")
    static final class AllPart extends Subcommand {
        @Mixin
        private final Measuring measuring = new Measuring();

        @Option(
                names = "--connections",
                paramLabel = "N",
                description = "How many idle connections (${DEFAULT-VALUE}).")
        private int connections = 100_000;

        @Override
        int run() throws IOException, InterruptedException {
            if (connections < 1) {
                throw usageError("--connections wants at least 1.");
            }
            Printer printer = new Printer(this, measuring.json);
            printer.print(tcp(false, List.of(TcpBenchmark.Line.values()), List.of(64 << 10, 1 << 20), measuring));
            printer.print(world(measuring));
            printer.print(List.of(ConnectionsBenchmark.run(measuring.duration)));
            printer.print(List.of(IdleBenchmark.run(connections)));
            return ExitCode.OK;
        }
    }

    /** What the benchmarks of time have in common. */
    static final class Measuring {
        @Option(
                names = "--seconds",
                paramLabel = "S",
                converter = SecondsConverter.class,
                description = "CPU time that each run is measured, 0.1 to 3600 seconds (3 unless given).")
        private Duration duration = Duration.ofSeconds(3);

        @Option(names = "--json", description = "One JSON object a line; nothing else.")
        private boolean json;

        Duration warmUp() {
            return duration.compareTo(LONGEST_WARM_UP) < 0 ? duration : LONGEST_WARM_UP;
        }
    }

    private static List<Result> tcp(
            boolean rig, List<TcpBenchmark.Line> lines, List<Integer> windows, Measuring measuring) {
        TcpBenchmark.Hosts hosts = rig ? TcpBenchmark.Hosts.RIG : TcpBenchmark.Hosts.FULL;
        List<Result> runs = new ArrayList<>();
        for (TcpBenchmark.Line line : lines) {
            for (int window : windows) {
                runs.add(TcpBenchmark.run(hosts, line, window, measuring.warmUp(), measuring.duration));
            }
        }
        return runs;
    }

    private static List<Result> world(Measuring measuring) throws InterruptedException {
        List<Result> runs = new ArrayList<>();
        for (WorldBenchmark.Variant variant : WorldBenchmark.Variant.values()) {
            runs.add(WorldBenchmark.run(variant, measuring.warmUp(), measuring.duration));
        }
        return runs;
    }

    private static final class Printer {
        private final Subcommand command;
        private final boolean json;
        private final ObjectMapper mapper = new ObjectMapper();
        private boolean printed;

        Printer(Subcommand command, boolean json) {
            this.command = command;
            this.json = json;
        }

        void print(List<Result> runs) throws JsonProcessingException {
            if (json) {
                for (Result run : runs) {
                    command.out().println(mapper.writeValueAsString(run.asMap()));
                }
            } else {
                if (printed) {
                    command.out().println();
                }
                Result.table(runs).forEach(command.out()::println);
            }
            printed = true;
            command.out().flush(); // somebody waits
        }
    }

    /** Reads seconds, fractions allowed. */
    static final class SecondsConverter implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            double seconds;
            try {
                seconds = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                throw new TypeConversionException("\"" + text + "\" is no number of seconds, such as 3 or 0.5");
            }
            if (!(seconds >= 0.1 && seconds <= 3600)) {
                throw new TypeConversionException("want 0.1 to 3600 seconds, not " + text);
            }
            return Duration.ofNanos(Math.round(seconds * 1e9));
        }
    }

    /** Reads the kind of a line: its name in small letters, with hyphens. */
    static final class LineConverter implements ITypeConverter<TcpBenchmark.Line> {
        @Override
        public TcpBenchmark.Line convert(String text) {
            for (TcpBenchmark.Line line : TcpBenchmark.Line.values()) {
                if (line.name().equals(text.toUpperCase(Locale.ROOT).replace('-', '_'))) {
                    return line;
                }
            }
            throw new TypeConversionException("\"" + text + "\" is no line: want perfect, lossy or super-segments");
        }
    }

    /** Reads bytes, with k or m for KiB or MiB. */
    static final class SizeConverter implements ITypeConverter<Integer> {
        private static final Pattern FORM = Pattern.compile("(\\d{1,9})([km]?)");
        private static final int LEAST_BYTES = 4096;
        private static final int MOST_BYTES = 64 << 20;

        @Override
        public Integer convert(String text) {
            Matcher m = FORM.matcher(text.toLowerCase(Locale.ROOT));
            if (!m.matches()) {
                throw new TypeConversionException("\"" + text + "\" is no size, such as 64k or 1m");
            }
            long bytes = Long.parseLong(m.group(1))
                    << switch (m.group(2)) {
                        case "k" -> 10;
                        case "m" -> 20;
                        default -> 0;
                    };
            if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
                throw new TypeConversionException("want a window of 4k to 64m, not " + text);
            }
            return (int) bytes;
        }
    }
}
