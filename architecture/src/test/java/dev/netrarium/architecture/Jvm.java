package dev.netrarium.architecture;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM of the kind that runs this test. */
final class Jvm {
    /** One that has not ended by then hangs. */
    private static final int TIMEOUT_SECONDS = 60;

    private Jvm() {}

    /**
     * Runs it with these arguments.
     *
     * @return {@code exit N}, then what it wrote to both streams
     */
    static String run(Path directory, Path scratch, String... arguments) throws Exception {
        Path output = Files.createTempFile(scratch, "output", "");
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean ended = process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            String said = Files.readString(output, StandardCharsets.UTF_8);
            return (ended ? "exit " + process.exitValue() : "still running after " + TIMEOUT_SECONDS + " s") + "\n"
                    + said;
        } finally {
            process.destroyForcibly();
        }
    }
}
