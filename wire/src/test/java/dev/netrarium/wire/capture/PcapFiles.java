package dev.netrarium.wire.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Captures as other programs write them, made by hand. */
final class PcapFiles {
    private PcapFiles() {}

    /** Classic pcap; packet n has the time n s and n + 1 fractions. */
    static byte[] pcap(boolean littleEndian, boolean nanoseconds, List<byte[]> frames) {
        ByteBuffer file = buffer(littleEndian);
        file.putInt(nanoseconds ? 0xa1b2_3c4d : 0xa1b2_c3d4);
        file.putShort((short) 2).putShort((short) 4);
        file.putInt(0).putInt(0);
        file.putInt(262_144).putInt(LinkType.ETHERNET);
        for (int i = 0; i < frames.size(); i++) {
            byte[] frame = frames.get(i);
            file.putInt(i).putInt(i + 1).putInt(frame.length).putInt(frame.length + i);
            file.put(frame);
        }
        return bytes(file);
    }

    /**
     * A big-endian pcapng file with what our writer does not write: no end of options, a name block to skip, an
     * interface in units of 2⁻¹⁰ s with an offset, a simple packet, an old packet block, and a second section.
     */
    static byte[] bigEndianPcapng() {
        ByteBuffer file = buffer(false);
        sectionHeader(file);
        block(file, 1, out -> {
            out.putShort((short) LinkType.RAW).putShort((short) 0).putInt(4);
            option(out, 2, "eth7".getBytes(StandardCharsets.UTF_8));
            option(out, 9, new byte[] {(byte) (0x80 | 10)});
            option(out, 14, new byte[] {0, 0, 0, 0, 0, 0, 0, 100});
        });
        block(file, 4, out -> out.putInt(0));
        block(file, 6, out -> packet(out, 1024 + 512, new byte[] {1, 2, 3, 4}, 60));
        block(file, 3, out -> out.putInt(9).put(new byte[] {5, 6, 7, 8}));
        block(file, 2, out -> {
            out.putShort((short) 0).putShort((short) 3);
            out.putInt(0).putInt(2048).putInt(2).putInt(2).put(new byte[] {9, 10, 0, 0});
        });
        sectionHeader(file);
        block(
                file,
                1,
                out -> out.putShort((short) LinkType.ETHERNET)
                        .putShort((short) 0)
                        .putInt(0));
        block(file, 6, out -> packet(out, 5, new byte[] {11}, 1));
        return bytes(file);
    }

    private static void packet(ByteBuffer out, int ticks, byte[] bytes, int originalLength) {
        out.putInt(0).putInt(0).putInt(ticks).putInt(bytes.length).putInt(originalLength);
        out.put(bytes).put(new byte[-bytes.length & 3]);
    }

    private static void sectionHeader(ByteBuffer file) {
        block(
                file,
                0x0a0d_0d0a,
                out -> out.putInt(0x1a2b_3c4d)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1));
    }

    static void option(ByteBuffer out, int code, byte[] value) {
        out.putShort((short) code).putShort((short) value.length).put(value).put(new byte[-value.length & 3]);
    }

    interface Body {
        void put(ByteBuffer out);
    }

    static void block(ByteBuffer file, int type, Body body) {
        int start = file.position();
        file.putInt(type).putInt(0);
        body.put(file);
        int length = file.position() + 4 - start;
        file.putInt(length);
        file.putInt(start + 4, length);
    }

    static ByteBuffer buffer(boolean littleEndian) {
        return ByteBuffer.allocate(4096).order(littleEndian ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    static byte[] bytes(ByteBuffer file) {
        return Arrays.copyOf(file.array(), file.position());
    }
}
