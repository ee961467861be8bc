package dev.netrarium.bench;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the calling thread used since the meter was made: CPU time, allocated bytes, and the time on the wall. */
final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long cpuNanos = THREADS.getCurrentThreadCpuTime();
    private final long allocatedBytes = THREADS.getCurrentThreadAllocatedBytes();
    private final long wallNanos = System.nanoTime();

    long cpuNanos() {
        return THREADS.getCurrentThreadCpuTime() - cpuNanos;
    }

    long allocatedBytes() {
        return THREADS.getCurrentThreadAllocatedBytes() - allocatedBytes;
    }

    long wallNanos() {
        return System.nanoTime() - wallNanos;
    }

    /** What lives on the heap after a collection; the least of several, because a collection may be late. */
    static long liveHeapBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
