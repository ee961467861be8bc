package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/**
 * A thread that waits for an endpoint to become ready. Made by the blocking call, known to the endpoint's
 * {@link Readiness}, signalled by the loop's owner; the loop that implements {@link Loop#await} extends nothing here:
 * it sets {@link #parked} to be told.
 */
public final class Waiter {
    /** Which bits of {@link Readiness} it waits for. */
    int interest;

    @Nullable Waiter next;

    private boolean signalled;
    private @Nullable Runnable parked;

    /** Wakes the waiting thread, or lets its next wait return at once. Called with the baton held. */
    public void signal() {
        signalled = true;
        Runnable wake = parked;
        if (wake != null) {
            wake.run();
        }
    }

    /** Takes the signal if there is one. For implementations of {@link Loop#await}, baton held. */
    public boolean consumeSignal() {
        boolean was = signalled;
        signalled = false;
        return was;
    }

    /** Sets what {@link #signal} must run to wake the waiting thread; null when it no longer waits. */
    public void onSignal(@Nullable Runnable wake) {
        parked = wake;
    }
}
