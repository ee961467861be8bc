package dev.netrarium.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;
import picocli.CommandLine.ParameterException;

/**
 * What all commands share: the layout of their help, and what becomes of an error. An error is one sentence on standard
 * error after the command's name and an {@link ExitCode}; the stack trace appears with {@code --debug} only.
 */
final class CommandShell {
    private static final int HELP_WIDTH_COLUMNS = 100;

    private static final Map<String, String> EXIT_CODES = new LinkedHashMap<>();

    static {
        EXIT_CODES.put(" " + ExitCode.OK, "the command did its work");
        EXIT_CODES.put(" " + ExitCode.FAILURE, "it could not, and a sentence on standard error says why");
        EXIT_CODES.put(" " + ExitCode.USAGE, "the command line is wrong; nothing ran");
    }

    private CommandShell() {}

    /**
     * Runs one command line.
     *
     * @return the exit code of the process
     */
    static int run(NetrariumCommand root, PrintWriter out, PrintWriter err, String... args) {
        return commandLine(root).setOut(out).setErr(err).execute(args);
    }

    /** The whole tree of commands, laid out; {@code more} are subcommands beside those that the root names. */
    static CommandLine commandLine(NetrariumCommand root, Subcommand... more) {
        CommandLine commandLine = new CommandLine(root);
        for (Subcommand subcommand : more) {
            commandLine.addSubcommand(subcommand);
        }
        layOut(commandLine);
        return commandLine
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, args) -> tellUsage(wrong, root.debug))
                .setExecutionExceptionHandler((failure, where, parsed) -> tellFailure(failure, where, root.debug));
    }

    private static void layOut(CommandLine commandLine) {
        UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.width(HELP_WIDTH_COLUMNS);
        usage.parameterListHeading("%nParameters:%n");
        usage.optionListHeading("%nOptions:%n");
        usage.commandListHeading("%nCommands:%n");
        usage.exitCodeListHeading("%nExit codes:%n");
        usage.exitCodeList(EXIT_CODES);
        usage.footerHeading("%nExamples:%n");
        usage.sortOptions(false);
        Object command = commandLine.getCommandSpec().userObject();
        if (command instanceof OnSubcommand || command instanceof TapSubcommand) {
            commandLine.setStopAtPositional(true); // the tool's options are the tool's
            commandLine.setExpandAtFiles(false); // dig @server
        }
        for (CommandLine subcommand : commandLine.getSubcommands().values()) {
            layOut(subcommand);
        }
    }

    private static int tellUsage(ParameterException wrong, boolean debug) {
        CommandLine where = wrong.getCommandLine();
        PrintWriter err = where.getErr();
        String name = where.getCommandSpec().qualifiedName();
        err.println(name + ": " + wrong.getMessage());
        CommandLine.UnmatchedArgumentException.printSuggestions(wrong, err);
        err.println("See " + name + " --help.");
        if (debug) {
            wrong.printStackTrace(err);
        }
        return ExitCode.USAGE;
    }

    private static int tellFailure(Exception failure, CommandLine where, boolean debug) {
        PrintWriter err = where.getErr();
        // What the command had to say before it failed comes first.
        where.getOut().flush();
        err.println(where.getCommandSpec().qualifiedName() + ": " + sentence(failure));
        if (debug) {
            failure.printStackTrace(err);
        }
        return ExitCode.FAILURE;
    }

    /** An error in words for people; what nobody foresaw is called a defect, since it is one. */
    static String sentence(Exception failure) {
        return switch (failure) {
            case CommandFailure told -> String.valueOf(told.getMessage());
            case UncheckedIOException wrapped when wrapped.getCause() != null -> sentence(wrapped.getCause());
            case NoSuchFileException missing -> "No such file: " + missing.getFile();
            case AccessDeniedException denied -> "Permission denied: " + denied.getFile();
            case FileSystemException file when file.getReason() != null -> file.getReason() + ": " + file.getFile();
            case IOException io when io.getMessage() != null -> io.getMessage();
            default ->
                "A defect in Netrarium: " + failure + ". Please report it with what --debug prints when run again.";
        };
    }
}
