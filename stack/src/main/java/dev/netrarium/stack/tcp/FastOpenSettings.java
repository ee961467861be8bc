package dev.netrarium.stack.tcp;

import org.jspecify.annotations.Nullable;

/**
 * One endpoint's options of Fast Open (RFC 7413), as setsockopt(2) sets them.
 *
 * @param queue TCP_FASTOPEN of a listener: how many connections that a SYN's cookie opened may be without the handshake's
 *     last ACK; 0 is off
 * @param onConnect TCP_FASTOPEN_CONNECT: where a cookie is known, connecting sends nothing, and the first bytes written go
 *     with the SYN
 * @param withoutCookie TCP_FASTOPEN_NO_COOKIE
 * @param keys TCP_FASTOPEN_KEY of a listener; null for the host's
 */
public record FastOpenSettings(
        int queue,
        boolean onConnect,
        boolean withoutCookie,
        @Nullable FastOpenKeys keys) {
    /** What a fresh socket has. */
    public static final FastOpenSettings NONE = new FastOpenSettings(0, false, false, null);

    public FastOpenSettings {
        if (queue < 0) {
            throw new IllegalArgumentException("want a queue that is not negative");
        }
    }

    /** The same with TCP_FASTOPEN. */
    public FastOpenSettings withQueue(int connections) {
        return new FastOpenSettings(connections, onConnect, withoutCookie, keys);
    }

    /** The same with TCP_FASTOPEN_CONNECT set or not. */
    public FastOpenSettings withOnConnect(boolean on) {
        return new FastOpenSettings(queue, on, withoutCookie, keys);
    }

    /** The same with TCP_FASTOPEN_NO_COOKIE set or not. */
    public FastOpenSettings withoutCookie(boolean on) {
        return new FastOpenSettings(queue, onConnect, on, keys);
    }

    /** The same with TCP_FASTOPEN_KEY; null for the host's. */
    public FastOpenSettings withKeys(@Nullable FastOpenKeys other) {
        return new FastOpenSettings(queue, onConnect, withoutCookie, other);
    }
}
