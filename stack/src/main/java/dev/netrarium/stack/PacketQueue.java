package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/** Packets in a row, linked through themselves: no allocation. It owns what it holds. */
final class PacketQueue {
    private @Nullable Packet head;
    private @Nullable Packet tail;
    private int packets;
    private long bytes;

    void add(Packet packet) {
        packet.next = null;
        Packet last = tail;
        if (last == null) {
            head = packet;
        } else {
            last.next = packet;
        }
        tail = packet;
        packets++;
        bytes += packet.length();
    }

    @Nullable Packet poll() {
        Packet first = head;
        if (first == null) {
            return null;
        }
        head = first.next;
        if (head == null) {
            tail = null;
        }
        first.next = null;
        packets--;
        bytes -= first.length();
        return first;
    }

    @Nullable Packet peek() {
        return head;
    }

    int packets() {
        return packets;
    }

    /** Bytes in view of all of them; the views must not change while they are here. */
    long bytes() {
        return bytes;
    }

    boolean isEmpty() {
        return head == null;
    }
}
