package dev.netrarium.services.dhcp.server;

import dev.netrarium.wire.Ipv4Address;
import java.util.List;

/**
 * How a message came in.
 *
 * @param interfaceName the interface by which
 * @param own the server's addresses on that interface, the one first that the message was sent to, if it was sent to one
 * @param source the IP source address
 */
public record Arrival(String interfaceName, List<Ipv4Address> own, Ipv4Address source) {
    public Arrival {
        own = List.copyOf(own);
        if (own.isEmpty()) {
            throw new IllegalArgumentException("a server needs an address on " + interfaceName);
        }
    }
}
