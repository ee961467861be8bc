package dev.netrarium.web.handlers;

import dev.netrarium.web.grammar.Chars;
import java.util.Locale;

/**
 * What a {@code Range} field asks for (RFC 9110 §14.1.2): one range of bytes. Several ranges may be ignored (§14.2), and are: a server that
 * puts them together can be made to send the same bytes a thousand times.
 */
sealed interface ByteRange {
    /** The field is to be ignored. */
    record Whole() implements ByteRange {}

    /** No byte of the representation is asked for. */
    record Unsatisfiable() implements ByteRange {}

    /**
     * A part.
     *
     * @param first  the first byte
     * @param length how many, at least 1
     */
    record Part(long first, long length) implements ByteRange {}

    /** Reads the field for a representation of this length. */
    static ByteRange parse(String field, long length) {
        String text = field.toLowerCase(Locale.ROOT);
        if (!text.startsWith("bytes=")) {
            return new Whole();
        }
        String range = text.substring("bytes=".length()).strip();
        int dash = range.indexOf('-');
        if (dash < 0) {
            return new Whole();
        }
        String first = range.substring(0, dash);
        String last = range.substring(dash + 1);
        if ((!first.isEmpty() && !Chars.isDigits(first)) || (!last.isEmpty() && !Chars.isDigits(last))) {
            return new Whole();
        }
        if (first.isEmpty()) {
            return last.isEmpty() ? new Whole() : suffix(number(last), length);
        }
        long from = number(first);
        long to = last.isEmpty() ? length - 1 : Math.min(number(last), length - 1);
        if (!last.isEmpty() && number(last) < from) {
            return new Whole(); // Not valid, so ignored.
        }
        return from >= length ? new Unsatisfiable() : new Part(from, to - from + 1);
    }

    private static ByteRange suffix(long count, long length) {
        long have = Math.min(count, length);
        return have == 0 ? new Unsatisfiable() : new Part(length - have, have);
    }

    /** A number of any length; what a long does not hold is beyond every representation. */
    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
