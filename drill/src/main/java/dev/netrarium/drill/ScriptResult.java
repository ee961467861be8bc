package dev.netrarium.drill;

import java.util.List;

/**
 * How a script went over one IP version.
 *
 * @param script what it is called
 * @param verdict the outcome
 * @param explanation empty for a pass; else what was expected, what was seen, when, and the state of the socket
 * @param nanos how long it took, in the script's time
 * @param notes what is to be said beside the verdict, a line each: what an audit found, that several attempts were needed
 */
public record ScriptResult(
        String script, IpVersion version, Verdict verdict, String explanation, long nanos, List<String> notes) {
    /** The outcomes. */
    public enum Verdict {
        PASSED,
        FAILED,
        /** It asks for something that the runner or the host does not have; counts as failed. */
        UNSUPPORTED
    }

    public ScriptResult {
        notes = List.copyOf(notes);
    }

    public boolean passed() {
        return verdict == Verdict.PASSED;
    }
}
