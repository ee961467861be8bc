package dev.netrarium.drill;

import dev.netrarium.drill.script.Event;
import dev.netrarium.drill.system.SystemUnderTest;
import org.jspecify.annotations.Nullable;

/** A socket call of a script, made and perhaps still under way. */
final class Attempt {
    final Event.SocketCall call;

    /** When it began, in the script's time. */
    final long started;

    private final SystemUnderTest.Ongoing ongoing;
    private final Outputs outputs;

    /** Looks at what the call has put where its arguments point. */
    interface Outputs {
        void check(long result) throws Failure;
    }

    Attempt(Event.SocketCall call, SystemUnderTest.Ongoing ongoing, Outputs outputs, long started) {
        this.call = call;
        this.ongoing = ongoing;
        this.outputs = outputs;
        this.started = started;
    }

    /** The result, or a negative errno number; null while it blocks. */
    @Nullable Long result() {
        return ongoing.result();
    }

    long returnedNanos() {
        return ongoing.returnedNanos();
    }

    void checkOutputs(long result) throws Failure {
        outputs.check(result);
    }
}
