package dev.netrarium.stack.tcp;

import java.util.Arrays;

/**
 * Recycles the rings of {@link Flight} by size, each a power of two: a connection holds one only while something is in
 * flight.
 */
final class LongArrayPool {
    static final long[] EMPTY = new long[0];

    /** Words that are kept free in arrays of one size. */
    private static final int KEPT_WORDS = 1 << 17;

    /** Arrays of one size that are kept in any case. */
    private static final int KEPT_ARRAYS = 4;

    private final long[][][] free = new long[31][][];
    private final int[] counts = new int[31];

    long[] take(int capacity) {
        int size = Integer.numberOfTrailingZeros(capacity);
        if (counts[size] == 0) {
            return new long[capacity];
        }
        long[] array = free[size][--counts[size]];
        free[size][counts[size]] = EMPTY;
        return array;
    }

    void give(long[] array) {
        int size = Integer.numberOfTrailingZeros(array.length);
        int most = Math.max(KEPT_ARRAYS, KEPT_WORDS / array.length);
        if (counts[size] >= most) {
            return;
        }
        if (free[size] == null) {
            free[size] = new long[KEPT_ARRAYS][];
        } else if (counts[size] == free[size].length) {
            free[size] = Arrays.copyOf(free[size], Math.min(most, 2 * counts[size]));
        }
        free[size][counts[size]++] = array;
    }
}
