package dev.netrarium.wire.capture;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a pcapng file can say of a packet beside its bytes.
 *
 * @param packetId tells that packets on several interfaces are one and the same
 * @param dropCount packets lost by the capture between this packet and the one before it on the interface
 */
public record PacketOptions(Direction direction, OptionalLong packetId, OptionalLong dropCount, List<String> comments) {
    public static final PacketOptions NONE =
            new PacketOptions(Direction.UNKNOWN, OptionalLong.empty(), OptionalLong.empty(), List.of());

    /** The way of a packet, seen from the interface. */
    public enum Direction {
        UNKNOWN,
        INBOUND,
        OUTBOUND
    }

    public PacketOptions {
        comments = List.copyOf(comments);
    }

    public PacketOptions withDirection(Direction direction) {
        return new PacketOptions(direction, packetId, dropCount, comments);
    }

    public PacketOptions withPacketId(long id) {
        return new PacketOptions(direction, OptionalLong.of(id), dropCount, comments);
    }

    public PacketOptions withDropCount(long packets) {
        return new PacketOptions(direction, packetId, OptionalLong.of(packets), comments);
    }

    /** Adds a comment to those that are there. */
    public PacketOptions withComment(String comment) {
        List<String> more = new ArrayList<>(comments);
        more.add(comment);
        return new PacketOptions(direction, packetId, dropCount, more);
    }
}
