package dev.netrarium.services.dns.host;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.Loop;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.Waiter;
import dev.netrarium.stack.rig.Rig;
import dev.netrarium.stack.rig.RigEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** A rig as a loop for programs with threads of their own: time passes while all of them wait. */
final class RigLoop implements Loop {
    /** A thread that waits. */
    private static final class Parked {
        final long deadline;
        boolean isWoken;

        Parked(long deadline) {
            this.deadline = deadline;
        }
    }

    private final Rig rig;
    private final List<RigEnd> ends;
    private final ReentrantLock baton = new ReentrantLock();
    private final Condition changed = baton.newCondition();
    private final List<Parked> parked = new ArrayList<>();
    /** The thread that made the loop, and those started. */
    private int running = 1;

    RigLoop(Rig rig, RigEnd... ends) {
        this.rig = rig;
        this.ends = List.of(ends);
    }

    /** Starts a program. */
    Thread start(String name, Runnable program) {
        enter();
        running++;
        leave();
        return Thread.ofPlatform().name(name).daemon().start(() -> {
            try {
                program.run();
            } finally {
                enter();
                running--;
                changed.signalAll();
                leave();
            }
        });
    }

    @Override
    public long now() {
        return rig.now();
    }

    @Override
    public void enter() {
        baton.lock();
    }

    @Override
    public void leave() {
        ends.forEach(rig::poke);
        baton.unlock();
    }

    @Override
    public boolean await(Waiter waiter, long deadlineNanos) throws InterruptedException {
        if (waiter.consumeSignal()) {
            return true;
        }
        Parked me = new Parked(deadlineNanos);
        parked.add(me);
        waiter.onSignal(() -> wake(me));
        running--;
        try {
            while (!me.isWoken) {
                if (running > 0) {
                    changed.await();
                } else {
                    advance();
                }
            }
        } finally {
            waiter.onSignal(null);
            parked.remove(me);
            if (!me.isWoken) {
                running++;
            }
        }
        return waiter.consumeSignal();
    }

    private void advance() {
        long next = parked.stream().mapToLong(p -> p.deadline).min().orElse(Timer.NEVER);
        if (!rig.step(next) && next == Timer.NEVER) {
            throw new IllegalStateException("all programs wait, and nothing will happen");
        }
        for (Parked one : parked) {
            if (one.deadline <= rig.now()) {
                wake(one);
            }
        }
    }

    private void wake(Parked one) {
        if (!one.isWoken) {
            one.isWoken = true;
            running++;
            changed.signalAll();
        }
    }

    @Override
    public void poke(Host host) {
        ends.forEach(rig::poke);
    }
}
