package dev.netrarium.services.dns.host;

import dev.netrarium.services.ReadySet;
import dev.netrarium.services.dns.Edns;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.services.dns.resolver.Client;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.TimerQueue;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpListener;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.stack.udp.UdpDatagram;
import dev.netrarium.stack.udp.UdpEndpoint;
import dev.netrarium.stack.udp.UdpException;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where requests come in and responses go out: UDP and TCP on the same addresses (RFC 7766 §5). TCP connections are
 * bounded; when there is no room for one more, the one that has been quiet longest has to go (RFC 7766 §6.2.3). Used with
 * the baton held.
 */
final class DnsListener {
    /** Connections at a time: BIND's default. */
    static final int MAX_CONNECTIONS = 150;

    private static final int BACKLOG = 10;

    /** What is done with a request. */
    interface Requests {
        void request(long now, byte[] request, Client client);
    }

    private final Place place;
    private final ReadySet ready;
    private final Requests requests;
    private final TimerQueue timers = new TimerQueue();
    private final Map<Endpoint, UdpEndpoint> endpoints = new LinkedHashMap<>();
    private final List<TcpListener> listeners = new ArrayList<>();
    /** Quietest first. */
    private final LinkedHashMap<Long, ClientConnection> connections = new LinkedHashMap<>();

    private final UdpDatagram datagram = new UdpDatagram(Edns.DEFAULT_UDP_PAYLOAD_BYTES);
    private long lastConnection;

    DnsListener(Place place, ReadySet ready, Requests requests) {
        this.place = place;
        this.ready = ready;
        this.requests = requests;
    }

    /**
     * Listens on an address and port; a wildcard IPv6 address means both families.
     *
     * @throws IOException when that cannot be
     */
    void listen(Endpoint local) throws IOException {
        try {
            UdpEndpoint endpoint = place.udp().bind(local, UdpSettings.DEFAULT);
            endpoints.put(local, endpoint);
            ready.watch(endpoint, Readiness.READABLE, now -> receive(now, endpoint));
            TcpListener listener = place.tcp().listen(local, BACKLOG, TcpSettings.DEFAULT.withReuseAddress(true));
            listeners.add(listener);
            ready.watch(listener, Readiness.READABLE, now -> accept(now, listener));
        } catch (UdpException | TcpException e) {
            throw new IOException("DNS cannot listen on " + local + ": " + e.getMessage(), e);
        }
    }

    private void receive(long now, UdpEndpoint endpoint) {
        // An ICMP error about an earlier response means nothing here.
        endpoint.takeError();
        while (!endpoint.isClosed() && endpoint.receive(datagram)) {
            byte[] request = new byte[datagram.length()];
            System.arraycopy(datagram.bytes(), datagram.offset(), request, 0, request.length);
            requests.request(now, request, new Client(datagram.from(), datagram.to(), Transport.UDP, 0));
        }
    }

    private void accept(long now, TcpListener listener) {
        for (TcpConnection next = listener.accept(); next != null; next = listener.accept()) {
            if (connections.size() == MAX_CONNECTIONS) {
                connections.firstEntry().getValue().abort(now);
            }
            long number = ++lastConnection;
            ClientConnection connection = new ClientConnection(this, place, number, next);
            connections.put(number, connection);
            connection.begin(now, ready);
        }
    }

    void request(long now, byte[] request, Client client) {
        requests.request(now, request, client);
    }

    /** Sends a response to where the request came from, if that is still there. */
    void reply(long now, Client client, byte[] response) {
        if (client.transport() == Transport.TCP) {
            ClientConnection connection = connections.get(client.connection());
            if (connection != null) {
                connection.reply(now, response);
            }
        } else {
            replyOverUdp(now, client, response);
        }
        place.poke().run();
    }

    private void replyOverUdp(long now, Client client, byte[] response) {
        for (Map.Entry<Endpoint, UdpEndpoint> entry : endpoints.entrySet()) {
            Endpoint local = entry.getKey();
            if (local.port() == client.to().port()
                    && (local.address().isUnspecified()
                            || local.address().equals(client.to().address()))) {
                try {
                    entry.getValue().send(now, response, 0, response.length, client.to(), client.from());
                } catch (UdpException e) {
                    // The client is out of reach or the queue is full: it will ask again.
                    entry.getValue().takeError();
                }
                return;
            }
        }
    }

    /** A connection was heard of. */
    void active(long number) {
        ClientConnection connection = connections.remove(number);
        if (connection != null) {
            connections.put(number, connection);
        }
    }

    void gone(long number) {
        connections.remove(number);
    }

    int connections() {
        return connections.size();
    }

    TimerQueue timers() {
        return timers;
    }

    void close(long now) {
        endpoints.values().forEach(endpoint -> endpoint.close(now));
        listeners.forEach(listener -> listener.close(now));
        List.copyOf(connections.values()).forEach(connection -> connection.abort(now));
    }
}
