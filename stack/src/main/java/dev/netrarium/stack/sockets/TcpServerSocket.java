package dev.netrarium.stack.sockets;

import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpListener;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.Endpoint;
import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A listener whose connections are waited for. */
public final class TcpServerSocket implements Closeable {
    private final Blocking turn;
    private final TcpListener listener;
    private final Endpoint local;

    TcpServerSocket(Blocking turn, TcpListener listener) {
        this.turn = turn;
        this.listener = listener;
        this.local = listener.local();
    }

    /** The address and port listened on. */
    public Endpoint local() {
        return local;
    }

    /** Waits for the next connection. */
    public TcpSocket accept() throws IOException {
        return accept(null);
    }

    /**
     * Waits for the next connection.
     *
     * @param timeout how long, null for ever
     * @throws SocketTimeoutException when none came in time
     */
    public TcpSocket accept(@Nullable Duration timeout) throws IOException {
        turn.enterOpen();
        try {
            long deadlineNanos = turn.deadline(timeout);
            TcpConnection connection;
            while ((connection = listener.accept()) == null) {
                if (!turn.await(listener, TcpListener.READABLE, deadlineNanos)) {
                    throw new SocketTimeoutException("Accept timed out");
                }
            }
            return new TcpSocket(new Blocking(turn.host, turn.loop), connection);
        } finally {
            turn.leave();
        }
    }

    /** What connections accepted from now on begin with. */
    public void settings(TcpSettings changed) {
        turn.enter();
        try {
            listener.configure(changed);
        } finally {
            turn.leave();
        }
    }

    /** The listener below; its verbs want the loop's baton. */
    public TcpListener listener() {
        return listener;
    }

    /** Stops listening; connections that nobody accepted are reset. */
    @Override
    public void close() {
        turn.enter();
        try {
            if (turn.close(listener)) {
                listener.close(turn.now());
                turn.poke();
            }
        } finally {
            turn.leave();
        }
    }

    @Override
    public String toString() {
        return "TCP listening on " + local;
    }
}
