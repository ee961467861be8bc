package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/** A packet socket, as AF_PACKET has them: sees every frame in and out of an interface, and sends frames as given. */
public final class PacketEndpoint extends Readiness {
    PacketEndpoint() {}

    /** Lets the interface take frames for others too, for as long as this is on. */
    public void promiscuous(boolean on) {
        throw new UnsupportedOperationException();
    }

    /** The next frame, or null when none has come. */
    public @Nullable CapturedFrame receive() {
        throw new UnsupportedOperationException();
    }

    /** Frames that found no room since the socket was opened. */
    public long dropped() {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends a frame with its link header, or an IP packet on a link without headers.
     *
     * @return null when it went out, or the error: ENETDOWN, EMSGSIZE, ENOBUFS
     */
    public @Nullable Errno send(long now, byte[] frame, int at, int length) {
        throw new UnsupportedOperationException();
    }

    public void close() {
        throw new UnsupportedOperationException();
    }
}
