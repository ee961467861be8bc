package dev.netrarium.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What programs of a world have thrown: the first ones, and how many more. Baton held. */
final class Failures {
    /** A server that fails at every connection shall not fill the memory; the first failures tell why. */
    static final int MOST = 100;

    private final List<Failure> first = new ArrayList<>();
    private long more;

    private record Failure(String sentence, Throwable thrown) {
        ProgramFailedException exception(String addition) {
            return new ProgramFailedException(sentence + addition, thrown);
        }
    }

    void add(RunningProgram program, Throwable thrown) {
        if (first.size() < MOST) {
            first.add(new Failure(program + " failed: " + thrown, thrown));
        } else {
            more++;
        }
    }

    /** The first failure with the others suppressed; null when there was none. */
    @Nullable ProgramFailedException report() {
        if (first.isEmpty()) {
            return null;
        }
        ProgramFailedException report =
                first.getFirst().exception(more == 0 ? "" : ", and " + (first.size() - 1 + more) + " others");
        first.stream().skip(1).forEach(each -> report.addSuppressed(each.exception("")));
        return report;
    }
}
