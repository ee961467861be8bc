package dev.netrarium.stack.tcp;

import java.util.List;

/**
 * How the congestion window grows and how far it falls. What is lost, and when, is {@link LossRecovery}'s business, and
 * so are the states that follow from a loss.
 *
 * <p>Most let {@link #acknowledged} raise cwnd, and recovery lower it to what {@link #ssthreshAfterLoss} says. One that
 * {@link #controlsWindow} sets cwnd itself after each acknowledgment, recovery or not, by what {@link #sampled} tells.
 *
 * <p>An implementation without state of its own is shared by all connections; one with state is made per connection.
 */
interface CongestionControl {
    /** All there are, as {@code net.ipv4.tcp_available_congestion_control} lists them. */
    List<String> NAMES = List.of("reno", "cubic", "bbr");

    /** The one that a connection's settings name, or its host's. */
    static CongestionControl of(TcpConnection connection) {
        String own = connection.settings().congestionControl();
        return switch (own.isEmpty() ? connection.tcp.config().congestionControl() : own) {
            case "bbr" -> new Bbr();
            case "cubic" -> new Cubic();
            default -> Reno.INSTANCE;
        };
    }

    /** As TCP_CONGESTION names it. */
    String name();

    /** The connection is established, or was put under this control. */
    default void begin(long now, Sender sender) {}

    /** Segments were acknowledged, no loss is being repaired, and cwnd was what held sending back. */
    void acknowledged(long now, Sender sender, int segments);

    /** An acknowledgment was worked through: what it says of the path's rate. Only for one that {@link #controlsWindow}. */
    default void sampled(long now, Sender sender, RateSample sample) {}

    /** It sets cwnd itself, in recovery and after idle time too. */
    default boolean controlsWindow() {
        return false;
    }

    /** The slow-start threshold after a loss, or after a congestion mark: at least 2. */
    int ssthreshAfterLoss(CongestionWindow window);

    /** cwnd after a reduction that proves needless, which began with {@code priorSegments}. */
    default int windowAfterUndo(Sender sender, int priorSegments) {
        return Math.max(sender.window.segments, priorSegments);
    }

    /** The retransmission timer ran out: what was learned of the path holds no more. */
    default void timedOut(long now, Sender sender) {}

    /** Sending begins again after nothing was in flight for so long. */
    default void resumed(long now, Sender sender, long idleNanos) {}

    /** Segments must leave at {@link #pacingRate} and not as they come. */
    default boolean needsPacing() {
        return false;
    }

    /** Bytes per second; {@link Pacing#BY_WINDOW} when cwnd and the round trip say it. */
    default long pacingRate() {
        return Pacing.BY_WINDOW;
    }

    /** Segments that a super-segment has at least, when {@code configured} is {@code tcp_min_tso_segs}. */
    default int leastSuperSegments(int configured) {
        return configured;
    }
}
