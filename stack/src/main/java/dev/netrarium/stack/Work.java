package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/** Something that a host must still do in this turn, such as letting a connection send. Queued at most once. */
public abstract class Work {
    boolean queued;

    @Nullable Work next;

    /** Does it. May queue this or other work again, which then runs later in the same turn. */
    protected abstract void run(long now);
}
