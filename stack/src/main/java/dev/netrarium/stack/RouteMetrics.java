package dev.netrarium.stack;

/**
 * What a route says about the way beyond its next hop, as {@code ip route} names it. 0 leaves a value to the default.
 *
 * @param mtuBytes {@code mtu}: the path MTU to begin with
 * @param mtuLocked {@code mtu lock}: the path MTU is never learned, and packets may be fragmented
 * @param advertisedMssBytes {@code advmss}: the MSS that TCP announces
 * @param initialWindowSegments {@code initcwnd}: TCP's initial congestion window
 * @param minimumRtoNanos {@code rto_min}: TCP's least retransmission time-out
 * @param ecn {@code features ecn}: TCP asks for explicit congestion notification
 */
public record RouteMetrics(
        int mtuBytes,
        boolean mtuLocked,
        int advertisedMssBytes,
        int initialWindowSegments,
        long minimumRtoNanos,
        boolean ecn) {
    /** All left to the defaults. */
    public static final RouteMetrics NONE = new RouteMetrics(0, false, 0, 0, 0);

    /** Without features. */
    public RouteMetrics(
            int mtuBytes, boolean mtuLocked, int advertisedMssBytes, int initialWindowSegments, long minimumRtoNanos) {
        this(mtuBytes, mtuLocked, advertisedMssBytes, initialWindowSegments, minimumRtoNanos, false);
    }

    public RouteMetrics {
        if (mtuBytes < 0 || advertisedMssBytes < 0 || initialWindowSegments < 0 || minimumRtoNanos < 0) {
            throw new IllegalArgumentException("route metrics are not negative");
        }
    }
}
