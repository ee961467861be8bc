package dev.netrarium.wire;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The TCP header (RFC 9293 §3.1).
 *
 * <pre>
 *  0       1       2       3
 * +---------------+---------------+
 * |  source port  |  destination  |  0
 * |        sequence number        |  4
 * |     acknowledgment number     |  8
 * |off|r|  flags  |    window     | 12
 * |   checksum    | urgent pointer| 16
 * |        options, padding       | 20
 * +-------------------------------+
 * </pre>
 *
 * @param flags the twelve bits after the data offset, reserved ones kept
 * @param options the option bytes as they stand, padding included
 */
public record TcpHeader(
        int sourcePort,
        int destinationPort,
        int sequenceNumber,
        int acknowledgmentNumber,
        int flags,
        int window,
        int checksum,
        int urgentPointer,
        byte[] options) {
    public static final int SOURCE_PORT = 0;
    public static final int DESTINATION_PORT = 2;
    public static final int SEQUENCE_NUMBER = 4;
    public static final int ACKNOWLEDGMENT_NUMBER = 8;
    public static final int OFFSET_FLAGS = 12;
    public static final int WINDOW = 14;
    public static final int CHECKSUM = 16;
    public static final int URGENT_POINTER = 18;
    /** Length without options. */
    public static final int BYTES = 20;
    /** The longest header that the data offset can say. */
    public static final int MAXIMUM_BYTES = 60;

    public static final int FIN = 0x001;
    public static final int SYN = 0x002;
    public static final int RST = 0x004;
    public static final int PSH = 0x008;
    public static final int ACK = 0x010;
    public static final int URG = 0x020;
    public static final int ECE = 0x040;
    public static final int CWR = 0x080;
    /** Accurate ECN, once the NS bit (RFC 3540). */
    public static final int AE = 0x100;
    /** The three bits that no RFC has given away; kept as they come. */
    public static final int RESERVED = 0xe00;

    public TcpHeader {
        if (options.length > MAXIMUM_BYTES - BYTES || options.length % 4 != 0) {
            throw new IllegalArgumentException(
                    "TCP options fill whole 32-bit words, at most 40 bytes: " + options.length + " bytes");
        }
    }

    /** True when the header with its options is all there. Neither throws nor allocates. */
    public static boolean isValid(byte[] b, int at, int end) {
        if (end - at < BYTES) {
            return false;
        }
        int header = headerBytes(b, at);
        return header >= BYTES && header <= end - at;
    }

    public static int sourcePort(byte[] b, int at) {
        return BigEndian.u16(b, at + SOURCE_PORT);
    }

    public static void putSourcePort(byte[] b, int at, int port) {
        BigEndian.put16(b, at + SOURCE_PORT, port);
    }

    public static int destinationPort(byte[] b, int at) {
        return BigEndian.u16(b, at + DESTINATION_PORT);
    }

    public static void putDestinationPort(byte[] b, int at, int port) {
        BigEndian.put16(b, at + DESTINATION_PORT, port);
    }

    public static int sequenceNumber(byte[] b, int at) {
        return BigEndian.i32(b, at + SEQUENCE_NUMBER);
    }

    public static void putSequenceNumber(byte[] b, int at, int number) {
        BigEndian.put32(b, at + SEQUENCE_NUMBER, number);
    }

    public static int acknowledgmentNumber(byte[] b, int at) {
        return BigEndian.i32(b, at + ACKNOWLEDGMENT_NUMBER);
    }

    public static void putAcknowledgmentNumber(byte[] b, int at, int number) {
        BigEndian.put32(b, at + ACKNOWLEDGMENT_NUMBER, number);
    }

    /** The data offset in bytes: the header with its options. */
    public static int headerBytes(byte[] b, int at) {
        return (b[at + OFFSET_FLAGS] & 0xf0) >>> 2;
    }

    /** The twelve bits after the data offset. */
    public static int flags(byte[] b, int at) {
        return BigEndian.u16(b, at + OFFSET_FLAGS) & 0xfff;
    }

    /** Writes data offset and flags. */
    public static void putOffsetAndFlags(byte[] b, int at, int headerBytes, int flags) {
        BigEndian.put16(b, at + OFFSET_FLAGS, headerBytes << 10 | flags & 0xfff);
    }

    /** The window field as it stands, unscaled. */
    public static int window(byte[] b, int at) {
        return BigEndian.u16(b, at + WINDOW);
    }

    public static void putWindow(byte[] b, int at, int window) {
        BigEndian.put16(b, at + WINDOW, window);
    }

    public static int checksum(byte[] b, int at) {
        return BigEndian.u16(b, at + CHECKSUM);
    }

    public static void putChecksum(byte[] b, int at, int checksum) {
        BigEndian.put16(b, at + CHECKSUM, checksum);
    }

    public static int urgentPointer(byte[] b, int at) {
        return BigEndian.u16(b, at + URGENT_POINTER);
    }

    public static void putUrgentPointer(byte[] b, int at, int pointer) {
        BigEndian.put16(b, at + URGENT_POINTER, pointer);
    }

    /** The flags as tcpdump prints them: {@code S}, {@code S.}, {@code P.}, {@code .} … */
    public static String flagsText(int flags) {
        StringBuilder text = new StringBuilder(8);
        if ((flags & FIN) != 0) {
            text.append('F');
        }
        if ((flags & SYN) != 0) {
            text.append('S');
        }
        if ((flags & RST) != 0) {
            text.append('R');
        }
        if ((flags & PSH) != 0) {
            text.append('P');
        }
        if ((flags & ACK) != 0) {
            text.append('.');
        }
        if ((flags & URG) != 0) {
            text.append('U');
        }
        if ((flags & ECE) != 0) {
            text.append('E');
        }
        if ((flags & CWR) != 0) {
            text.append('W');
        }
        if ((flags & AE) != 0) {
            text.append('e');
        }
        return text.isEmpty() ? "none" : text.toString();
    }

    /**
     * Reads the header at {@code at}, options kept as they are.
     *
     * @throws MalformedPacketException when it is too short or its data offset is out of range
     */
    public static TcpHeader parse(byte[] b, int at, int end) {
        MalformedPacketException.requireBytes("TCP header", b, at, end, BYTES);
        int header = headerBytes(b, at);
        if (header < BYTES) {
            throw new MalformedPacketException("TCP header says it has " + header + " bytes", at + OFFSET_FLAGS);
        }
        MalformedPacketException.requireBytes("TCP header with options", b, at, end, header);
        return new TcpHeader(
                sourcePort(b, at),
                destinationPort(b, at),
                sequenceNumber(b, at),
                acknowledgmentNumber(b, at),
                flags(b, at),
                window(b, at),
                checksum(b, at),
                urgentPointer(b, at),
                Arrays.copyOfRange(b, at + BYTES, at + header));
    }

    public int headerBytes() {
        return BYTES + options.length;
    }

    public void writeTo(byte[] b, int at) {
        putSourcePort(b, at, sourcePort);
        putDestinationPort(b, at, destinationPort);
        putSequenceNumber(b, at, sequenceNumber);
        putAcknowledgmentNumber(b, at, acknowledgmentNumber);
        putOffsetAndFlags(b, at, headerBytes(), flags);
        putWindow(b, at, window);
        putChecksum(b, at, checksum);
        putUrgentPointer(b, at, urgentPointer);
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
        return other instanceof TcpHeader that && Arrays.equals(toByteArray(), that.toByteArray());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(toByteArray());
    }

    /** The options as values. */
    public List<TcpOption> optionList() {
        return TcpOption.read(options, 0, options.length);
    }

    @Override
    public String toString() {
        return "TCP " + sourcePort + " > " + destinationPort + " [" + flagsText(flags) + "], seq "
                + SequenceNumber.toString(sequenceNumber) + ", ack " + SequenceNumber.toString(acknowledgmentNumber)
                + ", win " + window + (options.length == 0 ? "" : ", options " + optionList());
    }
}
