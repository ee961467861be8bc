package dev.netrarium.services.dhcp.client;

/** What a client counts. */
public enum ClientCount {
    /** Messages sent. */
    SENT,
    /** Of these, those that were sent again. */
    RETRANSMITTED,
    /** Offers that were looked at. */
    OFFERS,
    ACKS,
    NAKS,
    /** Addresses that were in use on the link. */
    CONFLICTS,
    /** Leases that ran out. */
    EXPIRED,
    /** Dropped: for another client or exchange, or not awaited in this state. */
    DROPPED_NOT_AWAITED,
    /** Dropped: from another server than the one asked. */
    DROPPED_OTHER_SERVER,
    /** Dropped: without an address, a server or a lease time that make sense. */
    DROPPED_NONSENSE
}
