package dev.netrarium.world;

import dev.netrarium.stack.Packet;

/** Where a capture listens: one direction of a wire, seen as one interface of the capture file. */
record CaptureTap(Capture capture, int interfaceId) {
    void take(long now, Packet frame) {
        capture.write(now, interfaceId, frame);
    }
}
