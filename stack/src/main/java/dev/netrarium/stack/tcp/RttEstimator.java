package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;

/**
 * Smoothed round-trip time, its variance, and the retransmission time-out that follows (RFC 6298).
 *
 * <p>As Linux does: the minimum bounds the variance term, not the whole; a falling round-trip time does not raise the
 * variance at full weight; and the variance term decays at most once per round trip.
 */
final class RttEstimator {
    /** RFC 6298 §2.1. */
    static final long INITIAL_RTO_NANOS = 1_000_000_000L;

    /** RFC 6298 §5.7. */
    private static final long UNKNOWN_RTO_NANOS = 3_000_000_000L;

    private long smoothedNanos;
    private long deviationNanos;

    /** Four deviations, at least the minimum: what is added to the smoothed time. */
    private long varianceTermNanos;

    private long varianceTermMaxNanos;
    private int roundEnd;
    private long minimumSeenNanos;
    private long latestNanos;
    private long rtoNanos = INITIAL_RTO_NANOS;

    /** Takes a measurement of a segment that was sent once (Karn). */
    void sample(long rttNanos, int unacknowledged, int next, long minimumRtoNanos, long maximumRtoNanos) {
        long measured = Math.max(rttNanos, 1000);
        latestNanos = measured;
        sawLeast(measured);
        if (smoothedNanos == 0) {
            smoothedNanos = measured;
            deviationNanos = measured / 2;
            varianceTermNanos = Math.max(4 * deviationNanos, minimumRtoNanos);
            varianceTermMaxNanos = varianceTermNanos;
            roundEnd = next;
        } else {
            long error = measured - smoothedNanos;
            smoothedNanos += error / 8;
            long excess = Math.abs(error) - deviationNanos;
            deviationNanos += error < 0 && excess > 0 ? excess / 32 : excess / 4;
            varianceTermMaxNanos = Math.max(varianceTermMaxNanos, 4 * deviationNanos);
            varianceTermNanos = Math.max(varianceTermNanos, varianceTermMaxNanos);
            if (SequenceNumber.lessThan(roundEnd, unacknowledged)) {
                varianceTermNanos -= (varianceTermNanos - varianceTermMaxNanos) / 4;
                roundEnd = next;
                varianceTermMaxNanos = minimumRtoNanos;
            }
        }
        rtoNanos = Math.min(smoothedNanos + varianceTermNanos, maximumRtoNanos);
    }

    /** A round trip that is not one to smooth: of the latest of several segments that one ACK covers. */
    void sawLeast(long rttNanos) {
        long measured = Math.max(rttNanos, 1000);
        if (minimumSeenNanos == 0 || measured < minimumSeenNanos) {
            minimumSeenNanos = measured;
        }
    }

    /** Starts from what an earlier connection to the same destination saw. */
    void seed(long smoothed, long deviation, long minimumRtoNanos) {
        smoothedNanos = smoothed;
        deviationNanos = deviation;
        varianceTermNanos = Math.max(4 * deviation, minimumRtoNanos);
        varianceTermMaxNanos = varianceTermNanos;
        rtoNanos = Math.max(INITIAL_RTO_NANOS, smoothed + varianceTermNanos);
    }

    /** The handshake needed retransmissions and measured nothing: begin patiently (RFC 6298 §5.7). */
    void handshakeMeasuredNothing() {
        if (smoothedNanos == 0) {
            rtoNanos = UNKNOWN_RTO_NANOS;
        }
    }

    /** The last measurement. */
    long latestNanos() {
        return latestNanos;
    }

    /** The time-out before any doubling. */
    long rtoNanos() {
        return rtoNanos;
    }

    /** 0 while nothing was measured. */
    long smoothedNanos() {
        return smoothedNanos;
    }

    long deviationNanos() {
        return deviationNanos;
    }

    /** 0 while nothing was measured. */
    long minimumSeenNanos() {
        return minimumSeenNanos;
    }
}
