package dev.netrarium.stack.tcp;

/**
 * The rate at which a connection lets its segments go, and when the next may. The rate follows cwnd and the round trip as
 * Linux's {@code tcp_update_pacing_rate} has it, unless the congestion control knows better, and is known also where
 * nothing is held back: super-segments are sized by it.
 *
 * <p>Segments are held back by a timer of the connection's when the congestion control or the program (SO_MAX_PACING_RATE)
 * asks for it, or once did. Where the interface's queue keeps departure times ({@link dev.netrarium.stack.Fq}), every segment carries
 * its own, and the queue holds it back.
 *
 * <p>Small, because every connection has one: what can be worked out from the {@link Sender} is not kept.
 */
final class Pacing {
    /** No rate: segments leave as they come. */
    static final long UNLIMITED = Long.MAX_VALUE;

    /** What {@link CongestionControl#pacingRate} answers when the rate follows cwnd. */
    static final long BY_WINDOW = -1;

    /** Bursts are what the rate carries in 2<sup>-10</sup> s, about a millisecond: Linux's {@code sk_pacing_shift}. */
    static final int AUTOSIZING_SHIFT = 10;

    /** The first segments of a connection are not held back, as in Linux. */
    private static final int FREE_SEGMENTS = 10;

    private static final int LEAST_BELOW = 2;
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Round trips are reckoned in eighths of a microsecond, as in Linux. */
    private static final long EIGHTH_NANOS = 125;

    private static final long EIGHTHS_PER_SECOND = NANOS_PER_SECOND / EIGHTH_NANOS;

    private final Sender sender;

    /** Before this time nothing more may leave. */
    private long nextSendNanos;

    Pacing(Sender sender) {
        this.sender = sender;
    }

    /** {@link #UNLIMITED} while no round trip was measured. */
    long rateBytesPerSecond() {
        long own = sender.congestionControl.pacingRate();
        return Math.min(own == BY_WINDOW ? byWindow() : own, most());
    }

    /** The connection itself holds segments back until {@link #nextSendNanos}. */
    boolean isActive() {
        return isAskedFor() && !isLeftToQueue();
    }

    long nextSendNanos() {
        return nextSendNanos;
    }

    /** Nothing may leave now. */
    boolean holdsBack(long now) {
        return nextSendNanos > now && isActive();
    }

    /** When a segment that is sent now leaves the host: later than now where the queue below holds it back. */
    long departureNanos(long now) {
        return nextSendNanos > now && isLeftToQueue() ? nextSendNanos : now;
    }

    /** Payload was sent: what follows waits its share of a second, less half of the delay that this has already had. */
    void sent(long now, int bytes) {
        if (!isAskedFor() && !isLeftToQueue()) {
            return;
        }
        long prior = nextSendNanos;
        nextSendNanos = Math.max(prior, now);
        long rate = rateBytesPerSecond();
        if (rate == UNLIMITED || rate == 0 || sender.dataSegmentsOut < FREE_SEGMENTS) {
            return;
        }
        long nanos = bytes * NANOS_PER_SECOND / rate;
        long late = nextSendNanos - prior;
        nextSendNanos += nanos - Math.min(nanos / 2, late);
    }

    /** The packets that may lie below when the queue there holds them back: a millisecond's worth. */
    int mostBelow(int otherwise) {
        if (!isLeftToQueue()) {
            return otherwise;
        }
        long segments = (rateBytesPerSecond() >> AUTOSIZING_SHIFT) / sender.mssBytes;
        return (int) Math.max(LEAST_BELOW, Math.min(segments, otherwise));
    }

    private boolean isAskedFor() {
        return sender.paced || most() != UNLIMITED || sender.congestionControl.needsPacing();
    }

    private boolean isLeftToQueue() {
        return sender.connection.path().keepsDepartureTimes();
    }

    private long most() {
        return sender.connection.settings().maxPacingBytesPerSecond();
    }

    private long byWindow() {
        long eighths = sender.connection.rtt.smoothedNanos() / EIGHTH_NANOS;
        if (eighths == 0) {
            return UNLIMITED;
        }
        CongestionWindow window = sender.window;
        TcpConfig config = sender.connection.tcp.config();
        int percent = window.segments < window.ssthresh / 2 ? config.pacingSsRatio() : config.pacingCaRatio();
        long bytes = (long) sender.mssBytes * Math.max(window.segments, sender.flight.count());
        long factor = EIGHTHS_PER_SECOND / 100 * percent;
        if (factor == 0 || bytes > UNLIMITED / factor) {
            return factor == 0 ? 0 : UNLIMITED;
        }
        return bytes * factor / eighths;
    }
}
