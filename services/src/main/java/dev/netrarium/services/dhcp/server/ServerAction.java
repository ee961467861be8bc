package dev.netrarium.services.dhcp.server;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.ReplyTarget;
import dev.netrarium.wire.Ipv4Address;

/** What a server wants done, in the order in which it says so. */
public sealed interface ServerAction {
    /**
     * Send from port 67.
     *
     * @param interfaceName where the request came in
     * @param from the address that the server calls itself by
     * @param mostBytes what the client takes
     */
    record Reply(String interfaceName, DhcpMessage message, Ipv4Address from, ReplyTarget to, int mostBytes)
            implements ServerAction {}

    /** Send an echo request; an answer comes in by {@link DhcpServer#echo}. */
    record Ping(Ipv4Address address) implements ServerAction {}
}
