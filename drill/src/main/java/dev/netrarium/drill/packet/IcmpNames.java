package dev.netrarium.drill.packet;

import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.IpFamily;
import org.jspecify.annotations.Nullable;

/** The words for ICMP's types and codes, per family. */
final class IcmpNames {
    private IcmpNames() {}

    static int type(IpFamily family, String name) throws UnbuildablePacketException {
        int type = family == IpFamily.IPV4
                ? switch (name) {
                    case "echo_reply" -> Icmpv4Message.ECHO_REPLY;
                    case "unreachable" -> Icmpv4Message.DESTINATION_UNREACHABLE;
                    case "source_quench" -> Icmpv4Message.SOURCE_QUENCH;
                    case "redirect" -> Icmpv4Message.REDIRECT;
                    case "echo_request" -> Icmpv4Message.ECHO_REQUEST;
                    case "time_exceeded" -> Icmpv4Message.TIME_EXCEEDED;
                    case "parameter_problem" -> Icmpv4Message.PARAMETER_PROBLEM;
                    default -> -1;
                }
                : switch (name) {
                    case "unreachable" -> Icmpv6Message.DESTINATION_UNREACHABLE;
                    case "packet_too_big" -> Icmpv6Message.PACKET_TOO_BIG;
                    case "time_exceeded" -> Icmpv6Message.TIME_EXCEEDED;
                    case "parameter_problem" -> Icmpv6Message.PARAMETER_PROBLEM;
                    case "echo_request" -> Icmpv6Message.ECHO_REQUEST;
                    case "echo_reply" -> Icmpv6Message.ECHO_REPLY;
                    default -> -1;
                };
        if (type < 0) {
            throw new UnbuildablePacketException("no ICMP message of " + family + " is called " + name);
        }
        return type;
    }

    static int code(IpFamily family, String type, @Nullable String name) throws UnbuildablePacketException {
        if (name == null) {
            return 0;
        }
        if (!name.isEmpty() && name.length() < 4 && name.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Integer.parseInt(name) & 0xff;
        }
        int code = family == IpFamily.IPV4
                ? switch (name) {
                    case "net_unreachable" -> Icmpv4Message.NETWORK_UNREACHABLE;
                    case "host_unreachable" -> Icmpv4Message.HOST_UNREACHABLE;
                    case "protocol_unreachable" -> Icmpv4Message.PROTOCOL_UNREACHABLE;
                    case "port_unreachable" -> Icmpv4Message.PORT_UNREACHABLE;
                    case "frag_needed" -> Icmpv4Message.FRAGMENTATION_NEEDED;
                    case "source_route_failed" -> Icmpv4Message.SOURCE_ROUTE_FAILED;
                    case "net_unknown" -> 6;
                    case "host_unknown" -> 7;
                    case "source_host_isolated" -> 8;
                    case "net_prohibited" -> 9;
                    case "host_prohibited" -> 10;
                    case "net_unreachable_for_tos" -> 11;
                    case "host_unreachable_for_tos" -> 12;
                    case "comm_prohibited" -> Icmpv4Message.ADMINISTRATIVELY_PROHIBITED;
                    case "host_precedence_violation" -> 14;
                    case "precedence_cutoff" -> 15;
                    case "ttl_exceeded" -> Icmpv4Message.TTL_EXCEEDED;
                    case "frag_time_exceeded" -> Icmpv4Message.REASSEMBLY_TIME_EXCEEDED;
                    default -> -1;
                }
                : switch (name) {
                    case "no_route" -> Icmpv6Message.NO_ROUTE;
                    case "admin_prohibited" -> Icmpv6Message.ADMINISTRATIVELY_PROHIBITED;
                    case "not_neighbour" -> Icmpv6Message.BEYOND_SCOPE;
                    case "addr_unreachable" -> Icmpv6Message.ADDRESS_UNREACHABLE;
                    case "port_unreachable" -> Icmpv6Message.PORT_UNREACHABLE;
                    case "policy_fail" -> Icmpv6Message.SOURCE_POLICY_FAILED;
                    case "reject_route" -> Icmpv6Message.ROUTE_REJECTED;
                    case "exc_hoplimit" -> Icmpv6Message.HOP_LIMIT_EXCEEDED;
                    case "exc_fragtime" -> Icmpv6Message.REASSEMBLY_TIME_EXCEEDED;
                    default -> -1;
                };
        if (code < 0) {
            throw new UnbuildablePacketException("no code of ICMP " + type + " of " + family + " is called " + name);
        }
        return code;
    }
}
