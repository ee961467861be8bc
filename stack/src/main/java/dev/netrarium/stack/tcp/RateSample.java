package dev.netrarium.stack.tcp;

/**
 * What one acknowledgment says of the rate at which the path delivers (draft-cheng-iccrg-delivery-rate-estimation §3.3),
 * as Linux's {@code struct rate_sample}. One per host, filled anew for each acknowledgment by {@link DeliveryRate}.
 */
final class RateSample {
    /** Segments delivered over {@link #intervalMicros}; -1 when the acknowledgment tells nothing. */
    long delivered;

    /** The longer of the times in which these were sent and were acknowledged; -1 when it tells nothing. */
    long intervalMicros;

    /** {@link Sender#delivered} when the latest segment that this acknowledges was sent. */
    long priorDelivered;

    /** When that segment was sent last, and what the {@link Flight} knew of that moment; while {@link #isKnown}. */
    long sentNanos;

    long deliveredBefore;
    long timesBefore;

    /** Some segment was delivered that the flight still knew. */
    boolean isKnown;

    /** The program, not the path, set the rate: a lower bound only. */
    boolean isAppLimited;

    /** The latest segment had been sent again. */
    boolean isRetransmission;

    /** The end of the latest segment. */
    int end;

    /** Segments acknowledged now, by SND.UNA or SACK. */
    int acknowledged;

    /** Segments held lost now. */
    int losses;

    /** Segments in flight before. */
    int priorInFlight;

    /** Losses ever and whether something was SACKed, before. */
    int priorLost;

    boolean anySacked;

    /** Round trip of the latest segment that was sent once, in microseconds, or -1. */
    long rttMicros;

    /** The peer may have held the acknowledgment back. */
    boolean isAckDelayed;

    /** Something that was acknowledged cumulatively had been sent again: its round trip is in doubt. */
    boolean anyResent;

    /** Least round trips of what was acknowledged cumulatively and by SACK, in nanoseconds; -1. */
    long cumulativeRttNanos;

    long sackRttNanos;

    void begin(LossRecovery recovery) {
        priorInFlight = recovery.inFlight();
        priorLost = recovery.everLost();
        anySacked = recovery.sacked() > 0;
        delivered = -1;
        intervalMicros = -1;
        priorDelivered = 0;
        isKnown = false;
        isAppLimited = false;
        isRetransmission = false;
        acknowledged = 0;
        losses = 0;
        rttMicros = -1;
        isAckDelayed = false;
        anyResent = false;
        cumulativeRttNanos = -1;
        sackRttNanos = -1;
    }

    /** Only the echoed timestamp tells a round trip. */
    void measuredByTimestamp(long nanos) {
        anyResent = false;
        cumulativeRttNanos = nanos;
    }

    /** The round trip of what was sent last, as far as it is certain; -1. */
    long rttNanos() {
        if (sackRttNanos >= 0) {
            return sackRttNanos;
        }
        return anyResent ? -1 : cumulativeRttNanos;
    }
}
