package dev.netrarium.wire;

/** An IPv6 address (RFC 4291), printed as RFC 5952 wants it. The two halves are its 128 bits, first bit highest. */
public record Ipv6Address(long high, long low) implements IpAddress {
    public static final Ipv6Address ANY = new Ipv6Address(0, 0);
    public static final Ipv6Address LOOPBACK = new Ipv6Address(0, 1);
    /** ff02::1 */
    public static final Ipv6Address ALL_NODES = new Ipv6Address(0xff02_0000_0000_0000L, 1);
    /** ff02::2 */
    public static final Ipv6Address ALL_ROUTERS = new Ipv6Address(0xff02_0000_0000_0000L, 2);

    /**
     * Parses RFC 4291 §2.2's three text forms; a zone is no part of an address (see {@link Endpoint}).
     *
     * @throws IllegalArgumentException when the text is not an address
     */
    public static Ipv6Address of(String text) {
        int[] words = new int[8];
        int count = 0;
        int gap = -1;
        int at = 0;
        int end = text.length();
        if (text.startsWith("::")) {
            gap = 0;
            at = 2;
        } else if (text.startsWith(":")) {
            throw bad(text);
        }
        while (at < end) {
            int digitsFrom = at;
            int value = 0;
            while (at < end && Character.digit(text.charAt(at), 16) >= 0 && text.charAt(at) < 128) {
                value = value << 4 | Character.digit(text.charAt(at++), 16);
                if (at - digitsFrom > 4) {
                    throw bad(text);
                }
            }
            if (at < end && text.charAt(at) == '.') {
                if (count > 6) {
                    throw bad(text);
                }
                int tail;
                try {
                    tail = Ipv4Address.of(text.substring(digitsFrom)).bits();
                } catch (IllegalArgumentException e) {
                    throw bad(text);
                }
                words[count++] = tail >>> 16;
                words[count++] = tail & 0xffff;
                at = end;
                break;
            }
            if (at == digitsFrom || count == 8) {
                throw bad(text);
            }
            words[count++] = value;
            if (at == end) {
                break;
            }
            if (text.charAt(at++) != ':' || at == end) {
                throw bad(text);
            }
            if (text.charAt(at) == ':') {
                if (gap >= 0) {
                    throw bad(text);
                }
                gap = count;
                at++;
            }
        }
        if (gap < 0 ? count != 8 : count > 7) {
            throw bad(text);
        }
        if (gap >= 0) {
            int tail = count - gap;
            for (int i = 0; i < tail; i++) {
                words[7 - i] = words[count - 1 - i];
                if (count - 1 - i < 8 - tail) {
                    words[count - 1 - i] = 0;
                }
            }
            for (int i = gap; i < 8 - tail; i++) {
                words[i] = 0;
            }
        }
        long high = 0;
        long low = 0;
        for (int i = 0; i < 4; i++) {
            high = high << 16 | words[i];
            low = low << 16 | words[i + 4];
        }
        return new Ipv6Address(high, low);
    }

    private static IllegalArgumentException bad(String text) {
        return new IllegalArgumentException("not an IPv6 address: \"" + text + "\"");
    }

    public static Ipv6Address read(byte[] b, int at) {
        return new Ipv6Address(BigEndian.i64(b, at), BigEndian.i64(b, at + 8));
    }

    /** The solicited-node multicast address of a unicast one (RFC 4291 §2.7.1). */
    public static Ipv6Address solicitedNode(Ipv6Address unicast) {
        return new Ipv6Address(0xff02_0000_0000_0000L, 0x0000_0001_ff00_0000L | unicast.low & 0xff_ffffL);
    }

    /** The link-local address with the modified EUI-64 identifier of a MAC address (RFC 4291 appendix A). */
    public static Ipv6Address linkLocalOf(MacAddress mac) {
        return new Ipv6Address(0xfe80_0000_0000_0000L, interfaceIdentifierOf(mac));
    }

    /** The modified EUI-64 identifier of a MAC address: ff:fe in its middle, the universal bit turned over. */
    public static long interfaceIdentifierOf(MacAddress mac) {
        long bits = mac.bits();
        return (bits & 0xffff_ff00_0000L) << 16 ^ 0x0200_0000_0000_0000L | 0xff_fe00_0000L | bits & 0xff_ffffL;
    }

    @Override
    public void writeTo(byte[] b, int at) {
        BigEndian.put64(b, at, high);
        BigEndian.put64(b, at + 8, low);
    }

    @Override
    public IpFamily family() {
        return IpFamily.IPV6;
    }

    @Override
    public boolean isUnspecified() {
        return (high | low) == 0;
    }

    @Override
    public boolean isLoopback() {
        return high == 0 && low == 1;
    }

    @Override
    public boolean isMulticast() {
        return high >>> 56 == 0xff;
    }

    @Override
    public boolean isLinkLocal() {
        return high >>> 54 == 0x3fa;
    }

    @Override
    public boolean isPrivate() {
        return high >>> 57 == 0x7e;
    }

    @Override
    public String toString() {
        if (IpAddress.isMapped(high, low)) {
            return "::ffff:" + new Ipv4Address((int) low);
        }
        int gap = -1;
        int gapLength = 1; // a single zero word is written out
        for (int i = 0; i < 8; i++) {
            int run = i;
            while (run < 8 && word(run) == 0) {
                run++;
            }
            if (run - i > gapLength) {
                gap = i;
                gapLength = run - i;
            }
            i = Math.max(i, run - 1);
        }
        StringBuilder text = new StringBuilder(39);
        for (int i = 0; i < 8; i++) {
            if (i == gap) {
                text.append("::");
                i += gapLength - 1;
            } else {
                if (i > 0 && i != gap + gapLength || i > 0 && gap < 0) {
                    text.append(':');
                }
                text.append(Integer.toHexString(word(i)));
            }
        }
        return text.toString();
    }

    private int word(int index) {
        long half = index < 4 ? high : low;
        return (int) (half >>> (3 - (index & 3)) * 16) & 0xffff;
    }
}
