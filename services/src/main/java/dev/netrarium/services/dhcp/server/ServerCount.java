package dev.netrarium.services.dhcp.server;

/** What a server counts. */
public enum ServerCount {
    DISCOVERS,
    REQUESTS,
    DECLINES,
    RELEASES,
    INFORMS,
    OFFERS,
    ACKS,
    NAKS,
    /** Addresses that answered a ping before they were offered. */
    CONFLICTS,
    /** Dropped: a reply, or plain BOOTP, or without a field that it must have. */
    DROPPED_NOT_A_REQUEST,
    /** Dropped: from a link that is none of the subnets'. */
    DROPPED_NO_SUBNET,
    /** Dropped: the client has chosen another server. */
    DROPPED_OTHER_SERVER,
    /** Dropped: about an address that is not the client's. */
    DROPPED_NOT_ITS_OWN,
    /** Dropped: nothing is known of the client, and the server does not claim to know all. */
    DROPPED_UNKNOWN_CLIENT,
    /** Dropped: no address is free. */
    DROPPED_EXHAUSTED,
    /** Dropped: too many newcomers on one circuit. */
    DROPPED_RATE,
    /** Dropped: too many leases on one circuit. */
    DROPPED_CIRCUIT_FULL,
    /** Dropped: the lease could not be written down. */
    DROPPED_LOG_FAILED
}
