package dev.netrarium.cli.tools;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where curl writes what it fetches: a file, or standard output, which takes text only. */
abstract class CurlSink implements AutoCloseable {
    /** For a transfer that has not come so far. */
    static final CurlSink NOTHING = new CurlSink() {
        @Override
        void put(byte[] bytes, int length) {}
    };

    private long bytes;

    static CurlSink of(ToolContext context, @Nullable Path file) {
        return file == null || file.toString().equals("-") ? new Text(context.out()) : new File(file);
    }

    /** Of content, heads not counted. */
    final long bytes() {
        return bytes;
    }

    final void write(byte[] piece, int length) throws IOException {
        bytes += length;
        put(piece, length);
    }

    /** A line of a head, which goes where the content goes. */
    final void line(String text) {
        byte[] line = (text + "\r\n").getBytes(StandardCharsets.UTF_8);
        try {
            put(line, line.length);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    abstract void put(byte[] piece, int length) throws IOException;

    @Override
    public void close() throws IOException {}

    /** The file is opened when there is something to write, so that a failed transfer leaves an old one alone. */
    private static final class File extends CurlSink {
        private final Path file;
        private @Nullable OutputStream out;

        File(Path file) {
            this.file = file;
        }

        @Override
        void put(byte[] piece, int length) throws IOException {
            OutputStream open = out;
            if (open == null) {
                open = open();
                out = open;
            }
            open.write(piece, 0, length);
        }

        private OutputStream open() throws CurlException {
            try {
                return new BufferedOutputStream(Files.newOutputStream(file));
            } catch (IOException e) {
                String why = e instanceof NoSuchFileException ? "No such file or directory" : e.getMessage();
                throw new CurlException(CurlException.WRITE_ERROR, "Failed to open the file " + file + ": " + why, e);
            }
        }

        @Override
        public void close() throws IOException {
            if (out != null) {
                out.close();
            }
        }
    }

    /** Decodes UTF-8; a character may lie across two pieces. */
    private static final class Text extends CurlSink {
        private static final int LONGEST_CHARACTER_BYTES = 4;

        private final PrintWriter out;
        private final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        private final ByteBuffer rest = ByteBuffer.allocate(1 << 16);

        Text(PrintWriter out) {
            this.out = out;
        }

        @Override
        void put(byte[] piece, int length) throws IOException {
            for (int at = 0; at < length; ) {
                int part = Math.min(length - at, rest.capacity() - LONGEST_CHARACTER_BYTES);
                rest.put(piece, at, part);
                at += part;
                rest.flip();
                CharBuffer text = CharBuffer.allocate(rest.remaining() + 1);
                CoderResult result = decoder.decode(rest, text, false);
                rest.compact();
                out.append(text.flip().toString());
                if (result.isError()) {
                    throw new CurlException(
                            CurlException.WRITE_ERROR,
                            "Binary output can mess up your terminal: write it into a file with -o FILE");
                }
            }
        }
    }
}
