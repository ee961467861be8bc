package dev.netrarium.wire;

/**
 * The Ethernet II header.
 *
 * <pre>
 *  0                   6                   12      14
 * +-------------------+-------------------+-------+
 * | destination       | source            | type  |
 * +-------------------+-------------------+-------+
 * </pre>
 */
public record EthernetHeader(MacAddress destination, MacAddress source, int etherType) {
    public static final int DESTINATION = 0;
    public static final int SOURCE = 6;
    public static final int TYPE = 12;
    /** Length of the header. */
    public static final int BYTES = 14;
    /** The least payload of a frame; shorter ones are padded on the wire. */
    public static final int MINIMUM_PAYLOAD_BYTES = 46;

    public static long destination(byte[] b, int at) {
        return BigEndian.u48(b, at + DESTINATION);
    }

    public static void putDestination(byte[] b, int at, long mac) {
        BigEndian.put48(b, at + DESTINATION, mac);
    }

    public static long source(byte[] b, int at) {
        return BigEndian.u48(b, at + SOURCE);
    }

    public static void putSource(byte[] b, int at, long mac) {
        BigEndian.put48(b, at + SOURCE, mac);
    }

    public static int etherType(byte[] b, int at) {
        return BigEndian.u16(b, at + TYPE);
    }

    public static void putEtherType(byte[] b, int at, int etherType) {
        BigEndian.put16(b, at + TYPE, etherType);
    }

    /**
     * Reads the header at {@code at}.
     *
     * @throws MalformedPacketException when fewer than {@link #BYTES} bytes are there
     */
    public static EthernetHeader parse(byte[] b, int at, int end) {
        MalformedPacketException.requireBytes("Ethernet header", b, at, end, BYTES);
        return new EthernetHeader(
                MacAddress.read(b, at + DESTINATION), MacAddress.read(b, at + SOURCE), etherType(b, at));
    }

    public void writeTo(byte[] b, int at) {
        destination.writeTo(b, at + DESTINATION);
        source.writeTo(b, at + SOURCE);
        putEtherType(b, at, etherType);
    }
}
