package dev.netrarium.web;

import java.io.Closeable;
import java.io.IOException;

/**
 * An ordered, reliable stream of bytes in both directions, and the clock it lives by: all that a web protocol needs to know of a
 * transport. The kernel's sockets, Netrarium's sockets in virtual time and TLS above either stand behind it. One thread reads and
 * writes; any thread may close.
 */
public interface ByteLink extends Closeable {
    /** The deadline of a read that waits for ever. */
    long NO_DEADLINE = Long.MAX_VALUE;

    /**
     * Waits until at least one byte is there, and takes what is.
     *
     * @param b        where the bytes go
     * @param at       the first index
     * @param length   how many at most, at least 1
     * @param deadline when to give up, on the scale of {@link #now}, or {@link #NO_DEADLINE}
     * @return the number of bytes, at least 1, or -1 when the peer will send no more
     * @throws java.net.SocketTimeoutException if the deadline passes first; the link stays usable
     * @throws IOException                     if the connection is broken
     */
    int read(byte[] b, int at, int length, long deadline) throws IOException;

    /**
     * Sends bytes, waiting while the transport has no room. They are copied or sent when this returns.
     *
     * @throws IOException if the connection is broken
     */
    void write(byte[] b, int at, int length) throws IOException;

    /**
     * Says that no more bytes follow; reading goes on.
     *
     * @throws IOException if the connection is broken
     */
    void shutdownOutput() throws IOException;

    /** The time in nanoseconds since some fixed instant of this link's world; it never goes back. */
    long now();

    /** The time {@code nanos} from now, or {@link #NO_DEADLINE} when that is beyond the scale. */
    default long deadlineIn(long nanos) {
        long now = now();
        long deadline = now + nanos;
        return deadline < now ? NO_DEADLINE : deadline;
    }

    /** Gives up the connection. Closing twice does nothing. */
    @Override
    void close() throws IOException;
}
