package dev.netrarium.services;

import dev.netrarium.stack.Loop;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.Waiter;
import java.util.ArrayDeque;

/**
 * Waits for many endpoints at once, as epoll does: those that became ready stand in a queue, and the others cost
 * nothing. Used with the baton held.
 */
public final class ReadySet {
    /** What to do when an endpoint is ready. */
    @FunctionalInterface
    public interface Handler {
        void ready(long now);
    }

    /** An endpoint that is waited for. */
    public final class Watch {
        private final Readiness endpoint;
        private final Handler handler;
        private final Waiter waiter = new Waiter();
        private boolean isQueued;
        private boolean isOver;

        private Watch(Readiness endpoint, int interest, Handler handler) {
            this.endpoint = endpoint;
            this.handler = handler;
            waiter.onSignal(this::again);
            endpoint.add(waiter, interest);
        }

        /** Lets the handler run, ready or not. */
        public void again() {
            if (!isQueued && !isOver) {
                isQueued = true;
                ready.add(this);
                wake();
            }
        }

        public void end() {
            isOver = true;
            endpoint.remove(waiter);
        }
    }

    private final Loop loop;
    private final Waiter waiter = new Waiter();
    private final ArrayDeque<Watch> ready = new ArrayDeque<>();

    public ReadySet(Loop loop) {
        this.loop = loop;
    }

    /** Runs the handler once at first, and then whenever one of the bits comes up. */
    public Watch watch(Readiness endpoint, int interest, Handler handler) {
        Watch watch = new Watch(endpoint, interest, handler);
        watch.again();
        return watch;
    }

    /** Ends the current or the next wait. */
    public void wake() {
        waiter.signal();
    }

    /** Waits until something is ready or the deadline has passed, and runs the handlers of what is. */
    public void await(long deadlineNanos) throws InterruptedException {
        if (ready.isEmpty()) {
            loop.await(waiter, deadlineNanos);
        }
        // Those that become ready meanwhile wait for the next turn.
        for (int left = ready.size(); left > 0; left--) {
            Watch watch = ready.remove();
            watch.isQueued = false;
            if (!watch.isOver) {
                watch.handler.ready(loop.now());
            }
        }
    }
}
