package dev.netrarium.wire.capture;

import dev.netrarium.wire.WireFuzzInputs;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages captures and reads them: packets come, then an end or the promised exception, whose offset is in the file. */
public final class CaptureFuzz {
    private CaptureFuzz() {}

    /** Returns how many inputs were read. */
    public static long run(Random random, List<byte[]> frames, int times) throws IOException {
        List<byte[]> samples = samples(frames);
        long inputs = 0;
        for (byte[] sample : samples) {
            for (int length = 0; length <= sample.length; length++) {
                readAll(Arrays.copyOf(sample, length));
                inputs++;
            }
        }
        for (int i = 0; i < times; i++) {
            readAll(WireFuzzInputs.mutated(random, samples.get(random.nextInt(samples.size()))));
            inputs++;
        }
        return inputs;
    }

    /** Good captures of every format. */
    public static List<byte[]> samples(List<byte[]> frames) throws IOException {
        return List.of(
                pcapng(frames),
                PcapFiles.pcap(true, true, frames.subList(0, 3)),
                PcapFiles.pcap(false, false, frames.subList(0, 3)),
                PcapFiles.bigEndianPcapng());
    }

    private static byte[] pcapng(List<byte[]> frames) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (PcapngWriter writer = new PcapngWriter(file, "a section")) {
            int a = writer.addInterface("a", LinkType.ETHERNET);
            int b = writer.addInterface("b", "the other", LinkType.RAW, 96);
            PacketOptions options = PacketOptions.NONE
                    .withComment("one")
                    .withPacketId(7)
                    .withDropCount(1)
                    .withDirection(PacketOptions.Direction.OUTBOUND);
            for (byte[] frame : frames.subList(0, 3)) {
                writer.write(a, 1_000_000_001L, frame, 0, frame.length, options);
                writer.write(b, 1_000_000_002L, frame, 0, frame.length);
            }
        }
        return file.toByteArray();
    }

    public static void readAll(byte[] file) throws IOException {
        long packetBytes = 0;
        try (CaptureReader reader = CaptureReader.open(new ByteArrayInputStream(file))) {
            for (CapturedPacket p = reader.next(); p != null; p = reader.next()) {
                packetBytes += 4 + p.bytes().lengthBytes();
            }
        } catch (MalformedCaptureException e) {
            if (e.offset() < 0 || e.offset() > file.length) {
                throw new AssertionError("offset " + e.offset() + " of a file of " + file.length + " bytes", e);
            }
        }
        if (packetBytes > file.length) {
            throw new AssertionError(packetBytes + " bytes of packets in a file of " + file.length);
        }
    }
}
