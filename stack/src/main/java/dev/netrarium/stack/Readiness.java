package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/** What an endpoint can do without blocking, as poll(2) tells it, and who waits for that. */
public class Readiness {
    /** Data, a connection to accept, or the end of the stream can be read. */
    public static final int READABLE = 1;
    /** Urgent data can be read. */
    public static final int URGENT = 1 << 1;
    /** There is room to write, or a write would fail at once. */
    public static final int WRITABLE = 1 << 2;
    /** An error is pending. */
    public static final int ERROR = 1 << 3;
    /** Both directions are closed. */
    public static final int HANG_UP = 1 << 4;
    /** The peer has closed its direction. */
    public static final int PEER_CLOSED = 1 << 13;

    private int bits;
    private @Nullable Waiter waiters;

    /** The bits that hold now. */
    public final int bits() {
        return bits;
    }

    /** Adds a waiter, who is signalled whenever one of the bits of {@code interest} comes up. Errors always count. */
    public final void add(Waiter waiter, int interest) {
        waiter.interest = interest | ERROR | HANG_UP;
        waiter.next = waiters;
        waiters = waiter;
    }

    public final void remove(Waiter waiter) {
        Waiter before = null;
        for (Waiter w = waiters; w != null; before = w, w = w.next) {
            if (w == waiter) {
                if (before == null) {
                    waiters = w.next;
                } else {
                    before.next = w.next;
                }
                w.next = null;
                return;
            }
        }
    }

    /** Sets the bits that hold now, and signals those who wait for one that has come up. For the endpoint itself. */
    public final void set(int newBits) {
        int risen = newBits & ~bits;
        bits = newBits;
        if (risen != 0) {
            signal(risen);
        }
    }

    /** Signals those who wait for one of the bits, risen or not: new data on a readable endpoint, say. */
    public final void signal(int raised) {
        for (Waiter w = waiters; w != null; w = w.next) {
            if ((w.interest & raised) != 0) {
                w.signal();
            }
        }
    }
}
