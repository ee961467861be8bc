package dev.netrarium.stack.tcp;

/**
 * The curve that CUBIC's cwnd follows in congestion avoidance (RFC 9438 §4): steep, flat around where the last loss was,
 * then steep again; and where Reno would be, below which it does not stay.
 */
final class CubicCurve {
    /** RFC 9438 §4.6 and §5. */
    static final double BETA = 0.7;

    private static final double C = 0.4;

    /** RFC 9438 §4.3: grows as fast as Reno on the average, although it falls less. */
    private static final double RENO_ALPHA = 3 * (1 - BETA) / (1 + BETA);

    /** RFC 9438 §4.4: at most half more per round trip. */
    private static final double FASTEST = 1.5;

    private static final double NANOS_PER_SECOND = 1e9;

    /** W_max: cwnd before the last reduction. */
    private double priorMaximum;

    /** When this stage of congestion avoidance began, while {@link #inStage}. */
    private long stageNanos;

    private boolean inStage;

    /** cwnd_prior of this stage, and seconds until cwnd is at the maximum again: K. */
    private double before;

    private double secondsToMaximum;

    /** W_est: where Reno would be. */
    private double renoWindow;

    /** Parts of a segment that cwnd has still to grow by. */
    private double part;

    /** Segments were acknowledged in congestion avoidance: cwnd from now on. */
    int window(long now, long smoothedRttNanos, int windowSegments, int acknowledged) {
        if (!inStage) {
            beginStage(now, windowSegments);
        }
        double rttSeconds = smoothedRttNanos / NANOS_PER_SECOND;
        double seconds = (now - stageNanos) / NANOS_PER_SECOND;
        renoWindow += (renoWindow >= before ? 1 : RENO_ALPHA) * acknowledged / windowSegments;
        double target = Math.min(wholeAt(seconds + rttSeconds), FASTEST * windowSegments);
        part += Math.max(0, target - windowSegments) * acknowledged / windowSegments;
        int whole = (int) part;
        part -= whole;
        int grown = windowSegments + whole;
        return at(seconds) < renoWindow ? Math.max(grown, (int) renoWindow) : grown;
    }

    void lossAt(int windowSegments) {
        // RFC 9438 §4.7: who comes down again before the old maximum makes room for newcomers.
        priorMaximum = windowSegments < priorMaximum ? windowSegments * (1 + BETA) / 2 : windowSegments;
        before = windowSegments;
        inStage = false;
    }

    /** RFC 9438 §5.8: time in which nothing was tried does not count. */
    void skip(long nanos) {
        stageNanos += nanos;
    }

    private void beginStage(long now, int windowSegments) {
        inStage = true;
        stageNanos = now;
        part = 0;
        renoWindow = windowSegments;
        before = Math.max(before, windowSegments);
        if (windowSegments < priorMaximum) {
            secondsToMaximum = StrictMath.cbrt((priorMaximum - windowSegments) / C);
        } else {
            secondsToMaximum = 0;
            priorMaximum = windowSegments;
        }
    }

    private double at(double seconds) {
        double t = seconds - secondsToMaximum;
        return C * t * t * t + priorMaximum;
    }

    /** In whole segments, rounded towards the maximum as Linux does: small windows grow sooner. */
    private double wholeAt(double seconds) {
        double segments = at(seconds);
        return segments < priorMaximum ? Math.ceil(segments) : Math.floor(segments);
    }
}
