package dev.netrarium.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The Internet checksum (RFC 1071), and its update for a changed field (RFC 1624).
 *
 * <p>A sum runs as a {@code long} of 16-bit big-endian words, not yet folded: pieces are added in any order, each
 * starting at an even distance from the first byte summed. {@link #finish} gives what goes into the header.
 */
public final class Checksum {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final boolean SWAP = ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;

    private Checksum() {}

    /**
     * Adds bytes to a running sum. An odd length is padded with a zero byte, so only the last piece may be odd.
     *
     * @return the new running sum
     */
    public static long add(long sum, byte[] b, int at, int length) {
        // Summed in native order and swapped once (RFC 1071 §2.B). The plain counted loop with two accumulators is what
        // the JIT vectorises; unrolling by hand or carrying around is slower.
        int longs = length >>> 3;
        long lo = 0;
        long hi = 0;
        for (int i = 0; i < longs; i++) {
            long x = (long) LONG.get(b, at + (i << 3));
            lo += x & 0xffff_ffffL;
            hi += x >>> 32;
        }
        int folded = fold(lo + hi);
        long total = sum + (SWAP ? Short.reverseBytes((short) folded) & 0xffff : folded);
        int tail = at + (longs << 3);
        int end = at + length;
        while (end - tail >= 2) {
            total += (b[tail] & 0xff) << 8 | b[tail + 1] & 0xff;
            tail += 2;
        }
        if (tail < end) {
            total += (b[tail] & 0xff) << 8;
        }
        return total;
    }

    /** The sum of TCP's and UDP's pseudo-header (RFC 9293 §3.1, RFC 8200 §8.1), addresses read from the IP header. */
    public static long pseudoHeader(IpFamily family, byte[] b, int networkAt, int protocol, int transportLength) {
        long addresses = family == IpFamily.IPV4
                ? words(BigEndian.i64(b, networkAt + Ipv4Header.SOURCE))
                : add(0, b, networkAt + Ipv6Header.SOURCE, 32);
        return addresses + protocol + (transportLength >>> 16) + (transportLength & 0xffff);
    }

    /** As above, for addresses at hand. */
    public static long pseudoHeader(IpAddress source, IpAddress destination, int protocol, int transportLength) {
        return sumOf(source) + sumOf(destination) + protocol + (transportLength >>> 16) + (transportLength & 0xffff);
    }

    private static long sumOf(IpAddress address) {
        return switch (address) {
            case Ipv4Address v4 -> (v4.bits() >>> 16) + (v4.bits() & 0xffff);
            case Ipv6Address v6 -> words(v6.high()) + words(v6.low());
        };
    }

    private static long words(long x) {
        return (x >>> 48) + (x >>> 32 & 0xffff) + (x >>> 16 & 0xffff) + (x & 0xffff);
    }

    /** The running sum in 16 bits, carries added in, not complemented. */
    public static int fold(long sum) {
        // A number added to itself with its halves swapped has, in the upper half, their sum with the carry brought
        // around.
        int half = (int) (sum + Long.rotateLeft(sum, 32) >>> 32);
        return half + Integer.rotateLeft(half, 16) >>> 16;
    }

    /** What goes into the header: the complement of the folded sum. Over a correct header it gives 0. */
    public static int finish(long sum) {
        return ~fold(sum) & 0xffff;
    }

    /** The checksum after a 16-bit word has changed: RFC 1624, equation 3. */
    public static int update16(int checksum, int oldWord, int newWord) {
        return finish((~checksum & 0xffffL) + (~oldWord & 0xffff) + (newWord & 0xffff));
    }

    /** The checksum after a 32-bit number at an even offset has changed. */
    public static int update32(int checksum, int oldValue, int newValue) {
        return finish((~checksum & 0xffffL)
                + (~oldValue >>> 16)
                + (~oldValue & 0xffff)
                + (newValue >>> 16)
                + (newValue & 0xffff));
    }

    /** The checksum after an address of the same family has changed. */
    public static int update(int checksum, IpAddress oldAddress, IpAddress newAddress) {
        // Subtracting a one's complement sum is adding its complement.
        return finish((~checksum & 0xffffL) + (~fold(sumOf(oldAddress)) & 0xffff) + sumOf(newAddress));
    }
}
