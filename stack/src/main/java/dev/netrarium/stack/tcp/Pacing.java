package dev.netrarium.stack.tcp;

/**
 * The rate at which a connection lets its segments go, and when the next may. The rate follows cwnd and the round trip as
 * Linux's {@code tcp_update_pacing_rate} has it, so that it is known also where nothing is held back: super-segments are
 * sized by it.
 *
 * <p>Small, because every connection has one: what can be worked out from the {@link Sender} is not kept.
 */
final class Pacing {
    /** No rate: segments leave as they come. */
    static final long UNLIMITED = Long.MAX_VALUE;

    /** The first segments of a connection are not held back, as in Linux. */
    private static final int FREE_SEGMENTS = 10;

    /** What {@link CongestionControl#pacingRate} answers when the rate follows cwnd. */
    static final long BY_WINDOW = -1;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    /** Round trips are reckoned in eighths of a microsecond, as in Linux. */
    private static final long EIGHTH_NANOS = 125;

    private static final long EIGHTHS_PER_SECOND = NANOS_PER_SECOND / EIGHTH_NANOS;

    private final Sender sender;

    /** Before this time nothing more may leave, while pacing {@link #isActive}. */
    private long nextSendNanos;

    Pacing(Sender sender) {
        this.sender = sender;
    }

    /** {@link #UNLIMITED} while no round trip was measured. */
    long rateBytesPerSecond() {
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

    /** Segments are held back until {@link #nextSendNanos}. */
    boolean isActive() {
        return false; // neither Reno nor CUBIC needs it
    }

    long nextSendNanos() {
        return nextSendNanos;
    }

    /** Payload was sent: what follows waits its share of a second, less half of the delay that this has already had. */
    void sent(long now, int bytes) {
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
}
