package dev.netrarium.services.dns.host;

import dev.netrarium.services.ReadySet;
import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.MalformedDnsException;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.services.dns.resolver.Action;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.wire.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server one question and shows what comes back as it came: what {@code dig} stands on. No retries, no cache,
 * and a truncated answer is an answer.
 */
public final class DnsClient {
    private static final int FIRST_PORT = 1024;

    private final Place place;
    private final RandomStream chance;

    /**
     * A response.
     *
     * @param roundTripNanos from sending the query to the response; over TCP the handshake is in it
     */
    public record Response(
            DnsMessage message, int lengthBytes, Endpoint server, Transport transport, long roundTripNanos) {}

    DnsClient(Place place, RandomStream chance) {
        this.place = place;
        this.chance = chance;
    }

    public DnsClient(HostSockets sockets, RandomStream chance) {
        this(Place.of(sockets), chance);
    }

    /** An id for a query: 16 bits that nobody can foresee. */
    public int newId() {
        return chance.nextInt(0x10000);
    }

    /**
     * Sends the query and waits for the response with its id.
     *
     * @throws SocketTimeoutException when none came in time
     * @throws ConnectException when the server's host refuses or cannot be reached; the text is the kernel's
     * @throws IOException when what came is no DNS message
     */
    public Response ask(Endpoint server, DnsMessage query, Transport transport, Duration timeout)
            throws IOException, InterruptedException {
        place.loop().enter();
        try {
            return new Call(server, query, transport).run(timeout);
        } finally {
            place.loop().leave();
        }
    }

    /** One question with its socket, baton held. */
    private final class Call implements Upstream.Asker {
        private final ReadySet ready = new ReadySet(place.loop());
        private final Upstream upstream = new Upstream(place, ready, this);
        private final int id;
        private final Action.Ask ask;
        private byte @Nullable [] response;
        private @Nullable String error;

        Call(Endpoint server, DnsMessage query, Transport transport) {
            this.id = query.header().id();
            int sourcePort = FIRST_PORT + chance.nextInt(0x10000 - FIRST_PORT);
            this.ask = new Action.Ask(1, server, transport, sourcePort, query.encode());
        }

        Response run(Duration timeout) throws IOException, InterruptedException {
            long begun = place.loop().now();
            long end = begun + timeout.toNanos();
            long deadline = end < begun ? Timer.NEVER : end;
            try {
                upstream.ask(begun, ask);
                while (response == null && error == null && place.loop().now() < deadline) {
                    ready.await(deadline);
                }
            } finally {
                upstream.close(place.loop().now());
            }
            if (response != null) {
                long roundTrip = place.loop().now() - begun;
                return new Response(parse(response), response.length, ask.server(), ask.transport(), roundTrip);
            }
            if (error != null) {
                throw new ConnectException(ask.server() + ": " + error);
            }
            throw new SocketTimeoutException(ask.server() + ": no answer in " + timeout.toMillis() + " ms");
        }

        private DnsMessage parse(byte[] bytes) throws IOException {
            try {
                return DnsMessage.parse(bytes);
            } catch (MalformedDnsException e) {
                throw new IOException(ask.server() + ": the answer is malformed: " + e.getMessage(), e);
            }
        }

        @Override
        public void response(long now, long exchange, Endpoint from, byte[] message) {
            if (message.length >= 2 && ((message[0] & 0xff) << 8 | message[1] & 0xff) == id) {
                response = message;
            }
        }

        @Override
        public void unreachable(long now, long exchange, String why) {
            error = why;
        }
    }
}
