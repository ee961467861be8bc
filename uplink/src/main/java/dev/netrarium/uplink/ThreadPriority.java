package dev.netrarium.uplink;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;

/** The scheduling of Linux threads (sched(7)), for what must act on time on a busy machine. */
public final class ThreadPriority {
    private static final int SCHED_RR = 2;
    /** Above a process that was started by {@code chrt -r 1} as a whole. */
    private static final int PRIORITY = 2;

    private static final MethodHandle SCHED_SETSCHEDULER =
            KernelCalls.bind("sched_setscheduler", FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS));

    private ThreadPriority() {}

    /**
     * Lets the current platform thread run before all ordinary ones, as do threads that it starts from now on. It must
     * wait most of the time.
     *
     * @return false when the kernel does not allow it: CAP_SYS_NICE is needed
     */
    public static boolean beforeOrdinary() {
        try (Arena arena = Arena.ofConfined()) {
            KernelCalls kernel = new KernelCalls(arena);
            MemorySegment priority = arena.allocateFrom(JAVA_INT, PRIORITY);
            return kernel.result((int) SCHED_SETSCHEDULER.invokeExact(kernel.state(), 0, SCHED_RR, priority)) == 0;
        } catch (Throwable t) {
            throw KernelCalls.unexpected(t);
        }
    }
}
