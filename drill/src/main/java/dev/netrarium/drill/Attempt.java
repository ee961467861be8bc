package dev.netrarium.drill;

import dev.netrarium.drill.script.Event;
import org.jspecify.annotations.Nullable;

/** A socket call under way: tried until it would block no more. */
final class Attempt {
    final Event.SocketCall call;
    private final Body body;
    private final Outputs outputs;

    /** When it returns whatever happens, in the script's time; {@link Long#MAX_VALUE} for never. */
    final long deadline;

    /** When it began, in the script's time. */
    long started;

    /** What the call does. */
    interface Body {
        /** The result, a negative errno number, or null while it would block. */
        @Nullable Long tryOnce() throws Failure;
    }

    /** Looks at what the call has put where its arguments point. */
    interface Outputs {
        void check(long result) throws Failure;
    }

    Attempt(Event.SocketCall call, Body body, Outputs outputs, long deadline) {
        this.call = call;
        this.body = body;
        this.outputs = outputs;
        this.deadline = deadline;
    }

    @Nullable Long tryOnce() throws Failure {
        return body.tryOnce();
    }

    void checkOutputs(long result) throws Failure {
        outputs.check(result);
    }
}
