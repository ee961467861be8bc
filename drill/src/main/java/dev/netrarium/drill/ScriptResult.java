package dev.netrarium.drill;

import java.util.List;

/**
 * How a script went over one IP version.
 *
 * @param script what it is called
 * @param verdict the outcome
 * @param explanation empty for a pass; else what was expected, what was seen, when, and the state of the socket
 * @param notes what an audit found beside the verdict, a line each; empty without audit
 */
public record ScriptResult(String script, IpVersion version, Verdict verdict, String explanation, List<String> notes) {
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
