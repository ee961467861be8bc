package dev.netrarium.cli;

import dev.netrarium.cli.tools.ToolContext;
import dev.netrarium.cli.tools.ToolRun;
import dev.netrarium.cli.tools.Toolbox;
import dev.netrarium.services.dns.host.StubResolver;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.world.Node;
import dev.netrarium.world.RunningProgram;
import dev.netrarium.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code netrarium on HOST TOOL …}: the tools that people know, on a host of the world, in the world's time. */
@Command(
        name = "on",
        description = {
            "Run a tool on a host of the default world, or of a scenario's, in virtual time.",
            "",
            "Several tools, separated by --, run one after the other in the same world. tcpdump and nc -l run beside those"
                    + " that follow, until these have ended. \"on HOST\" before a tool names another host for it.",
            "--delay, --loss and the like are about the home's access link; of two values the first is for the way out.",
            "The exit code is that of the first tool that fails.",
        },
        footer = {
            "  netrarium on laptop ping -c 1 www.server.com",
            "  netrarium on laptop traceroute -n www.server.com",
            "  netrarium on laptop dig +trace www.server.com",
            "  netrarium on --loss 10%% laptop curl -v www.server.com",
            "  netrarium on laptop tcpdump -- ping -c 1 phone             watch what a ping makes",
            "  netrarium on laptop curl -s www.server.com -- ss -tan      which state is left behind",
            "  netrarium on laptop ping -c 1 phone -- arp -a -- ip route",
            "  netrarium on www nc -l 9000 -- on laptop nc www 9000       the laptop's standard input to www",
            "  netrarium on laptop netstat -n                             what scripts have always read",
            "  netrarium on laptop ping --help                            a tool's options",
        })
final class OnSubcommand extends Subcommand {
    private static final String SEPARATOR = "--";
    private static final String ELSEWHERE = "on";

    /** What is still on its way when the last tool has ended is let through to those that watch. */
    private static final Duration AFTERMATH = Duration.ofSeconds(1);

    /** A world in which only servers and watchers run is given so long to become quiet. */
    private static final Duration LONGEST_WATCH = Duration.ofHours(1);

    /** Enough for the hosts' own programs to begin: servers listen before the first tool runs. */
    private static final Duration INSTANT = Duration.ofNanos(1);

    private static final Duration MOMENT = Duration.ofNanos(1_000);

    @Mixin
    WorldOptions world = new WorldOptions();

    @Option(
            names = "--pause",
            paramLabel = "D",
            converter = DurationConverter.class,
            description = "Let so much time pass between two tools, as somebody does who types (1s).")
    Duration pause = Duration.ofSeconds(1);

    @Parameters(index = "0", arity = "0..1", paramLabel = "HOST", description = "The host's name.")
    String host = "";

    @Parameters(
            index = "1..*",
            paramLabel = "TOOL [ARGUMENT …] [-- TOOL …]",
            hideParamSyntax = true,
            description =
                    "ping, traceroute, dig, curl, telnet, nc, tcpdump, ip, ss, arp, netstat, ifconfig, route, dhcp, sysctl.")
    List<String> words = List.of();

    /** What tools read as their standard input. */
    InputStream in = System.in;

    /** A tool, its place, and how it ended; -1 while it has not. */
    private static final class Step {
        final Node node;
        final ToolRun tool;
        int exitCode = -1;

        Step(Node node, ToolRun tool) {
            this.node = node;
            this.tool = tool;
        }
    }

    @Override
    int run() throws IOException, InterruptedException {
        if (world.scenario != null && world.conditionsTheAccessLink()) {
            throw usageError(
                    "--loss, --delay and what else happens to frames, and --cut, are about the default world; write them into the scenario.");
        }
        try (World stage = world.build()) {
            List<Step> steps = plan(stage);
            for (Step step : steps) {
                if (step.tool.wantsHelp()) {
                    out().print(step.tool.help());
                    return ExitCode.OK;
                }
            }
            return play(stage, steps);
        }
    }

    private List<Step> plan(World stage) {
        if (host.isEmpty()) {
            throw usageError("Name a host: " + hosts(stage) + ".");
        }
        Node first = node(stage, host);
        if (words.isEmpty()) {
            throw usageError("Name a tool: " + String.join(", ", Toolbox.names()) + ".");
        }
        List<Step> steps = new ArrayList<>();
        List<String> current = new ArrayList<>();
        for (String word : words) {
            if (word.equals(SEPARATOR)) {
                steps.add(step(stage, first, current));
                current = new ArrayList<>();
            } else {
                current.add(word);
            }
        }
        steps.add(step(stage, first, current));
        return steps;
    }

    private Step step(World stage, Node first, List<String> current) {
        Node node = first;
        List<String> command = current;
        if (!command.isEmpty() && command.getFirst().equals(ELSEWHERE)) {
            if (command.size() < 2) {
                throw usageError("\"on\" names a host: " + hosts(stage) + ".");
            }
            node = node(stage, command.get(1));
            command = command.subList(2, command.size());
        }
        if (command.isEmpty()) {
            throw usageError("A tool is missing beside \"--\".");
        }
        try {
            return new Step(node, Toolbox.parse(command));
        } catch (ParameterException e) {
            String name = command.getFirst();
            throw usageError(
                    name + ": " + e.getMessage() + " (see netrarium on " + node.name() + " " + name + " --help)");
        } catch (IllegalArgumentException e) {
            throw usageError(String.valueOf(e.getMessage()));
        }
    }

    private Node node(World stage, String name) {
        return stage.nodes().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(() -> usageError("There is no host \"" + name + "\". There are: " + hosts(stage) + "."));
    }

    private static String hosts(World stage) {
        return String.join(", ", stage.nodes().stream().map(Node::name).toList());
    }

    private int play(World stage, List<Step> steps) throws InterruptedException {
        stage.run(INSTANT);
        List<RunningProgram> beside = new ArrayList<>();
        boolean watched = true;
        for (Step step : steps) {
            if (!watched) {
                stage.run(pause);
            }
            if (step.tool.attends()) {
                beside.add(begin(stage, step));
            } else {
                watched = false;
                step.exitCode = step.tool.run(context(step.node));
            }
        }
        if (!beside.isEmpty()) {
            stage.runUntilIdle(watched ? LONGEST_WATCH : AFTERMATH);
        }
        for (RunningProgram each : beside) {
            each.interrupt();
            each.join();
        }
        return steps.stream()
                .mapToInt(step -> step.exitCode)
                .filter(code -> code != ExitCode.OK)
                .findFirst()
                .orElse(ExitCode.OK);
    }

    /** Starts a tool beside the others, and lets time pass until it listens. */
    private RunningProgram begin(World stage, Step step) throws InterruptedException {
        RunningProgram program =
                step.node.start(step.tool.name(), _ -> step.exitCode = step.tool.run(context(step.node)));
        while (program.isRunning() && !step.tool.isReady()) {
            stage.run(MOMENT);
        }
        return program;
    }

    private ToolContext context(Node node) {
        return new ToolContext(
                node.sockets(),
                new WorldHosts(node),
                nameServers(node),
                node.world().epoch(),
                in,
                out(),
                err());
    }

    /** What the host's resolv.conf names; without one, resolvers ask the host itself (resolv.conf(5)). */
    private static List<IpAddress> nameServers(Node node) {
        if (node.resolver() instanceof StubResolver stub) {
            List<IpAddress> servers = stub.stub().settings().servers().stream()
                    .map(Endpoint::address)
                    .toList();
            if (!servers.isEmpty()) {
                return servers;
            }
        }
        return List.of(Ipv4Address.LOOPBACK);
    }
}
