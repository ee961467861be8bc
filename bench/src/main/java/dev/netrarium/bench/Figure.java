package dev.netrarium.bench;

import java.math.BigDecimal;
import java.math.MathContext;

/**
 * One number that a benchmark found.
 *
 * @param key what programs call it, unit included: {@code cpu_s_per_gb}
 * @param label what people read: {@code CPU-seconds per GB}
 * @param value the number
 */
public record Figure(String key, String label, double value) {
    private static final MathContext THREE_DIGITS = new MathContext(3);

    /** The value with three significant digits, whole numbers in full. */
    public String text() {
        if (!Double.isFinite(value)) {
            return "-";
        }
        if (Math.abs(value) >= 100) {
            return String.valueOf(Math.round(value));
        }
        return BigDecimal.valueOf(value)
                .round(THREE_DIGITS)
                .stripTrailingZeros()
                .toPlainString();
    }
}
