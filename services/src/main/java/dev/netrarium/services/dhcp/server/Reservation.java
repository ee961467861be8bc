package dev.netrarium.services.dhcp.server;

import dev.netrarium.services.dhcp.ClientIdentifier;
import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.DhcpOptions;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.MacAddress;

/**
 * An address that is one client's alone.
 *
 * @param key a MAC address (by {@link ClientKey#of(MacAddress)}), which matches whatever identifier the client gives, or a
 *     client identifier
 * @param options what this client is told beside and before what its subnet is
 */
public record Reservation(ClientKey key, Ipv4Address address, DhcpOptions options) {
    public static Reservation of(MacAddress mac, Ipv4Address address) {
        return new Reservation(ClientKey.of(mac), address, DhcpOptions.NONE);
    }

    public static Reservation of(ByteString clientIdentifier, Ipv4Address address) {
        return new Reservation(ClientKey.ofIdentifier(clientIdentifier), address, DhcpOptions.NONE);
    }

    boolean isFor(DhcpMessage message) {
        return key.byIdentifier()
                ? key.equals(ClientKey.of(message))
                : key.bytes().equals(ClientKey.hardware(message));
    }

    @Override
    public String toString() {
        return ClientIdentifier.text(key.bytes()) + "=" + address;
    }
}
