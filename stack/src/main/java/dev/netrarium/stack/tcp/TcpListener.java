package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Readiness;
import dev.netrarium.wire.Endpoint;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A listening endpoint: takes SYNs for a port, completes handshakes, and holds the connections until the program accepts
 * them. Readable while one waits.
 */
public final class TcpListener extends Readiness {
    final SynQueue synQueue;
    final FastOpenQueue fastOpenQueue = new FastOpenQueue();
    private final Tcp tcp;
    private final Endpoint local;
    private final @Nullable PortUse use;
    private final boolean reuseAddress;
    private final ArrayDeque<TcpConnection> accepted = new ArrayDeque<>(2);
    private TcpSettings settings;
    private int backlog;
    private boolean closed;

    TcpListener(Tcp tcp, Endpoint local, @Nullable PortUse use, int backlog, TcpSettings settings, boolean reuse) {
        this.tcp = tcp;
        this.local = local;
        this.use = use;
        this.settings = settings;
        this.reuseAddress = reuse;
        this.backlog = clamp(backlog);
        this.synQueue = new SynQueue(tcp, this);
    }

    /** The address and port listened on; the wildcard and 0 where they are any. */
    public Endpoint local() {
        return local;
    }

    /** What accepted connections start with. */
    public TcpSettings settings() {
        return settings;
    }

    /** Changes what connections accepted from now on start with. */
    public void configure(TcpSettings changed) {
        settings = changed;
    }

    /** Connections that may wait to be accepted; one more is let in, as on Linux. */
    public int backlog() {
        return backlog;
    }

    /** Changes the backlog, as a second listen(2) does. */
    public void backlog(int connections) {
        backlog = clamp(connections);
    }

    /** Connections that wait to be accepted. */
    public int waiting() {
        return accepted.size();
    }

    /** Half-open connections. */
    public int halfOpen() {
        return synQueue.count();
    }

    public boolean isClosed() {
        return closed;
    }

    /** The connection that has waited longest, or null when none waits. It may have been reset meanwhile. */
    public @Nullable TcpConnection accept() {
        TcpConnection connection = accepted.poll();
        if (connection != null && connection.fastOpen != null) {
            connection.fastOpen.accepted = true;
        }
        if (accepted.isEmpty() && !closed) {
            set(0);
        }
        return connection;
    }

    /** Stops listening; connections that nobody accepted are reset. */
    public void close(long now) {
        if (closed) {
            return;
        }
        closed = true;
        synQueue.clear(now);
        TcpConnection connection;
        while ((connection = accepted.poll()) != null) {
            connection.abort(now);
        }
        tcp.stopListening(this, use, reuseAddress);
        set(HANG_UP);
    }

    boolean isFull() {
        return accepted.size() > backlog;
    }

    /** The port that accepted connections share with the listener; null for a listener for any port. */
    @Nullable PortUse use() {
        return use;
    }

    boolean isReuseAddress() {
        return reuseAddress;
    }

    void offer(TcpConnection connection) {
        tcp.counters.add(Mib.TCP_PASSIVE_OPENS);
        accepted.add(connection);
        if ((bits() & READABLE) == 0) {
            set(READABLE);
        } else {
            signal(READABLE);
        }
    }

    /** As listen(2): a negative number is a very large one. */
    private int clamp(int connections) {
        int most = tcp.mostBacklog();
        return connections < 0 ? most : Math.min(connections, most);
    }
}
