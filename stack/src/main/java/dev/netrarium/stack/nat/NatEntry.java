package dev.netrarium.stack.nat;

import dev.netrarium.wire.Endpoint;

/**
 * One line of a translation table.
 *
 * @param protocol {@code TCP}, {@code UDP}, {@code ICMP} or a number
 * @param inside the endpoint behind the translator; for ICMP the port is the echo identifier
 * @param outside what the peer sees of it
 * @param peer the other end
 * @param forwarded true when the peer began, through a port forward
 * @param state TCP's as conntrack names it, else UNREPLIED, REPLIED or ASSURED
 * @param expiresNanos when it is forgotten unless a packet passes, in the loop's time
 * @param packetsOut packets that passed from inside
 * @param packetsIn packets that passed to the inside
 */
public record NatEntry(
        String protocol,
        Endpoint inside,
        Endpoint outside,
        Endpoint peer,
        boolean forwarded,
        String state,
        long expiresNanos,
        long packetsOut,
        long packetsIn) {}
