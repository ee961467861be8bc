package dev.netrarium.world;

/** Why a frame did not reach the other end of a wire. */
public enum LinkDrop {
    LOST("lost on the wire"),
    QUEUE_FULL("the wire's queue was full"),
    CORRUPTED("bits flipped, and the frame check sequence showed it"),
    TOO_BIG("longer than the wire's MTU"),
    CUT("the wire is cut");

    private final String sentence;

    LinkDrop(String sentence) {
        this.sentence = sentence;
    }

    /** For people. */
    public String sentence() {
        return sentence;
    }
}
