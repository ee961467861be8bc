package dev.netrarium.stack.sockets;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.Loop;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.Waiter;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpError;
import java.io.InterruptedIOException;
import java.net.SocketException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How blocking calls take turns on a host. Each takes the baton, tries, and while it would block gives the baton away
 * until the endpoint is ready; {@link #poke} follows each command. A socket that another thread closed meanwhile fails
 * with "Socket closed".
 */
final class Blocking {
    final Host host;
    final Loop loop;
    private boolean closed;

    Blocking(Host host, Loop loop) {
        this.host = host;
        this.loop = loop;
    }

    /** Takes the baton; {@link Loop#leave} must follow. */
    void enter() {
        loop.enter();
    }

    /** Takes the baton for an open socket; {@link Loop#leave} must follow unless this throws. */
    void enterOpen() throws SocketException {
        loop.enter();
        if (closed) {
            loop.leave();
            throw new SocketException("Socket closed");
        }
    }

    void leave() {
        loop.leave();
    }

    void poke() {
        loop.poke(host);
    }

    long now() {
        return loop.now();
    }

    /** Marks the socket as closed and wakes everybody who waits for the endpoint; false when it was closed before. */
    boolean close(Readiness endpoint) {
        boolean first = !closed;
        closed = true;
        endpoint.signal(~0);
        return first;
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Waits, baton held, for one of the bits.
     *
     * @return false when the deadline passed first
     * @throws SocketException when the socket was closed meanwhile
     * @throws InterruptedIOException when the thread is interrupted; its flag is set again
     */
    boolean await(Readiness endpoint, int interest, long deadlineNanos) throws SocketException, InterruptedIOException {
        Waiter waiter = new Waiter();
        endpoint.add(waiter, interest);
        boolean signalled;
        try {
            signalled = await(loop, waiter, deadlineNanos);
        } finally {
            endpoint.remove(waiter);
        }
        if (closed) {
            throw new SocketException("Socket closed");
        }
        return signalled;
    }

    /**
     * Waits, baton held, until what was written to a closed connection is acknowledged with its FIN, or the deadline has
     * passed. An interrupt ends it, and stays set.
     */
    void linger(TcpConnection closed, long deadlineNanos) {
        Waiter waiter = new Waiter();
        closed.add(waiter, Readiness.HANG_UP);
        try {
            boolean inTime = true;
            while (inTime && closed.isClosing()) {
                inTime = loop.await(waiter, deadlineNanos);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            closed.remove(waiter);
        }
    }

    static boolean await(Loop loop, Waiter waiter, long deadlineNanos) throws InterruptedIOException {
        try {
            return loop.await(waiter, deadlineNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            InterruptedIOException interrupted =
                    new InterruptedIOException("interrupted while waiting for the network");
            interrupted.initCause(e);
            throw interrupted;
        }
    }

    /** The loop's time after a time-out that begins now; baton held. */
    long deadline(@Nullable Duration timeout) {
        return deadline(loop, timeout);
    }

    static long deadline(Loop loop, @Nullable Duration timeout) {
        if (timeout == null) {
            return Timer.NEVER;
        }
        long nanos = timeout.compareTo(Duration.ofNanos(Long.MAX_VALUE)) >= 0 ? Long.MAX_VALUE : timeout.toNanos();
        long sum = loop.now() + Math.max(nanos, 0);
        return sum < 0 ? Timer.NEVER : sum;
    }

    static Errno errno(TcpError error) {
        return Errno.valueOf(error.errno());
    }
}
