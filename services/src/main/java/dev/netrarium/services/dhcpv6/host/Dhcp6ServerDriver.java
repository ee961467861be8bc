package dev.netrarium.services.dhcpv6.host;

import dev.netrarium.services.ReadySet;
import dev.netrarium.services.dhcp.MalformedDhcpException;
import dev.netrarium.services.dhcpv6.Dhcp6Message;
import dev.netrarium.services.dhcpv6.Dhcp6Server;
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
import dev.netrarium.wire.Ipv6Address;
import java.io.Closeable;
import java.io.IOException;

/**
 * A DHCPv6 server on an interface. {@link #run} is the body of a program; meanwhile the driver is among what the host has
 * {@linkplain Host#published published}.
 */
public final class Dhcp6ServerDriver implements Closeable {
    private static final int RECEIVE_BYTES = 1500;

    private final HostSockets sockets;
    private final NetInterface on;
    private final Dhcp6Server core;
    private final ReadySet ready;
    private final UdpDatagram datagram = new UdpDatagram(RECEIVE_BYTES);
    private long malformed;
    private long unsent;
    private boolean isClosed;

    /**
     * @param core belongs to the driver from now on
     */
    public Dhcp6ServerDriver(HostSockets sockets, NetInterface on, Dhcp6Server core) {
        this.sockets = sockets;
        this.on = on;
        this.core = core;
        this.ready = new ReadySet(sockets.loop());
    }

    /** The state machine: to be touched with the baton held. */
    public Dhcp6Server core() {
        return core;
    }

    /** Bytes to port 547 that were no message for servers. */
    public long malformed() {
        return malformed;
    }

    /** Answers that could not leave. */
    public long unsent() {
        return unsent;
    }

    /**
     * Serves until {@link #close} or an interrupt.
     *
     * @throws IOException when port 547 is in use, or the group cannot be joined
     */
    public void run() throws IOException {
        sockets.loop().enter();
        Host host = sockets.host();
        try {
            UdpEndpoint endpoint = host.udp()
                    .bind(
                            Endpoint.of(Ipv6Address.ANY, Dhcp6Message.SERVER_PORT),
                            UdpSettings.DEFAULT
                                    .withV6Only(true)
                                    .withReuseAddress(true)
                                    .withInterfaceIndex(on.index()));
            endpoint.join(sockets.loop().now(), Dhcp6Message.ALL_SERVERS, on.index());
            host.published().add(this);
            ready.watch(endpoint, Readiness.READABLE, now -> receive(now, endpoint));
            try {
                while (!isClosed) {
                    ready.await(Timer.NEVER);
                }
            } finally {
                endpoint.close(sockets.loop().now());
            }
        } catch (UdpException e) {
            throw new IOException("DHCPv6 cannot listen on port 547 of " + on + ": " + e.getMessage(), e);
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

    private void receive(long now, UdpEndpoint endpoint) {
        endpoint.takeError();
        while (!endpoint.isClosed() && endpoint.receive(datagram)) {
            try {
                Dhcp6Message answer =
                        core.receive(now, Dhcp6Message.parse(datagram.bytes(), datagram.offset(), datagram.length()));
                if (answer != null) {
                    Endpoint from = datagram.from();
                    byte[] bytes = answer.encode();
                    endpoint.send(now, bytes, 0, bytes.length, new Endpoint(from.address(), from.port(), on.name()));
                }
            } catch (MalformedDhcpException e) {
                malformed++;
            } catch (UdpException e) {
                unsent++; // the client asks again
            }
        }
        sockets.loop().poke(sockets.host());
    }
}
