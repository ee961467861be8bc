package dev.netrarium.world;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who takes part in virtual time, in the order of coming. */
final class Participants {
    private final List<Participant> all = new ArrayList<>();

    void add(Participant come) {
        all.add(come);
    }

    void remove(Participant gone) {
        all.remove(gone);
    }

    /** Forgets guests whose threads have ended. */
    void forgetDeadGuests() {
        all.removeIf(p -> p.isGuest && p.thread.getState() == Thread.State.TERMINATED);
    }

    List<Participant> copy() {
        return List.copyOf(all);
    }

    /** The first who waits in one of our calls, or null. */
    @Nullable Participant firstParked() {
        for (Participant each : all) {
            if (each.state == Participant.State.PARKED) {
                return each;
            }
        }
        return null;
    }

    /** A program that has not ended, other than {@code me}; or null. */
    @Nullable Participant programBeside(@Nullable Participant me) {
        for (Participant each : all) {
            if (each.program != null && each != me) {
                return each;
            }
        }
        return null;
    }

    /** A line for each who waits: in which call, and where it was made. */
    String whoWaits() {
        StringBuilder text = new StringBuilder();
        for (Participant each : all) {
            if (each.state == Participant.State.PARKED) {
                text.append("\n  ").append(each.name).append(" waits in ").append(ThreadPlace.of(each.thread));
            }
        }
        return text.toString();
    }
}
