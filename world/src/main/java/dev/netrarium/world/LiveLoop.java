package dev.netrarium.world;

import dev.netrarium.stack.LoopWait;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Real time. A thread of the loop's own lets events happen when their time has come, and waits in between, for the next
 * one or for the outside; programs run freely beside it, and whoever calls in holds the baton. {@code now} is read once per turn; events that are late happen in the order of their
 * keys, with the turn's time.
 */
final class LiveLoop extends WorldLoop {
    /** So many events, then those who want the baton are let in. */
    private static final int QUOTA = 256;

    private static final long STOP_NANOS = 10_000_000_000L;

    private final long began = System.nanoTime();
    private final ReentrantLock baton = new ReentrantLock();
    private final LoopWait wait;
    private final Thread thread;
    private final List<ProgramThread> programs = new ArrayList<>();
    private final List<Thread> programThreads = new ArrayList<>();

    /** Until when the loop's thread sleeps. */
    private long wakesAt = Timer.NEVER;

    private long latenessCount;
    private long latenessSum;
    private long latenessMost;
    private boolean closing;
    private volatile boolean closed;

    LiveLoop(LoopWait wait) {
        this.wait = wait;
        thread = Thread.ofPlatform().daemon().name("netrarium-live").start(this::run);
    }

    @Override
    public void enter() {
        baton.lock();
        if (closed) {
            baton.unlock();
            throw new WorldException("the world is closed");
        }
        if (baton.getHoldCount() > 1) {
            baton.unlock();
            throw new IllegalStateException("the baton is held already: the loop is not entered twice");
        }
        tick();
    }

    @Override
    public void leave() {
        try {
            finishPoked();
            if (events.firstTime() < wakesAt) {
                wait.wake();
            }
        } finally {
            baton.unlock();
        }
    }

    @Override
    boolean isStopped() {
        return closed;
    }

    @Override
    boolean holdsBaton() {
        return baton.isHeldByCurrentThread();
    }

    @Override
    public boolean await(Waiter waiter, long deadlineNanos) throws InterruptedException {
        if (!baton.isHeldByCurrentThread()) {
            throw new IllegalStateException("await without the baton");
        }
        Thread me = Thread.currentThread();
        waiter.onSignal(() -> LockSupport.unpark(me));
        try {
            while (true) {
                finishPoked();
                if (waiter.consumeSignal()) {
                    return true;
                }
                if (Thread.interrupted() || closing) {
                    throw new InterruptedException(closing ? "the world is closing" : "interrupted");
                }
                if (deadlineNanos <= now) {
                    return false;
                }
                if (events.firstTime() < wakesAt) {
                    wait.wake();
                }
                baton.unlock();
                try {
                    if (deadlineNanos == Timer.NEVER) {
                        LockSupport.park(this);
                    } else {
                        LockSupport.parkNanos(this, deadlineNanos - elapsed());
                    }
                } finally {
                    baton.lock();
                }
                tick();
            }
        } finally {
            waiter.onSignal(null);
        }
    }

    @Override
    boolean awaitIdle(Duration most) throws InterruptedException {
        enter();
        try {
            long deadline = World.after(now, most);
            while (events.size() > 0 && now < deadline) {
                await(new Waiter(), Math.min(deadline, World.after(now, Duration.ofMillis(1))));
            }
            return events.size() == 0;
        } finally {
            leave();
        }
    }

    @Override
    ProgramThread start(Node node, String name, int number, Program program, @Nullable ProgramOrigin origin) {
        ProgramThread body = new ProgramThread(this, node, name, program, origin);
        Thread programThread = Thread.ofVirtual().name(node.name() + "/" + name).unstarted(() -> {
            body.runBody();
            baton.lock();
            try {
                tick();
                finishPoked();
                body.ended();
                programs.remove(body);
                programThreads.remove(Thread.currentThread());
            } finally {
                baton.unlock();
            }
        });
        body.interruptedBy(programThread::interrupt);
        command(() -> {
            if (closing) {
                throw new WorldException("the world is closing: " + body + " cannot be started");
            }
            programs.add(body);
            programThreads.add(programThread);
            body.began();
        });
        programThread.start();
        return body;
    }

    /** How late events happened. */
    Lateness lateness() {
        return ask(() -> new Lateness(
                latenessCount,
                Duration.ofNanos(latenessCount == 0 ? 0 : latenessSum / latenessCount),
                Duration.ofNanos(latenessMost)));
    }

    @Override
    @Nullable WorldException stop() {
        List<Thread> running;
        baton.lock();
        try {
            if (closed) {
                return null;
            }
            closing = true;
            programs.forEach(ProgramThread::askToEnd);
            running = List.copyOf(programThreads);
        } finally {
            baton.unlock();
        }
        running.forEach(Thread::interrupt);
        WorldException stuck = join(running);
        baton.lock();
        try {
            closed = true;
            wait.wake();
        } finally {
            baton.unlock();
        }
        WorldException own = join(List.of(thread));
        if (own == null) {
            try {
                wait.close();
            } catch (IOException e) {
                own = new WorldException("the wait of the live loop could not be closed: " + e.getMessage(), e);
            }
        }
        return stuck != null ? stuck : own;
    }

    private static @Nullable WorldException join(List<Thread> threads) {
        long deadline = System.nanoTime() + STOP_NANOS;
        for (Thread each : threads) {
            try {
                if (each != Thread.currentThread()
                        && !each.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))) {
                    return new ProgramBlockedException("the world is closed, but " + each.getName()
                            + " was asked to end and does not (in " + ThreadPlace.of(each) + ")");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return new WorldException("interrupted while closing the world; " + each.getName() + " may still run");
            }
        }
        return null;
    }

    private long elapsed() {
        return System.nanoTime() - began;
    }

    private void tick() {
        now = Math.max(now, elapsed());
    }

    private void run() {
        baton.lock();
        try {
            while (!closed) {
                tick();
                wait.receive(now);
                finishPoked();
                int quota = QUOTA;
                while (events.firstTime() <= now && quota-- > 0) {
                    measure(now - events.firstTime());
                    events.poll().happen(now);
                    finishPoked();
                }
                if (baton.hasQueuedThreads() || quota <= 0) {
                    baton.unlock();
                    Thread.yield();
                    baton.lock();
                } else {
                    sleep();
                }
            }
        } finally {
            baton.unlock();
        }
    }

    private void sleep() {
        wakesAt = events.firstTime();
        long rest = wakesAt == Timer.NEVER ? Timer.NEVER : wakesAt - elapsed();
        if (rest > 0) {
            baton.unlock();
            try {
                wait.await(rest);
            } catch (InterruptedException e) {
                closed = true; // nobody but us knows this thread: the JVM is going down
            } finally {
                baton.lock();
            }
        }
        wakesAt = Timer.NEVER;
    }

    private void measure(long lateNanos) {
        latenessCount++;
        latenessSum += lateNanos;
        latenessMost = Math.max(latenessMost, lateNanos);
    }
}
