package dev.netrarium.wire.capture;

import java.math.BigInteger;

/**
 * The unit of an interface's timestamps: the if_tsresol option, and if_tsoffset.
 *
 * @param ticksPerSecond unsigned
 * @param offsetSeconds added to every timestamp
 */
record TimestampResolution(long ticksPerSecond, long offsetSeconds) {
    static final TimestampResolution MICROSECONDS = new TimestampResolution(1_000_000, 0);

    private static final long NANOS = 1_000_000_000;

    /**
     * Reads if_tsresol's byte: a power of ten, or of two when its top bit is set.
     *
     * @return ticks per second, or 0 when they do not fit in 64 bits
     */
    static long ticksPerSecond(int resolution) {
        int exponent = resolution & 0x7f;
        if ((resolution & 0x80) != 0) {
            return exponent < 64 ? 1L << exponent : 0;
        }
        if (exponent > 19) {
            return 0;
        }
        long ticks = 1;
        for (int i = 0; i < exponent; i++) {
            ticks *= 10;
        }
        return ticks;
    }

    /** Nanoseconds since 1970; times beyond what a {@code long} holds (the year 2262) are taken as the last. */
    long nanos(long ticks) {
        long seconds = Long.divideUnsigned(ticks, ticksPerSecond);
        long rest = Long.remainderUnsigned(ticks, ticksPerSecond);
        long nanos = ticksPerSecond > 0 && ticksPerSecond <= NANOS
                ? rest * NANOS / ticksPerSecond
                : unsigned(rest)
                        .multiply(BigInteger.valueOf(NANOS))
                        .divide(unsigned(ticksPerSecond))
                        .longValue();
        BigInteger total = unsigned(seconds)
                .add(BigInteger.valueOf(offsetSeconds))
                .multiply(BigInteger.valueOf(NANOS))
                .add(BigInteger.valueOf(nanos));
        if (total.bitLength() < 64) {
            return total.longValue();
        }
        return total.signum() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
    }

    private static BigInteger unsigned(long value) {
        BigInteger low = BigInteger.valueOf(value & Long.MAX_VALUE);
        return value < 0 ? low.setBit(63) : low;
    }
}
