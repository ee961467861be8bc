package dev.netrarium.stack.tcp;

/**
 * The greatest value of a window of time that moves on, from three candidates (K. Nichols' estimator): the greatest, the
 * greatest after it, and the greatest after that, each from a later part of the window, so that one is at hand when the
 * first grows too old. Constant cost, no allocation.
 */
final class WindowedMaximum {
    private final long window;
    private long first;
    private long second;
    private long third;
    private long firstTime;
    private long secondTime;
    private long thirdTime;

    /** @param window how long a value counts, in the unit of the times given to {@link #add} */
    WindowedMaximum(long window) {
        this.window = window;
    }

    /** 0 before any value. */
    long greatest() {
        return first;
    }

    /** Forgets all but one value. */
    void reset(long time, long value) {
        first = value;
        second = value;
        third = value;
        firstTime = time;
        secondTime = time;
        thirdTime = time;
    }

    /** A value of a time that is not earlier than that of the last. */
    void add(long time, long value) {
        if (value >= first || time - thirdTime > window) {
            reset(time, value);
            return;
        }
        if (value >= second) {
            secondIs(time, value);
        } else if (value >= third) {
            thirdIs(time, value);
        }
        long age = time - firstTime;
        if (age > window) {
            moveUp(time, value);
            if (time - firstTime > window) {
                moveUp(time, value);
            }
        } else if (secondTime == firstTime && age > window / 4) {
            secondIs(time, value); // one from the second quarter
        } else if (thirdTime == secondTime && age > window / 2) {
            thirdIs(time, value); // one from the second half
        }
    }

    private void moveUp(long time, long value) {
        first = second;
        firstTime = secondTime;
        second = third;
        secondTime = thirdTime;
        thirdIs(time, value);
    }

    private void secondIs(long time, long value) {
        second = value;
        secondTime = time;
        thirdIs(time, value);
    }

    private void thirdIs(long time, long value) {
        third = value;
        thirdTime = time;
    }
}
