package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** A raw socket: sends and receives the packets of one IP protocol. */
public final class RawEndpoint extends Readiness {
    RawEndpoint() {}

    /** IP_HDRINCL: packets sent carry their IP header already; the host fills in what it leaves zero. */
    public void headerIncluded(boolean on) {
        throw new UnsupportedOperationException();
    }

    /** TTL or hop limit of packets that follow, 1 to 255. */
    public void timeToLive(int hops) {
        throw new UnsupportedOperationException();
    }

    /** Takes only packets to this address and sends from it; null for any. */
    public void bind(@Nullable IpAddress local) {
        throw new UnsupportedOperationException();
    }

    /** SO_BINDTODEVICE: 0 for any interface. */
    public void bindToInterface(int interfaceIndex) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends a packet.
     *
     * @return null when it went out, or the error
     */
    public @Nullable Errno send(long now, byte[] b, int at, int length, IpAddress destination) {
        throw new UnsupportedOperationException();
    }

    /** The next packet, or null when none has come. */
    public @Nullable RawPacket receive() {
        throw new UnsupportedOperationException();
    }

    /** The last ICMP error about a packet of this protocol that this host sent, once. */
    public @Nullable IcmpError takeError() {
        throw new UnsupportedOperationException();
    }

    public void close() {
        throw new UnsupportedOperationException();
    }
}
