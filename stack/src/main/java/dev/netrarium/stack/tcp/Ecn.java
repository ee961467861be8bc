package dev.netrarium.stack.tcp;

/** Explicit congestion notification (RFC 3168): the codepoints of the IP header's two bits. */
final class Ecn {
    /** The two low bits of TOS and traffic class. */
    static final int MASK = 3;

    /** Not-ECT: routers may only drop it. */
    static final int NOT_CAPABLE = 0;

    private Ecn() {}
}
