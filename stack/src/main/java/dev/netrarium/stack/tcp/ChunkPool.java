package dev.netrarium.stack.tcp;

import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The memory behind the send and receive buffers of one host: chunks of one size, the last given back handed out first
 * because the cache still holds it, and a bound on what all connections hold together (Linux's {@code tcp_mem}). The
 * rings that hold the chunks come from here too, so that an idle connection holds neither.
 */
final class ChunkPool {
    /** 4 KiB: a short message that nobody reads holds no more, and a full segment still touches two at most. */
    static final int CHUNK_SHIFT = 12;

    static final int CHUNK_BYTES = 1 << CHUNK_SHIFT;

    /** Free chunks that are kept in any case. */
    private static final int KEPT = 1024;

    /** Free chunks that are kept at most, 64 MiB: a window of 16 MiB on either side may empty and fill again. */
    private static final int MOST_KEPT = 1 << 14;

    /** After so many chunks came back, those that lay free all the while are left to the garbage collector. */
    private static final int ROUND = 1 << 16;

    static final byte[][] NO_RING = new byte[0][];

    /** Slots that are kept free in rings of one size, and rings of one size that are kept in any case. */
    private static final int KEPT_SLOTS = 1 << 16;

    private static final int KEPT_RINGS = 4;

    /** Empty stretches that are kept. */
    private static final int KEPT_STRETCHES = 1024;

    private final ArrayDeque<ChunkRing> freeStretches = new ArrayDeque<>();
    private final byte[][][][] freeRings = new byte[31][][][];
    private final int[] freeRingCounts = new int[31];
    private byte[][] free = new byte[8][];
    private int freeCount;

    /** The fewest free chunks in this round: so many nobody needed. */
    private int leastFree;

    private int roundLeft = ROUND;
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
        leastFree = Math.min(leastFree, freeCount);
        return chunk;
    }

    void give(byte[] chunk) {
        heldBytes -= CHUNK_BYTES;
        if (freeCount < MOST_KEPT) {
            if (freeCount == free.length) {
                free = Arrays.copyOf(free, freeCount * 2);
            }
            free[freeCount++] = chunk;
        }
        if (--roundLeft == 0) {
            leaveIdleOnes();
        }
    }

    /** Free chunks, for tests. */
    int freeChunks() {
        return freeCount;
    }

    /** The working set has shrunk: the coldest chunks go, which lie at the bottom. */
    private void leaveIdleOnes() {
        int idle = Math.min(leastFree, freeCount - KEPT);
        if (idle > 0) {
            System.arraycopy(free, idle, free, 0, freeCount - idle);
            Arrays.fill(free, freeCount - idle, freeCount, null);
            freeCount -= idle;
        }
        leastFree = freeCount;
        roundLeft = ROUND;
    }

    /** An empty stretch, for a buffer that begins to hold something. */
    ChunkRing takeStretch() {
        ChunkRing stretch = freeStretches.pollLast();
        return stretch == null ? new ChunkRing(this) : stretch;
    }

    /** Takes a stretch back that is empty. */
    void giveStretch(ChunkRing stretch) {
        if (freeStretches.size() < KEPT_STRETCHES) {
            freeStretches.addLast(stretch);
        }
    }

    /** A ring of empty slots; their number is a power of two. */
    byte[][] takeRing(int slots) {
        int size = Integer.numberOfTrailingZeros(slots);
        if (freeRingCounts[size] == 0) {
            return new byte[slots][];
        }
        byte[][] ring = freeRings[size][--freeRingCounts[size]];
        freeRings[size][freeRingCounts[size]] = NO_RING;
        return ring;
    }

    /** Takes a ring back whose slots are empty. */
    void giveRing(byte[][] ring) {
        if (ring.length == 0) {
            return;
        }
        int size = Integer.numberOfTrailingZeros(ring.length);
        int count = freeRingCounts[size];
        int most = Math.max(KEPT_RINGS, KEPT_SLOTS / ring.length);
        if (count >= most) {
            return;
        }
        if (freeRings[size] == null) {
            freeRings[size] = new byte[KEPT_RINGS][][];
        } else if (count == freeRings[size].length) {
            freeRings[size] = Arrays.copyOf(freeRings[size], Math.min(most, 2 * count));
        }
        freeRings[size][freeRingCounts[size]++] = ring;
    }
}
