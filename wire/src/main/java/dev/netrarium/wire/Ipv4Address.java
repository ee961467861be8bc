package dev.netrarium.wire;

/**
 * An IPv4 address (RFC 791).
 *
 * @param bits the address as a number, first octet highest
 */
public record Ipv4Address(int bits) implements IpAddress {
    public static final Ipv4Address ANY = new Ipv4Address(0);
    public static final Ipv4Address BROADCAST = new Ipv4Address(-1);
    public static final Ipv4Address LOOPBACK = of(127, 0, 0, 1);
    public static final Ipv4Address ALL_HOSTS = of(224, 0, 0, 1);

    /** The high word of every mapped address's low half. */
    private static final long MAPPED = 0xffff_0000_0000L;

    /**
     * Parses four decimal numbers with dots. Octal, hexadecimal and short forms are refused, as inet_pton does.
     *
     * @throws IllegalArgumentException when the text is not an address
     */
    public static Ipv4Address of(String text) {
        int bits = 0;
        int octets = 0;
        int at = 0;
        while (true) {
            int value = 0;
            int digits = 0;
            while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9' && digits < 4) {
                value = value * 10 + text.charAt(at++) - '0';
                digits++;
            }
            if (digits == 0 || value > 255 || digits > 1 && text.charAt(at - digits) == '0') {
                throw new IllegalArgumentException("not an IPv4 address: \"" + text + "\"");
            }
            bits = bits << 8 | value;
            octets++;
            if (octets == 4) {
                break;
            }
            if (at == text.length() || text.charAt(at++) != '.') {
                throw new IllegalArgumentException("not an IPv4 address: \"" + text + "\"");
            }
        }
        if (at != text.length()) {
            throw new IllegalArgumentException("not an IPv4 address: \"" + text + "\"");
        }
        return new Ipv4Address(bits);
    }

    public static Ipv4Address of(int a, int b, int c, int d) {
        if (((a | b | c | d) & ~0xff) != 0) {
            throw new IllegalArgumentException("octets are 0 to 255: " + a + "." + b + "." + c + "." + d);
        }
        return new Ipv4Address(a << 24 | b << 16 | c << 8 | d);
    }

    public static Ipv4Address read(byte[] b, int at) {
        return new Ipv4Address(BigEndian.i32(b, at));
    }

    @Override
    public void writeTo(byte[] b, int at) {
        BigEndian.put32(b, at, bits);
    }

    @Override
    public long high() {
        return 0;
    }

    @Override
    public long low() {
        return MAPPED | bits & 0xffff_ffffL;
    }

    @Override
    public IpFamily family() {
        return IpFamily.IPV4;
    }

    @Override
    public boolean isUnspecified() {
        return bits == 0;
    }

    @Override
    public boolean isLoopback() {
        return bits >>> 24 == 127;
    }

    @Override
    public boolean isMulticast() {
        return bits >>> 28 == 0xe;
    }

    @Override
    public boolean isLinkLocal() {
        return bits >>> 16 == 0xa9fe;
    }

    @Override
    public boolean isPrivate() {
        return bits >>> 24 == 10 || bits >>> 20 == 0xac1 || bits >>> 16 == 0xc0a8;
    }

    @Override
    public String toString() {
        return (bits >>> 24) + "." + (bits >>> 16 & 0xff) + "." + (bits >>> 8 & 0xff) + "." + (bits & 0xff);
    }
}
