package dev.netrarium.stack.tcp;

/**
 * The program's bytes from the first unacknowledged one to the last written. Segments and their retransmissions are
 * both read from here; no segment is kept.
 */
final class SendBuffer {
    private final ChunkRing bytes;
    private int length;

    SendBuffer(ChunkPool pool) {
        bytes = new ChunkRing(pool);
    }

    /** Bytes held. */
    int length() {
        return length;
    }

    /** Appends bytes, fewer than asked for when the host's memory is used up; answers how many. */
    int append(byte[] source, int at, int count) {
        int taken = bytes.put(length, source, at, count) ? count : Math.min(count, bytes.roomAfter(length));
        length += taken;
        return taken;
    }

    /** Copies {@code count} bytes that begin {@code offset} bytes after the first unacknowledged one. */
    void copy(int offset, byte[] target, int at, int count) {
        bytes.get(offset, target, at, count);
    }

    /** The first {@code count} bytes are acknowledged. */
    void release(int count) {
        length -= count;
        if (length == 0) {
            bytes.clear();
        } else {
            bytes.discard(count);
        }
    }

    void clear() {
        length = 0;
        bytes.clear();
    }
}
