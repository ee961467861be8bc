package dev.netrarium.drill;

import dev.netrarium.stack.LinkPort;
import dev.netrarium.stack.Packet;
import java.util.ArrayDeque;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The wire's end of the host under test: keeps every packet with the time at which it left. */
final class Tun implements LinkPort {
    /** More than any window of the scripts; beyond, the port is busy for good. */
    private static final int MOST_PACKETS = 100_000;

    private final ArrayDeque<Sent> sent = new ArrayDeque<>();

    record Sent(byte[] bytes, long nanos) {}

    @Override
    public boolean transmit(long now, Packet packet) {
        if (sent.size() >= MOST_PACKETS) {
            return false;
        }
        sent.add(new Sent(Arrays.copyOfRange(packet.bytes, packet.start, packet.end), now));
        packet.release();
        return true;
    }

    boolean isEmpty() {
        return sent.isEmpty();
    }

    @Nullable Sent take() {
        return sent.poll();
    }
}
