package dev.netrarium.stack;

import java.io.Closeable;

/**
 * How a loop in real time waits: for a deadline, for a wake-up by another thread, or for the outside world (kernel
 * descriptors). The loop's own thread calls {@link #await} without the baton and {@link #receive} with it, in turns.
 */
public interface LoopWait extends Closeable {
    /**
     * Waits at most {@code nanos}; returns early when woken, or when something outside is ready. Called by the loop's
     * own thread, without the baton.
     *
     * @param nanos 0 only looks; {@link Timer#NEVER} waits for a wake-up or the outside alone
     * @throws InterruptedException when the loop's thread is interrupted: the loop ends
     */
    void await(long nanos) throws InterruptedException;

    /** Ends the current await, or the next one. Any thread. */
    void wake();

    /** Takes in what the outside has sent. Called with the baton held, after each await. */
    void receive(long now);
}
