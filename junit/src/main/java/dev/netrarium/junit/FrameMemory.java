package dev.netrarium.junit;

import dev.netrarium.wire.capture.CaptureReader;
import dev.netrarium.wire.capture.LinkType;
import dev.netrarium.wire.capture.PacketOptions;
import dev.netrarium.wire.capture.PcapngWriter;
import dev.netrarium.world.Direction;
import dev.netrarium.world.TraceRecord;
import dev.netrarium.world.TraceRecord.FrameDropped;
import dev.netrarium.world.TraceRecord.FrameSent;
import dev.netrarium.world.World;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;

/** Remembers the last frames that were put on any wire of a world, to be written as pcapng should the test fail. */
final class FrameMemory {
    /** Enough for the end of any story, and little beside a test's own heap. */
    private static final int MOST_BYTES = 16 << 20;

    /** What a frame costs beside its bytes, roughly. */
    private static final int RECORD_BYTES = 100;

    private final World world;
    private final ArrayDeque<TraceRecord> records = new ArrayDeque<>();
    private long heldBytes;
    private long forgotten;

    /** Begins to listen; the world tells it until it is closed. */
    FrameMemory(World world) {
        this.world = world;
        world.trace(this::happened);
    }

    /** Writes one capture with an interface for each direction of each wire. The world is closed. */
    void write(Path file) throws IOException {
        String comment =
                "seed " + world.seed() + (forgotten > 0 ? ", without the first " + forgotten + " records" : "");
        Map<Direction, Integer> interfaces = new LinkedHashMap<>();
        long epochNanos = nanosSince1970();
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file));
                PcapngWriter writer = new PcapngWriter(out, comment)) {
            Map<Long, String> lost = new LinkedHashMap<>();
            for (TraceRecord record : records) {
                if (record instanceof FrameDropped drop) {
                    lost.put(drop.packetId(), "dropped by the wire: " + drop.reason());
                }
            }
            for (TraceRecord record : records) {
                if (record instanceof FrameSent sent) {
                    Integer known = interfaces.get(sent.direction());
                    if (known == null) {
                        if (interfaces.size() == CaptureReader.MAXIMUM_INTERFACES) {
                            continue;
                        }
                        known = writer.addInterface(sent.direction().name(), LinkType.ETHERNET);
                        interfaces.put(sent.direction(), known);
                    }
                    PacketOptions options = PacketOptions.NONE.withPacketId(sent.packetId());
                    if (sent.cause() != null) {
                        options = options.withComment(sent.cause().sentence());
                    }
                    String fate = lost.get(sent.packetId());
                    if (fate != null) {
                        options = options.withComment(fate);
                    }
                    byte[] bytes = sent.bytes();
                    writer.write(known, epochNanos + sent.atNanos(), bytes, 0, bytes.length, options);
                }
            }
        }
    }

    private void happened(TraceRecord what) {
        if (what instanceof FrameSent || what instanceof FrameDropped) {
            records.add(what);
            heldBytes += weight(what);
            while (heldBytes > MOST_BYTES) {
                heldBytes -= weight(records.remove());
                forgotten++;
            }
        }
    }

    private long nanosSince1970() {
        return world.epoch().getEpochSecond() * 1_000_000_000L + world.epoch().getNano();
    }

    private static int weight(TraceRecord record) {
        return RECORD_BYTES + (record instanceof FrameSent sent ? sent.bytes().length : 0);
    }
}
