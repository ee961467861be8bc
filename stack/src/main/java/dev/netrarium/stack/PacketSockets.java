package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/** The packet sockets of a host. */
public final class PacketSockets {
    /** Every EtherType. */
    public static final int ALL = 3;

    PacketSockets(Host host) {}

    /**
     * Opens one.
     *
     * @param on the interface to watch; null for all of them
     * @param etherType only frames of this type, or {@link #ALL}
     */
    public PacketEndpoint open(@Nullable NetInterface on, int etherType) {
        throw new UnsupportedOperationException();
    }
}
