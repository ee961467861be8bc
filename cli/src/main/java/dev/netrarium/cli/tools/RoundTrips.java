package dev.netrarium.cli.tools;

import java.math.BigDecimal;
import java.math.MathContext;

/** Round-trip times, summed up as ping does: least, mean, most, and standard deviation. */
final class RoundTrips {
    private long number;
    private long least = Long.MAX_VALUE;
    private long most;
    private long sumNanos;
    private double sumOfSquares;

    void add(long nanos) {
        number++;
        least = Math.min(least, nanos);
        most = Math.max(most, nanos);
        sumNanos += nanos;
        sumOfSquares += (double) nanos * nanos;
    }

    boolean isEmpty() {
        return number == 0;
    }

    /** The longest, in nanoseconds. */
    long most() {
        return most;
    }

    /** {@code min/avg/max/mdev} in milliseconds. */
    @Override
    public String toString() {
        long mean = sumNanos / number;
        double variance = Math.max(0, sumOfSquares / number - (double) mean * mean);
        long deviation = (long) Math.sqrt(variance);
        return Millis.threeDecimals(least) + "/" + Millis.threeDecimals(mean) + "/" + Millis.threeDecimals(most) + "/"
                + Millis.threeDecimals(deviation);
    }

    /** A percentage with six significant digits, as {@code %g} prints it. */
    static String percent(long part, long all) {
        if (all == 0 || part == 0) {
            return "0";
        }
        return BigDecimal.valueOf(100L * part)
                .divide(BigDecimal.valueOf(all), new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }
}
