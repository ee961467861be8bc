package dev.netrarium.stack.tcp;

import org.jspecify.annotations.Nullable;

/**
 * The peer's bytes from the first that the program has not read. In-order bytes and those beyond a gap lie in the same
 * chunks, each at its place, so that closing a gap moves nothing.
 */
final class ReceiveBuffer {
    /** Most connections never see a gap: none share {@link SequenceRanges#NONE}, and {@link #addRange} makes their own. */
    SequenceRanges outOfOrder = SequenceRanges.NONE;

    private final ChunkPool pool;

    /** Null while there are none. */
    private @Nullable ChunkRing bytes;

    private int readable;

    ReceiveBuffer(ChunkPool pool) {
        this.pool = pool;
    }

    /** Bytes that the program can read now. */
    int readable() {
        return readable;
    }

    /** Places bytes that begin {@code gap} bytes after the last readable one; false when memory is used up. */
    boolean place(int gap, byte[] source, int at, int count) {
        ChunkRing held = bytes;
        if (held == null) {
            held = pool.takeStretch();
            bytes = held;
        }
        if (held.put(readable + gap, source, at, count)) {
            return true;
        }
        clearIfEmpty();
        return false;
    }

    /** Adds a range that lies beyond a gap, as {@link SequenceRanges#add} does. */
    int addRange(int start, int end) {
        if (outOfOrder == SequenceRanges.NONE) {
            outOfOrder = new SequenceRanges();
        }
        return outOfOrder.add(start, end);
    }

    /** {@code count} more bytes have become readable. */
    void advance(int count) {
        readable += count;
    }

    int read(byte[] target, int at, int count) {
        int n = peek(0, target, at, count);
        if (n > 0) {
            consume(n);
        }
        return n;
    }

    /** Copies without consuming (MSG_PEEK), from the {@code first} byte on. */
    int peek(int first, byte[] target, int at, int count) {
        int n = Math.min(count, readable - first);
        ChunkRing held = bytes;
        if (n > 0 && held != null) {
            held.get(first, target, at, n);
        }
        return Math.max(n, 0);
    }

    /** Drops the first bytes unread, at most as many as there are. */
    void skip(int count) {
        consume(count);
    }

    /** Drops what lies beyond gaps: the peer will send it again. */
    void forgetOutOfOrder() {
        outOfOrder.clear();
        ChunkRing held = bytes;
        if (readable == 0) {
            giveBack();
        } else if (held != null) {
            held.truncate(readable);
        }
    }

    void clear() {
        readable = 0;
        outOfOrder.clear();
        giveBack();
    }

    private void consume(int n) {
        readable -= n;
        ChunkRing held = bytes;
        if (readable == 0 && outOfOrder.count() == 0) {
            giveBack();
        } else if (held != null) {
            held.discard(n);
        }
    }

    private void clearIfEmpty() {
        if (readable == 0 && outOfOrder.count() == 0) {
            giveBack();
        }
    }

    private void giveBack() {
        ChunkRing held = bytes;
        if (held != null) {
            bytes = null;
            held.clear();
            pool.giveStretch(held);
        }
    }
}
