package dev.netrarium.stack.sockets;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.Loop;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.Waiter;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A loop in virtual time for tests with threads: the clock moves only while every program waits in {@link #await}, and
 * then the thread that came last drives hosts and links.
 */
public final class TestLoop implements Loop {
    private record Event(long at, long order, Runnable action) {}

    private final class Parked {
        final Condition wake = baton.newCondition();
        final long deadlineNanos;
        boolean awake;

        Parked(long deadlineNanos) {
            this.deadlineNanos = deadlineNanos;
        }

        void wake() {
            if (!awake) {
                awake = true;
                running++;
                wake.signal();
            }
        }
    }

    private final ReentrantLock baton = new ReentrantLock();
    private final List<Host> hosts = new ArrayList<>();
    private final List<Thread> programs = new CopyOnWriteArrayList<>();
    private final List<Parked> parked = new ArrayList<>();
    private final PriorityQueue<Event> events =
            new PriorityQueue<>((a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private long now;
    private long order;

    /** Programs that are not waiting; the test's own thread is one. */
    private int running = 1;

    public void add(Host host) {
        hosts.add(host);
    }

    /** Does something later; baton held. */
    public void at(long when, Runnable action) {
        events.add(new Event(when, order++, action));
    }

    public interface Body {
        void run() throws Exception;
    }

    /** Starts a program, which counts as running until it ends. */
    public Thread start(String name, Body body) {
        baton.lock();
        running++;
        baton.unlock();
        Thread thread = Thread.ofPlatform().name(name).daemon().unstarted(() -> {
            try {
                body.run();
            } catch (Throwable t) {
                failure.compareAndSet(null, t);
            } finally {
                enter();
                running--;
                drive();
                leave();
            }
        });
        programs.add(thread);
        thread.start();
        return thread;
    }

    /** Waits for all programs, and fails when one of them did. */
    public void join() throws Exception {
        enter();
        running--;
        drive();
        leave();
        for (int i = 0; i < programs.size(); i++) { // programs may start more
            Thread program = programs.get(i);
            program.join(20_000);
            if (program.isAlive()) {
                throw new AssertionError(program.getName() + " still runs");
            }
        }
        baton.lock();
        running++;
        baton.unlock();
        Throwable thrown = failure.get();
        if (thrown != null) {
            throw new AssertionError("a program failed: " + thrown, thrown);
        }
    }

    @Override
    public long now() {
        return now;
    }

    @Override
    public void enter() {
        if (baton.isHeldByCurrentThread()) {
            throw new IllegalStateException("the baton is held already");
        }
        baton.lock();
    }

    @Override
    public void leave() {
        finish();
        baton.unlock();
    }

    @Override
    public boolean await(Waiter waiter, long deadlineNanos) throws InterruptedException {
        finish();
        Parked self = new Parked(deadlineNanos);
        waiter.onSignal(self::wake);
        try {
            while (true) {
                if (waiter.consumeSignal()) {
                    return true;
                }
                if (Thread.interrupted()) {
                    throw new InterruptedException();
                }
                if (now >= deadlineNanos) {
                    return false;
                }
                self.awake = false;
                parked.add(self);
                running--;
                drive();
                try {
                    while (!self.awake) {
                        self.wake.await();
                    }
                } catch (InterruptedException e) {
                    if (!self.awake) {
                        self.wake();
                    }
                    throw e;
                } finally {
                    parked.remove(self);
                }
            }
        } finally {
            waiter.onSignal(null);
        }
    }

    @Override
    public void poke(Host host) {}

    /** Lets time pass until some program can run, or nothing will ever happen again. */
    private void drive() {
        finish();
        while (running == 0) {
            long next = nextTime();
            if (next == Timer.NEVER) {
                return;
            }
            now = Math.max(now, next);
            for (Host host : hosts) {
                host.onTimeout(now);
                host.run(now);
            }
            while (!events.isEmpty() && events.peek().at <= now) {
                events.remove().action.run();
                finish();
            }
            for (Parked one : parked) {
                if (one.deadlineNanos <= now) {
                    one.wake();
                }
            }
            finish();
        }
    }

    private long nextTime() {
        long next = events.isEmpty() ? Timer.NEVER : events.peek().at;
        for (Host host : hosts) {
            next = Math.min(next, host.nextTimeout());
        }
        for (Parked one : parked) {
            next = Math.min(next, one.deadlineNanos);
        }
        return next;
    }

    private void finish() {
        for (Host host : hosts) {
            host.run(now);
        }
    }
}
