package dev.netrarium.web.http;

import dev.netrarium.web.grammar.Chars;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a header or trailer section (RFC 9110 §5), in order, repeated ones kept apart. Immutable, and valid by construction: no
 * value holds CR, LF, NUL or another control character, so fields can never inject a line.
 */
public final class HttpFields {
    /** No fields. */
    public static final HttpFields EMPTY = new HttpFields(new String[0]);

    /** Name, value, name, value … */
    private final String[] lines;

    private HttpFields(String[] lines) {
        this.lines = lines;
    }

    /**
     * Makes fields from names and values in turn.
     *
     * @throws IllegalArgumentException if a name is not a token, a value holds a forbidden character, or a value is missing
     */
    public static HttpFields of(String... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException(
                    "the field " + namesAndValues[namesAndValues.length - 1] + " has no value");
        }
        Builder fields = builder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.add(namesAndValues[i], namesAndValues[i + 1]);
        }
        return fields.build();
    }

    /** Starts an empty collection. */
    public static Builder builder() {
        return new Builder();
    }

    /** The number of field lines. */
    public int size() {
        return lines.length / 2;
    }

    /** Whether there is no field. */
    public boolean isEmpty() {
        return lines.length == 0;
    }

    /** The name of field line {@code i}, as it was written. */
    public String name(int i) {
        return lines[2 * i];
    }

    /** The value of field line {@code i}, without surrounding blanks. */
    public String value(int i) {
        return lines[2 * i + 1];
    }

    /** Whether a field of this name is there; names compare without case. */
    public boolean contains(String name) {
        return first(name) != null;
    }

    /** The value of the first field of this name, or null. */
    public @Nullable String first(String name) {
        for (int i = 0; i < lines.length; i += 2) {
            if (lines[i].equalsIgnoreCase(name)) {
                return lines[i + 1];
            }
        }
        return null;
    }

    /** The values of all fields of this name, in order. */
    public List<String> all(String name) {
        List<String> values = new ArrayList<>(1);
        for (int i = 0; i < lines.length; i += 2) {
            if (lines[i].equalsIgnoreCase(name)) {
                values.add(lines[i + 1]);
            }
        }
        return values;
    }

    /**
     * The elements of a list-based field (RFC 9110 §5.6.1) over all its lines, empty ones left out. A comma inside a quoted string does not
     * divide.
     */
    public List<String> elements(String name) {
        List<String> elements = new ArrayList<>(2);
        for (int i = 0; i < lines.length; i += 2) {
            if (lines[i].equalsIgnoreCase(name)) {
                split(lines[i + 1], elements);
            }
        }
        return elements;
    }

    /** Whether a list-based field has this element, compared without case, as in {@code Connection: close}. */
    public boolean hasElement(String name, String element) {
        for (String each : elements(name)) {
            if (each.equalsIgnoreCase(element)) {
                return true;
            }
        }
        return false;
    }

    private static void split(String list, List<String> into) {
        boolean quoted = false;
        int from = 0;
        for (int i = 0; i <= list.length(); i++) {
            if (i == list.length() || (list.charAt(i) == ',' && !quoted)) {
                String element = trim(list.substring(from, i));
                if (!element.isEmpty()) {
                    into.add(element);
                }
                from = i + 1;
            } else if (list.charAt(i) == '"') {
                quoted = !quoted;
            } else if (list.charAt(i) == '\\' && quoted) {
                i = Math.min(i + 1, list.length() - 1);
            }
        }
    }

    private static String trim(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && Chars.isBlank(text.charAt(from))) {
            from++;
        }
        while (to > from && Chars.isBlank(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** These fields and one more at the end. */
    public HttpFields plus(String name, String value) {
        return builder().addAll(this).add(name, value).build();
    }

    /** These fields with exactly one of this name, at the end. */
    public HttpFields with(String name, String value) {
        return without(name).plus(name, value);
    }

    /** These fields without those of this name. */
    public HttpFields without(String name) {
        if (!contains(name)) {
            return this;
        }
        Builder fields = builder();
        for (int i = 0; i < size(); i++) {
            if (!name(i).equalsIgnoreCase(name)) {
                fields.add(name(i), value(i));
            }
        }
        return fields.build();
    }

    /** Equal when the same lines stand in the same order, names compared without case. */
    @Override
    public boolean equals(@Nullable Object other) {
        if (!(other instanceof HttpFields fields) || fields.lines.length != lines.length) {
            return false;
        }
        for (int i = 0; i < lines.length; i += 2) {
            if (!lines[i].equalsIgnoreCase(fields.lines[i]) || !lines[i + 1].equals(fields.lines[i + 1])) {
                return false;
            }
        }
        return true;
    }

    @Override
    public int hashCode() {
        int hash = 1;
        for (int i = 0; i < lines.length; i += 2) {
            hash = 31 * (31 * hash + lines[i].toLowerCase(Locale.ROOT).hashCode()) + lines[i + 1].hashCode();
        }
        return hash;
    }

    /** One {@code name: value} per line. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < lines.length; i += 2) {
            out.append(lines[i]).append(": ").append(lines[i + 1]).append('\n');
        }
        return out.toString();
    }

    /** Collects fields in order. */
    public static final class Builder {
        private String[] lines = new String[16];
        private int used;

        private Builder() {}

        /**
         * Adds a field line.
         *
         * @param name  a token
         * @param value visible characters, U+0080 to U+00FF, spaces and tabs; surrounding blanks are taken off
         * @throws IllegalArgumentException if either holds another character
         */
        public Builder add(String name, String value) {
            if (!Chars.isToken(name)) {
                throw new IllegalArgumentException("the field name \"" + printable(name) + "\" is not a token");
            }
            for (int i = 0; i < value.length(); i++) {
                if (!Chars.isFieldValue(value.charAt(i))) {
                    throw new IllegalArgumentException(
                            Chars.show(value.charAt(i)) + " is not allowed in the value of " + name);
                }
            }
            if (used == lines.length) {
                lines = Arrays.copyOf(lines, used * 2);
            }
            lines[used++] = name;
            lines[used++] = trim(value);
            return this;
        }

        /** Adds all lines of other fields. */
        public Builder addAll(HttpFields fields) {
            for (int i = 0; i < fields.size(); i++) {
                add(fields.name(i), fields.value(i));
            }
            return this;
        }

        /** The number of lines so far. */
        public int size() {
            return used / 2;
        }

        /**
         * Lengthens the last value by a space and {@code more}: what a recipient makes of an obsolete folded line (RFC 9112 §5.2).
         *
         * @throws IllegalArgumentException if {@code more} holds a forbidden character
         * @throws IllegalStateException    if there is no line yet
         */
        public Builder continueLast(String more) {
            if (used == 0) {
                throw new IllegalStateException("no field to continue");
            }
            used -= 2;
            return add(lines[used], lines[used + 1] + " " + trim(more));
        }

        /** The fields collected; the builder may go on. */
        public HttpFields build() {
            return used == 0 ? EMPTY : new HttpFields(Arrays.copyOf(lines, used));
        }

        private static String printable(String name) {
            StringBuilder out = new StringBuilder();
            for (int i = 0; i < Math.min(name.length(), 40); i++) {
                out.append(Chars.isVisible(name.charAt(i)) || name.charAt(i) == ' ' ? name.charAt(i) : '?');
            }
            return out.toString();
        }
    }
}
