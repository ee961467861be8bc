package dev.netrarium.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** What every command does in the same way: help, version, errors, exit codes. */
class CommandShellTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @Test
    void versionNamesTheProgramAndTheJdk() {
        assertThat(run("--version")).isEqualTo(ExitCode.OK);
        assertThat(out.toString())
                .startsWith("netrarium ")
                .contains("JDK " + System.getProperty("java.runtime.version"));
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void helpShowsExamplesAndExitCodesOnStandardOutput() {
        assertThat(run("--help")).isEqualTo(ExitCode.OK);
        assertThat(out.toString()).contains("Examples:", "Exit codes:", "netrarium --version");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void everyCommandHasADescriptionAndExamples() {
        CommandLine root = CommandShell.commandLine(new NetrariumCommand());
        assertThat(root.getSubcommands().values()).allSatisfy(command -> {
            assertThat(command.getCommandSpec().usageMessage().description()).isNotEmpty();
            assertThat(command.getCommandSpec().usageMessage().footer())
                    .anyMatch(line -> line.contains("netrarium " + command.getCommandName()));
        });
    }

    @Test
    void noCommandIsAUsageError() {
        assertThat(run()).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("netrarium: Name a command.", "See netrarium --help.");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownOptionIsAUsageErrorThatNamesIt() {
        assertThat(run("--loud")).isEqualTo(ExitCode.USAGE);
        assertThat(err.toString()).contains("netrarium: ", "--loud").doesNotContain("\tat ");
    }

    @Test
    void aFailureIsOneSentenceAndExitCodeOne() {
        assertThat(run(new CommandFailure("The link is cut."), "fail")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).isEqualToNormalizingNewlines("netrarium fail: The link is cut.\n");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void debugAddsTheStackTraceBeforeOrAfterTheCommand() {
        assertThat(run(new CommandFailure("The link is cut."), "--debug", "fail"))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("netrarium fail: The link is cut.", "\tat ");
        err.getBuffer().setLength(0);
        assertThat(run(new CommandFailure("The link is cut."), "fail", "--debug"))
                .isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("netrarium fail: The link is cut.", "\tat ");
    }

    @Test
    void errorsOfFilesAreToldInWords() {
        assertThat(CommandShell.sentence(new NoSuchFileException("a.pcap"))).isEqualTo("No such file: a.pcap");
        assertThat(CommandShell.sentence(new UncheckedIOException(new AccessDeniedException("a.pcap"))))
                .isEqualTo("Permission denied: a.pcap");
        assertThat(CommandShell.sentence(new IOException("No space left on device")))
                .isEqualTo("No space left on device");
    }

    @Test
    void whatNobodyForesawIsCalledADefect() {
        assertThat(run(new IllegalStateException("queue below zero"), "fail")).isEqualTo(ExitCode.FAILURE);
        assertThat(err.toString()).contains("A defect in Netrarium", "queue below zero", "--debug");
    }

    private int run(String... args) {
        return run(null, args);
    }

    private int run(@Nullable Exception failure, String... args) {
        NetrariumCommand root = new NetrariumCommand();
        CommandLine commandLine = CommandShell.commandLine(root);
        if (failure != null) {
            commandLine = CommandShell.commandLine(root, new FailSubcommand(failure));
        }
        return commandLine
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(args);
    }

    @Command(name = "fail", description = "Fails as told.", footer = "  netrarium fail")
    private static final class FailSubcommand extends Subcommand {
        private final Exception failure;

        FailSubcommand(Exception failure) {
            this.failure = failure;
        }

        @Override
        int run() throws Exception {
            throw failure;
        }
    }
}
