package dev.netrarium.cli.interop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A process of another program, with a time-out: it is ended by its id when that is over, and when this is closed. */
final class ExternalProgram implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final List<String> command;
    private final Process process;
    private final Path out;
    private final Path err;

    private ExternalProgram(List<String> command) throws IOException {
        this.command = command;
        out = Files.createTempFile("netrarium-interop", ".out");
        err = Files.createTempFile("netrarium-interop", ".err");
        process = new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
    }

    /**
     * What a program said.
     *
     * @param exitCode 128 and the signal's number when a signal ended it
     */
    record Result(int exitCode, String out, String err) {
        String all() {
            return out + err;
        }
    }

    static ExternalProgram start(List<String> command) throws IOException {
        return new ExternalProgram(command);
    }

    /** Runs it to its end. */
    static Result run(List<String> command) throws IOException, InterruptedException {
        try (ExternalProgram program = start(command)) {
            return program.join();
        }
    }

    /** As {@link #run}, where anything but success is an error of the test itself. */
    static String require(List<String> command) throws IOException, InterruptedException {
        Result result = run(command);
        if (result.exitCode != 0) {
            throw new IOException(String.join(" ", command) + " ended with " + result.exitCode + ": " + result.all());
        }
        return result.out;
    }

    Result join() throws IOException, InterruptedException {
        if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new AssertionError(String.join(" ", command) + " did not end within " + PATIENCE.toSeconds()
                    + " s; so far it said: " + Files.readString(out) + Files.readString(err));
        }
        return new Result(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    /** Waits until it has written that to its standard error. */
    void awaitError(String text) throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!Files.readString(err).contains(text)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                throw new AssertionError(String.join(" ", command) + " never said \"" + text + "\", but: "
                        + Files.readString(out) + Files.readString(err));
            }
            Thread.sleep(20);
        }
    }

    /** SIGINT, as Ctrl-C. */
    void interrupt() throws IOException, InterruptedException {
        require(List.of("kill", "-INT", "" + process.pid()));
    }

    /** The process, for signals that have no method here. */
    long pid() {
        return process.pid();
    }

    /** What it has said until now. */
    String said() throws IOException {
        return Files.readString(out) + Files.readString(err);
    }

    /** SIGTERM. */
    void terminate() {
        process.destroy();
    }

    /** SIGKILL. */
    void kill() {
        process.destroyForcibly();
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
        Files.deleteIfExists(out);
        Files.deleteIfExists(err);
    }
}
