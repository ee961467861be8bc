package dev.netrarium.wire;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The IPv4 header (RFC 791 §3.1).
 *
 * <pre>
 *  0       1       2       3
 * +---+---+-------+---------------+
 * |ver|ihl|  tos  | total length  |  0
 * | identification|flags| offset  |  4
 * |  ttl  |protocol|   checksum   |  8
 * |        source address         | 12
 * |      destination address      | 16
 * |        options, padding       | 20
 * +-------------------------------+
 * </pre>
 */
public record Ipv4Header(
        int tos,
        int totalLength,
        int identification,
        int flagsAndOffset,
        int timeToLive,
        int protocol,
        int headerChecksum,
        Ipv4Address source,
        Ipv4Address destination,
        byte[] options) {
    public static final int VERSION_IHL = 0;
    public static final int TOS = 1;
    public static final int TOTAL_LENGTH = 2;
    public static final int IDENTIFICATION = 4;
    public static final int FLAGS_OFFSET = 6;
    public static final int TIME_TO_LIVE = 8;
    public static final int PROTOCOL = 9;
    public static final int CHECKSUM = 10;
    public static final int SOURCE = 12;
    public static final int DESTINATION = 16;
    /** Length without options. */
    public static final int BYTES = 20;
    /** The longest header that the IHL field can say. */
    public static final int MAXIMUM_BYTES = 60;

    public static final int DONT_FRAGMENT = 0x4000;
    public static final int MORE_FRAGMENTS = 0x2000;

    public Ipv4Header {
        if (options.length > MAXIMUM_BYTES - BYTES || options.length % 4 != 0) {
            throw new IllegalArgumentException(
                    "IPv4 options fill whole 32-bit words, at most 40 bytes: " + options.length + " bytes");
        }
    }

    /** What {@link #check} finds. */
    public enum Fault {
        NONE,
        TRUNCATED,
        MALFORMED,
        CHECKSUM
    }

    /** Looks whether the bytes begin with a sound header whose packet is all there. Neither throws nor allocates. */
    public static Fault check(byte[] b, int at, int end) {
        if (end - at < BYTES) {
            return Fault.TRUNCATED;
        }
        int header = headerBytes(b, at);
        if (version(b, at) != 4 || header < BYTES) {
            return Fault.MALFORMED;
        }
        int total = totalLength(b, at);
        if (total < header) {
            return Fault.MALFORMED;
        }
        if (end - at < total) {
            return Fault.TRUNCATED;
        }
        long sum = header == BYTES ? sumOfPlain(b, at) : Checksum.add(0, b, at, header);
        return Checksum.finish(sum) == 0 ? Fault.NONE : Fault.CHECKSUM;
    }

    /** The sum of a header without options, as nearly all are. */
    private static long sumOfPlain(byte[] b, int at) {
        long first = BigEndian.i64(b, at);
        long second = BigEndian.i64(b, at + 8);
        return (first >>> 32)
                + (first & 0xffff_ffffL)
                + (second >>> 32)
                + (second & 0xffff_ffffL)
                + BigEndian.u32(b, at + 16);
    }

    public static int version(byte[] b, int at) {
        return (b[at] & 0xff) >>> 4;
    }

    public static int headerBytes(byte[] b, int at) {
        return (b[at] & 0xf) << 2;
    }

    public static int tos(byte[] b, int at) {
        return b[at + TOS] & 0xff;
    }

    public static void putTos(byte[] b, int at, int tos) {
        b[at + TOS] = (byte) tos;
    }

    /** The two ECN bits of the TOS byte (RFC 3168). */
    public static int ecn(byte[] b, int at) {
        return b[at + TOS] & 3;
    }

    public static int totalLength(byte[] b, int at) {
        return BigEndian.u16(b, at + TOTAL_LENGTH);
    }

    public static void putTotalLength(byte[] b, int at, int bytes) {
        BigEndian.put16(b, at + TOTAL_LENGTH, bytes);
    }

    public static int identification(byte[] b, int at) {
        return BigEndian.u16(b, at + IDENTIFICATION);
    }

    public static void putIdentification(byte[] b, int at, int identification) {
        BigEndian.put16(b, at + IDENTIFICATION, identification);
    }

    public static int flagsAndOffset(byte[] b, int at) {
        return BigEndian.u16(b, at + FLAGS_OFFSET);
    }

    public static void putFlagsAndOffset(byte[] b, int at, int value) {
        BigEndian.put16(b, at + FLAGS_OFFSET, value);
    }

    public static boolean dontFragment(byte[] b, int at) {
        return (flagsAndOffset(b, at) & DONT_FRAGMENT) != 0;
    }

    public static boolean moreFragments(byte[] b, int at) {
        return (flagsAndOffset(b, at) & MORE_FRAGMENTS) != 0;
    }

    public static int fragmentOffsetBytes(byte[] b, int at) {
        return (flagsAndOffset(b, at) & 0x1fff) << 3;
    }

    /** True for any fragment, the first and the last included. */
    public static boolean isFragment(byte[] b, int at) {
        return (flagsAndOffset(b, at) & 0x3fff) != 0;
    }

    public static int timeToLive(byte[] b, int at) {
        return b[at + TIME_TO_LIVE] & 0xff;
    }

    public static void putTimeToLive(byte[] b, int at, int hops) {
        b[at + TIME_TO_LIVE] = (byte) hops;
    }

    public static int protocol(byte[] b, int at) {
        return b[at + PROTOCOL] & 0xff;
    }

    public static void putProtocol(byte[] b, int at, int protocol) {
        b[at + PROTOCOL] = (byte) protocol;
    }

    public static int headerChecksum(byte[] b, int at) {
        return BigEndian.u16(b, at + CHECKSUM);
    }

    public static void putHeaderChecksum(byte[] b, int at, int checksum) {
        BigEndian.put16(b, at + CHECKSUM, checksum);
    }

    /** Sums the header as it stands and writes the checksum. */
    public static void completeChecksum(byte[] b, int at) {
        putHeaderChecksum(b, at, 0);
        putHeaderChecksum(b, at, Checksum.finish(Checksum.add(0, b, at, headerBytes(b, at))));
    }

    /** One hop less, the checksum brought along (RFC 1141, RFC 1624). */
    public static void decrementTimeToLive(byte[] b, int at) {
        int before = BigEndian.u16(b, at + TIME_TO_LIVE);
        int after = before - 0x100;
        BigEndian.put16(b, at + TIME_TO_LIVE, after);
        putHeaderChecksum(b, at, Checksum.update16(headerChecksum(b, at), before, after));
    }

    public static int source(byte[] b, int at) {
        return BigEndian.i32(b, at + SOURCE);
    }

    public static void putSource(byte[] b, int at, int address) {
        BigEndian.put32(b, at + SOURCE, address);
    }

    public static int destination(byte[] b, int at) {
        return BigEndian.i32(b, at + DESTINATION);
    }

    public static void putDestination(byte[] b, int at, int address) {
        BigEndian.put32(b, at + DESTINATION, address);
    }

    /** Writes a header without options, checksum included. */
    public static void write(
            byte[] b,
            int at,
            int tos,
            int totalLength,
            int identification,
            int flagsAndOffset,
            int timeToLive,
            int protocol,
            int source,
            int destination) {
        // Whole words: what is read again soon, as by a checksum, then need not wait for many small stores.
        int words = 0x4500 | tos & 0xff;
        int lifeAndProtocol = (timeToLive & 0xff) << 8 | protocol & 0xff;
        long sum = words
                + (totalLength & 0xffffL)
                + (identification & 0xffff)
                + (flagsAndOffset & 0xffff)
                + lifeAndProtocol
                + (source & 0xffff_ffffL)
                + (destination & 0xffff_ffffL);
        BigEndian.put32(b, at, words << 16 | totalLength & 0xffff);
        BigEndian.put32(b, at + IDENTIFICATION, identification << 16 | flagsAndOffset & 0xffff);
        BigEndian.put32(b, at + TIME_TO_LIVE, lifeAndProtocol << 16 | Checksum.finish(sum));
        BigEndian.put32(b, at + SOURCE, source);
        BigEndian.put32(b, at + DESTINATION, destination);
    }

    /**
     * Reads the header at {@code at}, options kept as they are.
     *
     * @throws MalformedPacketException when it is too short or its lengths contradict each other; a wrong checksum is
     *     the reader's to judge
     */
    public static Ipv4Header parse(byte[] b, int at, int end) {
        MalformedPacketException.requireBytes("IPv4 header", b, at, end, BYTES);
        if (version(b, at) != 4) {
            throw new MalformedPacketException("IPv4 header says version " + version(b, at), at);
        }
        int header = headerBytes(b, at);
        if (header < BYTES) {
            throw new MalformedPacketException("IPv4 header says it has " + header + " bytes", at);
        }
        MalformedPacketException.requireBytes("IPv4 header with options", b, at, end, header);
        return new Ipv4Header(
                tos(b, at),
                totalLength(b, at),
                identification(b, at),
                flagsAndOffset(b, at),
                timeToLive(b, at),
                protocol(b, at),
                headerChecksum(b, at),
                Ipv4Address.read(b, at + SOURCE),
                Ipv4Address.read(b, at + DESTINATION),
                Arrays.copyOfRange(b, at + BYTES, at + header));
    }

    public int headerBytes() {
        return BYTES + options.length;
    }

    /** Writes the header, its checksum as it was read. */
    public void writeTo(byte[] b, int at) {
        b[at] = (byte) (0x40 | headerBytes() >>> 2);
        b[at + TOS] = (byte) tos;
        BigEndian.put16(b, at + TOTAL_LENGTH, totalLength);
        BigEndian.put16(b, at + IDENTIFICATION, identification);
        BigEndian.put16(b, at + FLAGS_OFFSET, flagsAndOffset);
        b[at + TIME_TO_LIVE] = (byte) timeToLive;
        b[at + PROTOCOL] = (byte) protocol;
        BigEndian.put16(b, at + CHECKSUM, headerChecksum);
        source.writeTo(b, at + SOURCE);
        destination.writeTo(b, at + DESTINATION);
        System.arraycopy(options, 0, b, at + BYTES, options.length);
    }

    /** The bytes that {@link #writeTo} writes. */
    public byte[] toByteArray() {
        byte[] b = new byte[headerBytes()];
        writeTo(b, 0);
        return b;
    }

    /** Equal bytes on the wire. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Ipv4Header that && Arrays.equals(toByteArray(), that.toByteArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toByteArray());
    }

    /** The options as values. */
    public List<Ipv4Option> optionList() {
        return Ipv4Option.read(options, 0, options.length);
    }

    @Override
    public String toString() {
        return "IPv4 " + source + " > " + destination + ", protocol " + IpProtocol.name(protocol) + ", ttl "
                + timeToLive + ", length " + totalLength + (options.length == 0 ? "" : ", options " + optionList());
    }
}
