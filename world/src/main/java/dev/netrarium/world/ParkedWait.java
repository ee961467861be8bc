package dev.netrarium.world;

import dev.netrarium.stack.LoopWait;
import dev.netrarium.stack.Timer;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** The wait of a live loop that has nothing outside of the JVM: its thread parks. */
final class ParkedWait implements LoopWait {
    private final AtomicBoolean woken = new AtomicBoolean();
    private volatile @Nullable Thread sleeper;

    @Override
    public void await(long nanos) throws InterruptedException {
        sleeper = Thread.currentThread();
        if (!woken.get()) {
            if (nanos == Timer.NEVER) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, nanos);
            }
        }
        woken.set(false);
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
    }

    @Override
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            LockSupport.unpark(sleeper);
        }
    }

    @Override
    public void receive(long now) {}

    @Override
    public void close() {}
}
