package dev.netrarium.world;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A program that was started on a node, and how it fares. */
public interface RunningProgram {
    /** The name it was started under. */
    String name();

    /** The host that it runs on. */
    Node node();

    /** Who offered it, when it was chosen by name; null for one that was given as code. */
    @Nullable ProgramOrigin origin();

    /** True until its {@code run} has returned or thrown. */
    boolean isRunning();

    /** What it threw, or null; then {@link World#check} reports it too. */
    @Nullable Throwable failure();

    /** Waits, in the world's time, until it has ended. */
    void join() throws InterruptedException;

    /**
     * Waits until it has ended, but not longer than {@code most} of the world's time.
     *
     * @return true when it has ended
     */
    boolean join(Duration most) throws InterruptedException;

    /** Asks it to end, by interrupting its thread. */
    void interrupt();
}
