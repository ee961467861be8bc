package dev.netrarium.services.dns.resolver;

/** Why a name could not be resolved; the client sees SERVFAIL. */
public enum Failure {
    /** Every server of a zone was silent, unreachable, lame or failing. */
    NO_SERVER_ANSWERED("no server gave a usable answer"),
    /** What was found depends on itself. */
    LOOP("it depends on itself"),
    /** Too many aliases in a row. */
    TOO_MANY_ALIASES("too many aliases"),
    /** Too many zone cuts. */
    TOO_MANY_REFERRALS("too many referrals"),
    /** The work allowed for one query is used up. */
    WORK_LIMIT("it takes more work than one query may cause"),
    /** It took too long. */
    TOO_LATE("it took too long"),
    /** The server has too much to do. */
    BUSY("the server is busy"),
    /** It failed a moment ago, and that is remembered. */
    REMEMBERED("it failed a moment ago");

    private final String text;

    Failure(String text) {
        this.text = text;
    }

    /** For people. */
    public String text() {
        return text;
    }

    /** True when the failure says something about the name, not about who asked and when. */
    boolean isOfTheName() {
        return this == NO_SERVER_ANSWERED || this == TOO_MANY_REFERRALS;
    }
}
