package dev.netrarium.wire;

/** ARP for IPv4 over Ethernet (RFC 826). */
public record ArpPacket(
        int operation, MacAddress senderMac, Ipv4Address senderIp, MacAddress targetMac, Ipv4Address targetIp) {
    public static final int REQUEST = 1;
    public static final int REPLY = 2;

    public static final int HARDWARE_TYPE = 0;
    public static final int PROTOCOL_TYPE = 2;
    public static final int HARDWARE_LENGTH = 4;
    public static final int PROTOCOL_LENGTH = 5;
    public static final int OPERATION = 6;
    public static final int SENDER_MAC = 8;
    public static final int SENDER_IP = 14;
    public static final int TARGET_MAC = 18;
    public static final int TARGET_IP = 24;
    public static final int BYTES = 28;

    private static final int ETHERNET = 1;

    /** True when the bytes are an ARP message for IPv4 over Ethernet. Neither throws nor allocates. */
    public static boolean isValid(byte[] b, int at, int end) {
        return end - at >= BYTES
                && BigEndian.u16(b, at + HARDWARE_TYPE) == ETHERNET
                && BigEndian.u16(b, at + PROTOCOL_TYPE) == EtherType.IPV4
                && b[at + HARDWARE_LENGTH] == 6
                && b[at + PROTOCOL_LENGTH] == 4;
    }

    public static int operation(byte[] b, int at) {
        return BigEndian.u16(b, at + OPERATION);
    }

    public static long senderMac(byte[] b, int at) {
        return BigEndian.u48(b, at + SENDER_MAC);
    }

    public static int senderIp(byte[] b, int at) {
        return BigEndian.i32(b, at + SENDER_IP);
    }

    public static long targetMac(byte[] b, int at) {
        return BigEndian.u48(b, at + TARGET_MAC);
    }

    public static int targetIp(byte[] b, int at) {
        return BigEndian.i32(b, at + TARGET_IP);
    }

    /**
     * Reads the message at {@code at}.
     *
     * @throws MalformedPacketException when it is too short, or not for IPv4 over Ethernet
     */
    public static ArpPacket parse(byte[] b, int at, int end) {
        MalformedPacketException.requireBytes("ARP packet", b, at, end, BYTES);
        if (!isValid(b, at, end)) {
            throw new MalformedPacketException("ARP packet is not for IPv4 over Ethernet", at);
        }
        return new ArpPacket(
                operation(b, at),
                MacAddress.read(b, at + SENDER_MAC),
                Ipv4Address.read(b, at + SENDER_IP),
                MacAddress.read(b, at + TARGET_MAC),
                Ipv4Address.read(b, at + TARGET_IP));
    }

    public void writeTo(byte[] b, int at) {
        BigEndian.put16(b, at + HARDWARE_TYPE, ETHERNET);
        BigEndian.put16(b, at + PROTOCOL_TYPE, EtherType.IPV4);
        b[at + HARDWARE_LENGTH] = 6;
        b[at + PROTOCOL_LENGTH] = 4;
        BigEndian.put16(b, at + OPERATION, operation);
        senderMac.writeTo(b, at + SENDER_MAC);
        senderIp.writeTo(b, at + SENDER_IP);
        targetMac.writeTo(b, at + TARGET_MAC);
        targetIp.writeTo(b, at + TARGET_IP);
    }
}
