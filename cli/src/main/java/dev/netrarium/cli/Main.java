package dev.netrarium.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Where the process starts: standard streams in UTF-8, and the exit code out. */
final class Main {
    private Main() {}

    static void main(String[] args) {
        StandardStream standardOut = new StandardStream(FileDescriptor.out);
        PrintWriter out = utf8(standardOut);
        PrintWriter err = utf8(new StandardStream(FileDescriptor.err));
        int exitCode = CommandShell.run(new NetrariumCommand(), out, err, args);
        if (out.checkError() && exitCode == ExitCode.OK) {
            exitCode = ExitCode.FAILURE;
            if (!standardOut.readerIsGone()) {
                err.println("netrarium: Standard output could not be written: " + standardOut.failure);
            }
        }
        err.flush();
        System.exit(exitCode);
    }

    /** Buffered, so that a long story costs few system calls; a command that people watch flushes at each line. */
    private static PrintWriter utf8(StandardStream stream) {
        return new PrintWriter(stream, false, StandardCharsets.UTF_8);
    }

    /** Remembers why writing failed, which a {@link PrintWriter} forgets. */
    private static final class StandardStream extends FileOutputStream {
        private @Nullable String failure;

        StandardStream(FileDescriptor descriptor) {
            super(descriptor);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            try {
                super.write(bytes, from, length);
            } catch (IOException e) {
                if (failure == null) {
                    failure = e.getMessage();
                }
                throw e;
            }
        }

        /** {@code netrarium … | head}: the reader had enough, which is no news to anybody. */
        boolean readerIsGone() {
            return "Broken pipe".equals(failure);
        }
    }
}
