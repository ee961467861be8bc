package dev.netrarium.web.link;

import dev.netrarium.web.ByteLink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A peer that says fixed things at fixed times, in virtual time and one thread: a read moves the clock to the next arrival, or to its
 * deadline.
 */
public final class ScriptedLink implements ByteLink {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private record Arrival(long at, byte[] bytes, boolean ends) {}

    private final Deque<Arrival> arrivals = new ArrayDeque<>();
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int writes;
    private long now;
    private int used;
    private boolean shut;
    private boolean closed;
    private int breaksAfterWrites = Integer.MAX_VALUE;

    /** The peer sends this, at this time in milliseconds. */
    public ScriptedLink at(long millis, String text) {
        arrivals.add(new Arrival(millis * NANOS_PER_MILLI, text.getBytes(StandardCharsets.ISO_8859_1), false));
        return this;
    }

    /** The peer sends no more. */
    public ScriptedLink endsAt(long millis) {
        arrivals.add(new Arrival(millis * NANOS_PER_MILLI, new byte[0], true));
        return this;
    }

    /** Writing fails after so many writes. */
    public ScriptedLink breaksAfter(int theseWrites) {
        breaksAfterWrites = theseWrites;
        return this;
    }

    @Override
    public int read(byte[] b, int at, int length, long deadline) throws IOException {
        if (closed) {
            throw new IOException("Socket closed");
        }
        Arrival next = arrivals.peek();
        if (next == null || next.at > deadline) {
            if (deadline == NO_DEADLINE) {
                throw new AssertionError("a read that would wait for ever");
            }
            now = Math.max(now, deadline);
            throw new SocketTimeoutException("Read timed out");
        }
        now = Math.max(now, next.at);
        if (next.ends) {
            return -1;
        }
        int n = Math.min(length, next.bytes.length - used);
        System.arraycopy(next.bytes, used, b, at, n);
        used += n;
        if (used == next.bytes.length) {
            used = 0;
            arrivals.remove();
        }
        return n;
    }

    @Override
    public void write(byte[] b, int at, int length) throws IOException {
        if (closed || shut || writes >= breaksAfterWrites) {
            throw new IOException("Broken pipe");
        }
        writes++;
        out.write(b, at, length);
    }

    @Override
    public void shutdownOutput() {
        shut = true;
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public void close() {
        closed = true;
    }

    /** All that was written. */
    public String written() {
        return out.toString(StandardCharsets.ISO_8859_1);
    }

    /** In how many calls. */
    public int writes() {
        return writes;
    }

    /** The virtual time in milliseconds. */
    public long nowMillis() {
        return now / NANOS_PER_MILLI;
    }

    /** Whether our side said that no more follows. */
    public boolean isShut() {
        return shut;
    }

    /** Whether our side closed. */
    public boolean isClosed() {
        return closed;
    }

    /** Whether the peer has said everything, and it was read. */
    public boolean isAllRead() {
        return arrivals.isEmpty() || arrivals.peek().ends;
    }
}
