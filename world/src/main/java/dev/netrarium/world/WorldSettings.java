package dev.netrarium.world;

import java.time.Duration;
import java.time.Instant;

/**
 * How a world is made.
 *
 * @param epoch the calendar date at which it begins; for certificates, HTTP dates and captures
 * @param traceHash whether a digest of every frame is kept ({@link World#traceHash}); it costs about 0.7 ns per byte
 * @param patience how much real time a program may hold its turn, blocked outside of the world's calls, before the
 *     world calls that an error; computing may take six times that
 */
public record WorldSettings(Instant epoch, boolean traceHash, Duration patience) {
    /** 1 January 2026, with a trace hash, ten seconds. */
    public static final WorldSettings DEFAULT =
            new WorldSettings(Instant.parse("2026-01-01T00:00:00Z"), true, Duration.ofSeconds(10));

    public WorldSettings {
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("patience must be positive: " + patience);
        }
    }

    public WorldSettings withEpoch(Instant value) {
        return new WorldSettings(value, traceHash, patience);
    }

    public WorldSettings withTraceHash(boolean value) {
        return new WorldSettings(epoch, value, patience);
    }

    public WorldSettings withPatience(Duration value) {
        return new WorldSettings(epoch, traceHash, value);
    }
}
