package dev.netrarium.wire.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Writes a pcapng file (draft-ietf-opsawg-pcapng): one section, several interfaces, timestamps in nanoseconds.
 *
 * {@snippet :
 * try (PcapngWriter capture = new PcapngWriter(out, "seed 42")) {
 *     int eth0 = capture.addInterface("laptop.eth0", LinkType.ETHERNET);
 *     capture.write(eth0, timestampNanos, frame, 0, frame.length);
 *     capture.write(eth0, timestampNanos, frame, 0, frame.length, PacketOptions.NONE.withComment("retransmission"));
 * }
 * }
 *
 * <p>The same calls give the same bytes on every machine: the byte order is fixed, and nothing is written that is not
 * said. A packet without options allocates nothing. Each block is one {@code write} of the stream: give a buffered one.
 * One thread at a time.
 */
public final class PcapngWriter implements Closeable {
    /** The longest text of an option, in bytes of UTF-8: its length field has 16 bits. */
    public static final int MAXIMUM_TEXT_BYTES = 65_535;

    private static final int NANOSECONDS = 9;
    private static final int PACKET_HEAD_BYTES = Pcapng.BLOCK_HEAD_BYTES + 20;

    private final OutputStream out;
    private ByteBuffer block = allocate(4096);
    private int interfaces;

    /** Begins a section without a comment. */
    public PcapngWriter(OutputStream out) throws IOException {
        this(out, "");
    }

    /**
     * Begins a section.
     *
     * @param comment about the whole capture, for example the seed; "" for none
     * @throws IllegalArgumentException when the comment is longer than {@link #MAXIMUM_TEXT_BYTES}
     */
    public PcapngWriter(OutputStream out, String comment) throws IOException {
        this.out = out;
        begin(Pcapng.SECTION_HEADER);
        block.putInt(Pcapng.BYTE_ORDER_MAGIC);
        block.putShort((short) 1).putShort((short) 0);
        block.putLong(-1); // the section's length is not known beforehand
        putText(Pcapng.COMMENT, comment);
        putText(Pcapng.SECTION_APPLICATION, "Netrarium");
        endOptions();
        finish();
    }

    /** Adds an interface of which whole packets are kept. */
    public int addInterface(String name, int linkType) throws IOException {
        return addInterface(name, "", linkType, 0);
    }

    /**
     * Adds an interface.
     *
     * @param name as people know it, for example {@code laptop.eth0}
     * @param description "" for none
     * @param linkType see {@link LinkType}
     * @param snapLengthBytes the most that is kept of a packet; 0 is no limit
     * @return its number, for {@link #write}
     * @throws IllegalArgumentException when a text is longer than {@link #MAXIMUM_TEXT_BYTES}
     */
    public int addInterface(String name, String description, int linkType, int snapLengthBytes) throws IOException {
        if (linkType < 0 || linkType > 65_535 || snapLengthBytes < 0) {
            throw new IllegalArgumentException(
                    "a link type has 16 bits and a snap length no sign: " + linkType + ", " + snapLengthBytes);
        }
        if (interfaces == CaptureReader.MAXIMUM_INTERFACES) {
            throw new IllegalStateException("a capture has at most " + interfaces + " interfaces");
        }
        begin(Pcapng.INTERFACE_DESCRIPTION);
        block.putShort((short) linkType).putShort((short) 0).putInt(snapLengthBytes);
        putText(Pcapng.INTERFACE_NAME, name);
        putText(Pcapng.INTERFACE_DESCRIPTION_TEXT, description);
        putOptionHead(Pcapng.TIMESTAMP_RESOLUTION, 1);
        block.putInt(NANOSECONDS); // one byte of value, three of padding
        endOptions();
        finish();
        return interfaces++;
    }

    /** Writes a whole packet of which there is nothing else to say. */
    public void write(int captureInterface, long timestampNanos, byte[] b, int at, int length) throws IOException {
        write(captureInterface, timestampNanos, b, at, length, length, PacketOptions.NONE);
    }

    /** Writes a whole packet. */
    public void write(int captureInterface, long timestampNanos, byte[] b, int at, int length, PacketOptions options)
            throws IOException {
        write(captureInterface, timestampNanos, b, at, length, length, options);
    }

