package dev.netrarium.stack;

/**
 * Something that is to happen at a time. One per connection, neighbour table and so on, not one per protocol timer: its
 * owner keeps its several deadlines and arms this for the earliest.
 *
 * <p>Moving the deadline later costs nothing: the queue keeps the old place and looks again when that comes up.
 */
public abstract class Timer {
    /** A deadline that never comes. */
    public static final long NEVER = Long.MAX_VALUE;

    /** When to fire, or {@link #NEVER}. */
    long deadlineNanos = NEVER;

    /** The key under which it stands in the heap now; never later than the deadline. */
    long queuedNanos;

    /** Tie-break among equal deadlines: the order of arming. */
    long order;

    /** Place in the heap, or -1. */
    int index = -1;

    /** When it will fire, or {@link #NEVER}. */
    public final long deadlineNanos() {
        return deadlineNanos;
    }

    /** The time has come. The timer is disarmed; it may be armed again from inside. */
    protected abstract void fire(long now);
}
