package dev.netrarium.services.dhcp.relay;

/** What a relay agent does with the option 82 that another agent has put in before it (as ISC's {@code dhcrelay -m}). */
public enum AgentInformationPolicy {
    /** Adds its own sub-options behind those that are there. */
    APPEND,
    /** Puts its own in their place. */
    REPLACE,
    /** Passes them on and says nothing. */
    FORWARD,
    /** Drops the message. */
    DISCARD
}
