package dev.netrarium.stack.tcp;

/**
 * BBR's long-term bandwidth: when two intervals between losses, each of at least four round trips and with a fifth of the
 * segments lost, delivered at the same rate, a token bucket is at work on the path, whose rate is used for 48 round trips
 * in place of the greatest seen (Cardwell et al., BBR congestion control, IETF 97, "token-bucket policers"; the numbers are
 * Linux's).
 */
final class BbrPolicer {
    private static final int LEAST_ROUNDS = 4;
    private static final int MOST_ROUNDS = 4 * LEAST_ROUNDS;

    /** Of 256. */
    private static final int LOSS = 50;

    /** Two rates are the same within an eighth, or 4 kbit/s. */
    private static final int SAME_DIVISOR = 8;

    private static final int SAME_BYTES_PER_SECOND = 500;
    private static final int ROUNDS_IN_USE = 48;
    private static final long NANOS_PER_MILLI = 1_000_000L;

    private boolean sampling;
    private boolean inUse;
    private long bandwidth;
    private int rounds;
    private long startMillis;
    private long startDelivered;
    private long startLost;

    /** The path is policed, and {@link #bandwidth} is its rate. */
    boolean isInUse() {
        return inUse;
    }

    /** As {@link Bbr} counts bandwidth. */
    long bandwidth() {
        return bandwidth;
    }

    void reset(Sender sender) {
        bandwidth = 0;
        inUse = false;
        sampling = false;
        beginInterval(sender);
    }

    /**
     * Takes what an acknowledgment tells.
     *
     * @return true when the rate was used for long enough: what the path can do must be tried anew
     */
    boolean sample(Sender sender, boolean probing, boolean roundStart, boolean anyLost, boolean appLimited) {
        if (inUse) {
            if (probing && roundStart && ++rounds >= ROUNDS_IN_USE) {
                reset(sender);
                return true;
            }
            return false;
        }
        if (!sampling) {
            if (!anyLost) {
                return false; // the bucket may be full yet
            }
            beginInterval(sender);
            sampling = true;
        }
        if (appLimited) {
            reset(sender);
            return false;
        }
        rounds += roundStart ? 1 : 0;
        if (rounds > MOST_ROUNDS) {
            reset(sender);
        } else if (rounds >= LEAST_ROUNDS && anyLost) {
            endInterval(sender);
        }
        return false;
    }

    private void endInterval(Sender sender) {
        long lost = sender.recovery.everLost() - startLost;
        long delivered = sender.delivered - startDelivered;
        if (delivered == 0 || lost << Bbr.GAIN_SHIFT < LOSS * delivered) {
            return;
        }
        long millis = sender.rate.deliveredNanos() / NANOS_PER_MILLI - startMillis;
        if (millis < 1) {
            return;
        }
        long seen = (delivered << Bbr.RATE_SHIFT) / (millis * 1000);
        if (bandwidth != 0) {
            long difference = Math.abs(seen - bandwidth);
            if (difference * SAME_DIVISOR <= bandwidth
                    || Bbr.bytesPerSecond(difference, sender.mssBytes, Bbr.UNIT) <= SAME_BYTES_PER_SECOND) {
                bandwidth = (seen + bandwidth) / 2;
                inUse = true;
                rounds = 0;
                return;
            }
        }
        bandwidth = seen;
        beginInterval(sender);
    }

    private void beginInterval(Sender sender) {
        startMillis = sender.rate.deliveredNanos() / NANOS_PER_MILLI;
        startDelivered = sender.delivered;
        startLost = sender.recovery.everLost();
        rounds = 0;
    }
}
