package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/** Orders and bounds the packets that wait for an interface's port. */
public abstract class QueueDiscipline {
    /** Who takes the packets that are dropped after they were taken, and counts them. */
    interface Drops {
        void drop(long now, DropReason reason, Packet packet);
    }

    private @Nullable Drops drops;

    /** The queue stands before a port now. */
    final void dropsGoTo(Drops counted) {
        drops = counted;
    }

    /** Drops a packet that was taken; for disciplines that drop as packets leave. */
    final void drop(long now, DropReason reason, Packet packet) {
        Drops counted = drops;
        if (counted == null) {
            packet.release();
        } else {
            counted.drop(now, reason, packet);
        }
    }

    /** Takes a packet, or answers false: it stays the caller's, and is dropped. */
    public abstract boolean enqueue(long now, Packet packet);

    /** The next packet to leave, or null when none may leave now. */
    public abstract @Nullable Packet dequeue(long now);

    /** When {@link #dequeue} has a packet: now or earlier, later, or {@link Timer#NEVER}. */
    public long nextReadyNanos(long now) {
        return packets() == 0 ? Timer.NEVER : now;
    }

    /** True when packets wait until their {@link Packet#departureNanos}: transports need not hold them back then. */
    public boolean keepsDepartureTimes() {
        return false;
    }

    /** Whether a packet may go to a free port without having been queued, when nothing waits. */
    public boolean isPassedBy(long now, Packet packet) {
        return true;
    }

    /** Packets that wait. */
    public abstract int packets();

    /** Bytes that wait. */
    public abstract long bytes();
}
