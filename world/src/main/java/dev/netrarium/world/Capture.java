package dev.netrarium.world;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.Packet;
import dev.netrarium.wire.capture.LinkType;
import dev.netrarium.wire.capture.PacketOptions;
import dev.netrarium.wire.capture.PcapngWriter;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes what passes a place in the world as pcapng: one capture interface per place, timestamps in nanoseconds of the
 * world's calendar, and for each packet its identity and, as a comment, why it was sent. Begins with {@code to}; ends when
 * closed, or with the world.
 */
public final class Capture implements AutoCloseable {
    /** A place to listen at: the interface's name in the file, and the directions of wires it hears. */
    record Place(
            String name, @Nullable Direction sent, @Nullable Direction delivered) {}

    private final World world;
    private final List<Place> places = new ArrayList<>();
    private final List<Runnable> unplug = new ArrayList<>();
    private @Nullable PcapngWriter writer;
    private @Nullable IOException failure;
    private final @Nullable Lan lan;
    private long packets;

    Capture(World world, List<Place> places, @Nullable Lan lan) {
        this.world = world;
        this.places.addAll(places);
        this.lan = lan;
    }

    /**
     * Writes to a file, which is replaced.
     *
     * @throws IOException when it cannot be opened
     */
    public Capture to(Path file) throws IOException {
        return to(Files.newOutputStream(file));
    }

    /** Writes to a stream, which is closed with the capture. */
    public Capture to(OutputStream out) throws IOException {
        if (writer != null) {
            throw new IllegalStateException("the capture has begun already");
        }
        PcapngWriter opened = new PcapngWriter(new BufferedOutputStream(out, 1 << 16), "seed " + world.seed());
        writer = opened;
        world.begin(this, () -> {
            for (Place place : places) {
                listen(place);
            }
        });
        return this;
    }

    /** Packets written. */
    public long packets() {
        return world.worldLoop().ask(() -> packets);
    }

    /** Hands on what is buffered, so that a reader of the file sees every packet so far. */
    public void flush() throws IOException {
        PcapngWriter open = writer;
        if (open != null) {
            open.flush();
        }
    }

    /**
     * Ends the capture.
     *
     * @throws IOException when writing failed, now or before
     */
    @Override
    public void close() throws IOException {
        PcapngWriter open = writer;
        if (open == null) {
            return;
        }
        world.end(this, () -> unplug.forEach(Runnable::run));
        writer = null;
        unplug.clear();
        open.close();
        IOException before = failure;
        if (before != null) {
            throw new IOException("the capture is not complete: " + before.getMessage(), before);
        }
    }

    /** A cable was plugged into a LAN while the capture runs. Baton held. */
    void plugged(Lan where, String end, Direction in) {
        if (where == lan && writer != null) {
            listen(new Place(end, in, null));
        }
    }

    /** Baton held. */
    void write(long now, int interfaceId, PacketOptions.Direction way, Packet frame) {
        PcapngWriter open = writer;
        if (open == null || failure != null) {
            return;
        }
        PacketOptions options = PacketOptions.NONE.withDirection(way).withPacketId(frame.id);
        Cause cause = frame.cause;
        if (cause != null) {
            options = options.withComment(cause.sentence());
        }
        try {
            open.write(interfaceId, world.epochNanos() + now, frame.bytes, frame.start, frame.length(), options);
            packets++;
        } catch (IOException e) {
            failure = e; // told by close: a full disk must not stop the world
        }
    }

    private void listen(Place place) {
        PcapngWriter open = writer;
        if (open == null) {
            return;
        }
        int id;
        try {
            id = open.addInterface(place.name(), LinkType.ETHERNET);
        } catch (IOException e) {
            failure = e;
            return;
        }
        Direction sent = place.sent();
        Direction delivered = place.delivered();
        if (sent != null) {
            CaptureTap tap = new CaptureTap(this, id, PacketOptions.Direction.OUTBOUND);
            sent.sentTaps().add(tap);
            unplug.add(() -> sent.sentTaps().remove(tap));
        }
        if (delivered != null) {
            CaptureTap tap = new CaptureTap(this, id, PacketOptions.Direction.INBOUND);
            delivered.deliveredTaps().add(tap);
            unplug.add(() -> delivered.deliveredTaps().remove(tap));
        }
    }
}
