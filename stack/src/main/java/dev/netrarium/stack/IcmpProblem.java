package dev.netrarium.stack;

import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.Icmpv6Message;

/** What this host may complain about, with the type and code of each family. */
enum IcmpProblem {
    NO_ROUTE(
            Icmpv4Message.DESTINATION_UNREACHABLE,
            Icmpv4Message.NETWORK_UNREACHABLE,
            Icmpv6Message.DESTINATION_UNREACHABLE,
            Icmpv6Message.NO_ROUTE),
    HOST_UNREACHABLE(
            Icmpv4Message.DESTINATION_UNREACHABLE,
            Icmpv4Message.HOST_UNREACHABLE,
            Icmpv6Message.DESTINATION_UNREACHABLE,
            Icmpv6Message.ADDRESS_UNREACHABLE),
    PROHIBITED(
            Icmpv4Message.DESTINATION_UNREACHABLE,
            Icmpv4Message.ADMINISTRATIVELY_PROHIBITED,
            Icmpv6Message.DESTINATION_UNREACHABLE,
            Icmpv6Message.ADMINISTRATIVELY_PROHIBITED),
    /** Carries the offset of the unknown next-header field for IPv6. */
    PROTOCOL_UNREACHABLE(
            Icmpv4Message.DESTINATION_UNREACHABLE,
            Icmpv4Message.PROTOCOL_UNREACHABLE,
            Icmpv6Message.PARAMETER_PROBLEM,
            Icmpv6Message.UNRECOGNISED_NEXT_HEADER),
    PORT_UNREACHABLE(
            Icmpv4Message.DESTINATION_UNREACHABLE,
            Icmpv4Message.PORT_UNREACHABLE,
            Icmpv6Message.DESTINATION_UNREACHABLE,
            Icmpv6Message.PORT_UNREACHABLE),
    /** Carries the MTU of the next link. */
    TOO_BIG(Icmpv4Message.DESTINATION_UNREACHABLE, Icmpv4Message.FRAGMENTATION_NEEDED, Icmpv6Message.PACKET_TOO_BIG, 0),
    TTL_EXCEEDED(
            Icmpv4Message.TIME_EXCEEDED,
            Icmpv4Message.TTL_EXCEEDED,
            Icmpv6Message.TIME_EXCEEDED,
            Icmpv6Message.HOP_LIMIT_EXCEEDED),
    REASSEMBLY_TIME_EXCEEDED(
            Icmpv4Message.TIME_EXCEEDED,
            Icmpv4Message.REASSEMBLY_TIME_EXCEEDED,
            Icmpv6Message.TIME_EXCEEDED,
            Icmpv6Message.REASSEMBLY_TIME_EXCEEDED),
    /** Carries the offset of the field that makes no sense. */
    PARAMETER(Icmpv4Message.PARAMETER_PROBLEM, 0, Icmpv6Message.PARAMETER_PROBLEM, 0),
    /** Carries the offset of an IPv6 option that nobody knows. */
    UNKNOWN_OPTION(Icmpv4Message.PARAMETER_PROBLEM, 0, Icmpv6Message.PARAMETER_PROBLEM, 2);

    final int type4;
    final int code4;
    final int type6;
    final int code6;

    IcmpProblem(int type4, int code4, int type6, int code6) {
        this.type4 = type4;
        this.code4 = code4;
        this.type6 = type6;
        this.code6 = code6;
    }

    /** The four bytes after the checksum of an IPv4 message. */
    int rest4(int argument) {
        return switch (this) {
            case TOO_BIG -> argument & 0xffff;
            case PARAMETER, UNKNOWN_OPTION -> argument << 24;
            default -> 0;
        };
    }

    /** The four bytes after the checksum of an IPv6 message. */
    int rest6(int argument) {
        return switch (this) {
            case TOO_BIG, PARAMETER, UNKNOWN_OPTION, PROTOCOL_UNREACHABLE -> argument;
            default -> 0;
        };
    }
}
