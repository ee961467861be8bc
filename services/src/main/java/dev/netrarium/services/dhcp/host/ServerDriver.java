package dev.netrarium.services.dhcp.host;

import dev.netrarium.services.ReadySet;
import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.MalformedDhcpException;
import dev.netrarium.services.dhcp.server.Arrival;
import dev.netrarium.services.dhcp.server.DhcpServer;
import dev.netrarium.services.dhcp.server.ServerAction;
import dev.netrarium.stack.EchoEndpoint;
import dev.netrarium.stack.EchoResult;
import dev.netrarium.stack.EchoSettings;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.stack.udp.UdpDatagram;
import dev.netrarium.stack.udp.UdpEndpoint;
import dev.netrarium.stack.udp.UdpException;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Address;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A DHCP server on a host. {@link #run} is the body of a program; meanwhile the driver is among what the host has
 * {@linkplain Host#published published}.
 */
public final class ServerDriver implements Closeable {
    private static final int RECEIVE_BYTES = 1500;

    private static final byte[] PING = {};

    private final HostSockets sockets;
    private final List<String> interfaces;
    private final DhcpServer core;
    private final ReadySet ready;
    private final UdpDatagram datagram = new UdpDatagram(RECEIVE_BYTES);
    private List<String> logProblems = List.of();
    private int pings;
    private long malformed;
    private boolean isClosed;

    /**
     * @param interfaces those that it serves; none for all
     * @param core belongs to the driver from now on
     */
    public ServerDriver(HostSockets sockets, List<String> interfaces, DhcpServer core) {
        this.sockets = sockets;
        this.interfaces = List.copyOf(interfaces);
        this.core = core;
        this.ready = new ReadySet(sockets.loop());
    }

    /** The state machine: to be touched with the baton held. */
    public DhcpServer core() {
        return core;
    }

    /** What was wrong with the lease log when it was read, in sentences. */
    public List<String> logProblems() {
        return logProblems;
    }

    /** Bytes to port 67 that were no DHCP message. */
    public long malformed() {
        return malformed;
    }

    /**
     * Serves until {@link #close} or an interrupt.
     *
     * @throws IOException when port 67 is in use, or the lease log cannot be read
     */
    public void run() throws IOException {
        sockets.loop().enter();
        Host host = sockets.host();
        @Nullable UdpEndpoint endpoint = null;
        @Nullable EchoEndpoint echo = null;
        @Nullable ReplySender sender = null;
        try {
            logProblems = core.load(now());
            endpoint = bind();
            echo = host.icmp().open(IpFamily.IPV4);
            sender = new ReplySender(host, endpoint);
            host.published().add(this);
            Work work = new Work(endpoint, echo, sender);
            ready.watch(endpoint, Readiness.READABLE, work::receive);
            ready.watch(echo, Readiness.READABLE, work::receiveEcho);
            while (!isClosed) {
                ready.await(core.nextTimeout());
                work.onTimeout(now());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            host.published().remove(this);
            if (sender != null) {
                sender.close();
            }
            if (echo != null) {
                echo.close();
            }
            if (endpoint != null) {
                endpoint.close(now());
            }
            poke();
            sockets.loop().leave();
        }
    }

    /** Ends {@link #run}; any thread. */
    @Override
    public void close() {
        sockets.loop().enter();
        isClosed = true;
        ready.wake();
        sockets.loop().leave();
    }

    private UdpEndpoint bind() throws IOException {
        try {
            return sockets.host()
                    .udp()
                    .bind(
                            Endpoint.of(Ipv4Address.ANY, DhcpMessage.SERVER_PORT),
                            UdpSettings.DEFAULT.withBroadcast(true).withReuseAddress(true));
        } catch (UdpException e) {
            throw new IOException("DHCP cannot listen on port 67 of " + sockets.host() + ": " + e.getMessage(), e);
        }
    }

    /** The addresses of an interface, that first which a message was sent to. */
    static List<Ipv4Address> addresses(NetInterface on, @Nullable Endpoint sentTo) {
        List<Ipv4Address> own = new ArrayList<>();
        for (InterfaceAddress each : on.addresses()) {
            if (each.address() instanceof Ipv4Address v4) {
                boolean isAddressed = sentTo != null && v4.equals(sentTo.address());
                own.add(isAddressed ? 0 : own.size(), v4);
            }
        }
        return own;
    }

    /** The server at work, baton held. */
    private final class Work {
        private final UdpEndpoint endpoint;
        private final EchoEndpoint echo;
        private final ReplySender sender;

        Work(UdpEndpoint endpoint, EchoEndpoint echo, ReplySender sender) {
            this.endpoint = endpoint;
            this.echo = echo;
            this.sender = sender;
        }

        void onTimeout(long now) {
            if (core.nextTimeout() <= now) {
                core.onTimeout(now);
                carryOut(now);
            }
        }

        void receive(long now) {
            endpoint.takeError();
            while (!endpoint.isClosed() && endpoint.receive(datagram)) {
                NetInterface by = datagram.ingress();
                if (by == null || !(interfaces.isEmpty() || interfaces.contains(by.name()))) {
                    continue;
                }
                List<Ipv4Address> own = addresses(by, datagram.to());
                if (!own.isEmpty() && datagram.from().address() instanceof Ipv4Address source) {
                    receive(now, new Arrival(by.name(), own, source));
                }
            }
        }

        private void receive(long now, Arrival arrival) {
            try {
                core.receive(now, DhcpMessage.parse(datagram.bytes(), datagram.offset(), datagram.length()), arrival);
            } catch (MalformedDhcpException e) {
                malformed++;
            }
            carryOut(now);
        }

        void receiveEcho(long now) {
            for (EchoResult result = echo.receive(); result != null; result = echo.receive()) {
                if (result instanceof EchoResult.Reply reply && reply.from() instanceof Ipv4Address from) {
                    core.echo(now, from);
                }
            }
            carryOut(now);
        }

        private void carryOut(long now) {
            for (ServerAction action = core.poll(); action != null; action = core.poll()) {
                switch (action) {
                    case ServerAction.Reply reply ->
                        sender.send(
                                now,
                                reply.interfaceName(),
                                reply.from(),
                                reply.to(),
                                reply.message()
                                        .encode(Math.min(
                                                reply.mostBytes(), RECEIVE_BYTES - DhcpMessage.HEADERS_BYTES)));
                    // An address that cannot be pinged is on none of our links: its relay agent's client checks it
                    // itself.
                    case ServerAction.Ping ping ->
                        echo.send(now, ping.address(), ++pings & 0xffff, PING, EchoSettings.DEFAULT);
                }
            }
            poke();
        }
    }

    private long now() {
        return sockets.loop().now();
    }

    private void poke() {
        sockets.loop().poke(sockets.host());
    }
}
