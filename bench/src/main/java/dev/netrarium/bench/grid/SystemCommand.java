package dev.netrarium.bench.grid;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of this machine, whose output is read line by line; it is ended when this is closed. */
final class SystemCommand implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 30;

    private final List<String> command;
    private final Process process;
    private final BufferedReader out;

    SystemCommand(List<String> command) throws IOException {
        this.command = command;
        process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /**
     * Runs it to its end.
     *
     * @throws GridException when it cannot be run, or does not succeed
     */
    static void require(List<String> command) {
        try (SystemCommand run = new SystemCommand(command)) {
            StringBuilder said = new StringBuilder();
            for (String line = run.out.readLine(); line != null; line = run.out.readLine()) {
                said.append(' ').append(line.strip());
            }
            if (!run.process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || run.process.exitValue() != 0) {
                throw new GridException("\"" + String.join(" ", command) + "\" failed:" + said
                        + ". The grid needs root, iproute2, python3 and /dev/net/tun");
            }
        } catch (IOException e) {
            throw new GridException("\"" + String.join(" ", command) + "\" cannot be run: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new GridException("interrupted", e);
        }
    }

    /** The next line that it writes; waits for it. */
    String line() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new GridException("\"" + String.join(" ", command) + "\" ended without an answer");
        }
        return line;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
