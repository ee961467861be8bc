package dev.netrarium.wire;

/**
 * An IEEE 802 MAC address, EUI-48.
 *
 * @param bits the 48 bits as a number, first octet highest
 */
public record MacAddress(long bits) implements Comparable<MacAddress> {
    public static final MacAddress BROADCAST = new MacAddress(0xffff_ffff_ffffL);
    public static final MacAddress ZERO = new MacAddress(0);

    public MacAddress {
        if (bits >>> 48 != 0) {
            throw new IllegalArgumentException("a MAC address has 48 bits: " + Long.toHexString(bits));
        }
    }

    /**
     * Parses {@code 00:05:5d:61:58:a8}; hyphens are taken too.
     *
     * @throws IllegalArgumentException when the text is not an address
     */
    public static MacAddress of(String text) {
        String[] octets = text.split("[:-]", -1);
        if (octets.length != 6) {
            throw new IllegalArgumentException("not a MAC address: \"" + text + "\"");
        }
        long bits = 0;
        for (String octet : octets) {
            if (octet.isEmpty() || octet.length() > 2) {
                throw new IllegalArgumentException("not a MAC address: \"" + text + "\"");
            }
            for (int i = 0; i < octet.length(); i++) {
                if (Character.digit(octet.charAt(i), 16) < 0) {
                    throw new IllegalArgumentException("not a MAC address: \"" + text + "\"");
                }
            }
            bits = bits << 8 | Integer.parseInt(octet, 16);
        }
        return new MacAddress(bits);
    }

    public static MacAddress read(byte[] b, int at) {
        return new MacAddress(BigEndian.u48(b, at));
    }

    /** The group address of a multicast or broadcast IP address (RFC 1112 §6.4, RFC 2464 §7). */
    public static MacAddress multicastFor(IpAddress group) {
        return switch (group) {
            case Ipv4Address v4 ->
                v4.equals(Ipv4Address.BROADCAST)
                        ? BROADCAST
                        : new MacAddress(0x0100_5e00_0000L | v4.bits() & 0x7f_ffff);
            case Ipv6Address v6 -> new MacAddress(0x3333_0000_0000L | v6.low() & 0xffff_ffffL);
        };
    }

    public void writeTo(byte[] b, int at) {
        BigEndian.put48(b, at, bits);
    }

    /** True for a group address, broadcast included. */
    public boolean isMulticast() {
        return (bits & 0x0100_0000_0000L) != 0;
    }

    public boolean isBroadcast() {
        return bits == 0xffff_ffff_ffffL;
    }

    @Override
    public int compareTo(MacAddress other) {
        return Long.compare(bits, other.bits);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(17);
        for (int shift = 40; shift >= 0; shift -= 8) {
            int octet = (int) (bits >>> shift) & 0xff;
            text.append(Character.forDigit(octet >>> 4, 16)).append(Character.forDigit(octet & 0xf, 16));
            if (shift > 0) {
                text.append(':');
            }
        }
        return text.toString();
    }
}
