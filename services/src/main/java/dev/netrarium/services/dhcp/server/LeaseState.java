package dev.netrarium.services.dhcp.server;

/** What an address is to its client. */
public enum LeaseState {
    /** Offered, and kept for a moment. */
    OFFERED,
    LEASED,
    /** Its time is over; it is still the client's if nobody needs it. */
    EXPIRED,
    /** Given back; it is still the client's if nobody needs it. */
    RELEASED,
    /** Somebody uses it without a lease: left alone for a while. */
    DECLINED
}
