package dev.netrarium.stack;

/** What becomes of a packet that a {@link Hook} has judged. */
public sealed interface Verdict {
    /** It goes on. */
    Verdict ACCEPT = new Accept();

    /** The hook owns it now. */
    Verdict STOLEN = new Stolen();

    /** The shared value is {@link #ACCEPT}. */
    record Accept() implements Verdict {}

    /** The host drops it, and counts it under the reason. */
    record Drop(DropReason reason) implements Verdict {}

    /** The shared value is {@link #STOLEN}. */
    record Stolen() implements Verdict {}
}
