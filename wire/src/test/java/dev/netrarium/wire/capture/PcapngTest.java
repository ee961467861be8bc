package dev.netrarium.wire.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Frames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PcapngTest {
    private static final long NOON = 1_700_000_000_123_456_789L;

    @Test
    void whatIsWrittenIsReadAgain() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        PacketOptions options = PacketOptions.NONE
                .withComment("retransmission")
                .withComment("第二次")
                .withDirection(PacketOptions.Direction.OUTBOUND)
                .withPacketId(-2)
                .withDropCount(3);
        try (PcapngWriter writer = new PcapngWriter(file, "seed 42")) {
            int lan = writer.addInterface("laptop.eth0", LinkType.ETHERNET);
            writer.write(lan, NOON, Frames.ARP_REQUEST, 0, Frames.ARP_REQUEST.length, options);
            int tun = writer.addInterface("router.tun0", "to the ISP", LinkType.RAW, 64);
            writer.write(tun, NOON + 1, Frames.TFTP_READ_REQUEST, 14, 64, 83, PacketOptions.NONE);
        }
        CaptureInterface lan = new CaptureInterface(0, "laptop.eth0", "", LinkType.ETHERNET, 0);
        CaptureInterface tun = new CaptureInterface(1, "router.tun0", "to the ISP", LinkType.RAW, 64);
        try (CaptureReader reader = open(file.toByteArray())) {
            CapturedPacket first = reader.next();
            assertThat(first)
                    .isEqualTo(new CapturedPacket(lan, NOON, 60, ByteString.copyOf(Frames.ARP_REQUEST), options));
            assertThat(first.comment()).isEqualTo("retransmission\n第二次");
            assertThat(first.packetId()).hasValue(-2);
            assertThat(reader.next())
                    .isEqualTo(new CapturedPacket(
                            tun,
                            NOON + 1,
                            83,
                            ByteString.copyOf(Frames.TFTP_READ_REQUEST, 14, 78),
                            PacketOptions.NONE));
            assertThat(reader.next()).isNull();
            assertThat(reader.interfaces()).containsExactly(lan, tun);
            assertThat(reader.sectionComments()).containsExactly("seed 42");
        }
    }

    @Test
    void madeUpCapturesAreReadAgain() throws IOException {
        Random random = new Random(17);
        for (int i = 0; i < 300; i++) {
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            List<CapturedPacket> written = new ArrayList<>();
            try (PcapngWriter writer = new PcapngWriter(file)) {
                List<CaptureInterface> interfaces = new ArrayList<>();
                for (int packet = random.nextInt(20); packet > 0; packet--) {
                    if (interfaces.isEmpty() || random.nextInt(5) == 0) {
                        String name = "x".repeat(random.nextInt(9));
                        int linkType = random.nextInt(300);
                        int number = writer.addInterface(name, linkType);
                        interfaces.add(new CaptureInterface(number, name, "", linkType, 0));
                    }
                    byte[] b = new byte[random.nextInt(100)];
                    random.nextBytes(b);
                    PacketOptions options = PacketOptions.NONE;
                    if (random.nextBoolean()) {
                        options = options.withComment("c".repeat(1 + random.nextInt(9)));
                    }
                    if (random.nextBoolean()) {
                        options = options.withPacketId(random.nextLong());
                    }
                    if (random.nextBoolean()) {
                        options = options.withDropCount(random.nextLong());
                    }
                    CaptureInterface on = interfaces.get(random.nextInt(interfaces.size()));
                    long time = random.nextLong() >>> 1;
                    int original = b.length + random.nextInt(2000);
                    writer.write(on.index(), time, b, 0, b.length, original, options);
                    written.add(new CapturedPacket(on, time, original, ByteString.copyOf(b), options));
                }
            }
            assertThat(readAll(file.toByteArray())).isEqualTo(written);
        }
    }

    @Test
    void theLongestPacketAndTheLongestCommentFitAndLongerOnesAreRefused() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        byte[] longest = new byte[CaptureReader.MAXIMUM_PACKET_BYTES];
        PacketOptions comment = PacketOptions.NONE.withComment("c".repeat(PcapngWriter.MAXIMUM_TEXT_BYTES));
        try (PcapngWriter writer = new PcapngWriter(file)) {
            int eth0 = writer.addInterface("eth0", LinkType.ETHERNET);
            writer.write(eth0, 0, longest, 0, longest.length, comment);
            assertThatThrownBy(() -> writer.write(eth0, 0, new byte[longest.length + 1], 0, longest.length + 1))
                    .hasMessageContaining("at most 262144 bytes are kept");
            assertThatThrownBy(() ->
                            writer.write(eth0, 0, longest, 0, 1, PacketOptions.NONE.withComment("c".repeat(65_536))))
                    .hasMessageContaining("65536 bytes; a capture takes 65535");
            assertThatThrownBy(() -> writer.write(eth0 + 1, 0, longest, 0, 1))
                    .hasMessage("no interface 1: 1 were added");
            writer.write(eth0, 1, longest, 0, 1);
        }
        assertThat(readAll(file.toByteArray())).hasSize(2);
    }

    @Test
    void capturesOfOtherProgramsAreRead() throws IOException {
        List<CapturedPacket> packets = readAll(PcapFiles.bigEndianPcapng());
        CaptureInterface eth7 = new CaptureInterface(0, "eth7", "", LinkType.RAW, 4);
        assertThat(packets).hasSize(4);
        // 1024 ticks are a second, and the interface's times count from 100 s.
        assertThat(packets.get(0))
                .isEqualTo(new CapturedPacket(
                        eth7, 101_500_000_000L, 60, ByteString.ofHex("01020304"), PacketOptions.NONE));
        assertThat(packets.get(1))
                .isEqualTo(new CapturedPacket(eth7, 0, 9, ByteString.ofHex("05060708"), PacketOptions.NONE));
        assertThat(packets.get(2))
                .isEqualTo(new CapturedPacket(
                        eth7, 102_000_000_000L, 2, ByteString.ofHex("090a"), PacketOptions.NONE.withDropCount(3)));
        assertThat(packets.get(3).captureInterface().index()).isEqualTo(1);
        assertThat(packets.get(3).timestampNanos()).isEqualTo(5_000);
    }

    @Test
    void timesOfEveryResolutionBecomeNanoseconds() {
        assertThat(new TimestampResolution(TimestampResolution.ticksPerSecond(6), 0).nanos(1_500_000))
                .isEqualTo(1_500_000_000);
        assertThat(new TimestampResolution(TimestampResolution.ticksPerSecond(12), 0).nanos(1_500_000_000_999L))
                .isEqualTo(1_500_000_000);
        assertThat(new TimestampResolution(TimestampResolution.ticksPerSecond(0x80 | 63), 0).nanos(3L << 62))
                .isEqualTo(1_500_000_000);
        assertThat(new TimestampResolution(1, -1).nanos(0)).isEqualTo(-1_000_000_000);
        assertThat(new TimestampResolution(1, 0).nanos(-1)).isEqualTo(Long.MAX_VALUE);
        assertThat(TimestampResolution.ticksPerSecond(20)).isZero();
        assertThat(TimestampResolution.ticksPerSecond(0xff)).isZero();
    }

    @Test
    void liesAreNamedWithTheirPlaceInTheFile() throws IOException {
        byte[] good = PcapFiles.bigEndianPcapng();
        int firstInterface = 28;
        assertRefused(
                changed(good, firstInterface + 4, 0x7fff_fffc),
                "an interface description says it has 2147483632 bytes; at most 16777216 are taken",
                firstInterface);
        assertRefused(
                changed(good, firstInterface + 4, 13),
                "a block says it has 13 bytes; a total length is at least 12 and a multiple of 4",
                firstInterface);
        int interfaceBytes = ByteBuffer.wrap(good).getInt(firstInterface + 4);
        assertRefused(
                changed(good, firstInterface + interfaceBytes - 4, 16),
                "a block says " + interfaceBytes + " bytes at its beginning and 16 at its end",
                firstInterface);
        int packet = firstInterface + interfaceBytes + 16;
        assertRefused(
                changed(good, packet + 20, 999), "a packet says it has 999 bytes, more than its block holds", packet);
        assertRefused(changed(good, packet + 8, 1), "a packet is on interface 1, and the section has named 1", packet);
        assertRefused(changed(good, packet + 24, -1), "a packet says it had 4294967295 bytes on the wire", packet);
        assertRefused(
                changed(good, firstInterface + 16, 2 << 16 | 500),
                "option 2 says it has 500 bytes, and the block " + (interfaceBytes - 24) + " more",
                firstInterface);
        assertRefused(changed(good, 8, 7), "the section header has no byte-order magic 1a2b3c4d", 0);
        assertRefused(changed(good, 12, 9 << 16), "pcapng of version 9.0, not 1", 0);
        byte[] cut = Arrays.copyOf(good, packet + 30);
        assertRefused(cut, "the file ends inside an enhanced packet: 24 bytes needed, 22 are there", packet + 8);
    }

    @Test
    void aHugeBlockThatNobodyNeedsIsSkippedWithoutBeingHeld() throws IOException {
        ByteBuffer head = PcapFiles.buffer(true);
        PcapFiles.block(
                head,
                0x0a0d_0d0a,
                out -> out.putInt(0x1a2b_3c4d)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1));
        int gigabyte = 1 << 30;
        head.putInt(0x0bad).putInt(gigabyte);
        ByteBuffer tail = PcapFiles.buffer(true);
        tail.putInt(gigabyte);
        InputStream endless = new InputStream() {
            private long at;

            @Override
            public int read() {
                long tailAt = head.position() + gigabyte - 12L;
                int octet = at < head.position()
                        ? head.get((int) at) & 0xff
                        : at < tailAt ? 0 : at < tailAt + 4 ? tail.get((int) (at - tailAt)) & 0xff : -1;
                at++;
                return octet;
            }

            @Override
            public long skip(long bytes) {
                long skipped = Math.max(0, Math.min(bytes, head.position() + gigabyte - 12L - at));
                at += skipped;
                return skipped;
            }
        };
        try (CaptureReader reader = CaptureReader.open(endless)) {
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void moreInterfacesThanAnybodyHasAreRefused() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (PcapngWriter writer = new PcapngWriter(file)) {
            for (int i = 0; i < CaptureReader.MAXIMUM_INTERFACES; i++) {
                writer.addInterface("", LinkType.RAW);
            }
            assertThatThrownBy(() -> writer.addInterface("", LinkType.RAW))
                    .hasMessage("a capture has at most 65536 interfaces");
        }
        byte[] full = file.toByteArray();
        assertThat(readAll(full)).isEmpty();
        int one = 32;
        byte[] more = Arrays.copyOf(full, full.length + one);
        System.arraycopy(full, full.length - one, more, full.length, one);
        assertRefused(more, "more than 65536 interfaces", full.length);
    }

    @Test
    void aPacketWithoutOptionsAllocatesNothing() throws IOException {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        int packets = 20_000;
        try (PcapngWriter writer = new PcapngWriter(OutputStream.nullOutputStream())) {
            int eth0 = writer.addInterface("eth0", LinkType.ETHERNET);
            for (int round = 0; round < 3; round++) {
                long before = threads.getCurrentThreadAllocatedBytes();
                for (int i = 0; i < packets; i++) {
                    writer.write(eth0, i, Frames.ARP_REQUEST, 0, Frames.ARP_REQUEST.length);
                }
                long each = (threads.getCurrentThreadAllocatedBytes() - before) / packets;
                assertThat(each).as("bytes per packet").isZero();
            }
        }
    }

    static CaptureReader open(byte[] file) throws IOException {
        return CaptureReader.open(new ByteArrayInputStream(file));
    }

    static List<CapturedPacket> readAll(byte[] file) throws IOException {
        List<CapturedPacket> packets = new ArrayList<>();
        try (CaptureReader reader = open(file)) {
            for (CapturedPacket p = reader.next(); p != null; p = reader.next()) {
                packets.add(p);
            }
        }
        return packets;
    }

    private static byte[] changed(byte[] file, int at, int value) {
        byte[] copy = file.clone();
        ByteBuffer.wrap(copy).putInt(at, value);
        return copy;
    }

    static void assertRefused(byte[] file, String reason, long offset) {
        assertThatThrownBy(() -> readAll(file))
                .isInstanceOf(MalformedCaptureException.class)
                .hasMessage(reason + " (at byte " + offset + " of the capture)")
                .hasFieldOrPropertyWithValue("offset", offset);
    }
}
