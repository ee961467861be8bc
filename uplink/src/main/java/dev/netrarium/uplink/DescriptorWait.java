package dev.netrarium.uplink;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import dev.netrarium.stack.LoopWait;
import dev.netrarium.stack.Timer;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The wait of a loop with kernel descriptors: {@code ppoll} with a time-out in nanoseconds over its devices and an
 * eventfd, by which other threads wake it.
 */
public final class DescriptorWait implements LoopWait {
    /** More devices than any one process needs; bounds the array that each poll reads. */
    public static final int MAX_DEVICES = 64;

    private final Arena arena = Arena.ofShared();
    private final KernelCalls loopCalls = new KernelCalls(arena);
    private final KernelCalls wakeCalls = new KernelCalls(arena);
    private final MemorySegment polled = arena.allocate((long) KernelCalls.POLLFD_BYTES * (MAX_DEVICES + 1), 8);
    private final MemorySegment drained = arena.allocate(JAVA_LONG);
    private final MemorySegment one = arena.allocateFrom(JAVA_LONG, 1L);
    private final AtomicBoolean woken = new AtomicBoolean();
    private final List<TunTap> devices = new CopyOnWriteArrayList<>(); // added with the baton, polled without
    private final int event;
    private boolean more;
    private boolean closed;

    /**
     * @throws IOException when the process has no descriptor left
     */
    public DescriptorWait() throws IOException {
        event = loopCalls.eventfd();
        if (event < 0) {
            arena.close();
            throw new KernelException("cannot make an eventfd", -event, "");
        }
    }

    /**
     * Adds a device, whose frames {@link #receive} takes in from now on. Before the loop starts, or with its baton held,
     * and after {@link TunTap#attach}.
     *
     * @throws IllegalStateException when there are {@link #MAX_DEVICES} already
     */
    public void add(TunTap device) {
        if (devices.size() == MAX_DEVICES) {
            throw new IllegalStateException("a loop waits for at most " + MAX_DEVICES + " devices");
        }
        device.wokenBy(this::wake);
        devices.add(device);
        wake();
    }

    @Override
    public void await(long nanos) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        int count = 0;
        put(count++, event, KernelCalls.POLLIN);
        for (TunTap device : devices) {
            if (!device.isGone()) {
                put(count++, device.descriptor(), device.interest());
            }
        }
        long wait = more ? 0 : nanos == Timer.NEVER ? -1 : Math.max(0, nanos);
        loopCalls.poll(polled, count, wait); // EINTR and time-outs alike: the loop looks again
        if ((polled.get(JAVA_SHORT, 6) & KernelCalls.POLLIN) != 0) {
            loopCalls.read(event, drained, Long.BYTES);
            woken.set(false);
        }
    }

    @Override
    public void wake() {
        if (woken.compareAndSet(false, true)) {
            synchronized (wakeCalls) {
                if (!closed) {
                    wakeCalls.write(event, one, Long.BYTES);
                }
            }
        }
    }

    @Override
    public void receive(long now) {
        more = false;
        for (int i = 0; i < devices.size(); i++) {
            more |= devices.get(i).drain(now);
        }
    }

    /** Closes the devices too. The loop must have ended. */
    @Override
    public void close() {
        synchronized (wakeCalls) {
            if (closed) {
                return;
            }
            closed = true;
        }
        devices.forEach(TunTap::close);
        loopCalls.close(event);
        arena.close();
    }

    private void put(int index, int descriptor, short events) {
        long at = (long) index * KernelCalls.POLLFD_BYTES;
        polled.set(JAVA_INT, at, descriptor);
        polled.set(JAVA_SHORT, at + 4, events);
        polled.set(JAVA_SHORT, at + 6, (short) 0);
    }
}
