package dev.netrarium.stack.tcp;

/**
 * The peer's bytes from the first that the program has not read. In-order bytes and those beyond a gap lie in the same
 * chunks, each at its place, so that closing a gap moves nothing.
 */
final class ReceiveBuffer {
    final SequenceRanges outOfOrder = new SequenceRanges();
    private final ChunkRing bytes;
    private int readable;

    ReceiveBuffer(ChunkPool pool) {
        bytes = new ChunkRing(pool);
    }

    /** Bytes that the program can read now. */
    int readable() {
        return readable;
    }

    /** Places bytes that begin {@code gap} bytes after the last readable one; false when memory is used up. */
    boolean place(int gap, byte[] source, int at, int count) {
        if (bytes.put(readable + gap, source, at, count)) {
            return true;
        }
        clearIfEmpty();
        return false;
    }

    /** {@code count} more bytes have become readable. */
    void advance(int count) {
        readable += count;
    }

    int read(byte[] target, int at, int count) {
        int n = Math.min(count, readable);
        if (n > 0) {
            bytes.get(0, target, at, n);
            consume(n);
        }
        return n;
    }

    /** Copies without consuming (MSG_PEEK). */
    int peek(byte[] target, int at, int count) {
        int n = Math.min(count, readable);
        if (n > 0) {
            bytes.get(0, target, at, n);
        }
        return n;
    }

    /** Drops what lies beyond gaps: the peer will send it again. */
    void forgetOutOfOrder() {
        outOfOrder.clear();
        bytes.truncate(readable);
    }

    void clear() {
        readable = 0;
        outOfOrder.clear();
        bytes.clear();
    }

    private void consume(int n) {
        readable -= n;
        if (readable == 0 && outOfOrder.count() == 0) {
            bytes.clear();
        } else {
            bytes.discard(n);
        }
    }

    private void clearIfEmpty() {
        if (readable == 0 && outOfOrder.count() == 0) {
            bytes.clear();
        }
    }
}
