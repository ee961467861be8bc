package dev.netrarium.stack.tcp;

import org.jspecify.annotations.Nullable;

/**
 * CUBIC (RFC 9438): in congestion avoidance cwnd follows a {@link CubicCurve} of the time since the last loss; never
 * slower than Reno would grow. The first slow start is {@link HyStart}'s.
 *
 * <p>What it keeps is made when it is needed, since most connections never leave slow start.
 */
final class Cubic implements CongestionControl {
    /** Below, slow start cannot overflow a queue worth watching: Linux's {@code hystart_low_window}. */
    private static final int WATCHED_WINDOW = 16;

    private @Nullable HyStart start;
    private boolean startIsOver;
    private @Nullable CubicCurve curve;

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
        window.segments = curve().window(now, sender.connection.rtt.smoothedNanos(), window.segments, left);
    }

    @Override
    public int ssthreshAfterLoss(CongestionWindow window) {
        curve().lossAt(window.segments);
        endStart();
        return Math.max((int) (window.segments * CubicCurve.BETA), 2);
    }

    @Override
    public void timedOut(long now, Sender sender) {
        curve = null; // RFC 9438 §4.8: the next stage begins at its own maximum
        endStart();
    }

    @Override
    public void resumed(long now, Sender sender, long idleNanos) {
        CubicCurve followed = curve;
        if (followed != null) {
            followed.skip(idleNanos);
        }
    }

    /** Answers how many of the segments are left for congestion avoidance. */
    private int slowStart(Sender sender, CongestionWindow window, int segments) {
        if (startIsOver || window.segments < WATCHED_WINDOW) {
            int grown = Math.min(window.segments + segments, window.ssthresh);
            int left = segments - (grown - window.segments);
            window.segments = grown;
            return left;
        }
        HyStart watch = start;
        if (watch == null) {
            watch = new HyStart();
            start = watch;
        }
        window.segments = Math.min(window.segments + watch.growth(sender, segments), window.ssthresh);
        if (watch.isOver()) {
            window.ssthresh = window.segments;
            endStart();
        }
        return 0;
    }

    private void endStart() {
        start = null;
        startIsOver = true;
    }

    private CubicCurve curve() {
        CubicCurve made = curve;
        if (made == null) {
            made = new CubicCurve();
            curve = made;
        }
        return made;
    }
}
