package dev.netrarium.world;

import dev.netrarium.stack.Packet;
import dev.netrarium.wire.capture.PacketOptions;

/** Where a capture listens: one end of one direction, seen as an interface of the capture file. */
record CaptureTap(Capture capture, int interfaceId, PacketOptions.Direction way) {
    void take(long now, Packet frame) {
        capture.write(now, interfaceId, way, frame);
    }
}
