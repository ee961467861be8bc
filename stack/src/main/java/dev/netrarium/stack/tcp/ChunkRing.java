package dev.netrarium.stack.tcp;

import java.util.Arrays;

/**
 * A stretch of a byte stream in pooled chunks. Position 0 is the first byte still wanted; bytes may be placed at any
 * position, chunks between are taken only where bytes lie. What is empty holds no chunk.
 */
final class ChunkRing {
    private static final int MASK = ChunkPool.CHUNK_BYTES - 1;
    private final ChunkPool pool;
    private byte[][] ring = ChunkPool.NO_RING;

    /** Slot of the chunk that holds position 0. */
    private int first;

    /** Offset of position 0 in its chunk. */
    private int firstOffset;

    /** Slots from {@link #first} on that may hold chunks. */
    private int span;

    ChunkRing(ChunkPool pool) {
        this.pool = pool;
    }

    /** Copies bytes to {@code position}; false when the host's memory is used up, and then nothing is promised there. */
    boolean put(int position, byte[] source, int at, int length) {
        int from = firstOffset + position;
        int lastSlot = (from + length - 1) >>> ChunkPool.CHUNK_SHIFT;
        if (lastSlot >= ring.length) {
            grow(lastSlot + 1);
        }
        if (lastSlot >= span) {
            span = lastSlot + 1;
        }
        while (length > 0) {
            int slot = (first + (from >>> ChunkPool.CHUNK_SHIFT)) & (ring.length - 1);
            byte[] chunk = ring[slot];
            if (chunk == null) {
                chunk = pool.take();
                if (chunk == null) {
                    return false;
                }
                ring[slot] = chunk;
            }
            int offset = from & MASK;
            int step = Math.min(length, ChunkPool.CHUNK_BYTES - offset);
            System.arraycopy(source, at, chunk, offset, step);
            from += step;
            at += step;
            length -= step;
        }
        return true;
    }

    /** Copies bytes from {@code position}, all of which must have been put there. */
    void get(int position, byte[] target, int at, int length) {
        int from = firstOffset + position;
        while (length > 0) {
            byte[] chunk = ring[(first + (from >>> ChunkPool.CHUNK_SHIFT)) & (ring.length - 1)];
            int offset = from & MASK;
            int step = Math.min(length, ChunkPool.CHUNK_BYTES - offset);
            System.arraycopy(chunk, offset, target, at, step);
            from += step;
            at += step;
            length -= step;
        }
    }

    /** Bytes from {@code position} to the end of its chunk and of those that follow it without a hole. */
    int roomAfter(int position) {
        int from = firstOffset + position;
        int slot = from >>> ChunkPool.CHUNK_SHIFT;
        int end = slot;
        while (end < span && ring[(first + end) & (ring.length - 1)] != null) {
            end++;
        }
        return Math.max(0, (end << ChunkPool.CHUNK_SHIFT) - from);
    }

    /** Moves position 0 on; chunks that lie wholly before it go back. */
    void discard(int length) {
        firstOffset += length;
        while (firstOffset >= ChunkPool.CHUNK_BYTES) {
            dropFirst();
            firstOffset -= ChunkPool.CHUNK_BYTES;
        }
    }

    /** Gives the chunks back that lie wholly at or beyond {@code length}. */
    void truncate(int length) {
        if (length == 0) {
            clear();
            return;
        }
        int kept = (firstOffset + length - 1 >>> ChunkPool.CHUNK_SHIFT) + 1;
        while (span > kept) {
            span--;
            int slot = (first + span) & (ring.length - 1);
            byte[] chunk = ring[slot];
            if (chunk != null) {
                ring[slot] = null;
                pool.give(chunk);
            }
        }
    }

    /** Gives every chunk back: nothing is wanted any more at any position. */
    void clear() {
        while (span > 0) {
            dropFirst();
        }
        firstOffset = 0;
        first = 0;
        pool.giveRing(ring);
        ring = ChunkPool.NO_RING;
    }

    private void dropFirst() {
        if (span == 0) {
            return;
        }
        byte[] chunk = ring[first];
        if (chunk != null) {
            ring[first] = null;
            pool.give(chunk);
        }
        first = (first + 1) & (ring.length - 1);
        span--;
    }

    private void grow(int slots) {
        int capacity = Math.max(4, Integer.highestOneBit(slots - 1) << 1);
        byte[][] larger = pool.takeRing(capacity);
        for (int i = 0; i < span; i++) {
            larger[i] = ring[(first + i) & (ring.length - 1)];
        }
        Arrays.fill(ring, null);
        pool.giveRing(ring);
        ring = larger;
        first = 0;
    }
}
