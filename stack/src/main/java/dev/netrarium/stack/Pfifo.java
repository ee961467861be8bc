package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/** First in, first out, bounded in packets: Linux's {@code pfifo}. */
public final class Pfifo extends QueueDiscipline {
    private final int limitPackets;
    private final PacketQueue queue = new PacketQueue();

    /**
     * @param limitPackets at least 1; Linux's {@code txqueuelen} is 1000
     */
    public Pfifo(int limitPackets) {
        if (limitPackets < 1) {
            throw new IllegalArgumentException("a queue holds at least one packet: " + limitPackets);
        }
        this.limitPackets = limitPackets;
    }

    @Override
    public boolean enqueue(long now, Packet packet) {
        if (queue.packets() >= limitPackets) {
            return false;
        }
        queue.add(packet);
        return true;
    }

    @Override
    public @Nullable Packet dequeue(long now) {
        return queue.poll();
    }

    @Override
    public int packets() {
        return queue.packets();
    }

    @Override
    public long bytes() {
        return queue.bytes();
    }
}
