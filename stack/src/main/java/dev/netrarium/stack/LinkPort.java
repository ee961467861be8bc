package dev.netrarium.stack;

/** Where an interface plugs in: the end of a link, a TAP device, a program's packet port. */
public interface LinkPort {
    /**
     * Offers a frame (or, without link headers, an IP packet). Never calls back into a host: it queues.
     *
     * @return true when the port took the packet and owns it now; false when it is busy: the packet stays with the
     *     interface, and the port calls {@link NetInterface#portReady} once it can take one
     */
    boolean transmit(long now, Packet frame);

    /**
     * True when {@link #transmit} takes super-segments ({@link Packet#gsoSize}) and unfinished checksums
     * ({@link Packet.ChecksumState#PARTIAL}); otherwise the interface cuts and completes them first.
     */
    default boolean takesSuperSegments() {
        return false;
    }

    /** Tells the port which interface it serves; called once, when the interface is added. */
    default void attached(NetInterface to) {}
}
