package dev.netrarium.stack.sockets;

import dev.netrarium.stack.EchoEndpoint;
import dev.netrarium.stack.EchoResult;
import dev.netrarium.stack.EchoSettings;
import dev.netrarium.stack.Errno;
import dev.netrarium.wire.IpAddress;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** Sends echo requests and waits for what comes of them: what ping and traceroute need. */
public final class EchoSocket implements Closeable {
    private final Blocking turn;
    private final EchoEndpoint endpoint;
    private final int identifier;

    EchoSocket(Blocking turn, EchoEndpoint endpoint) {
        this.turn = turn;
        this.endpoint = endpoint;
        this.identifier = endpoint.identifier();
    }

    /** The identifier of its requests, 0 to 65535. */
    public int identifier() {
        return identifier;
    }

    /** Sends an echo request as hosts do by default. */
    public void send(IpAddress to, int sequence, byte[] data) throws IOException {
        send(to, sequence, data, EchoSettings.DEFAULT);
    }

    /**
     * Sends an echo request.
     *
     * @param sequence 0 to 65535
     * @param data what is to come back
     */
    public void send(IpAddress to, int sequence, byte[] data, EchoSettings settings) throws IOException {
        turn.enterOpen();
        try {
            Errno failure = endpoint.send(turn.now(), to, sequence, data, settings);
            turn.poke();
            if (failure != null) {
                throw failure.toException();
            }
        } finally {
            turn.leave();
        }
    }

    /**
     * Waits for a reply or an error.
     *
     * @param deadlineNanos in the loop's time; {@link dev.netrarium.stack.Timer#NEVER} for none
     * @throws SocketTimeoutException when nothing came before the deadline
     */
    public EchoResult receive(long deadlineNanos) throws IOException {
        turn.enterOpen();
        try {
            EchoResult result;
            while ((result = endpoint.receive()) == null) {
                if (!turn.await(endpoint, EchoEndpoint.READABLE, deadlineNanos)) {
                    throw new SocketTimeoutException("Receive timed out");
                }
            }
            return result;
        } finally {
            turn.leave();
        }
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
