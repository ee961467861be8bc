package dev.netrarium.services.dhcpv6;

/** Where a client stands: the exchange that goes on, or what it has. */
public enum Dhcp6State {
    STOPPED,
    SOLICITING,
    REQUESTING,
    BOUND,
    RENEWING,
    REBINDING,
    RELEASING,
    DECLINING,
    INFORMING,
    INFORMED;

    boolean hasAddress() {
        return this == BOUND || this == RENEWING || this == REBINDING;
    }
}
