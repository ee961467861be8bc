package dev.netrarium.world;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.Loop;
import java.time.Duration;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What the loops of virtual and of real time have in common: the events, the hosts that a command left work, and the
 * baton that whoever touches any of it must hold.
 */
abstract sealed class WorldLoop implements Loop permits VirtualLoop, LiveLoop {
    final EventQueue events = new EventQueue();

    /** The time of this turn. Written with the baton held; the baton publishes it. */
    volatile long now;

    private final Map<Host, HostTurn> turns = new IdentityHashMap<>(); // looked up, never iterated
    private @Nullable Host lastPoked;
    private @Nullable HostTurn lastTurn;
    private HostTurn[] poked = new HostTurn[16];
    private int pokedCount;

    @Override
    public long now() {
        return now;
    }

    @Override
    public void poke(Host host) {
        HostTurn turn = lastTurn;
        if (host != lastPoked || turn == null) {
            turn = turns.get(host);
            if (turn == null) {
                throw new IllegalArgumentException("the host " + host.name() + " belongs to another loop");
            }
            lastPoked = host;
            lastTurn = turn;
        }
        poke(turn);
    }

    void poke(HostTurn turn) {
        if (turn.poked) {
            return;
        }
        turn.poked = true;
        if (pokedCount == poked.length) {
            poked = Arrays.copyOf(poked, 2 * pokedCount);
        }
        poked[pokedCount++] = turn;
    }

    /** Takes a host in. Baton held. */
    void add(Host host, HostTurn turn) {
        turns.put(host, turn);
    }

    /** Finishes the hosts that commands left work, first poked first. Baton held. */
    final void finishPoked() {
        for (int i = 0; i < pokedCount; i++) {
            HostTurn turn = poked[i];
            turn.poked = false;
            turn.finish(now);
        }
        pokedCount = 0;
    }

    /** Does something with the baton held, taking it unless this thread holds it already or the world has ended. */
    final void command(Runnable action) {
        if (holdsBaton() || isStopped()) {
            action.run();
            return;
        }
        enter();
        try {
            action.run();
        } finally {
            leave();
        }
    }

    /** As {@link #command}, with an answer. */
    final <T extends @Nullable Object> T ask(Supplier<T> question) {
        if (holdsBaton() || isStopped()) {
            return question.get();
        }
        enter();
        try {
            return question.get();
        } finally {
            leave();
        }
    }

    /** True when this thread holds the baton. */
    abstract boolean holdsBaton();

    /** True once {@link #stop} is done: nothing moves any more, and everything may be read. */
    abstract boolean isStopped();

    /** Starts a program's thread, or gets it ready to start when its turn comes. */
    abstract ProgramThread start(Node node, String name, int number, Program program, @Nullable ProgramOrigin origin);

    /** As {@link World#runUntilIdle}. */
    abstract boolean awaitIdle(Duration most) throws InterruptedException;

    /** Ends all programs; answers what could not be ended, or null. Afterwards no thread of the loop is left. */
    abstract @Nullable WorldException stop();
}
