package dev.netrarium.wire.dissect;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.capture.LinkType;
import java.util.List;
import java.util.Locale;

/** ICMP (RFC 792); errors carry the beginning of the packet that they are about. */
final class Icmpv4Dissector implements Dissector {
    @Override
    public String protocol() {
        return "ICMP";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.ipProtocol(IpProtocol.ICMP));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int start = layer.start();
        int length = layer.declaredRemaining();
        int type = layer.u8("Type", Icmpv4Dissector::typeText);
        int code = layer.u8("Code");
        layer.skip(2);
        checksum(layer, start + Icmpv4Message.CHECKSUM);
        String text = switch (type) {
            case Icmpv4Message.ECHO_REQUEST, Icmpv4Message.ECHO_REPLY ->
                (type == Icmpv4Message.ECHO_REQUEST ? "echo request, id " : "echo reply, id ") + layer.u16("Identifier")
                        + ", seq " + layer.u16("Sequence number");
            case Icmpv4Message.TIMESTAMP, Icmpv4Message.TIMESTAMP_REPLY ->
                (type == Icmpv4Message.TIMESTAMP ? "time stamp query id " : "time stamp reply id ")
                        + layer.u16("Identifier") + " seq " + layer.u16("Sequence number");
            case Icmpv4Message.DESTINATION_UNREACHABLE -> {
                layer.skip(2);
                int mtu = layer.u16("MTU of next hop");
                yield unreachable(layer, code, mtu);
            }
            case Icmpv4Message.TIME_EXCEEDED -> {
                layer.skip(4);
                yield code == Icmpv4Message.TTL_EXCEEDED
                        ? "time exceeded in-transit"
                        : code == Icmpv4Message.REASSEMBLY_TIME_EXCEEDED
                                ? "ip reassembly time exceeded"
                                : "time exceeded-#" + code;
            }
            case Icmpv4Message.REDIRECT ->
                redirect(layer, code, layer.ip("Gateway", IpFamily.IPV4).toString());
            case Icmpv4Message.PARAMETER_PROBLEM -> {
                int pointer = layer.u8("Pointer");
                layer.skip(3);
                yield "parameter problem - octet " + pointer;
            }
            case Icmpv4Message.SOURCE_QUENCH -> {
                layer.skip(4);
                yield "source quench";
            }
            default -> {
                layer.skip(4);
                yield "type-#" + type;
            }
        };
        layer.summary(text).line("ICMP " + text + ", length " + length);
        if (Icmpv4Message.isError(type)) {
            layer.quotes(Selector.linkType(LinkType.IPV4));
        } else if (layer.remaining() > 0) {
            layer.hex("Data", layer.remaining());
        }
        return true;
    }

    private static void checksum(LayerBuilder layer, int at) {
        Network network = layer.network();
        if (!layer.isComplete()) {
            ChecksumField.unchecked(layer, "Checksum", at, "not all bytes are here");
        } else if (network != null && !network.unsummable().isEmpty()) {
            ChecksumField.unchecked(layer, "Checksum", at, network.unsummable());
        } else {
            ChecksumField.plain(layer, "Checksum", at, layer.end());
        }
    }

    private static String typeText(int type) {
        String name = switch (type) {
            case Icmpv4Message.ECHO_REPLY -> "echo reply";
            case Icmpv4Message.DESTINATION_UNREACHABLE -> "destination unreachable";
            case Icmpv4Message.SOURCE_QUENCH -> "source quench";
            case Icmpv4Message.REDIRECT -> "redirect";
            case Icmpv4Message.ECHO_REQUEST -> "echo request";
            case Icmpv4Message.TIME_EXCEEDED -> "time exceeded";
            case Icmpv4Message.PARAMETER_PROBLEM -> "parameter problem";
            case Icmpv4Message.TIMESTAMP -> "timestamp";
            case Icmpv4Message.TIMESTAMP_REPLY -> "timestamp reply";
            default -> "unknown";
        };
        return name + " (" + type + ")";
    }

    private static String unreachable(LayerBuilder layer, int code, int mtu) {
        String target = quotedDestination(layer);
        return switch (code) {
            case Icmpv4Message.NETWORK_UNREACHABLE -> "net " + target + " unreachable";
            case Icmpv4Message.HOST_UNREACHABLE -> "host " + target + " unreachable";
            case Icmpv4Message.PROTOCOL_UNREACHABLE -> target + " protocol " + quotedProtocol(layer) + " unreachable";
            case Icmpv4Message.PORT_UNREACHABLE -> target + quotedPort(layer) + " unreachable";
            case Icmpv4Message.FRAGMENTATION_NEEDED ->
                target + " unreachable - need to frag" + (mtu == 0 ? "" : " (mtu " + mtu + ")");
            case Icmpv4Message.SOURCE_ROUTE_FAILED -> target + " unreachable - source route failed";
            case Icmpv4Message.ADMINISTRATIVELY_PROHIBITED ->
                "host " + target + " unreachable - admin prohibited filter";
            default -> target + " unreachable - #" + code;
        };
    }

    private static String redirect(LayerBuilder layer, int code, String gateway) {
        String target = quotedDestination(layer);
        return switch (code) {
            case 0 -> "redirect " + target + " to net " + gateway;
            case 1 -> "redirect " + target + " to host " + gateway;
            case 2 -> "redirect-tos " + target + " to net " + gateway;
            case 3 -> "redirect-tos " + target + " to host " + gateway;
            default -> "redirect-#" + code + " " + target + " to net " + gateway;
        };
    }

    // The quoted packet, which begins at the position; too little of it shows as a question mark.

    private static String quotedDestination(LayerBuilder layer) {
        return layer.remaining() < Ipv4Header.BYTES
                ? "?"
                : Ipv4Address.read(layer.bytes(), layer.position() + Ipv4Header.DESTINATION)
                        .toString();
    }

    private static String quotedProtocol(LayerBuilder layer) {
        return layer.remaining() < Ipv4Header.BYTES
                ? "?"
                : Integer.toString(Ipv4Header.protocol(layer.bytes(), layer.position()));
    }

    private static String quotedPort(LayerBuilder layer) {
        if (layer.remaining() < Ipv4Header.BYTES) {
            return " port ?";
        }
        int header = Ipv4Header.headerBytes(layer.bytes(), layer.position());
        int protocol = Ipv4Header.protocol(layer.bytes(), layer.position());
        if (layer.remaining() < header + 4) {
            return " port ?";
        }
        int port = BigEndian.u16(layer.bytes(), layer.position() + header + 2);
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP
                ? " " + IpProtocol.name(protocol).toLowerCase(Locale.ROOT) + " port " + port
                : " protocol " + protocol + " port " + port;
    }
}
