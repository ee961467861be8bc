package dev.netrarium.world;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Watches over the turn in real time, from a thread of its own, once there is more than one participant. Where guests
 * take part, it takes the turn from a thread that blocks elsewhere, so that the guest it waits for can go on. Where only
 * programs take part, blocking elsewhere is an error, because nobody could say when, in virtual time, it ends: the watch
 * names the program and interrupts it.
 */
final class TurnWatch {
    private static final System.Logger LOG = System.getLogger("dev.netrarium.world");

    private static final long SLOW_NANOS = 50_000_000;
    private static final long QUICK_NANOS = 1_000_000;

    /** A program may compute longer than it may block. */
    private static final int COMPUTING_FACTOR = 6;

    private final VirtualLoop loop;
    private volatile long patienceNanos = Duration.ofSeconds(10).toNanos();
    private volatile boolean stopped;
    private @Nullable Thread thread;

    private @Nullable Participant seen;
    private long seenEntries;
    private long seenSince;
    private long blockedSince;
    private long outsidersSince;

    TurnWatch(VirtualLoop loop) {
        this.loop = loop;
    }

    void patience(Duration real) {
        patienceNanos = real.toNanos();
    }

    long patienceNanos() {
        return patienceNanos;
    }

    /** Baton held. */
    void start() {
        if (thread == null && !stopped) {
            thread = Thread.ofPlatform().daemon().name("netrarium-watch").start(this::run);
        } else if (loop.hasGuests()) {
            LockSupport.unpark(thread);
        }
    }

    void stop() {
        stopped = true;
        Thread running = thread;
        if (running == null) {
            return;
        }
        LockSupport.unpark(running);
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** True for a while after the events have run out: a thread elsewhere may still call in. Baton held. */
    boolean outsidersMayStillCome() {
        long real = System.nanoTime();
        if (outsidersSince == 0) {
            outsidersSince = real;
        }
        return real - outsidersSince < patienceNanos;
    }

    private void run() {
        while (!stopped) {
            LockSupport.parkNanos(this, loop.hasGuests() ? QUICK_NANOS : SLOW_NANOS);
            if (!stopped && loop.baton().tryLock()) {
                try {
                    look(System.nanoTime());
                } finally {
                    loop.baton().unlock();
                }
            }
        }
    }

    private void look(long real) {
        Participant holder = loop.holder();
        if (holder == null || !loop.isHeldUp()) {
            seen = null;
            return;
        }
        if (holder != seen || loop.entries != seenEntries) {
            seen = holder;
            seenEntries = loop.entries;
            seenSince = real;
            blockedSince = real;
            outsidersSince = 0;
            return;
        }
        if (holder.thread.getState() == Thread.State.TERMINATED) {
            loop.lendTurnOf(holder); // a guest whose thread has ended
            return;
        }
        if (!holder.isBlockedElsewhere()) {
            blockedSince = real;
            if (real - seenSince > COMPUTING_FACTOR * patienceNanos) {
                accuse(holder, "computes, or blocks in native code,", real);
            }
            return;
        }
        if (loop.hasGuests()) {
            if (real - blockedSince >= Outsiders.GRACE_NANOS) {
                loop.lendTurnOf(holder);
                seen = null;
            }
        } else if (real - blockedSince > patienceNanos) {
            accuse(holder, "blocks outside of the world's calls", real);
        }
    }

    private void accuse(Participant holder, String what, long real) {
        ProgramBlockedException error = new ProgramBlockedException("program " + holder.name + " has the turn and "
                + what
                + " for " + Duration.ofNanos(real - seenSince).toMillis() + " ms, in " + ThreadPlace.of(holder.thread)
                + ". Virtual time cannot move meanwhile. Wait in the world's time instead: sockets, join, sleep."
                + loop.whoWaits());
        LOG.log(Level.ERROR, error.getMessage());
        loop.breakDown(error);
        holder.thread.interrupt();
        loop.lendTurnOf(holder);
        seen = null;
    }
}
