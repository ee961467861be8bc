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

    /** The last of the segments that left together. */
    static final int BURST_END = 16;

    /** It ends what a write asked to be pushed, and so does each copy of it. */
    static final int PUSHED = 32;

    /** The logarithm of 8. */
    private static final byte FIRST_SIZE = 3;

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

    /** The most that were in flight since the ring was taken. */
    private int most;

    /** The logarithm of the segments that the next ring has room for: as many as were in the last at most. */
    private byte nextSize = FIRST_SIZE;

    Flight(LongArrayPool pool) {
        this.pool = pool;
    }

    /** Segments in flight. */
    int count() {
        return count;
    }

    void add(int end, long now, int marks) {
        if (WORDS * count == ring.length) {
            grow();
        }
        int at = slot(count);
        ring[at] = (long) marks << 32 | end & 0xffffffffL;
        ring[at + 1] = now;
        count++;
    }

    /** Full segments that leave together, before the last of their burst: the first begins with {@code sequence}. */
    void addFull(int segments, int sequence, int full, long now) {
        while (WORDS * (count + segments) > ring.length) {
            grow();
        }
        long[] words = ring;
        int mask = words.length - 1;
        int at = (first + count) << SHIFT;
        int end = sequence;
        for (int i = 0; i < segments; i++, at += WORDS) {
            end += full;
            int slot = at & mask;
            words[slot] = end & 0xffffffffL;
            words[slot + 1] = now;
        }
        count += segments;
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

    /** Adds marks. */
    void mark(int index, int marks) {
        ring[slot(index)] |= (long) marks << 32;
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
     * What {@link DeliveryRate} must know of the moment when the segments from {@code index} on were sent last.
     *
     * @param segments how many, all sent at {@code sentNanos}
     * @param delivered any word
     * @param firstSentNanos not after {@code sentNanos}, and neither is {@code deliveredNanos}
     */
    void stamp(int index, int segments, long delivered, long sentNanos, long firstSentNanos, long deliveredNanos) {
        long times = units(sentNanos - firstSentNanos) << 32 | units(sentNanos - deliveredNanos);
        long[] words = ring;
        int mask = words.length - 1;
        int at = (first + index) << SHIFT;
        for (int i = 0; i < segments; i++, at += WORDS) {
            int slot = at & mask;
            words[slot + 2] = delivered;
            words[slot + 3] = times;
        }
    }

    /** The word that {@link #stamp} got. */
    long deliveredBefore(int index) {
        return ring[slot(index) + 2];
    }

    /** How long before its sending the times lay that {@link #stamp} got, for {@link #firstSentAgo} and the other. */
    long timesBefore(int index) {
        return ring[slot(index) + 3];
    }

    static long firstSentAgo(long times) {
        return times >>> 32 << TIME_SHIFT;
    }

    static long deliveredAgo(long times) {
        return (times & MOST_UNITS) << TIME_SHIFT;
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
        return firstEndingAfter(acknowledgment);
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
        most = Math.max(most, count);
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
            nextSize = (byte) Math.max(FIRST_SIZE, Integer.SIZE - Integer.numberOfLeadingZeros(most - 1));
            most = 0;
            pool.give(ring);
            ring = LongArrayPool.EMPTY;
        }
        if (notes.length > 0) {
            pool.give(notes);
            notes = LongArrayPool.EMPTY;
        }
    }

    private void grow() {
        int capacity = ring.length > 0 ? 2 * ring.length / WORDS : 1 << nextSize;
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
