package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Timer;

/**
 * When to acknowledge (RFC 9293 §3.8.6.3, RFC 5681 §4.2), with Linux's adaptation: at once while the sender's window is
 * believed to grow, then after a delay that follows the interval between arrivals, 40 to 200 ms.
 */
final class DelayedAck {
    private static final long MINIMUM_NANOS = 40_000_000L;
    private static final long MAXIMUM_NANOS = 200_000_000L;
    private static final int MAXIMUM_QUICK = 16;

    /** Duplicate ACKs that make a peer send again (RFC 5681 §3.2): so many are never held back. */
    private static final int THRESHOLD = 3;

    private long predictedNanos;
    private long lastDataNanos = Timer.NEVER;
    private int quickLeft;
    private boolean interactive;

    /** RCV.NXT that the ACKs for what lies beyond a gap repeat, how many did, and how many are held back. */
    private int repeated;

    private byte repeats;
    private short compressed;

    /** Data came: learn its rhythm. */
    void dataArrived(long now, int windowBytes, int segmentBytes, long rtoNanos) {
        if (predictedNanos == 0) {
            quicken(windowBytes, segmentBytes);
            predictedNanos = MINIMUM_NANOS;
        } else {
            long gap = now - lastDataNanos;
            if (gap <= MINIMUM_NANOS / 2) {
                predictedNanos = predictedNanos / 2 + MINIMUM_NANOS / 2;
            } else if (gap < predictedNanos) {
                predictedNanos = Math.min(predictedNanos / 2 + gap, rtoNanos);
            } else if (gap > rtoNanos) {
                quicken(windowBytes, segmentBytes); // the sender has been silent and starts slowly again
            }
        }
        lastDataNanos = now;
    }

    /** The next ACKs are to leave at once: enough for a growing window. */
    void quicken(int windowBytes, int segmentBytes) {
        int count = Math.max(2, windowBytes / (2 * Math.max(segmentBytes, 1)));
        quickLeft = Math.max(quickLeft, Math.min(count, MAXIMUM_QUICK));
    }

    /** So many ACKs are to leave at once, and it is forgotten that the program answers. */
    void quickenNow(int acks) {
        quickLeft = Math.max(quickLeft, acks);
        interactive = false;
        predictedNanos = MINIMUM_NANOS;
    }

    /** Something out of the ordinary came: acknowledge at once, and forget that the program answers. */
    void quickenNow(int windowBytes, int segmentBytes) {
        quicken(windowBytes, segmentBytes);
        interactive = false;
        predictedNanos = MINIMUM_NANOS;
    }

    /** A wider window is to be told at once. */
    void quickenOne() {
        quickLeft |= 1;
    }

    /** The buffer fills: the peer need not hurry. */
    void noLongerQuick() {
        quickLeft = 0;
    }

    /** TCP_QUICKACK: whether the program answers is decided by the program. */
    void interactive(boolean on) {
        interactive = on;
    }

    /** Another ACK that repeats RCV.NXT is due; false when it may be held back, because three have told the peer enough. */
    boolean repeats(int next, int most) {
        if (compressed >= most) {
            return true;
        }
        if (repeated != next) {
            repeated = next;
            repeats = 0;
        }
        if (repeats < THRESHOLD) {
            repeats++;
            return true;
        }
        compressed++;
        return false;
    }

    /** How long ACKs that repeat RCV.NXT are held back: 5 % of the round trip. */
    static long compressionNanos(long mostNanos, long rttNanos) {
        return Math.min(mostNanos, rttNanos / 20);
    }

    /** ACKs that the next one stands for. */
    int compressed() {
        return compressed;
    }

    void forgetCompressed() {
        compressed = 0;
    }

    /** Data left soon after data came: the program answers, and its answers will carry the ACKs. */
    void dataSent(long now) {
        if (lastDataNanos != Timer.NEVER && now - lastDataNanos < predictedNanos) {
            interactive = true;
        }
    }

    /**
     * The peer has sent its last: from now on the program answers, and the ACK of the FIN may wait for that, as on Linux.
     *
     * @return false when no data ever came: then nothing is known of a rhythm, and the ACK does not wait
     */
    boolean holdsBackAfterFin() {
        interactive = true;
        return predictedNanos > 0;
    }

    /** An ACK left. */
    void sent() {
        if (quickLeft > 0) {
            quickLeft--;
        }
    }

    boolean isQuick() {
        return quickLeft > 0 && !interactive;
    }

    boolean isInteractive() {
        return interactive;
    }

    /** When the ACK that is held back must leave. */
    long deadline(long now, long smoothedRttNanos) {
        long delay = predictedNanos;
        if (delay > MINIMUM_NANOS) {
            long bound = smoothedRttNanos == 0
                    ? MAXIMUM_NANOS
                    : Math.max(MINIMUM_NANOS, Math.min(smoothedRttNanos, MAXIMUM_NANOS));
            delay = Math.min(delay, bound);
        }
        return now + Math.max(delay, MINIMUM_NANOS);
    }

    /** The held-back ACK's time ran out: the prediction was too short, or the program no longer answers. */
    void expired(long rtoNanos) {
        if (interactive) {
            interactive = false;
            predictedNanos = MINIMUM_NANOS;
        } else {
            predictedNanos = Math.min(predictedNanos * 2, rtoNanos);
        }
    }

    long predictedNanos() {
        return predictedNanos;
    }

    /** {@link Timer#NEVER} when none came yet. */
    long lastDataNanos() {
        return lastDataNanos;
    }
}
