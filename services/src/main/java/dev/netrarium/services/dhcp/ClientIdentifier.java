package dev.netrarium.services.dhcp;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.MacAddress;

/** What clients call themselves in option 61. */
public final class ClientIdentifier {
    /** A DUID follows (RFC 4361 §6.1). */
    private static final int DUID = 255;

    private static final int ETHERNET = 1;

    private ClientIdentifier() {}

    /** The hardware type and the MAC address (RFC 2132 §9.14): one client for each interface. */
    public static ByteString of(MacAddress mac) {
        byte[] b = new byte[7];
        b[0] = ETHERNET;
        mac.writeTo(b, 1);
        return ByteString.copyOf(b);
    }

    /**
     * The identity that DHCPv6 has too (RFC 4361 §6.1): it survives a new network card.
     *
     * @param interfaceIdentifier IAID: which of the host's interfaces
     * @param duid the host's DHCP unique identifier
     */
    public static ByteString of(int interfaceIdentifier, ByteString duid) {
        byte[] b = new byte[5 + duid.lengthBytes()];
        b[0] = (byte) DUID;
        BigEndian.put32(b, 1, interfaceIdentifier);
        duid.writeTo(b, 5);
        return ByteString.copyOf(b);
    }

    /** As people write it: a MAC address where it is one, else hexadecimal digits. */
    public static String text(ByteString identifier) {
        return identifier.lengthBytes() == 7 && identifier.at(0) == ETHERNET
                ? MacAddress.read(identifier.toByteArray(), 1).toString()
                : identifier.toString();
    }
}
