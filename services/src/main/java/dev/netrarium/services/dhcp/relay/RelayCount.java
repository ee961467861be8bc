package dev.netrarium.services.dhcp.relay;

/** What a relay agent counts. */
public enum RelayCount {
    /** Requests passed on. */
    REQUESTS,
    /** Replies passed on. */
    REPLIES,
    /** Passed on without our option 82, for want of room. */
    NO_ROOM_FOR_INFORMATION,
    /** Dropped: as many hops as the limit. */
    DROPPED_HOPS,
    /** Dropped: came in by an interface whose clients it does not serve. */
    DROPPED_OTHER_LINK,
    /** Dropped: claims to have come by us already. */
    DROPPED_FORGED,
    /** Dropped: option 82 from a client that is not trusted (RFC 3046 §2.1.1). */
    DROPPED_UNTRUSTED,
    /** Dropped: option 82 is there, and the policy says so. */
    DROPPED_POLICY,
    /** Dropped: a reply to no agent, or another. */
    DROPPED_NOT_OURS
}
