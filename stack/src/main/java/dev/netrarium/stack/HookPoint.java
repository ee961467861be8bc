package dev.netrarium.stack;

/** Where a hook sees packets on their way through a host, as netfilter names the places. */
public enum HookPoint {
    /** Every packet that came in, before it is known whether it is for this host. */
    PREROUTING,
    /** Packets for this host, reassembled. */
    INPUT,
    /** Packets for others, the TTL taken down already. */
    FORWARD,
    /** Packets that this host made. */
    OUTPUT,
    /** Every packet about to leave, before it is fragmented. */
    POSTROUTING
}
