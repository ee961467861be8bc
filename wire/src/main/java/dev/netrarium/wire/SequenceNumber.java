package dev.netrarium.wire;

/**
 * Arithmetic on 32-bit numbers that wrap: TCP's sequence numbers (RFC 9293 §3.4) and timestamps (RFC 7323 §5.2). They
 * are carried as {@code int}; comparison is by the sign of the difference, so it holds within half of the circle.
 */
public final class SequenceNumber {
    private SequenceNumber() {}

    public static boolean lessThan(int a, int b) {
        return a - b < 0;
    }

    public static boolean lessOrEqual(int a, int b) {
        return a - b <= 0;
    }

    public static boolean greaterThan(int a, int b) {
        return a - b > 0;
    }

    public static boolean greaterOrEqual(int a, int b) {
        return a - b >= 0;
    }

    /** Steps from {@code from} forward to {@code to}; negative when {@code to} lies behind. */
    public static int distance(int from, int to) {
        return to - from;
    }

    public static int max(int a, int b) {
        return a - b >= 0 ? a : b;
    }

    public static int min(int a, int b) {
        return a - b <= 0 ? a : b;
    }

    /** True when {@code number} is one of the {@code length} numbers from {@code start}; length below 2³². */
    public static boolean inWindow(int number, int start, long length) {
        return (number - start & 0xffff_ffffL) < length;
    }

    /** For people: unsigned. */
    public static String toString(int number) {
        return Integer.toUnsignedString(number);
    }
}
