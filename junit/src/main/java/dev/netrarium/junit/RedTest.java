package dev.netrarium.junit;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a failing test says and leaves, so that it can be run again and looked into. */
final class RedTest {
    private RedTest() {}

    /** Writes the test's folder, and adds to the failure where it is and how the test is run again. */
    static void report(TestName test, long seed, boolean seeded, String scenario, FrameMemory frames, Throwable failure)
            throws IOException {
        Path folder = test.folder();
        Files.createDirectories(folder);
        String again = "-Dtest='" + test.selector() + "' -Dnetrarium.seed=" + seed;
        Files.writeString(
                folder.resolve("failure.txt"),
                "test:  " + test.className() + "." + test.methodName() + "\n"
                        + "seed:  " + seed + "\n"
                        + "again: mvn test " + again + "\n\n"
                        + stackTrace(failure));
        Files.writeString(folder.resolve("scenario.yaml"), scenario);
        frames.write(folder.resolve("frames.pcapng"));
        String live = seeded ? "" : " (a live world: its faults repeat, its times do not)";
        failure.addSuppressed(new Note("seed " + seed + live + "; run it again: mvn test " + again + "; what it sent: "
                + folder.resolve("frames.pcapng")));
    }

    private static String stackTrace(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return text.toString();
    }

    /** A line below the failure, not a failure itself. */
    private static final class Note extends RuntimeException {
        private static final long serialVersionUID = 1;

        Note(String text) {
            super(text, null, false, false);
        }

        @Override
        public String toString() {
            return String.valueOf(getMessage());
        }
    }
}
