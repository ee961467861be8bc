package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/** One flow of {@link Fq}: its packets in the order of their departure times, and what it may still send in its turn. */
final class FqFlow {
    enum Place {
        /** It has no packets. */
        NOWHERE,
        /** It waits for its turn. */
        IN_TURN,
        /** Its first packet must not leave yet. */
        THROTTLED
    }

    Place place = Place.NOWHERE;
    int credit;
    int packets;

    /** When it was seen empty. */
    long leftNanos;

    /** When its first packet may leave, while it is throttled. */
    long readyNanos;

    /** The next in the list of flows that wait for their turn. */
    @Nullable FqFlow next;

    private @Nullable Packet head;
    private @Nullable Packet tail;

    FqFlow(int credit) {
        this.credit = credit;
    }

    @Nullable Packet peek() {
        return head;
    }

    /** Mostly the last to leave; one that may leave earlier is put in its place. */
    void add(Packet packet) {
        packets++;
        Packet last = tail;
        if (last == null || last.departureNanos <= packet.departureNanos) {
            packet.next = null;
            tail = packet;
            if (last == null) {
                head = packet;
            } else {
                last.next = packet;
            }
            return;
        }
        Packet before = null;
        Packet after = head;
        while (after != null && after.departureNanos <= packet.departureNanos) {
            before = after;
            after = after.next;
        }
        packet.next = after;
        if (before == null) {
            head = packet;
        } else {
            before.next = packet;
        }
    }

    /** Takes the first away; there must be one. */
    void poll() {
        Packet first = head;
        if (first == null) {
            throw new IllegalStateException("the flow is empty");
        }
        head = first.next;
        first.next = null;
        packets--;
        if (head == null) {
            tail = null;
        }
    }
}
