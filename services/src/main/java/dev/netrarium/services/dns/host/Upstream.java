package dev.netrarium.services.dns.host;

import dev.netrarium.services.ReadySet;
import dev.netrarium.services.dns.TcpFraming;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.services.dns.resolver.Action;
import dev.netrarium.stack.Errno;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.stack.udp.UdpDatagram;
import dev.netrarium.stack.udp.UdpEndpoint;
import dev.netrarium.stack.udp.UdpException;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The sockets of a core's exchanges: each query has its own, UDP or TCP, connected to its server, so that the host
 * itself drops what others send to it. Used with the baton held.
 */
final class Upstream {
    /** Whom the answers are for. */
    interface Asker {
        void response(long now, long exchange, Endpoint from, byte[] message);

        void unreachable(long now, long exchange, String why);
    }

    private interface Conversation {
        void close(long now);
    }

    private final Place place;
    private final ReadySet ready;
    private final Asker asker;
    private final Map<Long, Conversation> open = new LinkedHashMap<>();

    Upstream(Place place, ReadySet ready, Asker asker) {
        this.place = place;
        this.ready = ready;
        this.asker = asker;
    }

    /** Sends a query. What comes of it is told later, or at once when it cannot be sent. */
    void ask(long now, Action.Ask ask) {
        try {
            if (ask.transport() == Transport.UDP) {
                new OverUdp(now, ask).begin(now);
            } else {
                new OverTcp(now, ask).begin();
            }
            place.poke().run();
        } catch (UdpException e) {
            fail(now, ask, e.errno().text());
        } catch (TcpException e) {
            fail(now, ask, e.error().sentence());
        }
    }

    void forget(long now, long exchange) {
        Conversation conversation = open.remove(exchange);
        if (conversation != null) {
            conversation.close(now);
            place.poke().run();
        }
    }

    void close(long now) {
        List.copyOf(open.keySet()).forEach(exchange -> forget(now, exchange));
    }

    private void fail(long now, Action.Ask ask, String why) {
        forget(now, ask.exchange());
        asker.unreachable(now, ask.exchange(), why);
    }

    private final class OverUdp implements Conversation {
        private final Action.Ask ask;
        private final UdpEndpoint endpoint;
        private final ReadySet.Watch watch;

        OverUdp(long now, Action.Ask ask) throws UdpException {
            this.ask = ask;
            this.endpoint = bind(ask);
            try {
                endpoint.connect(ask.server());
            } catch (UdpException e) {
                endpoint.close(now);
                throw e;
            }
            this.watch = ready.watch(endpoint, Readiness.READABLE, this::ready);
        }

        private UdpEndpoint bind(Action.Ask ask) throws UdpException {
            boolean v4 = ask.server().address().family() == IpFamily.IPV4;
            Endpoint wish = Endpoint.of(v4 ? Ipv4Address.ANY : Ipv6Address.ANY, ask.sourcePort());
            try {
                return place.udp().bind(wish, UdpSettings.DEFAULT);
            } catch (UdpException e) {
                if (e.errno() != Errno.EADDRINUSE) {
                    throw e;
                }
                return place.udp().bind(Endpoint.of(wish.address(), 0), UdpSettings.DEFAULT);
            }
        }

        void begin(long now) throws UdpException {
            open.put(ask.exchange(), this);
            endpoint.send(now, ask.message(), 0, ask.message().length, null);
        }

        private void ready(long now) {
            Errno error = endpoint.takeError();
            if (error != null) {
                fail(now, ask, error.text());
                return;
            }
            // An answer ends the conversation, and another one is taken no more.
            while (!endpoint.isClosed() && endpoint.nextLength() >= 0) {
                byte[] message = new byte[endpoint.nextLength()];
                UdpDatagram datagram = new UdpDatagram(message, 0, message.length);
                endpoint.receive(datagram);
                asker.response(now, ask.exchange(), datagram.from(), message);
            }
        }

        @Override
        public void close(long now) {
            watch.end();
            endpoint.close(now);
        }
    }

    private final class OverTcp implements Conversation {
        private final Action.Ask ask;
        private final TcpConnection connection;
        private final TcpFraming framing = new TcpFraming();
        private final byte[] query;
        private final byte[] chunk = new byte[2_048];
        private final ReadySet.Watch watch;
        private int sent;
        private boolean isClosed;

        OverTcp(long now, Action.Ask ask) throws TcpException {
            this.ask = ask;
            this.query = TcpFraming.frame(ask.message());
            this.connection = place.tcp().connect(now, ask.server(), TcpSettings.DEFAULT);
            this.watch = ready.watch(connection, Readiness.READABLE | Readiness.WRITABLE, this::ready);
        }

        void begin() {
            open.put(ask.exchange(), this);
        }

        private void ready(long now) {
            try {
                if (sent < query.length) {
                    sent += connection.send(now, query, sent, query.length - sent);
                }
                receive(now);
                place.poke().run();
            } catch (TcpException e) {
                fail(now, ask, e.error().sentence());
            }
        }

        private void receive(long now) throws TcpException {
            while (!isClosed && connection.state().isSynchronized()) {
                int count = connection.receive(now, chunk, 0, chunk.length);
                if (count == 0) {
                    return;
                }
                if (count == TcpConnection.END_OF_STREAM) {
                    fail(now, ask, "the server closed the connection without an answer");
                    return;
                }
                for (int at = 0; at < count && !isClosed; ) {
                    at += framing.receive(chunk, at, count - at);
                    byte[] message = framing.poll();
                    if (message != null) {
                        asker.response(now, ask.exchange(), ask.server(), message);
                    }
                }
            }
        }

        @Override
        public void close(long now) {
            isClosed = true;
            watch.end();
            connection.close(now);
        }
    }
}
