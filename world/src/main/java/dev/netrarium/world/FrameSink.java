package dev.netrarium.world;

import dev.netrarium.stack.Packet;

/** What stands at the far end of a wire: a host's interface, or a switch. */
interface FrameSink {
    /** Takes the frame, which it owns now. */
    void deliver(long now, Packet frame);
}
