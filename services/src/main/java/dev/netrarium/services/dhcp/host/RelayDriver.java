package dev.netrarium.services.dhcp.host;

import dev.netrarium.services.ReadySet;
import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.MalformedDhcpException;
import dev.netrarium.services.dhcp.relay.DhcpRelay;
import dev.netrarium.services.dhcp.relay.RelayAction;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.stack.udp.UdpDatagram;
import dev.netrarium.stack.udp.UdpEndpoint;
import dev.netrarium.stack.udp.UdpException;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.Ipv4Address;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/**
 * A DHCP relay agent on a router. {@link #run} is the body of a program; meanwhile the driver is among what the host has
 * {@linkplain Host#published published}.
 */
public final class RelayDriver implements Closeable {
    private static final int RECEIVE_BYTES = 1500;

    private final HostSockets sockets;
    private final List<String> clientSide;
    private final DhcpRelay core;
    private final ReadySet ready;
    private final UdpDatagram datagram = new UdpDatagram(RECEIVE_BYTES);
    private long malformed;
    private boolean isClosed;

    /**
     * @param clientSide the interfaces whose clients it serves
     * @param core belongs to the driver from now on
     */
    public RelayDriver(HostSockets sockets, List<String> clientSide, DhcpRelay core) {
        this.sockets = sockets;
        this.clientSide = List.copyOf(clientSide);
        this.core = core;
        this.ready = new ReadySet(sockets.loop());
    }

    /** The relay agent: to be touched with the baton held. */
    public DhcpRelay core() {
        return core;
    }

    /** Bytes to port 67 that were no DHCP message. */
    public long malformed() {
        return malformed;
    }

    /**
     * Relays until {@link #close} or an interrupt.
     *
     * @throws IOException when port 67 is in use, or an interface is not there or has no IPv4 address
     */
    public void run() throws IOException {
        sockets.loop().enter();
        Host host = sockets.host();
        try {
            for (String name : clientSide) {
                core.link(addressOf(name), name);
            }
            UdpEndpoint endpoint = host.udp()
                    .bind(
                            Endpoint.of(Ipv4Address.ANY, DhcpMessage.SERVER_PORT),
                            UdpSettings.DEFAULT.withBroadcast(true).withReuseAddress(true));
            ReplySender sender = new ReplySender(host, endpoint);
            host.published().add(this);
            ready.watch(endpoint, Readiness.READABLE, now -> receive(now, endpoint, sender));
            try {
                while (!isClosed) {
                    ready.await(Timer.NEVER);
                }
            } finally {
                sender.close();
                endpoint.close(sockets.loop().now());
            }
        } catch (UdpException e) {
            throw new IOException("DHCP cannot listen on port 67 of " + host + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            host.published().remove(this);
            sockets.loop().poke(host);
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

    private Ipv4Address addressOf(String name) throws IOException {
        NetInterface on = sockets.host().interfaceNamed(name);
        List<Ipv4Address> own = on == null ? List.of() : ServerDriver.addresses(on, null);
        if (own.isEmpty()) {
            throw new IOException(
                    "a relay agent needs an interface " + name + " with an IPv4 address on " + sockets.host());
        }
        return own.getFirst();
    }

    private void receive(long now, UdpEndpoint endpoint, ReplySender sender) {
        endpoint.takeError();
        while (!endpoint.isClosed() && endpoint.receive(datagram)) {
            NetInterface by = datagram.ingress();
            if (by == null) {
                continue;
            }
            try {
                core.receive(DhcpMessage.parse(datagram.bytes(), datagram.offset(), datagram.length()), by.name());
            } catch (MalformedDhcpException e) {
                malformed++;
            }
            for (RelayAction action = core.poll(); action != null; action = core.poll()) {
                switch (action) {
                    case RelayAction.ToServer to ->
                        sender.datagram(
                                now,
                                to.from(),
                                to.server(),
                                DhcpMessage.SERVER_PORT,
                                to.message().encode(RECEIVE_BYTES - DhcpMessage.HEADERS_BYTES));
                    case RelayAction.ToClient to ->
                        sender.send(
                                now,
                                to.interfaceName(),
                                to.from(),
                                to.to(),
                                to.message().encode(RECEIVE_BYTES - DhcpMessage.HEADERS_BYTES));
                }
            }
        }
        sockets.loop().poke(sockets.host());
    }
}
