package dev.netrarium.drill;

import dev.netrarium.stack.LinkPort;
import dev.netrarium.stack.Packet;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** The wire's end of the host under test: keeps every packet with the time at which it left. */
final class Tun implements LinkPort {
    /** More than any window of the scripts; beyond, the port is busy for good. */
    private static final int MOST_PACKETS = 100_000;

    private final ArrayDeque<Sent> sent = new ArrayDeque<>();

    private final UnaryOperator<Sent> seenAs;

    record Sent(byte[] bytes, long nanos) {}

    /**
     * @param seenAs what a packet looks like from outside; a test of the runner makes it wrong
     */
    Tun(UnaryOperator<Sent> seenAs) {
        this.seenAs = seenAs;
    }

    @Override
    public boolean transmit(long now, Packet packet) {
        if (sent.size() >= MOST_PACKETS) {
            return false;
        }
        sent.add(seenAs.apply(new Sent(Arrays.copyOfRange(packet.bytes, packet.start, packet.end), now)));
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
