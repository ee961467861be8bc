package dev.netrarium.stack;

import dev.netrarium.wire.IpFamily;

/** ICMP and ICMPv6 of one host: answers echo requests, sends errors, hands errors to whom they concern. */
public final class Icmp {
    Icmp(Host host) {}

    /**
     * Opens a ping socket with an identifier of its own.
     *
     * @throws IllegalStateException when 65,536 are open
     */
    public EchoEndpoint open(IpFamily family) {
        throw new UnsupportedOperationException();
    }

    /** Answers a packet for a closed port, where an error may be sent. The packet stays the caller's. */
    public void portUnreachable(long now, Packet packet) {
        throw new UnsupportedOperationException();
    }
}
