package dev.netrarium.world;

import org.jspecify.annotations.Nullable;

/** A thread that takes part in virtual time: the one that made the world, a program's, or a guest's. */
final class Participant extends EventSource {
    enum State {
        /** It may go on, and waits for its turn. */
        READY,
        /** It has the turn. */
        RUNNING,
        /** It waits in one of our calls. */
        PARKED,
        /** It is somewhere else, without the turn: a guest between two calls, or a program that lent its turn. */
        AWAY,
        /** It will not come back. */
        ENDED
    }

    final String name;
    final Thread thread;
    final boolean isGuest;
    final @Nullable ProgramThread program;
    private final VirtualLoop loop;

    /** What a signal runs; made once, not per wait. */
    final Runnable wake = this::wake;

    State state = State.READY;

    /** Its next blocking call ends with an {@link InterruptedException}, as does the one it is in. */
    boolean interrupted;

    /** What the call that it is in must throw. */
    @Nullable WorldException failure;

    Participant(
            VirtualLoop loop, long rank, String name, Thread thread, boolean isGuest, @Nullable ProgramThread program) {
        super(rank);
        this.loop = loop;
        this.name = name;
        this.thread = thread;
        this.isGuest = isGuest;
        this.program = program;
    }

    /** Its deadline has passed. */
    @Override
    void happen(long now) {
        wake();
    }

    /** Lets it go on when its turn comes. Baton held. */
    void wake() {
        if (state == State.PARKED) {
            loop.makeReady(this);
        }
    }

    /** True when its thread waits for something that is not ours. Only of use for one that is not parked here. */
    boolean isBlockedElsewhere() {
        return switch (thread.getState()) {
            case WAITING, TIMED_WAITING, BLOCKED -> true;
            case NEW, RUNNABLE, TERMINATED -> false;
        };
    }
}
