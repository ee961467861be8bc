package dev.netrarium.world;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.HostEvent;
import org.jspecify.annotations.Nullable;

/** One thing that happened in a world. */
public sealed interface TraceRecord {
    /** When, in nanoseconds since the world began. */
    long atNanos();

    /**
     * A frame's first bit went onto a wire.
     *
     * @param direction the wire, and which way
     * @param packetId the packet's identity, unique in the world
     * @param parentId the packet that it was made from (forwarded, translated, fragmented, duplicated), or 0
     * @param cause why it was sent; null when it was made before anybody traced
     * @param bytes the frame, from its Ethernet header on
     */
    record FrameSent(
            long atNanos,
            Direction direction,
            long packetId,
            long parentId,
            @Nullable Cause cause,
            byte[] bytes) implements TraceRecord {}

    /** A frame's last bit reached the other end. */
    record FrameDelivered(long atNanos, Direction direction, long packetId) implements TraceRecord {}

    /** The wire delivers a frame a second time; the copy has an identity of its own. */
    record FrameDuplicated(long atNanos, Direction direction, long packetId, long copyId) implements TraceRecord {}

    /** One bit of a frame flipped unseen; it will be delivered so. */
    record FrameCorrupted(long atNanos, Direction direction, long packetId, int bit) implements TraceRecord {}

    /** A frame never reached the other end; {@code CUT} and {@code QUEUE_FULL} may come without a {@code FrameSent}. */
    record FrameDropped(long atNanos, Direction direction, long packetId, LinkDrop reason) implements TraceRecord {}

    /** A switch let a frame end where it came in: its destination is on the same port. */
    record FrameFiltered(long atNanos, Lan lan, long packetId) implements TraceRecord {}

    /** A host tells of a rare event. */
    record OnHost(long atNanos, Node node, HostEvent event) implements TraceRecord {}

    /** A program began or ended; {@code failure} is what it threw. */
    record ProgramChanged(
            long atNanos,
            Node node,
            String program,
            boolean running,
            @Nullable Throwable failure) implements TraceRecord {}
}
