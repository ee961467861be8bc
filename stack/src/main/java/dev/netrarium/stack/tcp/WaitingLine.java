package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Timer;
import org.jspecify.annotations.Nullable;

/**
 * {@link TimeWait} entries that all wait equally long, and so leave in the order in which they came: one timer for all of
 * them, and each step costs the same however many there are.
 */
final class WaitingLine extends Timer {
    final long durationNanos;
    private final TimeWaits owner;
    private @Nullable TimeWait oldest;
    private @Nullable TimeWait newest;

    WaitingLine(TimeWaits owner, long durationNanos) {
        this.owner = owner;
        this.durationNanos = durationNanos;
    }

    boolean isEmpty() {
        return oldest == null;
    }

    /** The entry's time begins now. */
    void append(long now, TimeWait entry) {
        TimeWait last = newest;
        entry.line = this;
        entry.sinceNanos = now;
        entry.earlier = last;
        entry.later = null;
        newest = entry;
        if (last == null) {
            oldest = entry;
            arm();
        } else {
            last.later = entry;
        }
    }

    void remove(TimeWait entry) {
        TimeWait earlier = entry.earlier;
        TimeWait later = entry.later;
        if (later == null) {
            newest = earlier;
        } else {
            later.earlier = earlier;
        }
        if (earlier == null) {
            oldest = later;
            arm();
        } else {
            earlier.later = later;
        }
        entry.earlier = null;
        entry.later = null;
    }

    @Override
    protected void fire(long now) {
        TimeWait first;
        while ((first = oldest) != null && first.sinceNanos + durationNanos <= now) {
            owner.expired(now, first);
        }
        arm();
    }

    private void arm() {
        TimeWait first = oldest;
        owner.tcp.timers.arm(this, first == null ? NEVER : first.sinceNanos + durationNanos);
    }
}
