package dev.netrarium.stack.tcp;

import org.jspecify.annotations.Nullable;

/** What Fast Open does for one connection that makes use of it, as a client or as a server's child. */
final class FastOpenUse {
    /** The option of the SYN or SYN-ACK that leaves next; only the first has one. */
    @Nullable FastOpenCookie option;

    /** Connect was called, and the SYN waits for the first bytes. */
    boolean deferred;

    /** A SYN with the option has left, in which form, and whether data went with it. */
    boolean asked;

    boolean experimental;
    boolean dataSent;

    /** The data of a SYN was taken: ours by the peer, or the peer's by us. */
    boolean dataTaken;

    /** It is the first since Fast Open was switched off that shows whether the network lets it through. */
    boolean isTrial;

    /** A server's child: where it counts until the handshake's last ACK comes; then null. */
    @Nullable FastOpenQueue waitsIn;

    /** The server's program has taken it. */
    boolean accepted;

    /** A SYN's cookie opened it. */
    final boolean isChild;

    private FastOpenUse(boolean isChild) {
        this.isChild = isChild;
    }

    static FastOpenUse ofClient(boolean deferred) {
        FastOpenUse use = new FastOpenUse(false);
        use.deferred = deferred;
        return use;
    }

    static FastOpenUse ofChild(FastOpenQueue queue) {
        FastOpenUse use = new FastOpenUse(true);
        use.waitsIn = queue;
        return use;
    }

    /** The child waits no more for the handshake's last ACK: it came, or a reset, or time is up. */
    void settle(long now, boolean byReset) {
        FastOpenQueue queue = waitsIn;
        if (queue != null) {
            waitsIn = null;
            queue.leave(now, byReset && accepted);
        }
    }
}
