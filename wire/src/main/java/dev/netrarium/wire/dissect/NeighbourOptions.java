package dev.netrarium.wire.dissect;

import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.IpFamily;

/** The fields and options of router and neighbour messages (RFC 4861 §4). */
final class NeighbourOptions {
    private static final int PREFIX_INFORMATION = 3;
    private static final int MTU = 5;

    private NeighbourOptions() {}

    static String advertisementFlags(long flags) {
        StringBuilder text = new StringBuilder();
        Ipv4Dissector.append(text, ((int) flags & Icmpv6Message.ROUTER) != 0, "router");
        Ipv4Dissector.append(text, ((int) flags & Icmpv6Message.SOLICITED) != 0, "solicited");
        Ipv4Dissector.append(text, ((int) flags & Icmpv6Message.OVERRIDE) != 0, "override");
        return text.isEmpty() ? "none" : text.toString();
    }

    /** A router advertisement's fields between checksum and options (§4.2). */
    static void routerFields(LayerBuilder layer) {
        layer.u8("Hop limit");
        layer.u8("Flags", flags -> String.format("0x%02x", flags));
        layer.u16("Router lifetime", seconds -> seconds + " s");
        layer.u32("Reachable time", millis -> millis + " ms");
        layer.u32("Retransmission timer", millis -> millis + " ms");
    }

    /** Reads options to the layer's end; each is some times eight bytes long. */
    static void read(LayerBuilder layer) {
        while (layer.remaining() > 0) {
            int at = layer.position();
            int type = layer.u8();
            int length = layer.u8() * 8;
            if (length == 0) {
                layer.note("malformed: an option of length 0");
                layer.moveTo(layer.end());
                return;
            }
            layer.beginGroup("Option", name(type) + ", " + length + " bytes", at, length);
            value(layer, type, length);
            layer.moveTo(at + length).endGroup();
        }
    }

    /** A known option of another length than its own shows as bytes. */
    private static void value(LayerBuilder layer, int type, int length) {
        boolean linkAddress =
                type == Icmpv6Message.OPTION_SOURCE_LINK_ADDRESS || type == Icmpv6Message.OPTION_TARGET_LINK_ADDRESS;
        if (linkAddress && length == 8) {
            layer.mac("Link address");
        } else if (type == PREFIX_INFORMATION && length == 32) {
            layer.u8("Prefix length");
            layer.u8("Flags", flags -> String.format("0x%02x", flags));
            layer.u32("Valid lifetime", seconds -> seconds + " s");
            layer.u32("Preferred lifetime", seconds -> seconds + " s");
            layer.skip(4).ip("Prefix", IpFamily.IPV6);
        } else if (type == MTU && length == 8) {
            layer.skip(2).u32("MTU");
        } else {
            layer.hex("Data", length - 2);
        }
    }

    private static String name(int type) {
        return switch (type) {
            case Icmpv6Message.OPTION_SOURCE_LINK_ADDRESS -> "source link address (1)";
            case Icmpv6Message.OPTION_TARGET_LINK_ADDRESS -> "target link address (2)";
            case PREFIX_INFORMATION -> "prefix information (3)";
            case 4 -> "redirected header (4)";
            case MTU -> "MTU (5)";
            default -> "type " + type;
        };
    }
}
