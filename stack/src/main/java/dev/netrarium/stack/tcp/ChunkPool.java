package dev.netrarium.stack.tcp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The memory behind the send and receive buffers of one host: chunks of one size, the last given back handed out first
 * because the cache still holds it, and a bound on what all connections hold together (Linux's {@code tcp_mem}).
 */
final class ChunkPool {
    static final int CHUNK_SHIFT = 14;
    static final int CHUNK_BYTES = 1 << CHUNK_SHIFT;

    /** Free chunks that are kept; more are left to the garbage collector. */
    private static final int KEPT = 256;

    private byte[][] free = new byte[8][];
    private int freeCount;
    private long heldBytes;
    private long limitBytes;

    ChunkPool(long limitBytes) {
        this.limitBytes = limitBytes;
    }

    void limit(long bytes) {
        limitBytes = bytes;
    }

    /** More than three quarters are taken: windows stop growing (Linux's memory pressure). */
    boolean isUnderPressure() {
        return heldBytes > limitBytes - (limitBytes >> 2);
    }

    /** Bytes that connections hold now. */
    long heldBytes() {
        return heldBytes;
    }

    /** A chunk, its bytes not cleared; null when the host's bound is reached. */
    byte @Nullable [] take() {
        if (heldBytes + CHUNK_BYTES > limitBytes) {
            return null;
        }
        heldBytes += CHUNK_BYTES;
        if (freeCount == 0) {
            return new byte[CHUNK_BYTES];
        }
        byte[] chunk = free[--freeCount];
        free[freeCount] = null;
        return chunk;
    }

    void give(byte[] chunk) {
        heldBytes -= CHUNK_BYTES;
        if (freeCount < KEPT) {
            if (freeCount == free.length) {
                free = Arrays.copyOf(free, freeCount * 2);
            }
            free[freeCount++] = chunk;
        }
    }
}
