package dev.netrarium.cli;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads a rate, in bits per second, as {@code tc} writes it: {@code 10mbit}, {@code 1.5gbit}, {@code 56kbit}. */
final class RateConverter implements ITypeConverter<Long> {
    private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([kmg]?)bit(?:/s|ps)?");
    private static final BigDecimal FASTEST = BigDecimal.valueOf(1_000_000_000_000L);

    @Override
    public Long convert(String text) {
        Matcher m = FORM.matcher(text.toLowerCase(Locale.ROOT));
        if (m.matches()) {
            long unit = switch (m.group(2)) {
                case "k" -> 1_000L;
                case "m" -> 1_000_000L;
                case "g" -> 1_000_000_000L;
                default -> 1L;
            };
            BigDecimal bits = new BigDecimal(m.group(1)).multiply(BigDecimal.valueOf(unit));
            if (bits.compareTo(BigDecimal.ONE) >= 0 && bits.compareTo(FASTEST) <= 0) {
                return bits.setScale(0, RoundingMode.HALF_UP).longValueExact();
            }
        }
        throw new TypeConversionException(
                "\"" + text + "\" is no rate: write 10mbit, 1gbit or 56kbit, at most 1000gbit");
    }
}
