package dev.netrarium.services.dhcpv6;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.dissect.Dissector;
import dev.netrarium.wire.dissect.LayerBuilder;
import dev.netrarium.wire.dissect.Selector;
import java.util.List;
import java.util.Locale;

/** DHCPv6 over UDP ports 546 and 547: the message as a tree, and in one line as tcpdump has it. */
public final class Dhcp6Dissector implements Dissector {
    @Override
    public String protocol() {
        return "DHCPv6";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.udpPort(Dhcp6Message.CLIENT_PORT), Selector.udpPort(Dhcp6Message.SERVER_PORT));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        String name = name(layer.u8("Message type", code -> name(code) + " (" + code + ")"));
        layer.line("dhcp6 " + name).summary(name);
        int id = layer.u8() << 16 | layer.u16();
        layer.field("Transaction ID", String.format("0x%06x", id), layer.position() - 3, 3);
        layer.line("dhcp6 " + name + String.format(" (xid=%x)", id)).summary(name + String.format(" xid 0x%06x", id));
        while (layer.remaining() > 0) {
            int at = layer.position();
            int code = layer.u16();
            int length = layer.u16();
            layer.skip(length);
            ByteString value = ByteString.copyOf(layer.bytes(), at + 4, at + 4 + length);
            layer.field(option(code) + " (" + code + ")", meaning(code, value), at, 4 + length);
        }
        return true;
    }

    private static String name(int code) {
        Dhcp6Type type = Dhcp6Type.of(code);
        return type == null
                ? "message-" + code
                : type.name().toLowerCase(Locale.ROOT).replace('_', '-').replace("information", "inf");
    }

    private static String option(int code) {
        return switch (code) {
            case Dhcp6Option.CLIENT_IDENTIFIER -> "Client-ID";
            case Dhcp6Option.SERVER_IDENTIFIER -> "Server-ID";
            case Dhcp6Option.IA_NA -> "IA_NA";
            case Dhcp6Option.OPTION_REQUEST -> "Option-Request";
            case Dhcp6Option.PREFERENCE -> "Preference";
            case Dhcp6Option.ELAPSED_TIME -> "Elapsed-Time";
            case Dhcp6Option.STATUS_CODE -> "Status";
            case Dhcp6Option.RAPID_COMMIT -> "Rapid-Commit";
            case Dhcp6Option.NAME_SERVERS -> "DNS-Server";
            case Dhcp6Option.DOMAIN_SEARCH -> "DNS-Search-List";
            default -> "Option-" + code;
        };
    }

    private static String meaning(int code, ByteString value) {
        if (code == Dhcp6Option.IA_NA) {
            IdentityAssociation read = IdentityAssociation.read(value);
            return read == null ? value.toString() : read.toString();
        }
        if (code == Dhcp6Option.ELAPSED_TIME && value.lengthBytes() == 2) {
            return BigEndian.u16(value.toByteArray(), 0) * 10 + " ms";
        }
        Dhcp6Message alone = new Dhcp6Message(Dhcp6Type.REPLY, 0, List.of(new Dhcp6Option(code, value)));
        return switch (code) {
            case Dhcp6Option.NAME_SERVERS -> alone.nameServers().toString();
            case Dhcp6Option.DOMAIN_SEARCH -> alone.search().toString();
            case Dhcp6Option.STATUS_CODE -> Integer.toString(alone.status());
            default -> value.toString();
        };
    }
}
