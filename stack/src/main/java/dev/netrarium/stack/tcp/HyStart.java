package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;

/**
 * HyStart++ (RFC 9406): the first slow start ends when round trips grow longer, before the queue overflows. Not at once:
 * five rounds of slower growth first, in which a false alarm is taken back.
 *
 * <p>Deviation: all segments that an ACK covers count, paced or not, as Linux counts them; RFC 9406 §4.2 would count at
 * most 8 of a sender that does not pace.
 */
final class HyStart {
    /** RFC 9406 §4.3. */
    private static final long LEAST_THRESHOLD_NANOS = 4_000_000L;

    private static final long MOST_THRESHOLD_NANOS = 16_000_000L;
    private static final int THRESHOLD_DIVISOR = 8;
    private static final int LEAST_SAMPLES = 8;
    private static final int SLOWER_BY = 4;
    private static final int SLOWER_ROUNDS = 5;

    private boolean started;
    private int roundEnd;
    private long lastLeastNanos = Long.MAX_VALUE;
    private long leastNanos = Long.MAX_VALUE;
    private int samples;

    /** In conservative slow start. */
    private boolean slower;

    private long baselineNanos = Long.MAX_VALUE;
    private int slowerRounds;
    private int left;

    /** The segments that cwnd grows by in slow start for so many acknowledged; 0 from when it is over. */
    int growth(Sender sender, int segments) {
        if (!started || SequenceNumber.lessThan(roundEnd, sender.unacknowledged)) {
            started = true;
            roundEnd = sender.next;
            lastLeastNanos = leastNanos;
            leastNanos = Long.MAX_VALUE;
            samples = 0;
            if (slower && ++slowerRounds > SLOWER_ROUNDS) {
                return 0;
            }
        }
        leastNanos = Math.min(leastNanos, sender.connection.rtt.latestNanos());
        samples++;
        if (samples >= LEAST_SAMPLES) {
            judge();
        }
        if (!slower) {
            return segments;
        }
        left += segments;
        int grown = left / SLOWER_BY;
        left %= SLOWER_BY;
        return grown;
    }

    /** Whether slow start is over. */
    boolean isOver() {
        return slowerRounds > SLOWER_ROUNDS;
    }

    private void judge() {
        if (slower) {
            if (leastNanos < baselineNanos) {
                slower = false; // a false alarm
                slowerRounds = 0;
            }
        } else if (lastLeastNanos != Long.MAX_VALUE) {
            long threshold =
                    Math.max(LEAST_THRESHOLD_NANOS, Math.min(lastLeastNanos / THRESHOLD_DIVISOR, MOST_THRESHOLD_NANOS));
            if (leastNanos >= lastLeastNanos + threshold) {
                slower = true;
                baselineNanos = leastNanos;
            }
        }
    }
}
