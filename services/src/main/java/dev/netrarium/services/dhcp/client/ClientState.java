package dev.netrarium.services.dhcp.client;

/** Where a client stands: RFC 2131 figure 5, and three states that the figure leaves to the reader. */
public enum ClientState {
    /** Not begun, ended, or the link is down. */
    STOPPED,
    /** Waits before it asks. */
    INIT,
    /** Has asked everybody, and waits for offers. */
    SELECTING,
    /** Has chosen an offer, and waits for its server's word. */
    REQUESTING,
    /** Was here before, and is about to ask for the same address again. */
    INIT_REBOOT,
    /** Has asked for the same address again. */
    REBOOTING,
    /** Has an address, and asks the link whether somebody uses it (RFC 5227 §2.1). */
    CHECKING,
    BOUND,
    /** Past T1: asks its own server for more time. */
    RENEWING,
    /** Past T2: asks any server for more time. */
    REBINDING,
    /** Has an address from elsewhere, and asks for the rest. */
    INFORMING,
    /** Has got the rest. */
    INFORMED;

    /** True while the client may use the address that was leased to it. */
    public boolean hasAddress() {
        return this == BOUND || this == RENEWING || this == REBINDING;
    }
}
