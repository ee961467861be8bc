package dev.netrarium.stack.tcp;

/**
 * How the congestion window grows and how far it falls. What is lost, and when, is {@link LossRecovery}'s business.
 *
 * <p>An implementation without state of its own is shared by all connections; one with state is made per connection.
 */
interface CongestionControl {
    /** As TCP_CONGESTION names it. */
    String name();

    /** Segments were acknowledged, no loss is being repaired, and cwnd was what held sending back. */
    void acknowledged(long now, CongestionWindow window, int segments, RttEstimator rtt);

    /** The slow-start threshold after a loss, at least 2. */
    int ssthreshAfterLoss(CongestionWindow window);
}
