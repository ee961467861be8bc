package dev.netrarium.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An ICMPv6 message (RFC 4443), neighbour discovery's (RFC 4861) included.
 *
 * @param rest the four bytes after the checksum: identifier and sequence, MTU, pointer or flags, by type
 * @param body what follows: echo data, the quoted packet, or a target address and options
 */
public record Icmpv6Message(int type, int code, int checksum, int rest, byte[] body) {
    public static final int TYPE = 0;
    public static final int CODE = 1;
    public static final int CHECKSUM = 2;
    public static final int IDENTIFIER = 4;
    public static final int SEQUENCE = 6;
    public static final int MTU = 4;
    public static final int POINTER = 4;
    public static final int FLAGS = 4;
    /** Length before echo data or the quoted packet. */
    public static final int BYTES = 8;
    /** The target address of a neighbour solicitation or advertisement. */
    public static final int TARGET = 8;
    /** Where the options of a neighbour solicitation or advertisement begin. */
    public static final int NEIGHBOUR_OPTIONS = 24;

    public static final int DESTINATION_UNREACHABLE = 1;
    public static final int PACKET_TOO_BIG = 2;
    public static final int TIME_EXCEEDED = 3;
    public static final int PARAMETER_PROBLEM = 4;
    public static final int ECHO_REQUEST = 128;
    public static final int ECHO_REPLY = 129;
    public static final int ROUTER_SOLICITATION = 133;
    public static final int ROUTER_ADVERTISEMENT = 134;
    public static final int NEIGHBOUR_SOLICITATION = 135;
    public static final int NEIGHBOUR_ADVERTISEMENT = 136;
    public static final int REDIRECT = 137;

    public static final int NO_ROUTE = 0;
    public static final int ADMINISTRATIVELY_PROHIBITED = 1;
    public static final int BEYOND_SCOPE = 2;
    public static final int ADDRESS_UNREACHABLE = 3;
    public static final int PORT_UNREACHABLE = 4;
    public static final int SOURCE_POLICY_FAILED = 5;
    public static final int ROUTE_REJECTED = 6;
    public static final int HOP_LIMIT_EXCEEDED = 0;
    public static final int REASSEMBLY_TIME_EXCEEDED = 1;
    public static final int UNRECOGNISED_NEXT_HEADER = 1;

    /** Flags of a neighbour advertisement. */
    public static final int ROUTER = 0x8000_0000;

    public static final int SOLICITED = 0x4000_0000;
    public static final int OVERRIDE = 0x2000_0000;

    public static final int OPTION_SOURCE_LINK_ADDRESS = 1;
    public static final int OPTION_TARGET_LINK_ADDRESS = 2;

    public static int type(byte[] b, int at) {
        return b[at + TYPE] & 0xff;
    }

    public static int code(byte[] b, int at) {
        return b[at + CODE] & 0xff;
    }

    public static int checksum(byte[] b, int at) {
        return BigEndian.u16(b, at + CHECKSUM);
    }

    public static void putChecksum(byte[] b, int at, int checksum) {
        BigEndian.put16(b, at + CHECKSUM, checksum);
    }

    public static int identifier(byte[] b, int at) {
        return BigEndian.u16(b, at + IDENTIFIER);
    }

    public static void putIdentifier(byte[] b, int at, int identifier) {
        BigEndian.put16(b, at + IDENTIFIER, identifier);
    }

    public static int sequence(byte[] b, int at) {
        return BigEndian.u16(b, at + SEQUENCE);
    }

    public static int mtu(byte[] b, int at) {
        return BigEndian.i32(b, at + MTU);
    }

    public static int flags(byte[] b, int at) {
        return BigEndian.i32(b, at + FLAGS);
    }

    /** Error messages have types below 128 and quote the packet that they are about. */
    public static boolean isError(int type) {
        return type < 128;
    }

    /**
     * Finds the link address in an option of a neighbour message.
     *
     * @param option {@link #OPTION_SOURCE_LINK_ADDRESS} or {@link #OPTION_TARGET_LINK_ADDRESS}
     * @return the MAC address's bits, -1 when there is none, or -2 when the options are malformed
     */
    public static long linkAddress(byte[] b, int at, int end, int option) {
        int o = at + NEIGHBOUR_OPTIONS;
        long found = -1;
        while (o < end) {
            if (end - o < 8) {
                return -2;
            }
            int length = (b[o + 1] & 0xff) * 8;
            if (length == 0 || length > end - o) {
                return -2;
            }
            if ((b[o] & 0xff) == option && length == 8 && found == -1) {
                found = BigEndian.u48(b, o + 2);
            }
            o += length;
        }
        return found;
    }

    /** Writes the first eight bytes with a zero checksum. */
    public static void writeHead(byte[] b, int at, int type, int code, int rest) {
        b[at + TYPE] = (byte) type;
        b[at + CODE] = (byte) code;
        putChecksum(b, at, 0);
        BigEndian.put32(b, at + IDENTIFIER, rest);
    }

    /** Sums the message and its pseudo-header (addresses from the IPv6 header) and writes the checksum. */
    public static void completeChecksum(byte[] b, int networkAt, int at, int end) {
        putChecksum(b, at, 0);
        long sum = Checksum.pseudoHeader(IpFamily.IPV6, b, networkAt, IpProtocol.ICMPV6, end - at);
        putChecksum(b, at, Checksum.finish(Checksum.add(sum, b, at, end - at)));
    }

    /**
     * Reads the message that fills {@code [at, end)}.
     *
     * @throws MalformedPacketException when it is too short
     */
    public static Icmpv6Message parse(byte[] b, int at, int end) {
        MalformedPacketException.requireBytes("ICMPv6 message", b, at, end, BYTES);
        return new Icmpv6Message(
                type(b, at),
                code(b, at),
                checksum(b, at),
                BigEndian.i32(b, at + IDENTIFIER),
                Arrays.copyOfRange(b, at + BYTES, end));
    }

    public int lengthBytes() {
        return BYTES + body.length;
    }

    public void writeTo(byte[] b, int at) {
        writeHead(b, at, type, code, rest);
        putChecksum(b, at, checksum);
        System.arraycopy(body, 0, b, at + BYTES, body.length);
    }

    /** The bytes that {@link #writeTo} writes. */
    public byte[] toByteArray() {
        byte[] b = new byte[lengthBytes()];
        writeTo(b, 0);
        return b;
    }

    /** Equal bytes on the wire. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Icmpv6Message that && Arrays.equals(toByteArray(), that.toByteArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toByteArray());
    }

    @Override
    public String toString() {
        return "ICMPv6 type " + type + ", code " + code + ", length " + lengthBytes();
    }
}
