package dev.netrarium.services.dhcp.relay;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.ReplyTarget;
import dev.netrarium.wire.Ipv4Address;

/** What a relay agent wants sent. */
public sealed interface RelayAction {
    /** To a server's port 67, from the agent's address on the client's link. */
    record ToServer(DhcpMessage message, Ipv4Address from, Ipv4Address server) implements RelayAction {}

    /** To a client's port 68 on that interface. */
    record ToClient(DhcpMessage message, String interfaceName, Ipv4Address from, ReplyTarget to)
            implements RelayAction {}
}
