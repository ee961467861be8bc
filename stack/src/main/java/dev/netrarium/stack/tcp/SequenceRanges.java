package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;
import java.util.Arrays;

/**
 * Disjoint, not touching ranges of sequence numbers in rising order: what lies beyond a gap in the receive buffer.
 * Finding a place is a binary search. Holds no array while empty.
 */
final class SequenceRanges {
    /** More gaps than this are not kept: a peer that makes them gets its segments dropped. */
    static final int MAX_RANGES = 512;

    private static final int[] NO_BOUNDS = new int[0];

    /** For whoever has none: nothing may be added to it. */
    static final SequenceRanges NONE = new SequenceRanges();

    /** start, end, start, end … */
    private int[] bounds = NO_BOUNDS;

    private int count;

    int count() {
        return count;
    }

    int start(int index) {
        return bounds[2 * index];
    }

    int end(int index) {
        return bounds[2 * index + 1];
    }

    /**
     * Adds a range, joining what it overlaps or touches.
     *
     * @return the index of the range that now holds it, or -1 when there are too many
     */
    int add(int start, int end) {
        int low = firstEndingAtOrAfter(start);
        int high = low;
        while (high < count && !SequenceNumber.lessThan(end, bounds[2 * high])) {
            high++;
        }
        if (low == high) {
            return insert(low, start, end) ? low : -1;
        }
        if (SequenceNumber.lessThan(start, bounds[2 * low])) {
            bounds[2 * low] = start;
        }
        int lastEnd = bounds[2 * high - 1];
        bounds[2 * low + 1] = SequenceNumber.lessThan(lastEnd, end) ? end : lastEnd;
        removeBetween(low + 1, high);
        return low;
    }

    /** Drops the ranges that begin at or before {@code next} and answers where the last of them ends, or {@code next}. */
    int advance(int next) {
        int gone = 0;
        while (gone < count && !SequenceNumber.lessThan(next, bounds[2 * gone])) {
            int end = bounds[2 * gone + 1];
            if (SequenceNumber.lessThan(next, end)) {
                next = end;
            }
            gone++;
        }
        removeBetween(0, gone);
        return next;
    }

    /** The first range that has something of {@code start} to {@code end}, or -1. */
    int firstOverlapping(int start, int end) {
        int at = firstEndingAtOrAfter(start + 1);
        return at < count && SequenceNumber.lessThan(bounds[2 * at], end) ? at : -1;
    }

    /** True when all of the range is held. */
    boolean covers(int start, int end) {
        int at = firstEndingAtOrAfter(start);
        return at < count
                && !SequenceNumber.lessThan(start, bounds[2 * at])
                && !SequenceNumber.lessThan(bounds[2 * at + 1], end);
    }

    void clear() {
        count = 0;
        bounds = NO_BOUNDS;
    }

    private int firstEndingAtOrAfter(int start) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (SequenceNumber.lessThan(bounds[2 * middle + 1], start)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    private boolean insert(int index, int start, int end) {
        if (count == MAX_RANGES) {
            return false;
        }
        if (2 * count == bounds.length) {
            bounds = Arrays.copyOf(bounds, Math.max(16, 4 * count));
        }
        System.arraycopy(bounds, 2 * index, bounds, 2 * index + 2, 2 * (count - index));
        bounds[2 * index] = start;
        bounds[2 * index + 1] = end;
        count++;
        return true;
    }

    private void removeBetween(int from, int to) {
        if (from == to) {
            return;
        }
        System.arraycopy(bounds, 2 * to, bounds, 2 * from, 2 * (count - to));
        count -= to - from;
        if (count == 0) {
            bounds = NO_BOUNDS;
        }
    }
}
