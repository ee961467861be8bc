package dev.netrarium.wire.capture;

import dev.netrarium.wire.ByteString;
import java.util.OptionalLong;

/**
 * A packet of a capture.
 *
 * @param timestampNanos nanoseconds since 1970-01-01T00:00Z; 0 where the file keeps no times
 * @param originalLengthBytes as it was on the wire; more than the bytes at hand when the capture cut it
 * @param bytes what was kept
 */
public record CapturedPacket(
        CaptureInterface captureInterface,
        long timestampNanos,
        int originalLengthBytes,
        ByteString bytes,
        PacketOptions options) {

    /** All comments, one a line; "" when there is none. */
    public String comment() {
        return String.join("\n", options.comments());
    }

    public OptionalLong packetId() {
        return options.packetId();
    }

    public int linkType() {
        return captureInterface.linkType();
    }
}
