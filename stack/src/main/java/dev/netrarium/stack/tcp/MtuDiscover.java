package dev.netrarium.stack.tcp;

/** What a socket does about the path's MTU: IP_MTU_DISCOVER and IPV6_MTU_DISCOVER, in the order of Linux's numbers. */
public enum MtuDiscover {
    /** Routers may fragment, and what they say about too big packets is not obeyed. */
    DONT,
    /** Packets are not to be fragmented, except where the route locks the MTU. The default. */
    WANT,
    /** Packets are never to be fragmented. */
    DO,
    /** For TCP as {@link #DONT} on the wire, but what routers say is obeyed. */
    PROBE,
    /** As {@link #DONT}, and the interface's MTU holds whatever routers say. */
    INTERFACE,
    /** As {@link #INTERFACE}, and even this host may fragment. */
    OMIT;

    static final MtuDiscover[] ALL = values();

    /** Packets must not be fragmented on an IPv4 path whose route leaves the choice. */
    boolean forbidsFragments() {
        return this == WANT || this == DO;
    }

    /** What routers say about too big packets changes the segment size. */
    boolean obeysRouters() {
        return this == WANT || this == DO || this == PROBE;
    }
}
