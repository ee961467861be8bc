package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;

/**
 * The segments sent and not yet acknowledged, oldest first: one {@code long} each in a ring. The lower half is the
 * sequence number after the segment, the upper half when it was last sent (microseconds, 31 bits) and, in the top bit,
 * whether it was sent more than once.
 */
final class Flight {
    private static final int FIRST_CAPACITY = 8;
    private static final long RETRANSMITTED = 1L << 63;
    private static final int TIME_MASK = 0x7fffffff;

    private final LongArrayPool pool;
    private long[] ring = LongArrayPool.EMPTY;
    private int head;
    private int count;

    Flight(LongArrayPool pool) {
        this.pool = pool;
    }

    /** Segments in flight. */
    int count() {
        return count;
    }

    void add(int end, long now) {
        if (count == ring.length) {
            grow();
        }
        ring[(head + count) & (ring.length - 1)] = entry(end, now);
        count++;
    }

    /** The sequence number after segment {@code index}. */
    int end(int index) {
        return (int) ring[(head + index) & (ring.length - 1)];
    }

    boolean isRetransmitted(int index) {
        return ring[(head + index) & (ring.length - 1)] < 0;
    }

    /** Microseconds since the segment was last sent. */
    int ageMicros(int index, long now) {
        int sent = (int) (ring[(head + index) & (ring.length - 1)] >>> 32) & TIME_MASK;
        return (micros(now) - sent) & TIME_MASK;
    }

    void markRetransmitted(int index, long now) {
        ring[(head + index) & (ring.length - 1)] = entry(end(index), now) | RETRANSMITTED;
    }

    /** How many of the oldest segments {@code acknowledgment} covers wholly. */
    int covered(int acknowledgment) {
        int n = 0;
        while (n < count && !SequenceNumber.lessThan(acknowledgment, end(n))) {
            n++;
        }
        return n;
    }

    /** Forgets the oldest segments. */
    void remove(int segments) {
        count -= segments;
        if (count == 0) {
            head = 0;
            giveBack();
        } else {
            head = (head + segments) & (ring.length - 1);
        }
    }

    void clear() {
        remove(count);
    }

    private void giveBack() {
        if (ring.length > 0) {
            pool.give(ring);
            ring = LongArrayPool.EMPTY;
        }
    }

    private static long entry(int end, long now) {
        return (long) (micros(now) & TIME_MASK) << 32 | (end & 0xffffffffL);
    }

    private static int micros(long now) {
        return (int) (now / 1000);
    }

    private void grow() {
        long[] larger = pool.take(Math.max(FIRST_CAPACITY, ring.length * 2));
        for (int i = 0; i < count; i++) {
            larger[i] = ring[(head + i) & (ring.length - 1)];
        }
        giveBack();
        ring = larger;
        head = 0;
    }
}
