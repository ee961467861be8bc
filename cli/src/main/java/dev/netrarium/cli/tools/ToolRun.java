package dev.netrarium.cli.tools;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.UsageMessageSpec;

/** A tool with its arguments, ready to run; what becomes of its errors. */
public final class ToolRun {
    private static final int HELP_WIDTH_COLUMNS = 100;

    /** Most tools' code for what went wrong. */
    private static final int FAILURE = 1;

    /** What a shell reports for a program that Ctrl-C ended (128 and SIGINT); for one that attends it is the proper end. */
    private static final int INTERRUPTED = 130;

    private final Tool tool;
    private final CommandLine commandLine;

    private ToolRun(Tool tool, CommandLine commandLine) {
        this.tool = tool;
        this.commandLine = commandLine;
    }

    static ToolRun parse(Tool tool, List<String> arguments) {
        CommandLine commandLine = new CommandLine(tool)
                .setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF))
                .setExpandAtFiles(false) // dig @server
                .setUnmatchedOptionsArePositionalParams(false)
                .setCaseInsensitiveEnumValuesAllowed(true);
        UsageMessageSpec usage = commandLine.getCommandSpec().usageMessage();
        usage.width(HELP_WIDTH_COLUMNS);
        usage.parameterListHeading("%nParameters:%n");
        usage.optionListHeading("%nOptions:%n");
        usage.footerHeading("%nExamples:%n");
        usage.sortOptions(false);
        commandLine.parseArgs(arguments.toArray(new String[0]));
        return new ToolRun(tool, commandLine);
    }

    /** The tool's name. */
    public String name() {
        return commandLine.getCommandName();
    }

    /** The tool's help, when that is asked for. */
    public boolean wantsHelp() {
        return commandLine.isUsageHelpRequested();
    }

    /** The tool's help. */
    public String help() {
        return commandLine.getUsageMessage();
    }

    /** True for a tool that watches or serves until it is interrupted, while others run. */
    public boolean attends() {
        return tool.attends();
    }

    /** True once a tool that {@linkplain #attends attends} listens, so that others may begin. Any thread. */
    public boolean isReady() {
        return tool.isReady();
    }

    /**
     * Runs it; what goes wrong is told on its standard error.
     *
     * @return the exit code
     */
    public int run(ToolContext context) {
        try {
            return tool.run(context);
        } catch (ToolFailure failure) {
            return fail(context, failure.exitCode(), String.valueOf(failure.getMessage()));
        } catch (CommandLine.ParameterException wrong) {
            return fail(context, 2, String.valueOf(wrong.getMessage()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return interrupted();
        } catch (InterruptedIOException e) {
            return Thread.currentThread().isInterrupted()
                    ? interrupted()
                    : fail(context, FAILURE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            return fail(context, FAILURE, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new UncheckedIOException(new IOException(e));
        } finally {
            context.out().flush();
            context.err().flush();
        }
    }

    private int interrupted() {
        return attends() ? 0 : INTERRUPTED;
    }

    private int fail(ToolContext context, int exitCode, String words) {
        context.out().flush();
        context.err().println(name() + ": " + words);
        return exitCode;
    }
}
