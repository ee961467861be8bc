package dev.netrarium.wire.dissect;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.capture.LinkType;
import java.util.List;
import java.util.Locale;

/** ICMPv6 (RFC 4443), neighbour discovery included (RFC 4861). */
final class Icmpv6Dissector implements Dissector {
    @Override
    public String protocol() {
        return "ICMPv6";
    }

    @Override
    public List<Selector> selectors() {
        return List.of(Selector.ipProtocol(IpProtocol.ICMPV6));
    }

    @Override
    public boolean dissect(LayerBuilder layer) {
        int length = layer.declaredRemaining();
        int type = layer.u8("Type", Icmpv6Dissector::typeText);
        int code = layer.u8("Code");
        layer.skip(2);
        ChecksumField.withPseudoHeader(layer, "Checksum", layer.start() + Icmpv6Message.CHECKSUM, IpProtocol.ICMPV6);
        String text = switch (type) {
            case Icmpv6Message.ECHO_REQUEST, Icmpv6Message.ECHO_REPLY ->
                typeName(type) + ", id " + layer.u16("Identifier") + ", seq " + layer.u16("Sequence number");
            case Icmpv6Message.DESTINATION_UNREACHABLE -> {
                layer.skip(4);
                yield "destination unreachable, " + unreachable(layer, code);
            }
            case Icmpv6Message.PACKET_TOO_BIG -> "packet too big, mtu " + layer.u32("MTU");
            case Icmpv6Message.TIME_EXCEEDED -> {
                layer.skip(4);
                yield code == Icmpv6Message.HOP_LIMIT_EXCEEDED
                        ? "time exceeded in-transit for " + quotedDestination(layer)
                        : "ip reassembly time exceeded";
            }
            case Icmpv6Message.PARAMETER_PROBLEM -> parameterProblem(code) + " - octet " + layer.u32("Pointer");
            case Icmpv6Message.NEIGHBOUR_SOLICITATION -> {
                layer.skip(4);
                yield typeName(type) + ", who has " + layer.ip("Target", IpFamily.IPV6);
            }
            case Icmpv6Message.NEIGHBOUR_ADVERTISEMENT -> {
                layer.u32("Flags", NeighbourOptions::advertisementFlags);
                yield typeName(type) + ", tgt is " + layer.ip("Target", IpFamily.IPV6);
            }
            case Icmpv6Message.ROUTER_SOLICITATION -> {
                layer.skip(4);
                yield typeName(type);
            }
            case Icmpv6Message.ROUTER_ADVERTISEMENT -> {
                NeighbourOptions.routerFields(layer);
                yield typeName(type);
            }
            case Icmpv6Message.REDIRECT -> {
                layer.skip(4);
                String target = layer.ip("Target", IpFamily.IPV6).toString();
                yield "redirect, " + layer.ip("Destination", IpFamily.IPV6) + " to " + target;
            }
            default -> typeName(type);
        };
        layer.summary(text).line("ICMP6, " + text + ", length " + length);
        if (type >= Icmpv6Message.DESTINATION_UNREACHABLE && type <= Icmpv6Message.PARAMETER_PROBLEM) {
            layer.quotes(Selector.linkType(LinkType.IPV6));
        } else if (type >= Icmpv6Message.ROUTER_SOLICITATION && type <= Icmpv6Message.REDIRECT) {
            NeighbourOptions.read(layer);
        } else if (layer.remaining() > 0) {
            layer.hex("Data", layer.remaining());
        }
        return true;
    }

    private static String typeText(int type) {
        String name = typeName(type);
        return name.startsWith("unknown") ? name : name + " (" + type + ")";
    }

    /** In tcpdump's words. */
    private static String typeName(int type) {
        return switch (type) {
            case Icmpv6Message.DESTINATION_UNREACHABLE -> "destination unreachable";
            case Icmpv6Message.PACKET_TOO_BIG -> "packet too big";
            case Icmpv6Message.TIME_EXCEEDED -> "time exceeded";
            case Icmpv6Message.PARAMETER_PROBLEM -> "parameter problem";
            case Icmpv6Message.ECHO_REQUEST -> "echo request";
            case Icmpv6Message.ECHO_REPLY -> "echo reply";
            case Icmpv6Message.ROUTER_SOLICITATION -> "router solicitation";
            case Icmpv6Message.ROUTER_ADVERTISEMENT -> "router advertisement";
            case Icmpv6Message.NEIGHBOUR_SOLICITATION -> "neighbor solicitation";
            case Icmpv6Message.NEIGHBOUR_ADVERTISEMENT -> "neighbor advertisement";
            case Icmpv6Message.REDIRECT -> "redirect";
            default -> "unknown icmp6 type (" + type + ")";
        };
    }

    private static String unreachable(LayerBuilder layer, int code) {
        String target = quotedDestination(layer);
        return switch (code) {
            case Icmpv6Message.NO_ROUTE -> "unreachable route " + target;
            case Icmpv6Message.ADMINISTRATIVELY_PROHIBITED -> "unreachable prohibited " + target;
            case Icmpv6Message.BEYOND_SCOPE -> "beyond scope " + target + ", source address " + quotedSource(layer);
            case Icmpv6Message.ADDRESS_UNREACHABLE -> "unreachable address " + target;
            case Icmpv6Message.PORT_UNREACHABLE -> "unreachable port, " + target + quotedPort(layer);
            default -> "unknown unreach code " + code;
        };
    }

    private static String parameterProblem(int code) {
        return switch (code) {
            case 0 -> "parameter problem, erroneous";
            case Icmpv6Message.UNRECOGNISED_NEXT_HEADER -> "parameter problem, next header";
            case 2 -> "parameter problem, option";
            default -> "parameter problem, code #" + code;
        };
    }

    // The quoted packet, which begins at the position; too little of it shows as a question mark.

    private static String quotedDestination(LayerBuilder layer) {
        return quotedAddress(layer, Ipv6Header.DESTINATION);
    }

    private static String quotedSource(LayerBuilder layer) {
        return quotedAddress(layer, Ipv6Header.SOURCE);
    }

    private static String quotedAddress(LayerBuilder layer, int at) {
        return layer.remaining() < Ipv6Header.BYTES
                ? "?"
                : Ipv6Address.read(layer.bytes(), layer.position() + at).toString();
    }

    private static String quotedPort(LayerBuilder layer) {
        if (layer.remaining() < Ipv6Header.BYTES + 4) {
            return " port ?";
        }
        int protocol = Ipv6Header.nextHeader(layer.bytes(), layer.position());
        int port = BigEndian.u16(layer.bytes(), layer.position() + Ipv6Header.BYTES + 2);
        return protocol == IpProtocol.TCP || protocol == IpProtocol.UDP
                ? " " + IpProtocol.name(protocol).toLowerCase(Locale.ROOT) + " port " + port
                : " protocol " + protocol + " port " + port;
    }
}
