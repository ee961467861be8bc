package dev.netrarium.wire;

/** The UDP header (RFC 768). */
public record UdpHeader(int sourcePort, int destinationPort, int length, int checksum) {
    public static final int SOURCE_PORT = 0;
    public static final int DESTINATION_PORT = 2;
    public static final int LENGTH = 4;
    public static final int CHECKSUM = 6;
    public static final int BYTES = 8;

    /** True when header and data are all there. Neither throws nor allocates. */
    public static boolean isValid(byte[] b, int at, int end) {
        return end - at >= BYTES && length(b, at) >= BYTES && length(b, at) <= end - at;
    }

    public static int sourcePort(byte[] b, int at) {
        return BigEndian.u16(b, at + SOURCE_PORT);
    }

    public static void putSourcePort(byte[] b, int at, int port) {
        BigEndian.put16(b, at + SOURCE_PORT, port);
    }

    public static int destinationPort(byte[] b, int at) {
        return BigEndian.u16(b, at + DESTINATION_PORT);
    }

    public static void putDestinationPort(byte[] b, int at, int port) {
        BigEndian.put16(b, at + DESTINATION_PORT, port);
    }

    /** Header and data. */
    public static int length(byte[] b, int at) {
        return BigEndian.u16(b, at + LENGTH);
    }

    public static void putLength(byte[] b, int at, int bytes) {
        BigEndian.put16(b, at + LENGTH, bytes);
    }

    public static int checksum(byte[] b, int at) {
        return BigEndian.u16(b, at + CHECKSUM);
    }

    public static void putChecksum(byte[] b, int at, int checksum) {
        BigEndian.put16(b, at + CHECKSUM, checksum);
    }

    /**
     * Reads the header at {@code at}.
     *
     * @throws MalformedPacketException when it is too short or says less than its own length
     */
    public static UdpHeader parse(byte[] b, int at, int end) {
        MalformedPacketException.requireBytes("UDP header", b, at, end, BYTES);
        if (length(b, at) < BYTES) {
            throw new MalformedPacketException("UDP header says a length of " + length(b, at), at + LENGTH);
        }
        return new UdpHeader(sourcePort(b, at), destinationPort(b, at), length(b, at), checksum(b, at));
    }

    public void writeTo(byte[] b, int at) {
        putSourcePort(b, at, sourcePort);
        putDestinationPort(b, at, destinationPort);
        putLength(b, at, length);
        putChecksum(b, at, checksum);
    }
}
