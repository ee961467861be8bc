package dev.netrarium.wire.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Frames;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PcapTest {
    @ParameterizedTest
    @CsvSource({"true, true", "true, false", "false, true", "false, false"})
    void bothByteOrdersAndBothResolutionsAreRead(boolean littleEndian, boolean nanoseconds) throws IOException {
        byte[] file = PcapFiles.pcap(littleEndian, nanoseconds, List.of(Frames.ARP_REQUEST, Frames.ARP_REPLY));
        CaptureInterface only = new CaptureInterface(0, "", "", LinkType.ETHERNET, 262_144);
        long fraction = nanoseconds ? 1 : 1000;
        assertThat(PcapngTest.readAll(file))
                .containsExactly(
                        new CapturedPacket(
                                only, fraction, 60, ByteString.copyOf(Frames.ARP_REQUEST), PacketOptions.NONE),
                        new CapturedPacket(
                                only,
                                1_000_000_000 + 2 * fraction,
                                61,
                                ByteString.copyOf(Frames.ARP_REPLY),
                                PacketOptions.NONE));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void liesAreNamedWithTheirPlaceInTheFile(boolean littleEndian) throws IOException {
        byte[] good = PcapFiles.pcap(littleEndian, true, List.of(Frames.ARP_REQUEST));
        PcapngTest.assertRefused(
                changed(good, littleEndian, 32, 262_145),
                "a packet says it has 262145 bytes; at most 262144 are taken",
                24);
        PcapngTest.assertRefused(
                changed(good, littleEndian, 36, -1), "a packet says it had 4294967295 bytes on the wire", 24);
        PcapngTest.assertRefused(
                Arrays.copyOf(good, 99), "the file ends inside a packet: 60 bytes needed, 59 are there", 40);
        PcapngTest.assertRefused(
                Arrays.copyOf(good, 39), "the file ends inside a packet's header: 16 bytes needed, 15 are there", 24);
        PcapngTest.assertRefused(
                Arrays.copyOf(good, 10), "the file ends inside the pcap header: 20 bytes needed, 6 are there", 4);
        // A snap length is only said, never believed.
        byte[] wide = changed(good, littleEndian, 16, -1);
        assertThat(PcapngTest.readAll(wide)).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "'', 'the file ends inside a capture''s magic number: 4 bytes needed, 0 are there'",
        "'GET ', 'not a capture: pcapng begins with 0a0d0d0a and pcap with a1b2c3d4 or a1b23c4d, this with 47455420'"
    })
    void whatIsNoCaptureIsSaidSo(String text, String reason) {
        PcapngTest.assertRefused(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII), reason, 0);
    }

    private static byte[] changed(byte[] file, boolean littleEndian, int at, int value) {
        byte[] copy = file.clone();
        ByteBuffer.wrap(copy).putInt(at, littleEndian ? Integer.reverseBytes(value) : value);
        return copy;
    }
}
