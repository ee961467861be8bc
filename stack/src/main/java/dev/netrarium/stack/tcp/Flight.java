package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;

/**
 * The segments sent and not yet acknowledged, oldest first, in a ring of four words each: the sequence number after the
 * segment with what is known of it (the constants here), when it was last sent, and two words of {@link DeliveryRate}.
 * Where a {@link Scoreboard} is kept, one word more each, which exists only after something was sent again or
 * acknowledged out of order.
 *
 * <p>A segment is named by its index, 0 being the oldest, or by its number, which stays the same while it is in flight.
 */
final class Flight {
    /** The peer has it, beyond a gap. */
    static final int SACKED = 1;

    /** Held lost. */
    static final int LOST = 2;

    /** Sent again, and that copy is believed to be on its way. */
    static final int RESENT = 4;

    /** Sent more than once at some time. */
    static final int EVER_RESENT = 8;

    private static final int FIRST_CAPACITY = 8;

    /** Words per segment, and as a shift. */
    private static final int WORDS = 4;

    private static final int SHIFT = 2;

    /** Times before a sending are kept in units of 128 ns, in 32 bits: up to 549 s, more than any time-out. */
    private static final int TIME_SHIFT = 7;

    private static final long MOST_UNITS = 0xffffffffL;

    private final LongArrayPool pool;
    private long[] ring = LongArrayPool.EMPTY;
    private long[] notes = LongArrayPool.EMPTY;
    private int first;
    private int count;

    Flight(LongArrayPool pool) {
        this.pool = pool;
    }

    /** Segments in flight. */
    int count() {
        return count;
    }

    void add(int end, long now) {
        if (WORDS * count == ring.length) {
            grow();
        }
        int at = slot(count);
        ring[at] = end & 0xffffffffL;
        ring[at + 1] = now;
        count++;
    }

    /** The sequence number after segment {@code index}. */
    int end(int index) {
        return (int) ring[slot(index)];
    }

    /** {@link #SACKED}, {@link #LOST} … */
    int marks(int index) {
        return (int) (ring[slot(index)] >>> 32);
    }

    void marks(int index, int marks) {
        int at = slot(index);
        ring[at] = (long) marks << 32 | (ring[at] & 0xffffffffL);
    }

    boolean has(int index, int mark) {
        return (marks(index) & mark) != 0;
    }

    long sentNanos(int index) {
        return ring[slot(index) + 1];
    }

    /** It was sent again just now. */
    void markRetransmitted(int index, long now) {
        int at = slot(index);
        ring[at] |= (long) EVER_RESENT << 32;
        ring[at + 1] = now;
    }

    /**
     * What {@link DeliveryRate} must know of the moment when the segment was sent last.
     *
     * @param delivered any word
     * @param firstSentNanos not after {@code sentNanos}, and neither is {@code deliveredNanos}
     */
    void stamp(int index, long delivered, long sentNanos, long firstSentNanos, long deliveredNanos) {
        int at = slot(index);
        ring[at + 2] = delivered;
        ring[at + 3] = units(sentNanos - firstSentNanos) << 32 | units(sentNanos - deliveredNanos);
    }

    /** The word that {@link #stamp} got. */
    long deliveredBefore(int index) {
        return ring[slot(index) + 2];
    }

    long firstSentNanosBefore(int index) {
        int at = slot(index);
        return ring[at + 1] - (ring[at + 3] >>> 32 << TIME_SHIFT);
    }

    long deliveredNanosBefore(int index) {
        int at = slot(index);
        return ring[at + 1] - ((ring[at + 3] & MOST_UNITS) << TIME_SHIFT);
    }

    private static long units(long nanos) {
        return Math.min(nanos >> TIME_SHIFT, MOST_UNITS);
    }

    /** The scoreboard's word of a segment, for one whose word was written. */
    long note(int index) {
        return notes[slot(index) >>> SHIFT];
    }

    void note(int index, long word) {
        if (notes.length == 0) {
            notes = pool.take(ring.length / WORDS);
        }
        notes[slot(index) >>> SHIFT] = word;
    }

    int number(int index) {
        return first + index;
    }

    /** The index of a segment by its number: negative when it was acknowledged. */
    int indexOf(int number) {
        return number - first;
    }

    /** How many of the oldest segments {@code acknowledgment} covers wholly. */
    int covered(int acknowledgment) {
        int n = 0;
        while (n < count && !SequenceNumber.lessThan(acknowledgment, end(n))) {
            n++;
        }
        return n;
    }

    /** The first segment that ends after {@code sequence}, or {@link #count}: a binary search. */
    int firstEndingAfter(int sequence) {
        int low = 0;
        int high = count;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (SequenceNumber.lessThan(sequence, end(middle))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    /** Forgets the oldest segments. */
    void remove(int segments) {
        count -= segments;
        first += segments;
        if (count == 0) {
            giveBack();
        }
    }

    void clear() {
        remove(count);
    }

    private int slot(int index) {
        return (first + index) << SHIFT & (ring.length - 1);
    }

    private void giveBack() {
        if (ring.length > 0) {
            pool.give(ring);
            ring = LongArrayPool.EMPTY;
        }
        if (notes.length > 0) {
            pool.give(notes);
            notes = LongArrayPool.EMPTY;
        }
    }

    private void grow() {
        int capacity = Math.max(FIRST_CAPACITY, 2 * ring.length / WORDS);
        long[] oldRing = ring;
        long[] oldNotes = notes;
        long[] larger = pool.take(WORDS * capacity);
        for (int i = 0; i < count; i++) {
            int from = slot(i);
            int to = (first + i) << SHIFT & (larger.length - 1);
            System.arraycopy(ring, from, larger, to, WORDS);
        }
        ring = larger;
        if (oldRing.length > 0) {
            pool.give(oldRing);
        }
        if (oldNotes.length > 0) {
            long[] more = pool.take(capacity);
            for (int i = 0; i < count; i++) {
                more[(first + i) & (more.length - 1)] = oldNotes[(first + i) & (oldNotes.length - 1)];
            }
            notes = more;
            pool.give(oldNotes);
        }
    }
}
