package dev.netrarium.services.dhcp.server;

import dev.netrarium.services.dhcp.ClientIdentifier;
import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.OptionCode;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.MacAddress;

/**
 * Who a client is to the server (RFC 2131 §2): its client identifier, or its hardware address when it gives none.
 *
 * @param byIdentifier true when {@code bytes} is option 61; else it is htype and chaddr
 */
public record ClientKey(boolean byIdentifier, ByteString bytes) {
    static ClientKey of(DhcpMessage message) {
        ByteString identifier = message.options().bytes(OptionCode.CLIENT_IDENTIFIER);
        // RFC 2132 §9.14: at least two bytes, else it names nobody.
        return identifier != null && identifier.lengthBytes() >= 2
                ? new ClientKey(true, identifier)
                : new ClientKey(false, hardware(message));
    }

    /** A client that is known by its MAC address alone. */
    public static ClientKey of(MacAddress mac) {
        return new ClientKey(false, ClientIdentifier.of(mac));
    }

    public static ClientKey ofIdentifier(ByteString identifier) {
        return new ClientKey(true, identifier);
    }

    static ByteString hardware(DhcpMessage message) {
        byte[] b = new byte[1 + message.hardwareAddress().lengthBytes()];
        b[0] = (byte) message.hardwareType();
        message.hardwareAddress().writeTo(b, 1);
        return ByteString.copyOf(b);
    }

    @Override
    public String toString() {
        return ClientIdentifier.text(bytes);
    }
}
