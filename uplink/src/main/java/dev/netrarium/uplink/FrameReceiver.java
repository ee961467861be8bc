package dev.netrarium.uplink;

import dev.netrarium.stack.Packet;

/** Where a device's frames go: an interface of a host, or the end of a link. */
@FunctionalInterface
public interface FrameReceiver {
    /** Takes a frame (or, from a TUN device, an IP packet), which it owns now. Called with the baton held. */
    void receive(long now, Packet frame);
}
