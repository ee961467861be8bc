package dev.netrarium.stack;

import dev.netrarium.wire.IpFamily;

/** The raw sockets of a host. Each sees a copy of every packet of its protocol that is for this host. */
public final class RawSockets {
    RawSockets(Host host) {}

    /**
     * Opens one.
     *
     * @param ipProtocol 0 to 255; 255 ({@code IPPROTO_RAW}) only sends, headers included
     */
    public RawEndpoint open(IpFamily family, int ipProtocol) {
        throw new UnsupportedOperationException();
    }
}
