package dev.netrarium.stack.tcp;

import org.jspecify.annotations.Nullable;

/**
 * CUBIC (RFC 9438): in congestion avoidance cwnd follows a cubic function of the time since the last loss, flat where
 * the loss was; never slower than Reno would grow. The first slow start is {@link HyStart}'s.
 */
final class Cubic implements CongestionControl {
    /** RFC 9438 §4.6 and §5. */
    private static final double BETA = 0.7;

    private static final double C = 0.4;

    /** RFC 9438 §4.3: grows as fast as Reno on the average, although it falls less. */
    private static final double RENO_ALPHA = 3 * (1 - BETA) / (1 + BETA);

    /** RFC 9438 §4.4: at most half more per round trip. */
    private static final double FASTEST = 1.5;

    private static final double NANOS_PER_SECOND = 1e9;

    private @Nullable HyStart start = new HyStart();

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

    @Override
    public String name() {
        return "cubic";
    }

    @Override
    public void acknowledged(long now, Sender sender, int segments) {
        CongestionWindow window = sender.window;
        int left = segments;
        if (window.isSlowStart()) {
            left = slowStart(sender, window, segments);
            if (left == 0) {
                return;
            }
        }
        if (!inStage) {
            beginStage(now, window.segments);
        }
        double rttSeconds = sender.connection.rtt.smoothedNanos() / NANOS_PER_SECOND;
        double seconds = (now - stageNanos) / NANOS_PER_SECOND;
        renoWindow += (renoWindow >= before ? 1 : RENO_ALPHA) * left / window.segments;
        if (cubic(seconds) < renoWindow) {
            if (renoWindow > window.segments) {
                window.segments = (int) renoWindow;
            }
            return;
        }
        double target = Math.min(cubic(seconds + rttSeconds), FASTEST * window.segments);
        part += Math.max(0, target - window.segments) * left / window.segments;
        int whole = (int) part;
        part -= whole;
        window.segments += whole;
    }

    @Override
    public int ssthreshAfterLoss(CongestionWindow window) {
        // RFC 9438 §4.7: who comes down again before the old maximum makes room for newcomers.
        priorMaximum = window.segments < priorMaximum ? window.segments * (1 + BETA) / 2 : window.segments;
        before = window.segments;
        inStage = false;
        start = null;
        return Math.max((int) (window.segments * BETA), 2);
    }

    @Override
    public void timedOut(long now, Sender sender) {
        priorMaximum = 0; // RFC 9438 §4.8: the next stage begins at its own maximum
        before = 0;
        inStage = false;
        start = null;
    }

    @Override
    public void resumed(long now, Sender sender, long idleNanos) {
        stageNanos += idleNanos; // RFC 9438 §5.8: time in which nothing was tried does not count
    }

    /** Answers how many of the segments are left for congestion avoidance. */
    private int slowStart(Sender sender, CongestionWindow window, int segments) {
        HyStart hyStart = start;
        if (hyStart == null) {
            int grown = Math.min(window.segments + segments, window.ssthresh);
            int left = segments - (grown - window.segments);
            window.segments = grown;
            return left;
        }
        window.segments = Math.min(window.segments + hyStart.growth(sender, segments), window.ssthresh);
        if (hyStart.isOver()) {
            window.ssthresh = window.segments;
            start = null;
        }
        return 0;
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

    private double cubic(double seconds) {
        double t = seconds - secondsToMaximum;
        return C * t * t * t + priorMaximum;
    }
}
