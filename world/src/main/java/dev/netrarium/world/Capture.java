package dev.netrarium.world;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/** Writes what passes a place in the world as pcapng. Begins with {@code to}; ends when closed, or with the world. */
public final class Capture implements AutoCloseable {
    /** Writes to a file, which is replaced. */
    public Capture to(Path file) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Writes to a stream, which is closed with the capture. */
    public Capture to(OutputStream out) throws IOException {
        throw new UnsupportedOperationException();
    }

    /** Packets written. */
    public long packets() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() throws IOException {
        throw new UnsupportedOperationException();
    }
}
