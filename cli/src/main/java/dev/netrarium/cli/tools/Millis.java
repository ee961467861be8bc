package dev.netrarium.cli.tools;

import java.util.Locale;

/** Times in milliseconds as ping and traceroute print them. */
final class Millis {
    private static final long MICROS_PER_MILLI = 1_000;

    private Millis() {}

    /** With three decimals, always: {@code 36.312}. */
    static String threeDecimals(long nanos) {
        long micros = (nanos + 500) / 1_000;
        return String.format(Locale.ROOT, "%d.%03d", micros / MICROS_PER_MILLI, micros % MICROS_PER_MILLI);
    }

    /** With three significant decimals at most, as ping does: {@code 0.039}, {@code 36.3}, {@code 250}. */
    static String threeDigits(long nanos) {
        long micros = (nanos + 500) / 1_000;
        if (micros >= 100_000 - 50) {
            return Long.toString((micros + 500) / 1_000);
        }
        if (micros >= 10_000 - 5) {
            long tenths = (micros + 50) / 100;
            return tenths / 10 + "." + tenths % 10;
        }
        if (micros >= 1_000) {
            long hundredths = (micros + 5) / 10;
            return String.format(Locale.ROOT, "%d.%02d", hundredths / 100, hundredths % 100);
        }
        return String.format(Locale.ROOT, "0.%03d", micros);
    }
}
