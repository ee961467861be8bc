package dev.netrarium.services.dns.host;

import dev.netrarium.services.ReadySet;
import dev.netrarium.services.dns.TcpFraming;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.services.dns.resolver.Client;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpException;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A client's connection: requests one after the other without waiting, responses in the order in which they are ready
 * (RFC 7766 §6.2.1.1). Reads no further while many requests are open or their responses are not taken.
 */
final class ClientConnection extends Timer {
    /** Requests without response at a time, on one connection. */
    static final int MAX_OPEN_REQUESTS = 32;

    /** RFC 7766 §6.2.3: "of the order of a few seconds". */
    static final long IDLE_NANOS = 10_000_000_000L;

    private final DnsListener listener;
    private final Place place;
    private final Client client;
    private final TcpConnection connection;
    private final TcpFraming framing = new TcpFraming();
    private final byte[] chunk = new byte[2_048];
    private final ArrayDeque<byte[]> responses = new ArrayDeque<>();
    private ReadySet.@Nullable Watch watch;
    private int sentOfFirst;
    private int openRequests;
    private int chunkAt;
    private int chunkEnd;
    private boolean peerIsDone;

    ClientConnection(DnsListener listener, Place place, long number, TcpConnection connection) {
        this.listener = listener;
        this.place = place;
        this.client = new Client(connection.remote(), connection.local(), Transport.TCP, number);
        this.connection = connection;
    }

    void begin(long now, ReadySet ready) {
        watch = ready.watch(connection, Readiness.READABLE | Readiness.WRITABLE, this::ready);
        touch(now);
    }

    void reply(long now, byte[] response) {
        openRequests--;
        responses.add(TcpFraming.frame(response));
        if (watch != null) {
            watch.again();
        }
    }

    private void ready(long now) {
        try {
            write(now);
            read(now);
            if (peerIsDone && openRequests == 0 && responses.isEmpty()) {
                end();
                connection.close(now);
            }
        } catch (TcpException e) {
            abort(now);
        }
        place.poke().run();
    }

    private void write(long now) throws TcpException {
        while (!responses.isEmpty()) {
            byte[] first = responses.getFirst();
            int count = connection.send(now, first, sentOfFirst, first.length - sentOfFirst);
            if (count > 0) {
                touch(now);
            }
            sentOfFirst += count;
            if (sentOfFirst < first.length) {
                return;
            }
            sentOfFirst = 0;
            responses.remove();
        }
    }

    private void read(long now) throws TcpException {
        while (openRequests + responses.size() < MAX_OPEN_REQUESTS) {
            if (chunkAt == chunkEnd) {
                int count = peerIsDone ? 0 : connection.receive(now, chunk, 0, chunk.length);
                if (count == TcpConnection.END_OF_STREAM) {
                    peerIsDone = true;
                }
                if (count <= 0) {
                    return;
                }
                touch(now);
                chunkAt = 0;
                chunkEnd = count;
            }
            chunkAt += framing.receive(chunk, chunkAt, chunkEnd - chunkAt);
            byte[] request = framing.poll();
            if (request != null) {
                openRequests++;
                listener.request(now, request, client);
            }
        }
    }

    private void touch(long now) {
        listener.active(client.connection());
        listener.timers().arm(this, now + IDLE_NANOS);
    }

    @Override
    protected void fire(long now) {
        abort(now);
        place.poke().run();
    }

    void abort(long now) {
        end();
        connection.abort(now);
    }

    private void end() {
        listener.timers().forget(this);
        listener.gone(client.connection());
        if (watch != null) {
            watch.end();
        }
    }
}
