package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;

/** How many segments may be in flight for the network's sake (RFC 5681), counted in segments as Linux does. */
final class CongestionWindow {
    /** {@code ssthresh} before any loss. */
    static final int INFINITE = 0x7fffffff;

    /** cwnd. */
    int segments;

    /** Slow-start threshold. */
    int ssthresh = INFINITE;

    /** Segments acknowledged in congestion avoidance since cwnd last grew. */
    int acknowledgedSinceGrowth;

    /** cwnd held sending back at some time in this round trip. */
    private boolean filled;

    /** The most segments in flight in this round trip, and where that ends. */
    private int mostInFlight;

    private int roundEnd;

    /** The most in flight while cwnd was not used, and when it was used or confirmed last. */
    private int used;

    private long usedNanos;

    CongestionWindow(int initialSegments) {
        segments = initialSegments;
    }

    boolean isSlowStart() {
        return segments < ssthresh;
    }

    /**
     * True when cwnd, and not the program or the peer's window, held sending back: only then it may grow (RFC 7661). In
     * slow start, where it doubles, it is enough that more than half of it was used.
     */
    boolean isLimited() {
        return filled || (isSlowStart() && segments < 2 * mostInFlight);
    }

    /** The slow-start threshold that keeps most of what cwnd was, when it falls for want of data. */
    int rememberedThreshold() {
        return Math.max(ssthresh, (segments >> 1) + (segments >> 2));
    }

    /** A round begins at {@code sequence}. */
    void roundFrom(long now, int sequence) {
        roundEnd = sequence;
        usedNanos = now;
    }

    /**
     * Data was sent, or would have been but for cwnd ({@code full}): Linux's {@code tcp_cwnd_validate}.
     *
     * @return for how long cwnd has neither been used nor confirmed
     */
    long validate(long now, int unacknowledged, int next, int inFlight, boolean full) {
        if (full || !SequenceNumber.lessThan(unacknowledged, roundEnd) || (!filled && inFlight > mostInFlight)) {
            filled = full;
            mostInFlight = inFlight;
            roundEnd = next;
        }
        if (isLimited()) {
            used = 0;
            usedNanos = now;
        } else {
            used = Math.max(used, inFlight);
        }
        return now - usedNanos;
    }

    /**
     * It was neither used nor confirmed for a time-out: what it says of the path is old, and it comes half way down to what was used
     * (RFC 2861).
     */
    void decay(long now, int initialSegments) {
        int enough = Math.max(used, initialSegments);
        if (enough < segments) {
            ssthresh = rememberedThreshold();
            segments = (segments + enough) >> 1;
        }
        forgetUse(now);
    }

    /** An acknowledgment of new data: what cwnd says of the path is fresh, used or not, as in Linux's tcp_cong_avoid. */
    void confirm(long now) {
        usedNanos = now;
    }

    /** Nothing was sent for so long: it halves for each time-out, but for the first (RFC 2861, as Linux does it). */
    void restart(long now, long idleNanos, long timeoutNanos, int initialSegments) {
        ssthresh = rememberedThreshold();
        int floor = Math.min(initialSegments, segments);
        for (long left = idleNanos - timeoutNanos; left > 0 && segments > floor; left -= timeoutNanos) {
            segments >>= 1;
        }
        segments = Math.max(segments, floor);
        forgetUse(now);
    }

    void forgetUse(long now) {
        used = 0;
        usedNanos = now;
    }
}
