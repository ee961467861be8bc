package dev.netrarium.wire;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * An ICMP message (RFC 792; the MTU of "fragmentation needed" by RFC 1191).
 *
 * @param rest the four bytes after the checksum: identifier and sequence, MTU, gateway or pointer, by type
 * @param body what follows: echo data, or the quoted packet
 */
public record Icmpv4Message(int type, int code, int checksum, int rest, byte[] body) {
    public static final int TYPE = 0;
    public static final int CODE = 1;
    public static final int CHECKSUM = 2;
    public static final int IDENTIFIER = 4;
    public static final int SEQUENCE = 6;
    public static final int NEXT_HOP_MTU = 6;
    public static final int POINTER = 4;
    public static final int GATEWAY = 4;
    /** Length before echo data or the quoted packet. */
    public static final int BYTES = 8;

    public static final int ECHO_REPLY = 0;
    public static final int DESTINATION_UNREACHABLE = 3;
    public static final int SOURCE_QUENCH = 4;
    public static final int REDIRECT = 5;
    public static final int ECHO_REQUEST = 8;
    public static final int TIME_EXCEEDED = 11;
    public static final int PARAMETER_PROBLEM = 12;
    public static final int TIMESTAMP = 13;
    public static final int TIMESTAMP_REPLY = 14;

    public static final int NETWORK_UNREACHABLE = 0;
    public static final int HOST_UNREACHABLE = 1;
    public static final int PROTOCOL_UNREACHABLE = 2;
    public static final int PORT_UNREACHABLE = 3;
    public static final int FRAGMENTATION_NEEDED = 4;
    public static final int SOURCE_ROUTE_FAILED = 5;
    public static final int ADMINISTRATIVELY_PROHIBITED = 13;
    public static final int TTL_EXCEEDED = 0;
    public static final int REASSEMBLY_TIME_EXCEEDED = 1;

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

    public static int nextHopMtu(byte[] b, int at) {
        return BigEndian.u16(b, at + NEXT_HOP_MTU);
    }

    /** True for the types that quote the packet that they are about. */
    public static boolean isError(int type) {
        return type == DESTINATION_UNREACHABLE
                || type == SOURCE_QUENCH
                || type == REDIRECT
                || type == TIME_EXCEEDED
                || type == PARAMETER_PROBLEM;
    }

    /** Writes the first eight bytes with a zero checksum. */
    public static void writeHead(byte[] b, int at, int type, int code, int rest) {
        b[at + TYPE] = (byte) type;
        b[at + CODE] = (byte) code;
        putChecksum(b, at, 0);
        BigEndian.put32(b, at + IDENTIFIER, rest);
    }

    /** Sums the message as it stands and writes the checksum. */
    public static void completeChecksum(byte[] b, int at, int end) {
        putChecksum(b, at, 0);
        putChecksum(b, at, Checksum.finish(Checksum.add(0, b, at, end - at)));
    }

    /**
     * Reads the message that fills {@code [at, end)}.
     *
     * @throws MalformedPacketException when it is too short
     */
    public static Icmpv4Message parse(byte[] b, int at, int end) {
        MalformedPacketException.requireBytes("ICMP message", b, at, end, BYTES);
        return new Icmpv4Message(
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
        return other instanceof Icmpv4Message that && Arrays.equals(toByteArray(), that.toByteArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toByteArray());
    }

    @Override
    public String toString() {
        return "ICMP type " + type + ", code " + code + ", length " + lengthBytes();
    }
}
