package dev.netrarium.world;

import java.util.ArrayList;
import java.util.List;

/**
 * Threads that take part but are elsewhere now. They hold the clock: while one of them computes, or may just have been
 * woken by another, time stands still. It may move when all of them have been waiting for {@link #GRACE_NANOS} of real
 * time, in which nobody called in.
 */
final class Outsiders {
    /** Longer than a thread takes from being woken to running, on a busy machine; short enough for a test to wait. */
    static final long GRACE_NANOS = 5_000_000;

    private final List<Participant> away = new ArrayList<>();
    private long activeNanos = System.nanoTime();
    private long quietSinceNanos = activeNanos;

    boolean isEmpty() {
        return away.isEmpty();
    }

    void add(Participant gone) {
        away.add(gone);
        stir();
    }

    void remove(Participant back) {
        away.remove(back);
        stir();
    }

    /** Somebody did something: the grace begins again. */
    void stir() {
        activeNanos = System.nanoTime();
    }

    /** True when none of them can be expected to call in by itself. */
    boolean areQuiet(long patienceNanos) {
        long real = System.nanoTime();
        boolean computing = false;
        for (int i = away.size() - 1; i >= 0; i--) {
            Participant each = away.get(i);
            if (each.thread.getState() == Thread.State.TERMINATED) {
                each.state = Participant.State.ENDED;
                away.remove(i);
            } else if (!each.isBlockedElsewhere()) {
                computing = true;
            }
        }
        if (computing && real - activeNanos < patienceNanos) {
            quietSinceNanos = real;
            return false;
        }
        return real - Math.max(activeNanos, quietSinceNanos) >= GRACE_NANOS;
    }
}
