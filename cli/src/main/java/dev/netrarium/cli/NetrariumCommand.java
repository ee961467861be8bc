package dev.netrarium.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The root: {@code netrarium}. It does nothing itself; each {@link Subcommand} is named here. */
@Command(
        name = "netrarium",
        header = "A whole Internet, alive in one JVM.",
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = Version.class,
        footer = {
            "  netrarium url http://www.server.com/   what happens between a URL and a page",
            "  netrarium on laptop ping www.server.com   the tools that you know, on a host of that world",
            "  netrarium --version                    which Netrarium, on which JDK",
            "  netrarium COMMAND --help               what a command does, with examples",
        },
        subcommands = {
            UrlSubcommand.class,
            OnSubcommand.class,
            RunSubcommand.class,
            DissectSubcommand.class,
            TapSubcommand.class,
            LinkSubcommand.class,
            BenchSubcommand.class,
            DrillSubcommand.class,
        })
final class NetrariumCommand implements Runnable {

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Print the version, the JDK and, where known, the source revision.")
    boolean version;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            scope = ScopeType.INHERIT,
            description = "Show this help.")
    boolean help;

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "When something fails, print the stack trace too.")
    boolean debug;

    // Set by picocli before run().
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Name a command.");
    }
}
