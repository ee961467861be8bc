package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;

/**
 * What was written and not yet sent, in the portions that Linux's write queue keeps it in. A program's writes fill a
 * portion up to a size goal; the end of a write is marked to be pushed, unless more is written to the same portion before
 * it leaves. What leaves is always the first portion or the front of it, and where it ends decides which segment carries
 * PSH and whether a sender waits for more.
 *
 * <p>A ring of one word each, the end of the portion with its mark. A connection has a queue only while something waits,
 * from the host's {@link WriteQueues}.
 */
final class WriteQueue {
    private static final long PUSH = 1L << 32;
    private static final int FIRST_CAPACITY = 4;

    private final LongArrayPool pool;
    private long[] ring = LongArrayPool.EMPTY;
    private int first;
    private int count;

    WriteQueue(LongArrayPool pool) {
        this.pool = pool;
    }

    /**
     * Bytes were written (Linux's {@code tcp_sendmsg}).
     *
     * @param next SND.NXT
     * @param from the sequence number of the first of them
     * @param goalBytes what a portion grows to
     * @param pushedTo the end of what was marked last: Linux's {@code pushed_seq}
     * @param largestWindow the largest window that the peer ever had: a long write is marked at least at each half of it
     * @return the end of what is marked last now
     */
    int append(int next, int from, int bytes, int goalBytes, int pushedTo, int largestWindow) {
        int pushed = pushedTo;
        int at = from;
        int left = bytes;
        while (left > 0) {
            int room = count == 0 ? 0 : goalBytes - (at - (count == 1 ? next : end(count - 2)));
            if (room <= 0) {
                add(at);
                room = goalBytes;
            }
            int step = Math.min(left, room);
            at += step;
            left -= step;
            boolean mark = left == 0 || (step == room && at - pushed > largestWindow >> 1);
            if (mark) {
                pushed = at;
            }
            ring[slot(count - 1)] = at & 0xffffffffL | (mark ? PUSH : 0);
        }
        return pushed;
    }

    /** Portions that wait. */
    int portions() {
        return count;
    }

    /** Bytes of the first portion. */
    int firstBytes(int next) {
        return end(0) - next;
    }

    boolean isFirstPushed() {
        return count == 0 || (ring[slot(0)] & PUSH) != 0;
    }

    /** What is left of the first portion will be pushed. */
    void pushFirst() {
        if (count > 0) {
            ring[slot(0)] |= PUSH;
        }
    }

    /** The first portion takes from those behind it until it has {@code bytes}, with their marks when it takes them whole. */
    void grow(int next, int bytes) {
        while (count > 1 && end(0) - next < bytes) {
            int taken = Math.min(bytes - (end(0) - next), end(1) - end(0));
            long mark = ring[slot(0)] & PUSH;
            if (taken == end(1) - end(0)) {
                ring[slot(1)] |= mark;
                first++;
                count--;
            } else {
                ring[slot(0)] = (end(0) + taken) & 0xffffffffL | mark;
            }
        }
    }

    /** All before {@code next} has been sent. */
    void sent(int next) {
        while (count > 0 && !SequenceNumber.lessThan(next, end(0))) {
            first++;
            count--;
        }
        if (count == 0) {
            clear();
        }
    }

    void clear() {
        count = 0;
        if (ring.length > 0) {
            pool.give(ring);
            ring = LongArrayPool.EMPTY;
        }
    }

    private int end(int index) {
        return (int) ring[slot(index)];
    }

    private int slot(int index) {
        return first + index & ring.length - 1;
    }

    private void add(int end) {
        if (count == ring.length) {
            long[] larger = pool.take(Math.max(FIRST_CAPACITY, 2 * count));
            for (int i = 0; i < count; i++) {
                larger[i] = ring[slot(i)];
            }
            if (count > 0) {
                pool.give(ring);
            }
            ring = larger;
            first = 0;
        }
        count++;
        ring[slot(count - 1)] = end & 0xffffffffL;
    }
}
