package dev.netrarium.stack.tcp;

import java.util.ArrayDeque;

/**
 * The connections of a listener that a SYN's cookie opened and whose handshake is not over: bounded by TCP_FASTOPEN.
 * One that a reset ended keeps its place for a minute, so that nobody with a stolen cookie makes the server work for
 * spoofed addresses faster than that (RFC 7413 §5.1).
 */
final class FastOpenQueue {
    private static final long RESET_HOLDS_NANOS = 60_000_000_000L;

    private final ArrayDeque<Long> heldUntil = new ArrayDeque<>(0);
    private int count;

    /** Connections that count, those that a reset ended included. */
    int count() {
        return count;
    }

    /** True when one more may enter. */
    boolean hasRoom(long now, int limit) {
        if (count < limit) {
            return true;
        }
        Long until = heldUntil.peek();
        if (limit == 0 || until == null || until > now) {
            return false;
        }
        heldUntil.remove();
        count--;
        return true;
    }

    void enter() {
        count++;
    }

    /**
     * A connection is open, or gone.
     *
     * @param held its place stays taken for a minute
     */
    void leave(long now, boolean held) {
        if (held) {
            heldUntil.add(now + RESET_HOLDS_NANOS);
        } else {
            count--;
        }
    }
}
