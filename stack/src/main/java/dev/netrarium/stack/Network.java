package dev.netrarium.stack;

import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The network layer as a transport sees it: paths to destinations, packets to fill, a way to send them.
 *
 * <p>To send, a transport takes a packet, writes its header and data into the view, completes the checksum (or leaves
 * it {@link Packet.ChecksumState#PARTIAL} when it built a super-segment for a path that takes one), and calls
 * {@link #send}; the network layer adds its header in the headroom.
 */
public interface Network {
    /**
     * The way to {@code destination}: from the destination cache, else by rules and routes.
     *
     * @param source the address to send from, or null to let the routes choose (RFC 6724, RFC 1122 §3.3.4.3)
     * @param interfaceIndex the interface that the socket is bound to or the address's zone names; 0 for any
     * @return a path; {@link Path#error()} says when there is none
     */
    Path path(@Nullable IpAddress source, IpAddress destination, int interfaceIndex);

    /** A packet whose view is {@code length} bytes, with {@link Packet#HEADROOM} before it. */
    Packet take(int length);

    /**
     * Sends a transport's packet along a path. {@code packet.transport} is set to the start of the view.
     *
     * @param protocol the IP protocol number
     * @param timeToLive TTL or hop limit, 1 to 255
     * @param trafficClass TOS or traffic class, DSCP and ECN, 0 to 255
     */
    Transmit send(long now, Path path, Packet packet, int protocol, int timeToLive, int trafficClass);

    /** True for an address of this host (loopback and broadcast not included, see {@link #isBroadcast}). */
    boolean isLocal(IpAddress address);

    /** True for the limited broadcast address and the directed broadcast of one of this host's subnets. */
    boolean isBroadcast(IpAddress address);

    /** The index of the interface that a zone names (RFC 4007), or 0 when there is none of that name. */
    int interfaceIndex(String name);

    /**
     * Answers a packet for a port on which nobody listens: ICMP port unreachable to its sender, rate limited, and only
     * where an error may be sent (RFC 1122 §3.2.2, RFC 4443 §2.4). The packet stays the caller's.
     */
    void portUnreachable(long now, Packet packet);

    /**
     * Takes packets for a multicast group from an interface from now on. Each join is undone by one {@link #leave}.
     *
     * @param interfaceIndex 0 for the one that the routes choose
     * @return the index of the interface joined on, or 0 when there is none
     */
    int join(long now, IpAddress group, int interfaceIndex);

    /** Undoes one {@link #join}, by the index that it gave. */
    void leave(long now, IpAddress group, int interfaceIndex);

    /** True while somebody traces: then {@link Packet#cause} is worth making. */
    boolean tracing();

    /** True while somebody watches the host, or a flight recorder does: then events are worth making. */
    default boolean watched() {
        return true;
    }

    /** True while a flight recording takes down what becomes of congestion windows. */
    default boolean recordsCongestion() {
        return false;
    }

    /**
     * A connection's congestion window has changed. Only while {@link #recordsCongestion}.
     *
     * @param windowSegments cwnd
     * @param ssthresh in segments
     * @param state of Linux's congestion states
     */
    default void recordCongestion(
            long now, Endpoint local, Endpoint remote, int windowSegments, int ssthresh, String state) {}

    /** Tells whoever watches the host about a rare event. Ask {@link #watched} first where events may be many. */
    void tell(long now, HostEvent event);
}
