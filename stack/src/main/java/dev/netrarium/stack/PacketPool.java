package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/**
 * Recycles packet buffers of three sizes, for the hosts of one loop. Not thread-safe: it belongs to whoever holds the
 * loop's baton.
 *
 * <p>The last buffer returned is the first handed out, because it is still in the cache. The pool keeps at most a fixed
 * number of free buffers; what comes back beyond that is left to the garbage collector.
 */
public final class PacketPool {
    /** Room for a 1500-byte packet, its link header and the headroom of a transport. */
    private static final int SMALL_BYTES = 2048;

    /** Room for a 9000-byte jumbo packet, or a datagram of 8 KB put together from fragments. */
    private static final int MEDIUM_BYTES = 10 * 1024;

    /** Room for a 64 KB super-segment, its link header and the headroom of a transport. */
    private static final int LARGE_BYTES = 68 * 1024;

    /** A window of 16 MiB in full segments on its way, and the ACKs that answer it. */
    private static final int SMALL_KEPT = 16_384;

    private static final int MEDIUM_KEPT = 512;
    private static final int LARGE_KEPT = 128;

    private @Nullable Packet small;
    private @Nullable Packet medium;
    private @Nullable Packet large;
    private int smallFree;
    private int mediumFree;
    private int largeFree;
    private long outstanding;

    /**
     * Takes a packet whose view is {@code length} bytes after {@code headroom} free ones. The bytes are not cleared.
     *
     * @throws IllegalArgumentException when no buffer can hold that much (over 68 KiB)
     */
    public Packet take(int headroom, int length) {
        int bytes = headroom + length;
        Packet packet;
        if (bytes <= SMALL_BYTES) {
            packet = small;
            if (packet != null) {
                small = packet.next;
                smallFree--;
            } else {
                packet = new Packet(this, new byte[SMALL_BYTES]);
            }
        } else if (bytes <= MEDIUM_BYTES) {
            packet = medium;
            if (packet != null) {
                medium = packet.next;
                mediumFree--;
            } else {
                packet = new Packet(this, new byte[MEDIUM_BYTES]);
            }
        } else if (bytes <= LARGE_BYTES) {
            packet = large;
            if (packet != null) {
                large = packet.next;
                largeFree--;
            } else {
                packet = new Packet(this, new byte[LARGE_BYTES]);
            }
        } else {
            throw new IllegalArgumentException("no packet holds " + bytes + " bytes: the most is " + LARGE_BYTES);
        }
        packet.reset();
        packet.inUse = true;
        packet.start = headroom;
        packet.end = bytes;
        outstanding++;
        return packet;
    }

    /** Packets taken and not yet released: a steady growth is a leak. */
    public long outstanding() {
        return outstanding;
    }

    void release(Packet packet) {
        if (!packet.inUse) {
            throw new IllegalStateException("packet released twice");
        }
        packet.inUse = false;
        outstanding--;
        if (packet.bytes.length == SMALL_BYTES) {
            if (smallFree < SMALL_KEPT) {
                packet.next = small;
                small = packet;
                smallFree++;
            }
        } else if (packet.bytes.length == MEDIUM_BYTES) {
            if (mediumFree < MEDIUM_KEPT) {
                packet.next = medium;
                medium = packet;
                mediumFree++;
            }
        } else if (largeFree < LARGE_KEPT) {
            packet.next = large;
            large = packet;
            largeFree++;
        }
    }
}
