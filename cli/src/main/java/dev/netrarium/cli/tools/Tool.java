package dev.netrarium.cli.tools;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * One tool: a class {@code XyzTool} with picocli's {@code @Command} (name, description and, as footer, examples), its
 * options as fields, and {@link #run}. It is made known by one line in {@link Toolbox}. {@code --help} is there by itself;
 * {@code -h} is not, since it means other things to many tools.
 */
abstract class Tool {
    @Option(names = "--help", usageHelp = true, description = "Show this help.")
    boolean help;

    // Set by picocli while it parses.
    @Spec
    @SuppressWarnings("NullAway.Init")
    CommandSpec spec;

    /**
     * Does the work.
     *
     * @return the exit code that the tool's users know
     * @throws ToolFailure with the words and the exit code that they know
     * @throws InterruptedException when it is asked to end, as by Ctrl-C; an {@link java.io.InterruptedIOException} does
     *     the same
     */
    abstract int run(ToolContext context) throws Exception;

    /** What {@link #isReady} tells; only for tools that {@linkplain #attends attend}. */
    private volatile boolean ready;

    /** To be called by a tool that {@linkplain #attends attends} as soon as it misses nothing more. */
    final void ready() {
        ready = true;
    }

    final boolean isReady() {
        return ready;
    }

    /** True for a tool that watches or serves until it is asked to end, while others run. */
    boolean attends() {
        return false;
    }

    /** To be thrown when options that are right one by one make no sense together. */
    final ParameterException usageError(String sentence) {
        return new ParameterException(spec.commandLine(), sentence);
    }
}
