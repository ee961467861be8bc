package dev.netrarium.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * One subcommand of {@code netrarium}: a class {@code XyzSubcommand} with picocli's {@code @Command} (name, description
 * and, as footer, examples), its options as fields, and {@link #run()}. It is made known by one line in
 * {@link NetrariumCommand}. {@code --help} and {@code --debug} are there by themselves.
 *
 * <p>A command writes to {@link #out()} and {@link #err()}, never to {@code System.out}. It fails by throwing: a
 * {@link CommandFailure}, a {@link #usageError usage error}, or the {@link java.io.IOException} of a file, which
 * {@link CommandShell} puts into words.
 */
abstract class Subcommand implements Callable<Integer> {

    // Set by picocli before call().
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    /**
     * Does the work.
     *
     * @return an {@link ExitCode}
     * @throws Exception what {@link CommandShell} turns into a sentence and an exit code
     */
    abstract int run() throws Exception;

    @Override
    public final Integer call() throws Exception {
        return run();
    }

    /** Standard output, UTF-8, buffered: flushed at the end, or by the command when somebody watches. */
    final PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Standard error, for what is not the command's result. */
    final PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** To be thrown when options that are right one by one make no sense together: exit code 2. */
    final ParameterException usageError(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
