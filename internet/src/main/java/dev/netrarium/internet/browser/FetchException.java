package dev.netrarium.internet.browser;

import java.io.IOException;

/** A page could not be fetched: what kind of problem it was, and a sentence for the person who typed the URL. */
public final class FetchException extends IOException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /** What went wrong. */
    public enum Problem {
        /** The text is no URL, or its scheme is not spoken here. */
        BAD_URL,
        /** The name does not exist, or nobody could say. */
        NAME,
        /** The host answered that nobody listens on the port. */
        REFUSED,
        /** Nothing came back. */
        TIMED_OUT,
        /** There is no way to the address. */
        UNREACHABLE,
        /** The connection broke, or what came over it is no HTTP. */
        BROKEN
    }

    FetchException(Problem problem, String sentence, Throwable cause) {
        super(sentence, cause);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
