package dev.netrarium.stack.tcp;

/** Slow start and congestion avoidance of RFC 5681 §3.1, counting segments acknowledged and not ACKs (RFC 3465). */
final class Reno implements CongestionControl {
    static final Reno INSTANCE = new Reno();

    private Reno() {}

    @Override
    public String name() {
        return "reno";
    }

    @Override
    public void acknowledged(long now, Sender sender, int segments) {
        CongestionWindow window = sender.window;
        int left = segments;
        if (window.isSlowStart()) {
            int grown = Math.min(window.segments + left, window.ssthresh);
            left -= grown - window.segments;
            window.segments = grown;
            if (left == 0) {
                return;
            }
        }
        window.acknowledgedSinceGrowth += left;
        if (window.acknowledgedSinceGrowth >= window.segments) {
            int step = window.acknowledgedSinceGrowth / window.segments;
            window.acknowledgedSinceGrowth -= step * window.segments;
            window.segments += step;
        }
    }

    @Override
    public int ssthreshAfterLoss(CongestionWindow window) {
        return Math.max(window.segments / 2, 2);
    }
}
