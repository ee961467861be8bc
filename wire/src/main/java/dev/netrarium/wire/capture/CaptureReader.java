package dev.netrarium.wire.capture;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads a capture packet by packet: pcapng, or classic pcap in both byte orders with micro- or nanoseconds.
 *
 * {@snippet :
 * try (CaptureReader capture = CaptureReader.open(Files.newInputStream(path))) {
 *     for (CapturedPacket packet = capture.next(); packet != null; packet = capture.next()) {
 *         System.out.println(packet.timestampNanos() + " " + packet.comment());
 *     }
 * }
 * }
 *
 * <p>No length that a file claims makes the reader allocate more than the file has bytes, nor more than
 * {@link #MAXIMUM_BLOCK_BYTES} at once. One thread at a time.
 */
public sealed interface CaptureReader extends Closeable permits PcapngReader, PcapReader {
    /** The longest packet taken: Wireshark's own limit. */
    int MAXIMUM_PACKET_BYTES = 262_144;

    /** The longest pcapng block that is read rather than skipped: Wireshark's own limit. */
    int MAXIMUM_BLOCK_BYTES = 16 << 20;

    /** The most interfaces taken of one file, far beyond what real files have. */
    int MAXIMUM_INTERFACES = 65_536;

    /**
     * Tells the format by the first four bytes.
     *
     * @throws MalformedCaptureException when they are those of neither format, or the head is broken
     * @throws IOException from the stream
     */
    static CaptureReader open(InputStream in) throws IOException {
        CaptureInput input = new CaptureInput(in);
        byte[] magic = input.read(4, "a capture's magic number");
        if (PcapngReader.isMagic(magic)) {
            return new PcapngReader(input);
        }
        if (PcapReader.isMagic(magic)) {
            return new PcapReader(input, magic);
        }
        throw new MalformedCaptureException(
                String.format(
                        "not a capture: pcapng begins with 0a0d0d0a and pcap with a1b2c3d4 or a1b23c4d, this with"
                                + " %02x%02x%02x%02x",
                        magic[0], magic[1], magic[2], magic[3]),
                0);
    }

    /**
     * The next packet, or null at the end of the file.
     *
     * @throws MalformedCaptureException when the file breaks its format or ends inside a packet
     * @throws IOException from the stream
     */
    @Nullable CapturedPacket next() throws IOException;

    /** The interfaces seen so far; a pcapng file may name more of them later. Classic pcap has one, without a name. */
    List<CaptureInterface> interfaces();

    /** The comments of the sections seen so far. Classic pcap has none. */
    List<String> sectionComments();

    @Override
    void close() throws IOException;
}
