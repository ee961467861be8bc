package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/** A filter, a translator, a tracker: looks at packets at a {@link HookPoint} and may change them. */
public interface Hook {
    /**
     * Judges a packet. {@link Packet#network} and {@link Packet#transport} are set; the view begins at the IP header.
     * A hook that changes the destination at {@link HookPoint#PREROUTING} or {@link HookPoint#OUTPUT} changes where the
     * packet goes; one that changes bytes keeps checksums right.
     *
     * @param in the interface that the packet came in by; null at {@link HookPoint#OUTPUT} and for packets that this
     *     host made
     * @param out the interface that it is to leave by; null at {@link HookPoint#PREROUTING} and {@link HookPoint#INPUT}
     */
    Verdict filter(long now, HookPoint at, Packet packet, @Nullable NetInterface in, @Nullable NetInterface out);

    /** True when it can judge whole datagrams only: fragments are then reassembled before {@code PREROUTING}. */
    default boolean needsWholeDatagrams() {
        return false;
    }
}
