package dev.netrarium.wire;

/**
 * The IPv6 header (RFC 8200 §3).
 *
 * <pre>
 *  0       1       2       3
 * +---+-------+-------------------+
 * |ver| class |    flow label     |  0
 * |payload length | next  | hops  |  4
 * |        source address         |  8
 * |      destination address      | 24
 * +-------------------------------+
 * </pre>
 */
public record Ipv6Header(
        int trafficClass,
        int flowLabel,
        int payloadLength,
        int nextHeader,
        int hopLimit,
        Ipv6Address source,
        Ipv6Address destination) {
    public static final int VERSION_CLASS_LABEL = 0;
    public static final int PAYLOAD_LENGTH = 4;
    public static final int NEXT_HEADER = 6;
    public static final int HOP_LIMIT = 7;
    public static final int SOURCE = 8;
    public static final int DESTINATION = 24;
    public static final int BYTES = 40;

    /** The MTU that every IPv6 link has at the least (RFC 8200 §5). */
    public static final int MINIMUM_MTU_BYTES = 1280;

    /** What {@link #check} finds. */
    public enum Fault {
        NONE,
        TRUNCATED,
        MALFORMED
    }

    /** Looks whether the bytes begin with a header whose packet is all there. Neither throws nor allocates. */
    public static Fault check(byte[] b, int at, int end) {
        if (end - at < BYTES) {
            return Fault.TRUNCATED;
        }
        if (version(b, at) != 6) {
            return Fault.MALFORMED;
        }
        return end - at - BYTES < payloadLength(b, at) ? Fault.TRUNCATED : Fault.NONE;
    }

    public static int version(byte[] b, int at) {
        return (b[at] & 0xff) >>> 4;
    }

    public static int trafficClass(byte[] b, int at) {
        return BigEndian.i32(b, at) >>> 20 & 0xff;
    }

    public static void putTrafficClass(byte[] b, int at, int trafficClass) {
        BigEndian.put32(b, at, BigEndian.i32(b, at) & 0xf00f_ffff | (trafficClass & 0xff) << 20);
    }

    public static int flowLabel(byte[] b, int at) {
        return BigEndian.i32(b, at) & 0xf_ffff;
    }

    public static int payloadLength(byte[] b, int at) {
        return BigEndian.u16(b, at + PAYLOAD_LENGTH);
    }

    public static void putPayloadLength(byte[] b, int at, int bytes) {
        BigEndian.put16(b, at + PAYLOAD_LENGTH, bytes);
    }

    public static int nextHeader(byte[] b, int at) {
        return b[at + NEXT_HEADER] & 0xff;
    }

    public static void putNextHeader(byte[] b, int at, int protocol) {
        b[at + NEXT_HEADER] = (byte) protocol;
    }

    public static int hopLimit(byte[] b, int at) {
        return b[at + HOP_LIMIT] & 0xff;
    }

    public static void putHopLimit(byte[] b, int at, int hops) {
        b[at + HOP_LIMIT] = (byte) hops;
    }

    public static long sourceHigh(byte[] b, int at) {
        return BigEndian.i64(b, at + SOURCE);
    }

    public static long sourceLow(byte[] b, int at) {
        return BigEndian.i64(b, at + SOURCE + 8);
    }

    public static void putSource(byte[] b, int at, long high, long low) {
        BigEndian.put64(b, at + SOURCE, high);
        BigEndian.put64(b, at + SOURCE + 8, low);
    }

    public static long destinationHigh(byte[] b, int at) {
        return BigEndian.i64(b, at + DESTINATION);
    }

    public static long destinationLow(byte[] b, int at) {
        return BigEndian.i64(b, at + DESTINATION + 8);
    }

    public static void putDestination(byte[] b, int at, long high, long low) {
        BigEndian.put64(b, at + DESTINATION, high);
        BigEndian.put64(b, at + DESTINATION + 8, low);
    }

    /** Writes all fields but the addresses. */
    public static void write(
            byte[] b, int at, int trafficClass, int flowLabel, int payloadLength, int nextHeader, int hopLimit) {
        BigEndian.put32(b, at, 6 << 28 | (trafficClass & 0xff) << 20 | flowLabel & 0xf_ffff);
        BigEndian.put16(b, at + PAYLOAD_LENGTH, payloadLength);
        b[at + NEXT_HEADER] = (byte) nextHeader;
        b[at + HOP_LIMIT] = (byte) hopLimit;
    }

    /**
     * Reads the header at {@code at}.
     *
     * @throws MalformedPacketException when it is too short or says another version
     */
    public static Ipv6Header parse(byte[] b, int at, int end) {
        MalformedPacketException.requireBytes("IPv6 header", b, at, end, BYTES);
        if (version(b, at) != 6) {
            throw new MalformedPacketException("IPv6 header says version " + version(b, at), at);
        }
        return new Ipv6Header(
                trafficClass(b, at),
                flowLabel(b, at),
                payloadLength(b, at),
                nextHeader(b, at),
                hopLimit(b, at),
                Ipv6Address.read(b, at + SOURCE),
                Ipv6Address.read(b, at + DESTINATION));
    }

    public void writeTo(byte[] b, int at) {
        write(b, at, trafficClass, flowLabel, payloadLength, nextHeader, hopLimit);
        source.writeTo(b, at + SOURCE);
        destination.writeTo(b, at + DESTINATION);
    }
}
