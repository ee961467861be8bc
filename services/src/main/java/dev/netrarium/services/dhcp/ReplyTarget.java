package dev.netrarium.services.dhcp;

import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/** Where a reply goes (RFC 2131 §4.1). */
public sealed interface ReplyTarget {
    /** To a relay agent's port 67. */
    record Relay(Ipv4Address address) implements ReplyTarget {}

    /** To the port 68 of a client that has an address. */
    record Unicast(Ipv4Address address) implements ReplyTarget {}

    /** To port 68 of everybody on the link. */
    record Broadcast() implements ReplyTarget {}

    /** To a client that has no address yet, by its link address: ARP would not find it. */
    record Hardware(MacAddress mac, Ipv4Address address) implements ReplyTarget {}

    /** For a client on this link: by its own address, to all when it wants that, else by its link address. */
    static ReplyTarget onLink(DhcpMessage reply, Ipv4Address clientAddress) {
        @Nullable MacAddress mac = reply.mac();
        if (!clientAddress.isUnspecified()) {
            return new Unicast(clientAddress);
        }
        return reply.broadcast() || mac == null || reply.yourAddress().isUnspecified()
                ? new Broadcast()
                : new Hardware(mac, reply.yourAddress());
    }
}
