package dev.netrarium.web;

/** Says what is wrong with the text of a URL, and where. */
public final class UrlSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String problem;
    private final int at;

    UrlSyntaxException(String problem, int at, String input) {
        super(problem + " (at character " + (at + 1) + " of \"" + input + "\")");
        this.problem = problem;
        this.at = at;
    }

    /** What is wrong, as a sentence without the place. */
    public String problem() {
        return problem;
    }

    /** Where it is wrong: an index into the text, from 0 to its length. */
    public int at() {
        return at;
    }
}
