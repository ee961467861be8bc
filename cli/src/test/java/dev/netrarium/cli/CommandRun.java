package dev.netrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** One run of {@code netrarium …} in this process: what it printed, and its exit code. */
public record CommandRun(int exitCode, String out, String err) {
    /** Runs a command line, given word by word. */
    public static CommandRun of(String... words) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = CommandShell.run(new NetrariumCommand(), new PrintWriter(out), new PrintWriter(err), words);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** Runs tools on a host of the default world; words are split at spaces. */
    public static CommandRun on(String hostAndTools) {
        return onWithInput("", hostAndTools);
    }

    /** As {@link #on}, with something on standard input. */
    public static CommandRun onWithInput(String input, String hostAndTools) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine root = CommandShell.commandLine(new NetrariumCommand());
        OnSubcommand on = root.getSubcommands().get("on").getCommand();
        on.in = new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
        String[] words = ("on " + hostAndTools).split(" ");
        int exitCode =
                root.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(words);
        return new CommandRun(exitCode, out.toString(), err.toString());
    }

    /** Expects success and exactly this on standard output, which must end with a line feed. */
    public CommandRun prints(String expected) {
        assertThat(out).isEqualToNormalizingNewlines(expected);
        assertThat(exitCode).isZero();
        return this;
    }

    /** Expects exactly this on standard error, and an exit code. */
    public CommandRun fails(int code, String expected) {
        assertThat(err).isEqualToNormalizingNewlines(expected);
        assertThat(exitCode).isEqualTo(code);
        return this;
    }
}
