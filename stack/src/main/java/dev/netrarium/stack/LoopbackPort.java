package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/** The far end of {@code lo}: what goes out comes in again, later in the same turn. */
final class LoopbackPort extends Work implements LinkPort {
    /** Linux's {@code netdev_max_backlog}. */
    private static final int BACKLOG_PACKETS = 1000;

    /** Packets per piece of work, so that others have their turn. */
    private static final int QUOTA = 64;

    private final WorkQueue work;
    private final PacketQueue queue = new PacketQueue();
    private @Nullable NetInterface lo;

    LoopbackPort(WorkQueue work) {
        this.work = work;
    }

    @Override
    public void attached(NetInterface to) {
        lo = to;
    }

    @Override
    public boolean takesSuperSegments() {
        return true;
    }

    @Override
    public boolean transmit(long now, Packet packet) {
        if (queue.packets() >= BACKLOG_PACKETS) {
            return false;
        }
        queue.add(packet);
        work.add(this);
        return true;
    }

    @Override
    protected void run(long now) {
        NetInterface to = lo;
        if (to == null) {
            return;
        }
        for (int i = 0; i < QUOTA; i++) {
            Packet packet = queue.poll();
            if (packet == null) {
                break;
            }
            to.receive(now, packet);
        }
        if (!queue.isEmpty()) {
            work.add(this);
        }
        to.portReady(now);
    }
}
