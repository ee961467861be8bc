package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/** A ping socket: sends echo requests under one identifier, receives the replies and errors that belong to them. */
public final class EchoEndpoint extends Readiness {
    EchoEndpoint() {}

    /** The identifier of its requests, 0 to 65535. */
    public int identifier() {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends an echo request.
     *
     * @param sequence 0 to 65535
     * @param data what is to come back, at most 65,507 bytes
     * @return null when it went out, or the error: ENETUNREACH, EHOSTUNREACH, EADDRNOTAVAIL, EMSGSIZE, ENOBUFS …
     */
    public @Nullable Errno send(long now, IpAddress destination, int sequence, byte[] data, EchoSettings settings) {
        throw new UnsupportedOperationException();
    }

    /** The next reply or error, or null when nothing has come. */
    public @Nullable EchoResult receive() {
        throw new UnsupportedOperationException();
    }

    public void close() {
        throw new UnsupportedOperationException();
    }
}
