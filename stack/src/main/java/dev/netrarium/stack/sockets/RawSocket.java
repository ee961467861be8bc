package dev.netrarium.stack.sockets;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.RawEndpoint;
import dev.netrarium.stack.RawPacket;
import dev.netrarium.wire.IpAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** Sends and receives the packets of one IP protocol. */
public final class RawSocket implements Closeable {
    private final Blocking turn;
    private final RawEndpoint endpoint;

    RawSocket(Blocking turn, RawEndpoint endpoint) {
        this.turn = turn;
        this.endpoint = endpoint;
    }

    /** IP_HDRINCL: what is sent begins with the IP header. */
    public void headerIncluded(boolean on) {
        turn.enter();
        try {
            endpoint.headerIncluded(on);
        } finally {
            turn.leave();
        }
    }

    /** TTL or hop limit of packets that follow, 1 to 255. */
    public void timeToLive(int hops) {
        turn.enter();
        try {
            endpoint.timeToLive(hops);
        } finally {
            turn.leave();
        }
    }

    public void send(byte[] b, int at, int length, IpAddress to) throws IOException {
        turn.enterOpen();
        try {
            Errno failure = endpoint.send(turn.now(), b, at, length, to);
            turn.poke();
            if (failure != null) {
                throw failure.toException();
            }
        } finally {
            turn.leave();
        }
    }

    /**
     * Waits for a packet.
     *
     * @param deadlineNanos in the loop's time; {@link dev.netrarium.stack.Timer#NEVER} for none
     * @throws SocketTimeoutException when none came before the deadline
     */
    public RawPacket receive(long deadlineNanos) throws IOException {
        turn.enterOpen();
        try {
            RawPacket packet;
            while ((packet = endpoint.receive()) == null) {
                if (!turn.await(endpoint, RawEndpoint.READABLE, deadlineNanos)) {
                    throw new SocketTimeoutException("Receive timed out");
                }
            }
            return packet;
        } finally {
            turn.leave();
        }
    }

    /** The endpoint below; its verbs want the loop's baton. */
    public RawEndpoint endpoint() {
        return endpoint;
    }

    @Override
    public void close() {
        turn.enter();
        try {
            if (turn.close(endpoint)) {
                endpoint.close();
            }
        } finally {
            turn.leave();
        }
    }
}
