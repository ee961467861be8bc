package dev.netrarium.world;

import dev.netrarium.stack.Packet;
import dev.netrarium.stack.PacketPool;
import java.util.Objects;

/**
 * The end of a cable for something that is no node of the world: a TAP device, a tunnel, a test that makes frames itself.
 * Made by {@link Lan#plug}. Frames begin with the Ethernet header and have no check sequence.
 */
public final class Plug {
    /** The longest frame that is taken: a packet of 64 KiB and its headers. */
    public static final int MOST_BYTES = 65_535 + 18;

    /** Takes frames that reach the plug. Called with the baton held: must neither block nor call back. */
    @FunctionalInterface
    public interface Receiver {
        /** A frame is {@code bytes[at, at + length)}; the array is used again as soon as this returns. */
        void receive(byte[] bytes, int at, int length);
    }

    private final World world;
    private final String name;
    private final Direction outward;
    private final Direction inward;

    Plug(World world, String name, Direction outward, Direction inward) {
        this.world = world;
        this.name = name;
        this.outward = outward;
        this.inward = inward;
    }

    public String name() {
        return name;
    }

    /** The wire from the plug to the switch. */
    public Direction outward() {
        return outward;
    }

    /** The wire from the switch to the plug. */
    public Direction inward() {
        return inward;
    }

    /**
     * Sends a frame, which is copied, from any thread.
     *
     * @return false when the wire is busy and did not take it
     * @throws IllegalArgumentException when it is longer than {@link #MOST_BYTES}
     */
    public boolean send(byte[] bytes, int at, int length) {
        Objects.checkFromIndexSize(at, length, bytes.length);
        if (length > MOST_BYTES) {
            throw new IllegalArgumentException("a frame has at most " + MOST_BYTES + " bytes, not " + length);
        }
        return world.worldLoop().ask(() -> {
            PacketPool pool = world.packets();
            Packet frame = pool.take(Packet.HEADROOM, length);
            System.arraycopy(bytes, at, frame.bytes, frame.start, length);
            if (outward.transmit(world.now(), frame)) {
                return true;
            }
            frame.release();
            return false;
        });
    }

    @Override
    public String toString() {
        return name;
    }

    /** What the cable sees of it. */
    record End(Receiver receiver) implements FrameSink, FrameSource {
        @Override
        public void deliver(long now, Packet frame) {
            receiver.receive(frame.bytes, frame.start, frame.length());
            frame.release();
        }

        @Override
        public void wireReady(long now) {}
    }
}
