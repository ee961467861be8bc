package dev.netrarium.world;

/**
 * What a host runs: a server, a client, a test's few lines. It has a thread of its own, which the world starts and
 * schedules, and it blocks only in calls of the world: sockets, {@link ProgramContext#sleep}, {@code join}.
 *
 * <p>It is asked to end by an interrupt. A call that blocks then throws {@link InterruptedException} or
 * {@link java.io.InterruptedIOException}; letting either out of {@link #run} is the proper end.
 */
@FunctionalInterface
public interface Program {
    /** Does the work. What it throws is reported by {@link World#check} and {@link World#close}. */
    void run(ProgramContext context) throws Exception;
}
