package dev.netrarium.stack.tcp;

/**
 * How many more segments than the path's bandwidth explains are acknowledged at once, where links gather ACKs (Wi-Fi,
 * cable): so much more {@link Bbr} keeps in flight, so that the silence between two gatherings is filled. The greatest of
 * the last five to ten round trips counts.
 */
final class BbrAggregation {
    private static final int ROUNDS = 5;
    private static final int MOST_SEGMENTS = 0xfffff;
    private static final int RESET_SEGMENTS = 1 << 20;

    /** No more is kept in flight for it than the path carries in this time. */
    private static final long MOST_MICROS = 100_000;

    private long epochNanos;
    private int epochAcknowledged;
    private int rounds;

    /** The most of these rounds, and of those before. */
    private int current;

    private int previous;

    /** A new epoch begins, with nothing acknowledged. */
    void restart(long now) {
        epochNanos = now;
        epochAcknowledged = 0;
    }

    void sample(Sender sender, RateSample sample, long bandwidth, boolean roundStart) {
        if (sample.acknowledged <= 0 || sample.delivered < 0 || sample.intervalMicros <= 0) {
            return;
        }
        if (roundStart && ++rounds >= ROUNDS) {
            rounds = 0;
            previous = current;
            current = 0;
        }
        long now = sender.rate.deliveredNanos();
        long expected = bandwidth * ((now - epochNanos) / 1000) >> Bbr.RATE_SHIFT;
        if (epochAcknowledged <= expected || epochAcknowledged + sample.acknowledged >= RESET_SEGMENTS) {
            restart(now);
            expected = 0;
        }
        epochAcknowledged = Math.min(MOST_SEGMENTS, epochAcknowledged + sample.acknowledged);
        current = (int) Math.max(current, Math.min(epochAcknowledged - expected, sender.window.segments));
    }

    /** Segments to keep in flight beside the bandwidth-delay product. */
    int segments(long bandwidth) {
        return (int) Math.min(Math.max(current, previous), bandwidth * MOST_MICROS >> Bbr.RATE_SHIFT);
    }
}
