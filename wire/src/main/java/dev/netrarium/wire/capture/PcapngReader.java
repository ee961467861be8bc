package dev.netrarium.wire.capture;

import dev.netrarium.wire.ByteString;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads pcapng files (draft-ietf-opsawg-pcapng): sections of either byte order, interfaces, packets of all three kinds.
 * Other blocks (statistics, names, secrets, custom) are skipped; their lengths are checked all the same.
 */
final class PcapngReader implements CaptureReader {
    /** An interface, and how its timestamps count. */
    private record Numbered(CaptureInterface captureInterface, TimestampResolution resolution) {}

    private final CaptureInput in;
    private final List<CaptureInterface> interfaces = new ArrayList<>();
    private final List<String> sectionComments = new ArrayList<>();
    /** Interfaces of the section: what a packet's number means. */
    private final List<Numbered> section = new ArrayList<>();

    private boolean littleEndian;
    /** Where the block being read begins. */
    private long blockOffset;

    static boolean isMagic(byte[] magic) {
        return magic[0] == 0x0a && magic[1] == 0x0d && magic[2] == 0x0d && magic[3] == 0x0a;
    }

    /** Takes a stream whose first four bytes, the magic number, have been read. */
    PcapngReader(CaptureInput in) throws IOException {
        this.in = in;
        readSectionHeader(in.read(4, "the section header"));
    }

    @Override
    public @Nullable CapturedPacket next() throws IOException {
        while (true) {
            blockOffset = in.offset();
            byte[] head = in.readUnlessAtEnd(Pcapng.BLOCK_HEAD_BYTES, "a block's head");
            if (head.length == 0) {
                return null;
            }
            ByteReader reader = new ByteReader(head, littleEndian);
            int type = (int) reader.u32(0);
            if (type == Pcapng.SECTION_HEADER) {
                readSectionHeader(new byte[] {head[4], head[5], head[6], head[7]});
                continue;
            }
            long body = bodyBytes(reader.u32(4));
            switch (type) {
                case Pcapng.INTERFACE_DESCRIPTION -> readInterface(readBody(body, "an interface description"));
                case Pcapng.ENHANCED_PACKET -> {
                    return readEnhancedPacket(readBody(body, "an enhanced packet"));
                }
                case Pcapng.SIMPLE_PACKET -> {
                    return readSimplePacket(readBody(body, "a simple packet"));
                }
                case Pcapng.PACKET -> {
                    return readPacket(readBody(body, "a packet block"));
                }
                default -> {
                    in.skip(body, "a block of type " + Integer.toUnsignedString(type));
                    checkTail(body);
                }
            }
        }
    }

    /** A block's bytes between its head and its second total length. */
    private long bodyBytes(long totalLength) throws MalformedCaptureException {
        int around = Pcapng.BLOCK_HEAD_BYTES + Pcapng.BLOCK_TAIL_BYTES;
        if (totalLength < around || totalLength % 4 != 0) {
            throw malformed(
                    "a block says it has " + totalLength + " bytes; a total length is at least 12 and a multiple of 4");
        }
        return totalLength - around;
    }

    private ByteReader readBody(long length, String what) throws IOException {
        if (length > MAXIMUM_BLOCK_BYTES) {
            throw malformed(what + " says it has " + length + " bytes; at most " + MAXIMUM_BLOCK_BYTES + " are taken");
        }
        byte[] body = in.read((int) length, what);
        checkTail(length);
        return new ByteReader(body, littleEndian);
    }

    private void checkTail(long body) throws IOException {
        ByteReader tail = new ByteReader(in.read(Pcapng.BLOCK_TAIL_BYTES, "a block's end"), littleEndian);
        long first = body + Pcapng.BLOCK_HEAD_BYTES + Pcapng.BLOCK_TAIL_BYTES;
        if (tail.u32(0) != first) {
            throw malformed("a block says " + first + " bytes at its beginning and " + tail.u32(0) + " at its end");
        }
    }

