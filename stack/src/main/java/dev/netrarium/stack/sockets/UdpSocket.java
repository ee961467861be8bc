package dev.netrarium.stack.sockets;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.udp.UdpDatagram;
import dev.netrarium.stack.udp.UdpEndpoint;
import dev.netrarium.stack.udp.UdpError;
import dev.netrarium.stack.udp.UdpException;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A UDP socket with blocking calls. Any thread may use it, and any may close it. */
public final class UdpSocket implements Closeable {
    private static final byte[] NOTHING = {};

    private final Blocking turn;
    private final UdpEndpoint endpoint;
    private final UdpDatagram holder = new UdpDatagram(NOTHING, 0, 0);

    UdpSocket(Blocking turn, UdpEndpoint endpoint) {
        this.turn = turn;
        this.endpoint = endpoint;
    }

    public Endpoint local() {
        turn.enter();
        try {
            return endpoint.local();
        } finally {
            turn.leave();
        }
    }

    /** The peer, or null when not connected. */
    public @Nullable Endpoint remote() {
        turn.enter();
        try {
            return endpoint.remote();
        } finally {
            turn.leave();
        }
    }

    /** Fixes the peer: only its datagrams arrive, and ICMP errors are reported. */
    public void connect(Endpoint remote) throws IOException {
        turn.enterOpen();
        try {
            endpoint.connect(remote);
            turn.poke();
        } catch (UdpException e) {
            throw e.errno().toException();
        } finally {
            turn.leave();
        }
    }

    public void disconnect() {
        turn.enter();
        try {
            endpoint.disconnect();
        } finally {
            turn.leave();
        }
    }

    /** Sends one datagram to the connected peer. */
    public void send(byte[] b, int at, int length) throws IOException {
        sendTo(b, at, length, null);
    }

    /** Sends one datagram; waits while the host's egress queues hold as much of this socket's as they may. */
    public void send(byte[] b, int at, int length, Endpoint to) throws IOException {
        sendTo(b, at, length, to);
    }

    /**
     * Waits for a datagram.
     *
     * @param deadlineNanos in the loop's time; {@link Timer#NEVER} for none
     * @throws SocketTimeoutException when none came before the deadline
     * @throws PortUnreachableException on a connected socket whose peer's host says that nobody listens
     */
    public Datagram receive(long deadlineNanos) throws IOException {
        turn.enterOpen();
        try {
            return next(deadlineNanos, false);
        } finally {
            turn.leave();
        }
    }

    /** As {@link #receive(long)}, for a time-out that begins now; null for ever. */
    public Datagram receiveWithin(@Nullable Duration timeout) throws IOException {
        turn.enterOpen();
        try {
            return next(turn.deadline(timeout), false);
        } finally {
            turn.leave();
        }
    }

    /** Waits for a datagram and leaves it there. */
    public Datagram peekWithin(@Nullable Duration timeout) throws IOException {
        turn.enterOpen();
        try {
            return next(turn.deadline(timeout), true);
        } finally {
            turn.leave();
        }
    }

    /**
     * Waits for an ICMP error about a datagram of this socket's, which are kept while
     * {@link UdpSettings#receiveErrors} is set.
     *
     * @param deadlineNanos in the loop's time; {@link Timer#NEVER} for none
     * @return null when none came before the deadline
     */
    public @Nullable UdpError receiveError(long deadlineNanos) throws IOException {
        turn.enterOpen();
        try {
            while (true) {
                UdpError error = endpoint.receiveError();
                endpoint.takeError();
                if (error != null || !turn.await(endpoint, UdpEndpoint.ERROR, deadlineNanos)) {
                    return error;
                }
            }
        } finally {
            turn.leave();
        }
    }

    /**
     * Joins a multicast group.
     *
     * @param interfaceIndex 0 lets the routes choose
     */
    public void join(IpAddress group, int interfaceIndex) throws IOException {
        turn.enterOpen();
        try {
            endpoint.join(turn.now(), group, interfaceIndex);
            turn.poke();
        } catch (UdpException e) {
            throw e.errno().toException();
        } finally {
            turn.leave();
        }
    }

    /** Leaves a multicast group. */
    public void leave(IpAddress group, int interfaceIndex) throws IOException {
        turn.enterOpen();
        try {
            endpoint.leave(turn.now(), group, interfaceIndex);
            turn.poke();
        } catch (UdpException e) {
            throw e.errno().toException();
        } finally {
            turn.leave();
        }
    }

    public UdpSettings settings() {
        turn.enter();
        try {
            return endpoint.settings();
        } finally {
            turn.leave();
        }
    }

    public void settings(UdpSettings changed) {
        turn.enter();
        try {
            endpoint.configure(changed);
        } finally {
            turn.leave();
        }
    }

    /** The endpoint below; its verbs want the loop's baton. */
    public UdpEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        turn.enter();
        try {
            if (turn.close(endpoint)) {
                endpoint.close(turn.now());
                turn.poke();
            }
        } finally {
            turn.leave();
        }
    }

    private void sendTo(byte[] b, int at, int length, @Nullable Endpoint to) throws IOException {
        turn.enterOpen();
        try {
            while (true) {
                try {
                    endpoint.send(turn.now(), b, at, length, to);
                    turn.poke();
                    return;
                } catch (UdpException e) {
                    if (e.errno() != Errno.EAGAIN) {
                        throw e.errno().toDatagramException();
                    }
                }
                turn.await(endpoint, UdpEndpoint.WRITABLE, Timer.NEVER);
            }
        } finally {
            turn.leave();
        }
    }

    private Datagram next(long deadlineNanos, boolean peek) throws IOException {
        while (true) {
            Errno pending = endpoint.takeError();
            if (pending != null) {
                throw pending.toDatagramException();
            }
            int length = endpoint.nextLength();
            if (length >= 0) {
                return take(new byte[length], peek);
            }
            if (!turn.await(endpoint, UdpEndpoint.READABLE, deadlineNanos)) {
                throw new SocketTimeoutException("Receive timed out");
            }
        }
    }

    private Datagram take(byte[] bytes, boolean peek) {
        holder.into(bytes, 0, bytes.length);
        if (peek) {
            endpoint.peek(holder);
        } else {
            endpoint.receive(holder);
        }
        Datagram datagram = new Datagram(
                bytes, holder.from(), holder.to(), holder.timeToLive(), holder.trafficClass(), holder.receivedNanos());
        holder.into(NOTHING, 0, 0);
        return datagram;
    }
}
