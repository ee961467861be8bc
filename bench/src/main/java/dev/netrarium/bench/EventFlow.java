package dev.netrarium.bench;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.Waiter;
import dev.netrarium.stack.Work;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpListener;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.world.Node;
import org.jspecify.annotations.Nullable;

/**
 * A sender that always has more to send, and a receiver that reads all: event-driven programs, run by their hosts
 * whenever their connection is ready, so that no threads change in between.
 */
final class EventFlow implements Dumbbell.Flow {
    private static final int CHUNK_BYTES = 32 * 1024;

    private final byte[] chunk = new byte[CHUNK_BYTES];
    private final TcpListener listener;
    private final TcpConnection sender;
    private @Nullable TcpConnection receiver;
    private long bytesRead;

    EventFlow(Node from, Node to, Endpoint address) {
        from.world().loop().enter();
        try {
            long now = from.world().now();
            listener = to.host().tcp().listen(address, 1, TcpSettings.DEFAULT);
            sender = from.host().tcp().connect(now, address, TcpSettings.DEFAULT);
            new Program(to.host(), this::read).waitFor(listener, Readiness.READABLE);
            new Program(from.host(), this::write).waitFor(sender, Readiness.WRITABLE);
            from.world().loop().poke(from.host());
        } catch (TcpException e) {
            throw new IllegalStateException("the benchmark's own connection failed", e);
        } finally {
            from.world().loop().leave();
        }
    }

    @Override
    public long bytesRead() {
        return bytesRead;
    }

    private void write(long now, Program self) throws TcpException {
        while (sender.send(now, chunk, 0, CHUNK_BYTES) == CHUNK_BYTES) {
            // as much as fits
        }
    }

    private void read(long now, Program self) throws TcpException {
        TcpConnection connection = receiver;
        if (connection == null) {
            connection = listener.accept();
            if (connection == null) {
                return;
            }
            receiver = connection;
            self.waitFor(connection, Readiness.READABLE);
        }
        int n;
        while ((n = connection.receive(now, chunk, 0, CHUNK_BYTES)) > 0) {
            bytesRead += n;
        }
    }

    private interface Turn {
        void run(long now, Program self) throws TcpException;
    }

    /** Runs in its host's turn whenever what it waits for is ready. */
    private static final class Program extends Work {
        private final Host host;
        private final Turn turn;

        Program(Host host, Turn turn) {
            this.host = host;
            this.turn = turn;
        }

        void waitFor(Readiness endpoint, int interest) {
            Waiter waiter = new Waiter();
            waiter.onSignal(() -> host.work().add(this));
            endpoint.add(waiter, interest);
            host.work().add(this);
        }

        @Override
        protected void run(long now) {
            try {
                turn.run(now, this);
            } catch (TcpException e) {
                throw new IllegalStateException("the benchmark's own connection failed", e);
            }
        }
    }
}
