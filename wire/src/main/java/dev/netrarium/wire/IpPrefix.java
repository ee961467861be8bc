package dev.netrarium.wire;

/**
 * A block of addresses (RFC 4632): the first {@code length} bits are given, the rest are zero.
 *
 * @param address the first address of the block
 * @param length 0 to 32 or 128
 */
public record IpPrefix(IpAddress address, int length) implements Comparable<IpPrefix> {
    public static final IpPrefix ALL_IPV4 = new IpPrefix(Ipv4Address.ANY, 0);
    public static final IpPrefix ALL_IPV6 = new IpPrefix(Ipv6Address.ANY, 0);

    /** Clears the host bits. */
    public IpPrefix {
        if (length < 0 || length > address.family().maxPrefixLength()) {
            throw new IllegalArgumentException("no " + address.family() + " prefix has " + length + " bits");
        }
        address = masked(address, length);
    }

    /**
     * Parses {@code 192.0.2.0/24}; an address alone is a prefix of one.
     *
     * @throws IllegalArgumentException when the text is no prefix
     */
    public static IpPrefix of(String text) {
        return InterfaceAddress.of(text).prefix();
    }

    public static IpPrefix of(IpAddress address, int length) {
        return new IpPrefix(address, length);
    }

    public IpFamily family() {
        return address.family();
    }

    public boolean contains(IpAddress other) {
        return other.family() == family() && contains(other.high(), other.low());
    }

    /** As {@link #contains(IpAddress)}, by the 128-bit form of an address of the same family. */
    public boolean contains(long high, long low) {
        int bits = bitsIn128();
        return (high & highMask(bits)) == address.high() && (low & lowMask(bits)) == (address.low() & lowMask(bits));
    }

    /** The last address: an IPv4 subnet's directed broadcast. */
    public IpAddress last() {
        int bits = bitsIn128();
        return IpAddress.ofBits(address.high() | ~highMask(bits), address.low() | ~lowMask(bits));
    }

    /** The directed broadcast address; for IPv4 prefixes up to /30 (RFC 3021 gives /31 none). */
    public IpAddress broadcast() {
        return last();
    }

    /** The address at a distance from the first. */
    public IpAddress addressAt(long n) {
        long low = address.low() + n;
        long high = address.high() + (Long.compareUnsigned(low, address.low()) < 0 ? 1 : 0);
        IpAddress at = IpAddress.ofBits(high, low);
        if (!contains(at)) {
            throw new IllegalArgumentException(this + " has no address number " + n);
        }
        return at;
    }

    /** The netmask as an address. */
    public IpAddress netmask() {
        int bits = bitsIn128();
        return family() == IpFamily.IPV4
                ? new Ipv4Address((int) lowMask(bits))
                : new Ipv6Address(highMask(bits), lowMask(bits));
    }

    /** IPv4: usable host addresses, 2ⁿ−2, and all of a /31 or /32. */
    public long hostCount() {
        int hostBits = family().maxPrefixLength() - length;
        if (hostBits >= 63) {
            return Long.MAX_VALUE;
        }
        long all = 1L << hostBits;
        return family() == IpFamily.IPV4 && hostBits > 1 ? all - 2 : all;
    }

    @Override
    public int compareTo(IpPrefix other) {
        int byAddress = address.compareTo(other.address);
        return byAddress != 0 ? byAddress : Integer.compare(length, other.length);
    }

    @Override
    public String toString() {
        return address + "/" + length;
    }

    private int bitsIn128() {
        return family() == IpFamily.IPV4 ? length + 96 : length;
    }

    private static IpAddress masked(IpAddress address, int length) {
        int bits = address.family() == IpFamily.IPV4 ? length + 96 : length;
        return switch (address) {
            case Ipv4Address v4 -> new Ipv4Address(v4.bits() & (int) lowMask(bits));
            case Ipv6Address v6 -> new Ipv6Address(v6.high() & highMask(bits), v6.low() & lowMask(bits));
        };
    }

    private static long highMask(int bits) {
        return bits == 0 ? 0 : bits >= 64 ? -1 : -1L << 64 - bits;
    }

    private static long lowMask(int bits) {
        return bits <= 64 ? 0 : -1L << 128 - bits;
    }
}
