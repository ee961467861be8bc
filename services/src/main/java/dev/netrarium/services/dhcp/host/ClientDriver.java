package dev.netrarium.services.dhcp.host;

import dev.netrarium.services.ReadySet;
import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.MalformedDhcpException;
import dev.netrarium.services.dhcp.OptionCode;
import dev.netrarium.services.dhcp.client.ClientAction;
import dev.netrarium.services.dhcp.client.ClientState;
import dev.netrarium.services.dhcp.client.DhcpClient;
import dev.netrarium.stack.CapturedFrame;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.PacketEndpoint;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.stack.udp.UdpDatagram;
import dev.netrarium.stack.udp.UdpEndpoint;
import dev.netrarium.stack.udp.UdpException;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.MacAddress;
import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A DHCP client on an Ethernet interface: sets what the lease says, and takes it away when the lease ends or the link goes
 * down. {@link #run} is the body of a program; meanwhile the driver is among what the host has
 * {@linkplain Host#published published}.
 */
public final class ClientDriver implements Closeable {
    private static final int RECEIVE_BYTES = 1500;

    private final HostSockets sockets;
    private final NetInterface on;
    private final MacAddress mac;
    private final DhcpClient core;
    private final ReadySet ready;
    private final LeasedConfiguration configuration;
    private final UdpDatagram datagram = new UdpDatagram(RECEIVE_BYTES);
    private @Nullable PacketEndpoint frames;
    private @Nullable UdpEndpoint endpoint;
    private @Nullable PacketEndpoint arp;
    private long malformed;
    private long unsent;
    private boolean isClosed;

    /**
     * @param on an Ethernet interface
     * @param core belongs to the driver from now on
     * @param names is told which servers to ask for names; with the baton held
     */
    public ClientDriver(HostSockets sockets, NetInterface on, DhcpClient core, Consumer<HostNames> names) {
        this.sockets = sockets;
        this.on = on;
        this.core = core;
        this.ready = new ReadySet(sockets.loop());
        this.configuration = new LeasedConfiguration(on, core.settings().acceptRoutes(), names);
        MacAddress own = on.mac();
        if (own == null) {
            throw new IllegalArgumentException("DHCP needs an Ethernet interface, and " + on + " has no MAC address");
        }
        this.mac = own;
    }

    /** The state machine: to be touched with the baton held. */
    public DhcpClient core() {
        return core;
    }

    public NetInterface networkInterface() {
        return on;
    }

    /** Bytes to port 68 that were no DHCP message. */
    public long malformed() {
        return malformed;
    }

    /** Messages that could not leave: the egress queue was full, or there was no way. */
    public long unsent() {
        return unsent;
    }

    /**
     * Runs until {@link #close} or an interrupt. What the lease has set stays.
     *
     * @throws IOException when port 68 is in use
     */
    public void run() throws IOException {
        sockets.loop().enter();
        try {
            open();
            sockets.host().published().add(this);
            ready.watch(on.state(), Readiness.WRITABLE, this::linkChanged);
            while (!isClosed) {
                ready.await(core.nextTimeout());
                long now = now();
                if (core.nextTimeout() <= now) {
                    core.onTimeout(now);
                }
                carryOut(now);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            sockets.host().published().remove(this);
            closeAll();
            poke();
            sockets.loop().leave();
        }
    }

    /** Gives the address back, and stays without one. Any thread. */
    public void release() {
        command(core::release);
    }

    /** Asks for more time now. Any thread. */
    public void renew() {
        command(core::renew);
    }

    /** Begins again after {@link #release}. Any thread. */
    public void start() {
        command(core::start);
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
            carryOut(now());
            ready.wake();
        } finally {
            sockets.loop().leave();
        }
    }

    private void open() throws IOException {
        try {
            UdpSettings settings = UdpSettings.DEFAULT
                    .withBroadcast(true)
                    .withReuseAddress(true)
                    .withInterfaceIndex(on.index());
            UdpEndpoint opened =
                    sockets.host().udp().bind(Endpoint.of(Ipv4Address.ANY, DhcpMessage.CLIENT_PORT), settings);
            endpoint = opened;
            ready.watch(opened, Readiness.READABLE, now -> receive(now, opened));
        } catch (UdpException e) {
            throw new IOException("DHCP cannot listen on port 68 of " + on + ": " + e.getMessage(), e);
        }
        if (core.settings().checkAddress()) {
            PacketEndpoint opened = sockets.host().packetSockets().open(on, EtherType.ARP);
            arp = opened;
            ready.watch(opened, Readiness.READABLE, now -> receiveArp(now, opened));
        }
    }

    private void linkChanged(long now) {
        if (on.isUp()) {
            core.start(now);
        } else {
            core.linkDown(now);
        }
        carryOut(now);
    }

    /** Without an address, replies come to one that is not ours yet: they are seen only in frames. */
    private void watchFrames() {
        ClientState state = core.state();
        boolean wanted = !state.hasAddress() && state != ClientState.STOPPED && state != ClientState.INFORMED;
        PacketEndpoint open = frames;
        if (wanted && open == null) {
            PacketEndpoint opened = sockets.host().packetSockets().open(on, EtherType.IPV4);
            frames = opened;
            ready.watch(opened, Readiness.READABLE, now -> receiveFrames(now, opened));
        } else if (!wanted && open != null) {
            open.close();
            frames = null;
        }
    }

    private void receiveFrames(long now, PacketEndpoint from) {
        for (CapturedFrame frame = from.receive(); frame != null; frame = from.receive()) {
            byte[] payload = frame.outgoing() ? null : UdpFrames.payload(frame.bytes(), DhcpMessage.CLIENT_PORT);
            if (payload != null) {
                receive(now, payload, 0, payload.length);
            }
        }
    }

    private void receive(long now, UdpEndpoint from) {
        from.takeError();
        while (!from.isClosed() && from.receive(datagram)) {
            if (frames == null) { // else it was seen there already
                receive(now, datagram.bytes(), datagram.offset(), datagram.length());
            }
        }
    }

    private void receive(long now, byte[] bytes, int at, int length) {
        try {
            core.receive(now, DhcpMessage.parse(bytes, at, length));
        } catch (MalformedDhcpException e) {
            malformed++;
        }
        carryOut(now);
    }

    private void receiveArp(long now, PacketEndpoint from) {
        for (CapturedFrame frame = from.receive(); frame != null; frame = from.receive()) {
            byte[] b = frame.bytes();
            if (!frame.outgoing() && ArpPacket.isValid(b, EthernetHeader.BYTES, b.length)) {
                core.receiveArp(now, ArpPacket.parse(b, EthernetHeader.BYTES, b.length));
            }
        }
        carryOut(now);
    }

    private void carryOut(long now) {
        watchFrames();
        for (ClientAction action = core.poll(); action != null; action = core.poll()) {
            switch (action) {
                case ClientAction.Send send -> send(now, send);
                case ClientAction.SendArp send -> sendArp(now, send.packet());
                case ClientAction.Configure change -> configuration.apply(now, change.lease());
                case ClientAction.Deconfigure change -> configuration.remove(now);
                case ClientAction.Informed informed ->
                    configuration.tell(new HostNames(
                            List.<IpAddress>copyOf(informed.options().addresses(OptionCode.NAME_SERVERS)),
                            informed.options().search()));
            }
        }
        poke();
    }

    private void send(long now, ClientAction.Send send) {
        byte[] message = send.message().encode(on.mtuBytes() - DhcpMessage.HEADERS_BYTES);
        PacketEndpoint link = frames;
        UdpEndpoint socket = endpoint;
        if (link != null && send.to().equals(Ipv4Address.BROADCAST)) {
            byte[] frame = UdpFrames.build(
                    mac,
                    MacAddress.BROADCAST,
                    send.from(),
                    DhcpMessage.CLIENT_PORT,
                    send.to(),
                    DhcpMessage.SERVER_PORT,
                    message);
            unsent += link.send(now, frame, 0, frame.length) == null ? 0 : 1; // and is sent again later
        } else if (socket != null) {
            try {
                socket.send(
                        now,
                        message,
                        0,
                        message.length,
                        Endpoint.of(send.from(), DhcpMessage.CLIENT_PORT),
                        Endpoint.of(send.to(), DhcpMessage.SERVER_PORT));
            } catch (UdpException e) {
                unsent++; // and is sent again later
            }
        }
    }

    private void sendArp(long now, ArpPacket packet) {
        PacketEndpoint link = arp;
        if (link != null) {
            byte[] frame = new byte[EthernetHeader.BYTES + ArpPacket.BYTES];
            new EthernetHeader(MacAddress.BROADCAST, mac, EtherType.ARP).writeTo(frame, 0);
            packet.writeTo(frame, EthernetHeader.BYTES);
            link.send(now, frame, 0, frame.length);
        }
    }

    private void closeAll() {
        if (frames != null) {
            frames.close();
        }
        if (arp != null) {
            arp.close();
        }
        if (endpoint != null) {
            endpoint.close(now());
        }
    }

    private long now() {
        return sockets.loop().now();
    }

    private void poke() {
        sockets.loop().poke(sockets.host());
    }
}
