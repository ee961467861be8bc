package dev.netrarium.wire.dissect;

import dev.netrarium.wire.IpProtocol;
import java.util.List;

/** IPv6's hop-by-hop options (RFC 8200 §4.3). */
final class Ipv6OptionsDissector implements Dissector {
    private static final int PAD_1 = 0;
    private static final int PAD_N = 1;
    /** RFC 2711. */
    private static final int ROUTER_ALERT = 5;
    /** RFC 2675. */
    private static final int JUMBO_PAYLOAD = 0xc2;

    @Override
    public String protocol() {
        return "IPv6 hop-by-hop options";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.ipProtocol(IpProtocol.HOP_BY_HOP));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        read(layer, "HBH ");
        return true;
    }

    /** Both headers with options look the same. */
    static void read(LayerBuilder layer, String name) {
        int start = layer.start();
        int next = layer.u8("Next header", Ipv4Dissector::protocolText);
        int length = (layer.u8("Length", units -> (units + 1) * 8 + " bytes") + 1) * 8;
        int end = start + length;
        StringBuilder found = new StringBuilder();
        while (layer.position() < end) {
            String option = option(layer, end);
            Ipv4Dissector.append(found, !option.isEmpty(), option);
        }
        layer.summary(found.isEmpty() ? "padding only" : found.toString());
        layer.line(name + "ip-proto-" + next + " " + layer.declaredRemaining()).lineInside(name);
        layer.carries(Selector.ipProtocol(next));
    }

    /** Reads one option; returns its text, "" for padding. */
    private static String option(LayerBuilder layer, int end) {
        int at = layer.position();
        int type = layer.u8();
        if (type == PAD_1) {
            layer.field("Pad1", "", at, 1);
            return "";
        }
        int length = layer.u8();
        if (length > end - layer.position()) {
            layer.note("malformed: an option of " + length + " bytes reaches past the header's end");
            layer.moveTo(end);
            return "[bad option]";
        }
        layer.skip(length);
        if (type == PAD_N) {
            layer.field("PadN", length + 2 + " bytes", at, length + 2);
            return "";
        }
        String name = switch (type) {
            case ROUTER_ALERT -> "router alert";
            case JUMBO_PAYLOAD -> "jumbo payload";
            default -> String.format("option 0x%02x", type);
        };
        layer.field("Option", name + ", " + length + " bytes", at, length + 2);
        return name;
    }
}