    /**
     * Writes a packet.
     *
     * @param timestampNanos since 1970-01-01T00:00Z, not negative
     * @param length of what is kept
     * @param originalLength on the wire
     * @throws IllegalArgumentException when there is no such interface, the packet is longer than
     *     {@link CaptureReader#MAXIMUM_PACKET_BYTES} or than its original, or a comment is too long
     */
    public void write(
            int captureInterface,
            long timestampNanos,
            byte[] b,
            int at,
            int length,
            int originalLength,
            PacketOptions options)
            throws IOException {
        Objects.checkFromIndexSize(at, length, b.length);
        if (captureInterface < 0 || captureInterface >= interfaces) {
            throw new IllegalArgumentException("no interface " + captureInterface + ": " + interfaces + " were added");
        }
        if (length > CaptureReader.MAXIMUM_PACKET_BYTES || originalLength < length || timestampNanos < 0) {
            throw new IllegalArgumentException("a packet of " + length + " bytes out of " + originalLength + " at "
                    + timestampNanos + " ns: at most " + CaptureReader.MAXIMUM_PACKET_BYTES
                    + " bytes are kept, and times begin with 1970");
        }
        begin(Pcapng.ENHANCED_PACKET);
        reserve(PACKET_HEAD_BYTES + length);
        block.putInt(captureInterface);
        block.putInt((int) (timestampNanos >>> 32)).putInt((int) timestampNanos);
        block.putInt(length).putInt(originalLength);
        block.put(b, at, length);
        pad();
        putOptions(options);
        finish();
    }

    private void putOptions(PacketOptions options) {
        int before = block.position();
        for (int i = 0; i < options.comments().size(); i++) {
            putText(Pcapng.COMMENT, options.comments().get(i));
        }
        if (options.direction() != PacketOptions.Direction.UNKNOWN) {
            putOptionHead(Pcapng.PACKET_FLAGS, 4);
            block.putInt(options.direction() == PacketOptions.Direction.INBOUND ? Pcapng.INBOUND : Pcapng.OUTBOUND);
        }
        if (options.dropCount().isPresent()) {
            putOptionHead(Pcapng.PACKET_DROP_COUNT, 8);
            block.putLong(options.dropCount().getAsLong());
        }
        if (options.packetId().isPresent()) {
            putOptionHead(Pcapng.PACKET_ID, 8);
            block.putLong(options.packetId().getAsLong());
        }
        if (block.position() > before) {
            endOptions();
        }
    }

    private void begin(int type) {
        block.clear();
        block.putInt(type).putInt(0);
    }

    /** Fills in the total length at both ends and hands the block to the stream. */
    private void finish() throws IOException {
        reserve(Pcapng.BLOCK_TAIL_BYTES);
        int total = block.position() + Pcapng.BLOCK_TAIL_BYTES;
        block.putInt(total);
        block.putInt(4, total);
        out.write(block.array(), 0, total);
    }

    private void putText(int code, String text) {
        if (text.isEmpty()) {
            return;
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        if (utf8.length > MAXIMUM_TEXT_BYTES) {
            throw new IllegalArgumentException(
                    "a text of " + utf8.length + " bytes; a capture takes " + MAXIMUM_TEXT_BYTES);
        }
        putOptionHead(code, utf8.length);
        block.put(utf8);
        pad();
    }

    private void putOptionHead(int code, int length) {
        reserve(4 + length);
        block.putShort((short) code).putShort((short) length);
    }

    private void endOptions() {
        putOptionHead(Pcapng.END_OF_OPTIONS, 0);
    }

    private void pad() {
        while (block.position() % 4 != 0) {
            block.put((byte) 0);
        }
    }

    /** Makes room for so many bytes and their padding. */
    private void reserve(int bytes) {
        int needed = block.position() + bytes + 4;
        if (needed > block.capacity()) {
            ByteBuffer larger = allocate(Math.max(needed, 2 * block.capacity()));
            larger.put(block.flip());
            block = larger;
        }
    }

    private static ByteBuffer allocate(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Hands on what the stream holds back, so that a reader of the file sees every packet written. */
    public void flush() throws IOException {
        out.flush();
    }

    /** Flushes and closes the stream. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
