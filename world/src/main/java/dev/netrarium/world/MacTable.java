package dev.netrarium.world;

import java.time.Duration;

/** What a switch has learned: behind which port a MAC address was seen last (IEEE 802.1D §7.9). Open addressing. */
final class MacTable {
    /** Entries not seen for this long are forgotten: 802.1D's recommended ageing time. */
    static final long AGEING_NANOS = Duration.ofSeconds(300).toNanos();

    /** A small switch's table. Beyond it nothing is learned, and frames to strangers are flooded. */
    static final int MOST = 8192;

    /** A full table is searched for aged entries at most this often. */
    private static final long PURGE_NANOS = Duration.ofSeconds(1).toNanos();

    private long[] addresses = new long[64]; // 0: free
    private int[] ports = new int[64];
    private long[] seenNanos = new long[64];
    private int size;
    private long purgedNanos = -PURGE_NANOS;

    /** Entries held, aged ones that nobody has looked at since included. */
    int size() {
        return size;
    }

    /** Remembers where an address was seen. Group addresses and the zero address teach nothing. */
    void learn(long now, long address, int port) {
        if (address == 0 || (address & 0x0100_0000_0000L) != 0) {
            return;
        }
        int at = find(address);
        if (addresses[at] != address) {
            if (size >= MOST && !purge(now)) {
                return;
            }
            if (2 * size >= addresses.length) {
                rebuild(2 * addresses.length, Long.MIN_VALUE);
            }
            at = find(address);
            addresses[at] = address;
            size++;
        }
        ports[at] = port;
        seenNanos[at] = now;
    }

    /** The port behind which the address was seen, or -1. */
    int portOf(long now, long address) {
        int at = find(address);
        return addresses[at] == address && address != 0 && now - seenNanos[at] < AGEING_NANOS ? ports[at] : -1;
    }

    private boolean purge(long now) {
        if (now - purgedNanos < PURGE_NANOS) {
            return false;
        }
        purgedNanos = now;
        rebuild(addresses.length, now - AGEING_NANOS);
        return size < MOST;
    }

    private void rebuild(int slots, long seenAfter) {
        long[] oldAddresses = addresses;
        int[] oldPorts = ports;
        long[] oldSeen = seenNanos;
        addresses = new long[slots];
        ports = new int[slots];
        seenNanos = new long[slots];
        size = 0;
        for (int i = 0; i < oldAddresses.length; i++) {
            if (oldAddresses[i] != 0 && oldSeen[i] > seenAfter) {
                int at = find(oldAddresses[i]);
                addresses[at] = oldAddresses[i];
                ports[at] = oldPorts[i];
                seenNanos[at] = oldSeen[i];
                size++;
            }
        }
    }

    private int find(long address) {
        int mask = addresses.length - 1;
        int at = (int) (address * 0x9e37_79b9_7f4a_7c15L >>> 40) & mask;
        while (addresses[at] != 0 && addresses[at] != address) {
            at = at + 1 & mask;
        }
        return at;
    }
}
