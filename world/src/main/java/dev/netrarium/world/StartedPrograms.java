package dev.netrarium.world;

import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedSet;

/**
 * The programs that were started on a node. A server starts one for each connection, so of those that have ended only the
 * last are remembered. Baton held.
 */
final class StartedPrograms {
    /** Enough to see what happened lately; each holds its name and what it threw. */
    static final int MOST_ENDED = 100;

    /** In the order of starting. */
    private final SequencedSet<RunningProgram> all = new LinkedHashSet<>();

    /** In the order of ending. */
    private final ArrayDeque<RunningProgram> ended = new ArrayDeque<>();

    void began(RunningProgram program) {
        all.add(program);
    }

    void ended(RunningProgram program) {
        ended.addLast(program);
        if (ended.size() > MOST_ENDED) {
            all.remove(ended.removeFirst());
        }
    }

    List<RunningProgram> list() {
        return List.copyOf(all);
    }
}
