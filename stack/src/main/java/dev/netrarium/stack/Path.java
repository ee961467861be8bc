package dev.netrarium.stack;

import dev.netrarium.stack.tcp.FastOpenMemory;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The way from this host to one destination: an entry of the destination cache. A transport keeps it per connection and
 * asks for a new one when {@link #isStale()} (routes, addresses or interfaces changed, or the entry aged out).
 *
 * <p>It carries what is learned about the way: the path MTU (RFC 1191, RFC 8201), and for TCP the last slow-start
 * threshold and round-trip time.
 */
public abstract class Path {
    /** Bytes of the largest IP packet that the way takes now. */
    public abstract int mtuBytes();

    /**
     * True when packets may leave as super-segments and without a checksum ({@link Packet#gsoSize}, {@link
     * Packet.ChecksumState#PARTIAL}): the interface has its {@code gso} on, and its port takes them now.
     */
    public boolean takesSuperSegments() {
        return false;
    }

    /** The address that packets of this path are sent from. */
    public abstract IpAddress source();

    public abstract IpAddress destination();

    /** The interface by which packets leave; null when there is none. */
    public abstract @Nullable NetInterface egress();

    /** The router to hand packets to, or the destination itself when it is on the link. */
    public abstract IpAddress nextHop();

    /** The running sum of TCP's and UDP's pseudo-header ({@link Checksum#pseudoHeader}) for a packet along this path. */
    public final long pseudoHeaderSum(int protocol, int transportLength) {
        long addresses = addressSum;
        if (addresses < 0) {
            addresses = Checksum.pseudoHeader(source(), destination(), 0, 0);
            addressSum = addresses;
        }
        return addresses + protocol + (transportLength >>> 16) + (transportLength & 0xffff);
    }

    /** Why there is no way, or null when there is one. */
    public abstract @Nullable PathError error();

    /** True when the transport should ask {@link Network#path} again before it sends. */
    public abstract boolean isStale();

    /** The route's {@code advmss}, or 0: announce the MTU's. */
    public abstract int advertisedMssBytes();

    /** The route's {@code initcwnd} in segments, or 0: the default. */
    public abstract int initialWindowSegments();

    /** The route's {@code rto_min} in nanoseconds, or 0: the default. */
    public abstract long minimumRtoNanos();

    /** True when packets wait below until their {@link Packet#departureNanos}. */
    public boolean keepsDepartureTimes() {
        return false;
    }

    /** The route's {@code features ecn}: TCP asks for ECN on this way, whatever the host's knob says. */
    public boolean isEcnCapable() {
        return false;
    }

    /** True when the destination is this host itself. */
    public abstract boolean isLoopback();

    /** Confirms the next hop's link address from the upper layer (RFC 4861 §7.3.1): forward progress was seen. */
    public abstract void confirmReachable(long now);

    private long addressSum = -1;

    /** Cached metrics that outlive a connection, as Linux's tcp_metrics; 0 when unknown. Set by TCP. */
    public int cachedSsthreshSegments;

    public long cachedSmoothedRttNanos;
    public long cachedRttVarianceNanos;

    /** What a client knows of the peer for Fast Open; null for nothing. */
    public @Nullable FastOpenMemory fastOpen;

    /** Why there is no way to a destination, with the errno that Linux gives. */
    public enum PathError {
        /** No route: ENETUNREACH. */
        NETWORK_UNREACHABLE,
        /** The route says unreachable, or the neighbour does not answer: EHOSTUNREACH. */
        HOST_UNREACHABLE,
        /** The route says prohibit: EACCES. */
        PROHIBITED,
        /** The asked-for source is none of this host's addresses: EADDRNOTAVAIL. */
        SOURCE_NOT_LOCAL,
        /** The interface is down: ENETDOWN. */
        INTERFACE_DOWN
    }
}
