package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/** Orders and bounds the packets that wait for an interface's port. */
public abstract class QueueDiscipline {
    /** Takes a packet, or answers false: it stays the caller's, and is dropped. */
    public abstract boolean enqueue(long now, Packet packet);

    /** The next packet to leave, or null when none may leave now. */
    public abstract @Nullable Packet dequeue(long now);

    /** Packets that wait. */
    public abstract int packets();

    /** Bytes that wait. */
    public abstract long bytes();
}
