package dev.netrarium.cli;

import dev.netrarium.stack.Cause;
import dev.netrarium.wire.capture.LinkType;
import dev.netrarium.wire.capture.PacketOptions;
import dev.netrarium.wire.capture.PcapngWriter;
import dev.netrarium.world.TraceListener;
import dev.netrarium.world.TraceRecord;
import dev.netrarium.world.World;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Every frame on every wire of a world as one pcapng file, an interface in it for each wire and direction. */
final class WireCapture implements TraceListener, AutoCloseable {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final PcapngWriter writer;
    private final long epochNanos;
    private final Map<String, Integer> interfaces = new LinkedHashMap<>();
    private @Nullable IOException failure;

    private WireCapture(PcapngWriter writer, long epochNanos) {
        this.writer = writer;
        this.epochNanos = epochNanos;
    }

    /** Begins a file, which is replaced. */
    static WireCapture of(Path file, World world) throws IOException {
        Instant epoch = world.epoch();
        PcapngWriter writer =
                new PcapngWriter(new BufferedOutputStream(Files.newOutputStream(file)), "seed " + world.seed());
        return new WireCapture(writer, epoch.getEpochSecond() * NANOS_PER_SECOND + epoch.getNano());
    }

    @Override
    public void happened(TraceRecord what) {
        if (what instanceof TraceRecord.FrameSent frame && failure == null) {
            try {
                write(frame);
            } catch (IOException e) {
                failure = e; // told by close: a full disk must not stop the world
            }
        }
    }

    private void write(TraceRecord.FrameSent frame) throws IOException {
        String wire = frame.direction().name();
        Integer id = interfaces.get(wire);
        if (id == null) {
            id = writer.addInterface(wire, LinkType.ETHERNET);
            interfaces.put(wire, id);
        }
        PacketOptions options = PacketOptions.NONE.withPacketId(frame.packetId());
        Cause cause = frame.cause();
        if (cause != null) {
            options = options.withComment(cause.sentence());
        }
        writer.write(id, epochNanos + frame.atNanos(), frame.bytes(), 0, frame.bytes().length, options);
    }

    @Override
    public void close() throws IOException {
        writer.close();
        IOException before = failure;
        if (before != null) {
            throw new IOException("the capture is not complete: " + before.getMessage(), before);
        }
    }
}
