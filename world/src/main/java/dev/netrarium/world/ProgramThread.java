package dev.netrarium.world;

import dev.netrarium.stack.Timer;
import dev.netrarium.stack.Waiter;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A started program: its body, its end, and those who wait for that. The loop gives it a thread. */
final class ProgramThread implements RunningProgram {
    private final WorldLoop loop;
    private final Node node;
    private final String name;
    private @Nullable Program program;
    private final @Nullable ProgramOrigin origin;
    private final Observation observation;
    private final List<Waiter> joiners = new ArrayList<>();

    private volatile boolean running = true;
    private volatile boolean askedToEnd;
    private volatile @Nullable Throwable failure;

    /** How the loop interrupts its thread. */
    private @Nullable Runnable interrupter;

    ProgramThread(WorldLoop loop, Node node, String name, Program program, @Nullable ProgramOrigin origin) {
        this.loop = loop;
        this.node = node;
        this.name = name;
        this.program = program;
        this.origin = origin;
        this.observation = node.world().observation();
    }

    void interruptedBy(Runnable how) {
        interrupter = how;
    }

    /** The program's thread runs this, and then, with the baton held, {@link #ended}. */
    void runBody() {
        Program body = Objects.requireNonNull(program, "a program runs once");
        program = null; // whoever remembers that it ran shall not hold what it held
        try {
            body.run(new NodeContext(node));
        } catch (Throwable e) { // errors of tests' assertions too: reported, never lost
            if (!askedToEnd || !comesFromBeingAsked(e)) {
                failure = e;
            }
        }
    }

    /** True for what our calls throw when they are ended, and for what libraries wrap it in. */
    private static boolean comesFromBeingAsked(Throwable thrown) {
        Throwable cause = thrown;
        for (int depth = 0; cause != null && depth < 20; depth++) {
            if (cause instanceof InterruptedException
                    || cause instanceof IOException
                    || cause instanceof WorldException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** Baton held. */
    void began() {
        node.began(this);
        observation.program(loop.now(), node, name, true, null);
    }

    /** Baton held. */
    void ended() {
        running = false;
        node.ended(this);
        Throwable thrown = failure;
        if (thrown != null) {
            node.world().failed(this, thrown);
        }
        observation.program(loop.now(), node, name, false, thrown);
        for (Waiter joiner : joiners) {
            joiner.signal();
        }
        joiners.clear();
    }

    /** Marks that it is asked to end: what it throws because of that is no failure. */
    void askToEnd() {
        askedToEnd = true;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Node node() {
        return node;
    }

    @Override
    public @Nullable ProgramOrigin origin() {
        return origin;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public @Nullable Throwable failure() {
        return failure;
    }

    @Override
    public void join() throws InterruptedException {
        join(Timer.NEVER);
    }

    @Override
    public boolean join(Duration most) throws InterruptedException {
        return join(World.after(loop.now(), most));
    }

    private boolean join(long deadlineNanos) throws InterruptedException {
        loop.enter();
        Waiter waiter = new Waiter();
        try {
            if (running) {
                joiners.add(waiter);
                loop.await(waiter, deadlineNanos);
            }
            return !running;
        } finally {
            joiners.remove(waiter);
            loop.leave();
        }
    }

    @Override
    public void interrupt() {
        loop.command(() -> {
            askedToEnd = true;
            Runnable how = interrupter;
            if (running && how != null) {
                how.run();
            }
        });
    }

    @Override
    public String toString() {
        return "program " + name + " on " + node.name();
    }
}
