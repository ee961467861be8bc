package dev.netrarium.drill.host;

import dev.netrarium.drill.system.SentPacket;
import dev.netrarium.stack.LinkPort;
import dev.netrarium.stack.Packet;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The wire's end of the host under test: keeps every packet with the time at which it left. */
final class Tun implements LinkPort {
    /** More than any window of the scripts; beyond, the port is busy for good. */
    private static final int MOST_PACKETS = 100_000;

    private final ArrayDeque<SentPacket> sent = new ArrayDeque<>();
    private final long start;

    /**
     * @param start the host's time at which scripts begin
     */
    Tun(long start) {
        this.start = start;
    }

    @Override
    public boolean transmit(long now, Packet packet) {
        if (sent.size() >= MOST_PACKETS) {
            return false;
        }
        sent.add(new SentPacket(Arrays.copyOfRange(packet.bytes, packet.start, packet.end), now - start));
        packet.release();
        return true;
    }

    void clear() {
        sent.clear();
    }

    @Nullable SentPacket take() {
        return sent.poll();
    }
}
