package dev.netrarium.stack.tcp;

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

    /** True when cwnd, and not the program or the peer's window, held sending back: only then it may grow (RFC 7661). */
    boolean limited;

    CongestionWindow(int initialSegments) {
        segments = initialSegments;
    }

    boolean isSlowStart() {
        return segments < ssthresh;
    }
}
