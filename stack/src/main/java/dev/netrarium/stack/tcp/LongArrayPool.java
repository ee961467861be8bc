package dev.netrarium.stack.tcp;

/** Recycles the rings of {@link Flight} whose connection has nothing in flight, by size, each a power of two. */
final class LongArrayPool {
    static final long[] EMPTY = new long[0];

    /** Arrays of one size that are kept. */
    private static final int KEPT = 8;

    private final long[][][] free = new long[31][][];
    private final int[] counts = new int[31];

    long[] take(int capacity) {
        int size = Integer.numberOfTrailingZeros(capacity);
        if (counts[size] == 0) {
            return new long[capacity];
        }
        return free[size][--counts[size]];
    }

    void give(long[] array) {
        int size = Integer.numberOfTrailingZeros(array.length);
        if (free[size] == null) {
            free[size] = new long[KEPT][];
        }
        if (counts[size] < KEPT) {
            free[size][counts[size]++] = array;
        }
    }
}
