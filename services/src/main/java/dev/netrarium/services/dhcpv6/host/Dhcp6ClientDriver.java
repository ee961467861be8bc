package dev.netrarium.services.dhcpv6.host;

import dev.netrarium.services.ReadySet;
import dev.netrarium.services.dhcp.MalformedDhcpException;
import dev.netrarium.services.dhcp.host.HostNames;
import dev.netrarium.services.dhcpv6.Dhcp6Action;
import dev.netrarium.services.dhcpv6.Dhcp6Client;
import dev.netrarium.services.dhcpv6.Dhcp6Message;
import dev.netrarium.services.dhcpv6.Dhcp6State;
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
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv6Address;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * A DHCPv6 client on an interface. {@link #run} is the body of a program; meanwhile the driver is among what the host has
 * {@linkplain Host#published published}. Routes are not DHCPv6's: routers advertise them.
 */
public final class Dhcp6ClientDriver implements Closeable {
    private static final int RECEIVE_BYTES = 1500;
    private static final int PREFIX_LENGTH = 128;

    private final HostSockets sockets;
    private final NetInterface on;
    private final Dhcp6Client core;
    private final boolean wantsAddress;
    private final Consumer<HostNames> names;
    private final ReadySet ready;
    private final UdpDatagram datagram = new UdpDatagram(RECEIVE_BYTES);
    private final Endpoint servers;
    private long malformed;
    private long unsent;
    private boolean isClosed;

    /**
     * @param core belongs to the driver from now on
     * @param wantsAddress false to ask only for what there is beside addresses
     * @param names is told which servers to ask for names; with the baton held
     */
    public Dhcp6ClientDriver(
            HostSockets sockets, NetInterface on, Dhcp6Client core, boolean wantsAddress, Consumer<HostNames> names) {
        this.sockets = sockets;
        this.on = on;
        this.core = core;
        this.wantsAddress = wantsAddress;
        this.names = names;
        this.ready = new ReadySet(sockets.loop());
        this.servers = new Endpoint(Dhcp6Message.ALL_SERVERS, Dhcp6Message.SERVER_PORT, on.name());
    }

    /** The state machine: to be touched with the baton held. */
    public Dhcp6Client core() {
        return core;
    }

    public NetInterface networkInterface() {
        return on;
    }

    /** Bytes to port 546 that were no message for clients. */
    public long malformed() {
        return malformed;
    }

    /** Messages that could not leave. */
    public long unsent() {
        return unsent;
    }

    /**
     * Runs until {@link #close} or an interrupt. What was set stays.
     *
     * @throws IOException when port 546 is in use
     */
    public void run() throws IOException {
        sockets.loop().enter();
        Host host = sockets.host();
        try {
            UdpEndpoint endpoint = host.udp()
                    .bind(
                            Endpoint.of(Ipv6Address.ANY, Dhcp6Message.CLIENT_PORT),
                            UdpSettings.DEFAULT
                                    .withV6Only(true)
                                    .withReuseAddress(true)
                                    .withInterfaceIndex(on.index()));
            host.published().add(this);
            ready.watch(endpoint, Readiness.READABLE, now -> receive(now, endpoint));
            ready.watch(on.state(), Readiness.WRITABLE, this::linkChanged);
            try {
                while (!isClosed) {
                    ready.await(core.nextTimeout());
                    if (core.nextTimeout() <= now()) {
                        core.onTimeout(now());
                    }
                    carryOut(now(), endpoint);
                }
            } finally {
                endpoint.close(now());
            }
        } catch (UdpException e) {
            throw new IOException("DHCPv6 cannot listen on port 546 of " + on + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            host.published().remove(this);
            poke();
            sockets.loop().leave();
        }
    }

    /** Gives the address back. Any thread. */
    public void release() {
        command(core::release);
    }

    /** Ends {@link #run}; any thread. */
    @Override
    public void close() {
        command(now -> isClosed = true);
    }

    private void command(LongConsumer verb) {
        sockets.loop().enter();
        try {
            verb.accept(now());
            ready.wake();
        } finally {
            sockets.loop().leave();
        }
    }

    private void linkChanged(long now) {
        if (!on.isUp()) {
            core.stop("the link is down");
        } else if (core.state() == Dhcp6State.STOPPED && wantsAddress) {
            core.start(now);
        } else if (core.state() == Dhcp6State.STOPPED) {
            core.inform(now);
        }
    }

    private void receive(long now, UdpEndpoint from) {
        from.takeError();
        while (!from.isClosed() && from.receive(datagram)) {
            try {
                core.receive(now, Dhcp6Message.parse(datagram.bytes(), datagram.offset(), datagram.length()));
            } catch (MalformedDhcpException e) {
                malformed++;
            }
            carryOut(now, from);
        }
    }

    private void carryOut(long now, UdpEndpoint endpoint) {
        for (Dhcp6Action action = core.poll(); action != null; action = core.poll()) {
            switch (action) {
                case Dhcp6Action.Send send -> {
                    byte[] message = send.message().encode();
                    try {
                        endpoint.send(now, message, 0, message.length, servers);
                    } catch (UdpException e) {
                        unsent++; // and is sent again later
                    }
                }
                case Dhcp6Action.Configure set -> {
                    on.add(now, new InterfaceAddress(set.address(), PREFIX_LENGTH));
                    tell(set.told());
                }
                case Dhcp6Action.Deconfigure unset -> {
                    on.remove(now, new InterfaceAddress(unset.address(), PREFIX_LENGTH));
                    names.accept(HostNames.NONE);
                }
                case Dhcp6Action.Informed informed -> tell(informed.told());
            }
        }
        poke();
    }

    private void tell(Dhcp6Message told) {
        names.accept(new HostNames(List.<IpAddress>copyOf(told.nameServers()), told.search()));
    }

    private long now() {
        return sockets.loop().now();
    }

    private void poke() {
        sockets.loop().poke(sockets.host());
    }
}
