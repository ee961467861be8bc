package dev.netrarium.wire.capture;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.ByteString;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads classic pcap files (draft-ietf-opsawg-pcap): one interface, one link type, no comments. */
final class PcapReader implements CaptureReader {
    private static final int MICROSECONDS = 0xa1b2_c3d4;
    private static final int NANOSECONDS = 0xa1b2_3c4d;

    // The file header, after the magic number.
    private static final int MAJOR_VERSION = 0;
    private static final int SNAP_LENGTH = 12;
    private static final int LINK_TYPE = 16;
    private static final int FILE_HEADER_BYTES = 20;

    // The packet header.
    private static final int SECONDS = 0;
    private static final int FRACTION = 4;
    private static final int CAPTURED_LENGTH = 8;
    private static final int ORIGINAL_LENGTH = 12;
    private static final int PACKET_HEADER_BYTES = 16;

    private final CaptureInput in;
    private final boolean littleEndian;
    private final int nanosPerFraction;
    private final CaptureInterface captureInterface;

    static boolean isMagic(byte[] magic) {
        int number = BigEndian.i32(magic, 0);
        int turned = Integer.reverseBytes(number);
        return number == MICROSECONDS || number == NANOSECONDS || turned == MICROSECONDS || turned == NANOSECONDS;
    }

    PcapReader(CaptureInput in, byte[] magic) throws IOException {
        this.in = in;
        int number = BigEndian.i32(magic, 0);
        littleEndian = number != MICROSECONDS && number != NANOSECONDS;
        nanosPerFraction = (littleEndian ? Integer.reverseBytes(number) : number) == NANOSECONDS ? 1 : 1000;
        ByteReader header = new ByteReader(in.read(FILE_HEADER_BYTES, "the pcap header"), littleEndian);
        if (header.u16(MAJOR_VERSION) != 2) {
            throw new MalformedCaptureException("pcap of version " + header.u16(MAJOR_VERSION) + ", not 2", 4);
        }
        // The upper bits say whether frames carry an FCS; they are no part of the type.
        int linkType = (int) header.u32(LINK_TYPE) & 0xffff;
        captureInterface = new CaptureInterface(0, "", "", linkType, header.u32(SNAP_LENGTH));
    }

    @Override
    public @Nullable CapturedPacket next() throws IOException {
        long at = in.offset();
        byte[] head = in.readUnlessAtEnd(PACKET_HEADER_BYTES, "a packet's header");
        if (head.length == 0) {
            return null;
        }
        ByteReader header = new ByteReader(head, littleEndian);
        long captured = header.u32(CAPTURED_LENGTH);
        long original = header.u32(ORIGINAL_LENGTH);
        // A packet beyond the snap length is taken: real files have them, and the limit protects all the same.
        if (captured > MAXIMUM_PACKET_BYTES) {
            throw new MalformedCaptureException(
                    "a packet says it has " + captured + " bytes; at most " + MAXIMUM_PACKET_BYTES + " are taken", at);
        }
        if (original > Integer.MAX_VALUE) {
            throw new MalformedCaptureException("a packet says it had " + original + " bytes on the wire", at);
        }
        long nanos = header.u32(SECONDS) * 1_000_000_000L + header.u32(FRACTION) * nanosPerFraction;
        byte[] bytes = in.read((int) captured, "a packet");
        return new CapturedPacket(
                captureInterface, nanos, (int) original, ByteString.copyOf(bytes), PacketOptions.NONE);
    }

    @Override
    public List<CaptureInterface> interfaces() {
        return List.of(captureInterface);
    }

    @Override
    public List<String> sectionComments() {
        return List.of();
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
