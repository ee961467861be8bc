package dev.netrarium.world;

import dev.netrarium.stack.Packet;
import org.jspecify.annotations.Nullable;

/** Frames that wait for their turn on a wire: a growing ring. */
final class FrameFifo {
    private @Nullable Packet[] ring = new Packet[16];
    private int head;
    private int size;
    private long bytes;

    int size() {
        return size;
    }

    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return size == 0;
    }

    void add(Packet frame) {
        if (size == ring.length) {
            @Nullable Packet[] larger = new Packet[2 * size];
            for (int i = 0; i < size; i++) {
                larger[i] = ring[head + i & size - 1];
            }
            ring = larger;
            head = 0;
        }
        ring[head + size++ & ring.length - 1] = frame;
        bytes += frame.length();
    }

    /** Takes the first frame; there must be one. */
    Packet poll() {
        Packet first = ring[head];
        if (first == null) {
            throw new IllegalStateException("no frame waits");
        }
        ring[head] = null;
        head = head + 1 & ring.length - 1;
        size--;
        bytes -= first.length();
        return first;
    }
}
