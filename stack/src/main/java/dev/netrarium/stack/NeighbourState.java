package dev.netrarium.stack;

/** What a host believes about a neighbour's link address, as {@code ip neigh} names it (RFC 4861 §7.3.2). */
public enum NeighbourState {
    /** Asked for, not answered yet; packets wait. */
    INCOMPLETE,
    /** Known, and seen to work within the last half minute. */
    REACHABLE,
    /** Known, not lately confirmed; still used, and then looked at. */
    STALE,
    /** Used while stale; a few seconds for the upper layer to confirm it. */
    DELAY,
    /** Nothing has confirmed it: being asked directly. */
    PROBE,
    /** Nobody answers. */
    FAILED,
    /** Set by hand: never asked for, never aged. */
    PERMANENT
}
