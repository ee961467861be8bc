package dev.netrarium.world;

import java.util.ArrayList;
import java.util.List;

/** Follows what happens in a world, from its making to its closing: keeps the records, or tells a listener. */
public final class Trace implements AutoCloseable {
    /** More than a story of millions of frames needs; a bound, because a frame's record holds its bytes. */
    static final int MOST_RECORDS = 1_000_000;

    private final World world;
    private final TraceListener listener;
    private final List<TraceRecord> records = new ArrayList<>();
    private long discarded;

    /** Keeps the records. */
    Trace(World world) {
        this.world = world;
        this.listener = this::keep;
    }

    /** Tells the listener. */
    Trace(World world, TraceListener listener) {
        this.world = world;
        this.listener = listener;
    }

    TraceListener listener() {
        return listener;
    }

    /** What was recorded so far; empty for a trace that tells a listener. */
    public List<TraceRecord> records() {
        return world.worldLoop().ask(() -> List.copyOf(records));
    }

    /** Records that came after a million and were not kept. */
    public long discarded() {
        return world.worldLoop().ask(() -> discarded);
    }

    /** Ends it; what was recorded can still be read. */
    @Override
    public void close() {
        world.endTrace(this);
    }

    private void keep(TraceRecord what) {
        if (records.size() < MOST_RECORDS) {
            records.add(what);
        } else {
            discarded++;
        }
    }
}
