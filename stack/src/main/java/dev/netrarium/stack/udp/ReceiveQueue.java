package dev.netrarium.stack.udp;

import dev.netrarium.stack.Packet;
import org.jspecify.annotations.Nullable;

/**
 * The datagrams that wait in an endpoint: the packets themselves, so that a datagram is copied once. What is bounded is
 * the memory they hold, each counted as its whole buffer and the packet object.
 */
final class ReceiveQueue {
    /** What a packet holds beside its buffer; with it an ordinary packet counts 2304 bytes, Linux's SOCK_MIN_RCVBUF. */
    private static final int OVERHEAD_BYTES = 256;

    private @Nullable Packet[] ring = new @Nullable Packet[4];
    private int first;
    private int count;
    private int heldBytes;

    int heldBytes() {
        return heldBytes;
    }

    boolean isEmpty() {
        return count == 0;
    }

    /**
     * Takes a packet unless more than {@code limitBytes} are held: as on Linux the last one may lie over the limit, so
     * that even the smallest buffer takes one.
     *
     * @return true when it was taken and belongs to the queue
     */
    boolean offer(Packet packet, int limitBytes) {
        if (heldBytes > limitBytes) {
            return false;
        }
        if (count == ring.length) {
            grow();
        }
        ring[(first + count++) & (ring.length - 1)] = packet;
        heldBytes += packet.bytes.length + OVERHEAD_BYTES;
        return true;
    }

    /** The first packet, left in the queue; null when there is none. */
    @Nullable Packet peek() {
        return count == 0 ? null : ring[first];
    }

    /** The first packet, which belongs to the caller now; null when there is none. */
    @Nullable Packet poll() {
        Packet packet = peek();
        if (packet != null) {
            ring[first] = null;
            first = (first + 1) & (ring.length - 1);
            count--;
            heldBytes -= packet.bytes.length + OVERHEAD_BYTES;
        }
        return packet;
    }

    void clear() {
        Packet packet;
        while ((packet = poll()) != null) {
            packet.release();
        }
    }

    private void grow() {
        @Nullable Packet[] larger = new @Nullable Packet[ring.length * 2];
        for (int i = 0; i < count; i++) {
            larger[i] = ring[(first + i) & (ring.length - 1)];
        }
        ring = larger;
        first = 0;
    }
}
