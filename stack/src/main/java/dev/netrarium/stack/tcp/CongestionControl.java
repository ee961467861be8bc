package dev.netrarium.stack.tcp;

/**
 * How the congestion window grows and how far it falls. What is lost, and when, is {@link LossRecovery}'s business.
 *
 * <p>An implementation without state of its own is shared by all connections; one with state is made per connection.
 */
interface CongestionControl {
    /**
     * By the name that {@code net.ipv4.tcp_congestion_control} knows.
     *
     * @throws IllegalArgumentException when there is none of this name
     */
    static CongestionControl named(String name) {
        return switch (name) {
            case "reno" -> Reno.INSTANCE;
            case "cubic" -> new Cubic();
            default ->
                throw new IllegalArgumentException("no congestion control \"" + name + "\"; there are reno and cubic");
        };
    }

    /** As TCP_CONGESTION names it. */
    String name();

    /** Segments were acknowledged, no loss is being repaired, and cwnd was what held sending back. */
    void acknowledged(long now, Sender sender, int segments);

    /** The slow-start threshold after a loss, at least 2. */
    int ssthreshAfterLoss(CongestionWindow window);

    /** The retransmission timer ran out: what was learned of the path holds no more. */
    void timedOut();

    /** Sending begins again after nothing was in flight for so long. */
    void resumed(long idleNanos);
}
