package dev.netrarium.stack.tcp;

import org.jspecify.annotations.Nullable;

/**
 * The program's bytes from the first unacknowledged one to the last written. Segments and their retransmissions are
 * both read from here; no segment is kept.
 */
final class SendBuffer {
    private final ChunkPool pool;

    /** Null while there are none. */
    private @Nullable ChunkRing bytes;

    private int length;

    SendBuffer(ChunkPool pool) {
        this.pool = pool;
    }

    /** Bytes held. */
    int length() {
        return length;
    }

    /** Appends bytes, fewer than asked for when the host's memory is used up; answers how many. */
    int append(byte[] source, int at, int count) {
        ChunkRing held = bytes;
        if (held == null) {
            held = pool.takeStretch();
            bytes = held;
        }
        int taken = held.put(length, source, at, count) ? count : Math.min(count, held.roomAfter(length));
        length += taken;
        if (length == 0) {
            clear();
        }
        return taken;
    }

    /** Copies {@code count} bytes that begin {@code offset} bytes after the first unacknowledged one. */
    void copy(int offset, byte[] target, int at, int count) {
        ChunkRing held = bytes;
        if (held != null) {
            held.get(offset, target, at, count);
        }
    }

    /** The first {@code count} bytes are acknowledged. */
    void release(int count) {
        length -= count;
        ChunkRing held = bytes;
        if (length == 0) {
            clear();
        } else if (held != null) {
            held.discard(count);
        }
    }

    void clear() {
        length = 0;
        ChunkRing held = bytes;
        if (held != null) {
            bytes = null;
            held.clear();
            pool.giveStretch(held);
        }
    }
}
