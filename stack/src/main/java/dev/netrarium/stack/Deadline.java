package dev.netrarium.stack;

/** Deadlines that saturate at {@link Timer#NEVER} instead of wrapping. */
final class Deadline {
    private Deadline() {}

    /** {@code now + nanos}, both not negative. */
    static long after(long now, long nanos) {
        long sum = now + nanos;
        return sum < 0 ? Timer.NEVER : sum;
    }
}
