package dev.netrarium.stack;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import org.jspecify.annotations.Nullable;

/** Understands ICMP errors: what they say, and the packet that they quote. */
final class IcmpErrorReader {
    /** The shortest extension header. */
    private static final int EXTENSION_BYTES = 8;

    /** RFC 1191 §7: where an old router names no MTU, the next smaller one in use. */
    private static final int[] PLATEAUS = {32000, 17914, 8166, 4352, 2002, 1492, 1006, 508, 296, 68};

    private IcmpErrorReader() {}

    /** What a message says; null for types and codes that nobody knows, and for historic ones. */
    static @Nullable IcmpError read(Packet packet, IpAddress reporter) {
        byte[] b = packet.bytes;
        int at = packet.transport;
        return IpFields.isV4(packet) ? readIpv4(b, at, reporter) : readIpv6(b, at, reporter);
    }

    private static @Nullable IcmpError readIpv4(byte[] b, int at, IpAddress reporter) {
        int code = Icmpv4Message.code(b, at);
        return switch (Icmpv4Message.type(b, at)) {
            case Icmpv4Message.DESTINATION_UNREACHABLE ->
                switch (code) {
                    case 0, 6, 8, 11 -> new IcmpError.NetworkUnreachable(reporter);
                    case 1, 7, 12, 14 -> new IcmpError.HostUnreachable(reporter);
                    case 2 -> new IcmpError.ProtocolUnreachable(reporter);
                    case 3 -> new IcmpError.PortUnreachable(reporter);
                    case 4 -> new IcmpError.PacketTooBig(reporter, Icmpv4Message.nextHopMtu(b, at));
                    case 5 -> new IcmpError.SourceRouteFailed(reporter);
                    case 9, 10, 13, 15 -> new IcmpError.AdministrativelyProhibited(reporter);
                    default -> null;
                };
            case Icmpv4Message.TIME_EXCEEDED -> timeExceeded(code, reporter);
            case Icmpv4Message.PARAMETER_PROBLEM ->
                new IcmpError.ParameterProblem(reporter, b[at + Icmpv4Message.POINTER] & 0xff);
            default -> null;
        };
    }

    private static @Nullable IcmpError readIpv6(byte[] b, int at, IpAddress reporter) {
        int code = Icmpv6Message.code(b, at);
        return switch (Icmpv6Message.type(b, at)) {
            case Icmpv6Message.DESTINATION_UNREACHABLE ->
                switch (code) {
                    case 0 -> new IcmpError.NetworkUnreachable(reporter);
                    case 1, 5, 6 -> new IcmpError.AdministrativelyProhibited(reporter);
                    case 2, 3 -> new IcmpError.HostUnreachable(reporter);
                    case 4 -> new IcmpError.PortUnreachable(reporter);
                    default -> null;
                };
            case Icmpv6Message.PACKET_TOO_BIG -> {
                int mtu = Icmpv6Message.mtu(b, at);
                yield new IcmpError.PacketTooBig(reporter, mtu < 0 ? Integer.MAX_VALUE : mtu);
            }
            case Icmpv6Message.TIME_EXCEEDED -> timeExceeded(code, reporter);
            case Icmpv6Message.PARAMETER_PROBLEM ->
                code == Icmpv6Message.UNRECOGNISED_NEXT_HEADER
                        ? new IcmpError.ProtocolUnreachable(reporter)
                        : new IcmpError.ParameterProblem(reporter, BigEndian.i32(b, at + Icmpv6Message.POINTER));
            default -> null;
        };
    }

    private static @Nullable IcmpError timeExceeded(int code, IpAddress reporter) {
        return switch (code) {
            case 0 -> new IcmpError.TimeToLiveExceeded(reporter);
            case 1 -> new IcmpError.ReassemblyTimeExceeded(reporter);
            default -> null;
        };
    }

    /**
     * Moves the packet's network and transport offsets to the packet that the error quotes.
     *
     * @return the quoted packet's protocol; -1 when what is quoted is malformed or too short
     */
    static int enterQuoted(Packet packet) {
        boolean isV4 = IpFields.isV4(packet);
        int at = packet.transport + Icmpv4Message.BYTES;
        return isV4 ? enterIpv4(packet, at) : enterIpv6(packet, at);
    }

    private static int enterIpv4(Packet packet, int at) {
        byte[] b = packet.bytes;
        if (packet.end - at < Ipv4Header.BYTES
                || Ipv4Header.version(b, at) != 4
                || Ipv4Header.headerBytes(b, at) < Ipv4Header.BYTES
                || Ipv4Header.fragmentOffsetBytes(b, at) != 0) {
            return -1;
        }
        int transport = at + Ipv4Header.headerBytes(b, at);
        if (transport > packet.end) {
            return -1;
        }
        packet.network = at;
        packet.transport = transport;
        return Ipv4Header.protocol(b, at);
    }

    private static int enterIpv6(Packet packet, int from) {
        byte[] b = packet.bytes;
        if (packet.end - from < Ipv6Header.BYTES || Ipv6Header.version(b, from) != 6) {
            return -1;
        }
        int next = Ipv6Header.nextHeader(b, from);
        int at = from + Ipv6Header.BYTES;
        for (int i = 0; i <= Ipv6Extensions.MOST_HEADERS; i++) {
            boolean isExtension = next == IpProtocol.FRAGMENT || Ipv6Extensions.isSkipped(next);
            if (packet.end - at < (isExtension ? EXTENSION_BYTES : 0)) {
                return -1;
            }
            if (next == IpProtocol.FRAGMENT) {
                if (Ipv6Extensions.fragmentOffsetBytes(b, at) != 0) {
                    return -1;
                }
                next = b[at] & 0xff;
                at += Ipv6Extensions.FRAGMENT_BYTES;
            } else if (Ipv6Extensions.isSkipped(next)) {
                next = b[at] & 0xff;
                at += ((b[at + 1] & 0xff) + 1) * 8;
            } else {
                packet.network = from;
                packet.transport = at;
                return next;
            }
        }
        return -1;
    }

    /** The MTU to go by, of a "too big" about an IPv4 packet of that length. */
    static int plateau(int namedMtu, int lengthBytes) {
        if (namedMtu != 0) {
            return namedMtu;
        }
        for (int mtu : PLATEAUS) {
            if (mtu < lengthBytes) {
                return mtu;
            }
        }
        return PLATEAUS[PLATEAUS.length - 1];
    }
}
