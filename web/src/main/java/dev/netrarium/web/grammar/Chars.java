package dev.netrarium.web.grammar;

/**
 * The character classes of RFC 9110 §5.6 and RFC 3986 §2 as one table lookup each. A character outside ASCII belongs to none of them but
 * {@link #isFieldValue}.
 */
public final class Chars {
    private static final int TOKEN = 1;
    private static final int UNRESERVED = 2;
    private static final int SUB_DELIM = 4;
    private static final int HEX = 8;
    private static final int DIGIT = 16;
    private static final int ALPHA = 32;
    private static final byte[] CLASSES = classes();

    private Chars() {}

    private static byte[] classes() {
        byte[] classes = new byte[128];
        mark(classes, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz", ALPHA | TOKEN | UNRESERVED);
        mark(classes, "0123456789", DIGIT | TOKEN | UNRESERVED | HEX);
        mark(classes, "abcdefABCDEF", HEX);
        mark(classes, "!#$%&'*+-.^_`|~", TOKEN);
        mark(classes, "-._~", UNRESERVED);
        mark(classes, "!$&'()*+,;=", SUB_DELIM);
        return classes;
    }

    private static void mark(byte[] classes, String characters, int as) {
        for (int i = 0; i < characters.length(); i++) {
            classes[characters.charAt(i)] = (byte) (classes[characters.charAt(i)] | as);
        }
    }

    private static boolean is(int c, int what) {
        return c >= 0 && c < CLASSES.length && (CLASSES[c] & what) != 0;
    }

    /** {@code tchar} of RFC 9110 §5.6.2. */
    public static boolean isToken(int c) {
        return is(c, TOKEN);
    }

    /** A letter of ASCII. */
    public static boolean isAlpha(int c) {
        return is(c, ALPHA);
    }

    /** A digit of ASCII. */
    public static boolean isDigit(int c) {
        return is(c, DIGIT);
    }

    /** A hexadecimal digit of either case. */
    public static boolean isHex(int c) {
        return is(c, HEX);
    }

    /** The value of a hexadecimal digit, or -1. */
    public static int hexValue(int c) {
        return is(c, HEX) ? Character.digit(c, 16) : -1;
    }

    /** {@code unreserved} of RFC 3986 §2.3. */
    public static boolean isUnreserved(int c) {
        return is(c, UNRESERVED);
    }

    /** {@code pchar} of RFC 3986 §3.3 without its percent-encoded form. */
    public static boolean isPathChar(int c) {
        return is(c, UNRESERVED | SUB_DELIM) || c == ':' || c == '@';
    }

    /** {@code userinfo} of RFC 3986 §3.2.1 without its percent-encoded form. */
    public static boolean isUserInfo(int c) {
        return is(c, UNRESERVED | SUB_DELIM) || c == ':';
    }

    /** What a field value may hold (RFC 9110 §5.5): visible characters, obs-text, space and tab; no other control character. */
    public static boolean isFieldValue(int c) {
        return (c >= ' ' && c != 0x7f && c <= 0xff) || c == '\t';
    }

    /** A visible character of ASCII (VCHAR of RFC 5234). */
    public static boolean isVisible(int c) {
        return c > ' ' && c < 0x7f;
    }

    /** Space or horizontal tab (OWS of RFC 9110 §5.6.3). */
    public static boolean isBlank(int c) {
        return c == ' ' || c == '\t';
    }

    /** Whether {@code text} is a token of RFC 9110 §5.6.2: one or more {@code tchar}. */
    public static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isToken(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Whether {@code text} is one or more digits. */
    public static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isDigit(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** A character as an error message shows it: itself in quotes, or its number when it cannot be seen. */
    public static String show(int c) {
        return isVisible(c) ? "'" + (char) c + "'" : c == ' ' ? "a space" : "the character 0x%02X".formatted(c);
    }
}
