package dev.netrarium.stack.rig;

import dev.netrarium.stack.Packet;

/** What stands at an end of a {@link RigLink}: takes raw IP packets and is turned by the {@link Rig}. */
public interface RigEnd {
    /** An IP packet, in view from its first header byte, has come. The end owns it now. */
    void receive(long now, Packet packet);

    /** Finishes what has become due. */
    void run(long now);

    /** When {@link #onTimeout} must be called, or {@link dev.netrarium.stack.Timer#NEVER}. */
    long nextTimeout();

    /** Lets the timers that are due run out. */
    void onTimeout(long now);

    /**
     * A packet that this end had sent was larger than the link takes and was dropped: what a router would say by ICMP. The
     * end owns the packet now.
     */
    default void tooBig(long now, Packet packet, int mtuBytes) {
        packet.release();
    }
}