    /** A section header, given the four bytes of its length: their order is known only by the magic behind them. */
    private void readSectionHeader(byte[] totalLength) throws IOException {
        byte[] magic = in.read(4, "the section header");
        littleEndian = new ByteReader(magic, true).u32(0) == Pcapng.BYTE_ORDER_MAGIC;
        if (!littleEndian && new ByteReader(magic, false).u32(0) != Pcapng.BYTE_ORDER_MAGIC) {
            throw malformed("the section header has no byte-order magic 1a2b3c4d");
        }
        long length = bodyBytes(new ByteReader(totalLength, littleEndian).u32(0)) - 4;
        if (length < 12 || length > MAXIMUM_BLOCK_BYTES) {
            throw malformed("the section header says it has " + (length + 16) + " bytes");
        }
        ByteReader body = new ByteReader(in.read((int) length, "the section header"), littleEndian);
        checkTail(length + 4);
        if (body.u16(0) != 1) {
            throw malformed("pcapng of version " + body.u16(0) + "." + body.u16(2) + ", not 1");
        }
        section.clear();
        readOptions(body, 12, (code, at, bytes) -> {
            if (code == Pcapng.COMMENT && sectionComments.size() < MAXIMUM_INTERFACES) {
                sectionComments.add(text(body, at, bytes));
            }
        });
    }

    private void readInterface(ByteReader body) throws MalformedCaptureException {
        requireBody(body, 8, "an interface description");
        if (interfaces.size() == MAXIMUM_INTERFACES) {
            throw malformed("more than " + MAXIMUM_INTERFACES + " interfaces");
        }
        String[] names = {"", ""};
        long[] time = {TimestampResolution.MICROSECONDS.ticksPerSecond(), 0};
        readOptions(body, 8, (code, at, bytes) -> {
            switch (code) {
                case Pcapng.INTERFACE_NAME -> names[0] = text(body, at, bytes);
                case Pcapng.INTERFACE_DESCRIPTION_TEXT -> names[1] = text(body, at, bytes);
                case Pcapng.TIMESTAMP_RESOLUTION -> {
                    requireOption(bytes, 1, "if_tsresol");
                    time[0] = TimestampResolution.ticksPerSecond(body.bytes()[at] & 0xff);
                    if (time[0] == 0) {
                        throw malformed("the timestamp resolution is finer than 64 bits can count a second in");
                    }
                }
                case Pcapng.TIMESTAMP_OFFSET -> {
                    requireOption(bytes, 8, "if_tsoffset");
                    time[1] = body.i64(at);
                }
                default -> {
                    // of no meaning for the packets
                }
            }
        });
        CaptureInterface found = new CaptureInterface(interfaces.size(), names[0], names[1], body.u16(0), body.u32(4));
        interfaces.add(found);
        section.add(new Numbered(found, new TimestampResolution(time[0], time[1])));
    }

    private CapturedPacket readEnhancedPacket(ByteReader body) throws MalformedCaptureException {
        requireBody(body, 20, "an enhanced packet");
        return timedPacket(body, body.u32(0), true);
    }

    private CapturedPacket readPacket(ByteReader body) throws MalformedCaptureException {
        requireBody(body, 20, "a packet block");
        return timedPacket(body, body.u16(0), false);
    }

    private CapturedPacket timedPacket(ByteReader body, long number, boolean enhanced)
            throws MalformedCaptureException {
        Numbered on = numbered(number);
        long captured = body.u32(12);
        if (captured > body.bytes().length - 20) {
            throw malformed("a packet says it has " + captured + " bytes, more than its block holds");
        }
        ByteString bytes = packetBytes(body, 20, (int) captured);
        PacketOptions options = packetOptions(body, 20 + Pcapng.padded((int) captured), enhanced);
        long ticks = body.u32(4) << 32 | body.u32(8);
        return new CapturedPacket(
                on.captureInterface, on.resolution.nanos(ticks), originalLength(body.u32(16)), bytes, options);
    }

    private CapturedPacket readSimplePacket(ByteReader body) throws MalformedCaptureException {
        requireBody(body, 4, "a simple packet");
        CaptureInterface on = numbered(0).captureInterface;
        int original = originalLength(body.u32(0));
        long captured = on.snapLengthBytes() == 0 ? original : Math.min(original, on.snapLengthBytes());
        if (captured > body.bytes().length - 4) {
            throw malformed("a packet says it has " + captured + " bytes, more than its block holds");
        }
        return new CapturedPacket(on, 0, original, packetBytes(body, 4, (int) captured), PacketOptions.NONE);
    }

