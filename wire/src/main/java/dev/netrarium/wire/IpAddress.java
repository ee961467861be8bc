package dev.netrarium.wire;

import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * An IPv4 or IPv6 address.
 *
 * <p>Every address has a 128-bit form, {@link #high} and {@link #low}, in which an IPv4 address a.b.c.d is
 * {@code ::ffff:a.b.c.d} (RFC 4291 §2.5.5.2): tables for both families are keyed by it.
 */
public sealed interface IpAddress extends Comparable<IpAddress> permits Ipv4Address, Ipv6Address {
    /**
     * Parses {@code 192.0.2.1} or {@code 2001:db8::1}.
     *
     * @throws IllegalArgumentException when the text is neither
     */
    static IpAddress of(String text) {
        return text.indexOf(':') >= 0 ? Ipv6Address.of(text) : Ipv4Address.of(text);
    }

    /** The address with this 128-bit form: an {@link Ipv4Address} when it is IPv4-mapped. */
    static IpAddress ofBits(long high, long low) {
        return isMapped(high, low) ? new Ipv4Address((int) low) : new Ipv6Address(high, low);
    }

    /** True when the 128-bit form is that of an IPv4 address. */
    static boolean isMapped(long high, long low) {
        return high == 0 && low >>> 32 == 0xffff;
    }

    static IpAddress of(InetAddress address) {
        byte[] b = address.getAddress();
        return read(b.length == 4 ? IpFamily.IPV4 : IpFamily.IPV6, b, 0);
    }

    static IpAddress read(IpFamily family, byte[] b, int at) {
        return family == IpFamily.IPV4 ? Ipv4Address.read(b, at) : Ipv6Address.read(b, at);
    }

    /** Bits 0 to 63 of the 128-bit form. */
    long high();

    /** Bits 64 to 127 of the 128-bit form. */
    long low();

    IpFamily family();

    void writeTo(byte[] b, int at);

    /** 0.0.0.0 or ::. */
    boolean isUnspecified();

    /** 127.0.0.0/8 or ::1. */
    boolean isLoopback();

    /** 224.0.0.0/4 or ff00::/8. */
    boolean isMulticast();

    /** 169.254.0.0/16 or fe80::/10. */
    boolean isLinkLocal();

    /** RFC 1918's ranges or fc00::/7. */
    boolean isPrivate();

    default int lengthBytes() {
        return family().addressBytes();
    }

    default byte[] toByteArray() {
        byte[] b = new byte[lengthBytes()];
        writeTo(b, 0);
        return b;
    }

    default InetAddress toInetAddress() {
        try {
            return InetAddress.getByAddress(toByteArray());
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are always legal", e);
        }
    }

    /** IPv4 before IPv6, then by unsigned value. */
    @Override
    default int compareTo(IpAddress other) {
        int byFamily = family().compareTo(other.family());
        if (byFamily != 0) {
            return byFamily;
        }
        int byHigh = Long.compareUnsigned(high(), other.high());
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low(), other.low());
    }
}
