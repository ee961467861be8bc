package dev.netrarium.scenario;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Durations, rates and probabilities as people write them: {@code 5ms}, {@code 100Mbit/s}, {@code 1%}; and back. */
final class Quantities {
    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("([0-9]+(?:\\.[0-9]+)?) ?([a-zµ/%]*)", Pattern.CASE_INSENSITIVE);

    private static final String[] TIME_UNITS = {"h", "min", "s", "ms", "us", "ns"};
    private static final long[] TIME_NANOS = {3_600_000_000_000L, 60_000_000_000L, 1_000_000_000, 1_000_000, 1000, 1};

    private static final String[] RATE_UNITS = {"Gbit/s", "Mbit/s", "kbit/s", "bit/s"};
    private static final long[] RATE_BITS = {1_000_000_000, 1_000_000, 1000, 1};

    private Quantities() {}

    /** @throws IllegalArgumentException when the text is no duration; it says what would be */
    static Duration duration(String text) {
        Matcher match = NUMBER_AND_UNIT.matcher(text.strip());
        if (match.matches()) {
            String unit = match.group(2).replace("µ", "u");
            if (unit.isEmpty() && new BigDecimal(match.group(1)).signum() == 0) {
                return Duration.ZERO;
            }
            for (int i = 0; i < TIME_UNITS.length; i++) {
                if (TIME_UNITS[i].equals(unit)) {
                    return Duration.ofNanos(exact(text, match.group(1), TIME_NANOS[i]));
                }
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is no duration; write 5ms, 200us, 1.5s, 2min or 1h");
    }

    static String text(Duration duration) {
        return text(duration.toNanos(), TIME_UNITS, TIME_NANOS);
    }

    /** @throws IllegalArgumentException when the text is no rate; it says what would be */
    static long bitsPerSecond(String text) {
        Matcher match = NUMBER_AND_UNIT.matcher(text.strip());
        if (match.matches()) {
            for (int i = 0; i < RATE_UNITS.length; i++) {
                if (RATE_UNITS[i].equalsIgnoreCase(match.group(2))) {
                    return exact(text, match.group(1), RATE_BITS[i]);
                }
            }
        }
        if (text.strip().equals("unlimited")) {
            return 0;
        }
        throw new IllegalArgumentException(
                "\"" + text + "\" is no rate; write 100Mbit/s, 1Gbit/s, 56kbit/s or unlimited");
    }

    static String rateText(long bitsPerSecond) {
        return bitsPerSecond == 0 ? "unlimited" : text(bitsPerSecond, RATE_UNITS, RATE_BITS);
    }

    /** @throws IllegalArgumentException when the text is no probability; it says what would be */
    static double probability(String text) {
        Matcher match = NUMBER_AND_UNIT.matcher(text.strip());
        if (match.matches() && (match.group(2).equals("%") || match.group(2).isEmpty())) {
            BigDecimal number = new BigDecimal(match.group(1));
            double p = (match.group(2).isEmpty() ? number : number.movePointLeft(2)).doubleValue();
            if (p <= 1) {
                return p;
            }
        }
        throw new IllegalArgumentException("\"" + text + "\" is no probability; write 1% or 0.01");
    }

    static String probabilityText(double p) {
        return new BigDecimal(Double.toString(p))
                        .movePointRight(2)
                        .stripTrailingZeros()
                        .toPlainString() + "%";
    }

    private static long exact(String text, String number, long unit) {
        try {
            return new BigDecimal(number).multiply(BigDecimal.valueOf(unit)).longValueExact();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("\"" + text + "\" is too large, or finer than the smallest unit");
        }
    }

    private static String text(long value, String[] units, long[] sizes) {
        for (int i = 0; i < units.length; i++) {
            if (value != 0 && value % sizes[i] == 0) {
                return value / sizes[i] + units[i];
            }
        }
        return "0" + units[units.length - 1];
    }
}
