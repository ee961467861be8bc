package dev.netrarium.web.exchange;

import java.time.Duration;

/** Durations as the nanoseconds that a {@link dev.netrarium.web.ByteLink} counts. */
public final class Nanos {
    private static final Duration LONGEST = Duration.ofNanos(Long.MAX_VALUE);

    private Nanos() {}

    /** A duration in nanoseconds, at most {@link Long#MAX_VALUE}. */
    public static long of(Duration duration) {
        return duration.compareTo(LONGEST) >= 0 ? Long.MAX_VALUE : duration.toNanos();
    }
}
