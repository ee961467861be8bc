package dev.netrarium.bench;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What the calling thread, or the whole process with its compilers and collectors, used since the meter was made: CPU
 * time, allocated bytes, and the time on the wall.
 */
final class Meter {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final boolean wholeProcess;
    private final long cpuNanos;
    private final long allocatedBytes;
    private final long wallNanos = System.nanoTime();

    private Meter(boolean wholeProcess) {
        this.wholeProcess = wholeProcess;
        this.cpuNanos = cpuNow();
        this.allocatedBytes = allocatedNow();
    }

    static Meter ofThread() {
        return new Meter(false);
    }

    static Meter ofProcess() {
        return new Meter(true);
    }

    long cpuNanos() {
        return cpuNow() - cpuNanos;
    }

    long allocatedBytes() {
        return allocatedNow() - allocatedBytes;
    }

    long wallNanos() {
        return System.nanoTime() - wallNanos;
    }

    private long cpuNow() {
        return wholeProcess ? PROCESS.getProcessCpuTime() : THREADS.getCurrentThreadCpuTime();
    }

    private long allocatedNow() {
        return wholeProcess ? THREADS.getTotalThreadAllocatedBytes() : THREADS.getCurrentThreadAllocatedBytes();
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
