package dev.netrarium.world;

import java.util.List;

/** Records what happens in a world, from its making to its closing. */
public final class Trace implements AutoCloseable {
    /** What was recorded so far. */
    public List<TraceRecord> records() {
        throw new UnsupportedOperationException();
    }

    /** Records that came after the trace was full and were not kept. */
    public long discarded() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
