package dev.netrarium.stack;

/** Whether a packet of this host's may be cut, as {@code IP_MTU_DISCOVER} says it. */
enum Fragments {
    /** Here, where it is larger than the path takes; not on the way: the path's MTU is learned (RFC 1191). */
    HERE,
    /** Nowhere: a packet that is too big is refused. */
    NOWHERE,
    /** Here and, with IPv4, on the way. */
    ANYWHERE
}
