package dev.netrarium.services.dhcp.client;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.DhcpOptions;
import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.Ipv4Address;
import org.jspecify.annotations.Nullable;

/** What a client wants done, in the order in which it says so. */
public sealed interface ClientAction {
    /**
     * Send from port 68 to port 67.
     *
     * @param from 0.0.0.0 while the client has no address
     * @param to the server, or 255.255.255.255
     */
    record Send(DhcpMessage message, Ipv4Address from, Ipv4Address to) implements ClientAction {}

    /** Send to everybody on the link. */
    record SendArp(ArpPacket packet) implements ClientAction {}

    /**
     * Use a lease from now on.
     *
     * @param before what was in use; null for nothing
     */
    record Configure(Lease lease, @Nullable Lease before) implements ClientAction {}

    /** Stop using it: the address, its routes and what else came with it. */
    record Deconfigure(Lease lease, String why) implements ClientAction {}

    /** Use what INFORM has brought, beside an address from elsewhere. */
    record Informed(DhcpOptions options) implements ClientAction {}
}