    private Numbered numbered(long number) throws MalformedCaptureException {
        if (number >= section.size()) {
            throw malformed("a packet is on interface " + number + ", and the section has named " + section.size());
        }
        return section.get((int) number);
    }

    private ByteString packetBytes(ByteReader body, int at, int length) throws MalformedCaptureException {
        if (length > MAXIMUM_PACKET_BYTES) {
            throw malformed("a packet has " + length + " bytes; at most " + MAXIMUM_PACKET_BYTES + " are taken");
        }
        return ByteString.copyOf(body.bytes(), at, at + length);
    }

    private int originalLength(long length) throws MalformedCaptureException {
        if (length > Integer.MAX_VALUE) {
            throw malformed("a packet says it had " + length + " bytes on the wire");
        }
        return (int) length;
    }

    private PacketOptions packetOptions(ByteReader body, int at, boolean enhanced) throws MalformedCaptureException {
        List<String> comments = new ArrayList<>(0);
        PacketOptions[] options = {PacketOptions.NONE};
        readOptions(body, at, (code, value, bytes) -> {
            if (code == Pcapng.COMMENT) {
                comments.add(text(body, value, bytes));
            } else if (code == Pcapng.PACKET_FLAGS) {
                requireOption(bytes, 4, "the packet's flags");
                options[0] = options[0].withDirection(direction(body.u32(value)));
            } else if (code == Pcapng.PACKET_DROP_COUNT && enhanced) {
                requireOption(bytes, 8, "epb_dropcount");
                options[0] = options[0].withDropCount(body.i64(value));
            } else if (code == Pcapng.PACKET_ID && enhanced) {
                requireOption(bytes, 8, "epb_packetid");
                options[0] = options[0].withPacketId(body.i64(value));
            }
        });
        if (!enhanced && body.u16(2) != 0xffff) {
            options[0] = options[0].withDropCount(body.u16(2));
        }
        PacketOptions o = options[0];
        return new PacketOptions(o.direction(), o.packetId(), o.dropCount(), comments);
    }

    private static PacketOptions.Direction direction(long flags) {
        return switch ((int) flags & 3) {
            case Pcapng.INBOUND -> PacketOptions.Direction.INBOUND;
            case Pcapng.OUTBOUND -> PacketOptions.Direction.OUTBOUND;
            default -> PacketOptions.Direction.UNKNOWN;
        };
    }

    /** Takes an option's code and where its value stands. */
    private interface OptionTaker {
        void take(int code, int at, int bytes) throws MalformedCaptureException;
    }

    /** Options end with the code 0, or with the block: readers must take both (§3.5). */
    private void readOptions(ByteReader body, int at, OptionTaker taker) throws MalformedCaptureException {
        int end = body.bytes().length;
        while (at < end) {
            // Blocks and options are padded to 32 bits, so that here at least four bytes are left.
            int code = body.u16(at);
            int length = body.u16(at + 2);
            if (code == Pcapng.END_OF_OPTIONS) {
                return;
            }
            if (length > end - at - 4) {
                throw malformed("option " + code + " says it has " + length + " bytes, and the block " + (end - at - 4)
                        + " more");
            }
            taker.take(code, at + 4, length);
            at += 4 + Pcapng.padded(length);
        }
    }

    private static String text(ByteReader body, int at, int length) {
        return new String(body.bytes(), at, length, StandardCharsets.UTF_8);
    }

    private void requireBody(ByteReader body, int bytes, String what) throws MalformedCaptureException {
        if (body.bytes().length < bytes) {
            throw malformed(what + " needs " + bytes + " bytes, and has " + body.bytes().length);
        }
    }

    private void requireOption(int length, int bytes, String name) throws MalformedCaptureException {
        if (length != bytes) {
            throw malformed(name + " has " + bytes + " bytes, not " + length);
        }
    }

    private MalformedCaptureException malformed(String reason) {
        return new MalformedCaptureException(reason, blockOffset);
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return Collections.unmodifiableList(interfaces);
    }

    @Override
    public List<String> sectionComments() {
        return Collections.unmodifiableList(sectionComments);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
