package dev.netrarium.stack.udp;

import dev.netrarium.stack.Counters;
import dev.netrarium.stack.DropReason;
import dev.netrarium.stack.Errno;
import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Network;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.SipHash;
import dev.netrarium.stack.TransportProtocol;
import dev.netrarium.stack.WorkQueue;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.UdpHeader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * UDP of one host (RFC 768): gives each datagram to the endpoint that it is for, and binds endpoints as Linux does.
 *
 * <p>Commands come with the loop's baton held; afterwards the host must be poked.
 */
public final class Udp implements TransportProtocol {
    private static final int FIRST_EPHEMERAL = 32_768;
    private static final int LAST_EPHEMERAL = 60_999;

    /** Smaller buffers are not worth a copy. */
    private static final int COMPACT_FROM_BYTES = 16 * 1024;

    private static final long MAPPED = 0xffff_0000_0000L;

    final Network network;
    final UdpOutput output;
    private final Counters counters;
    private final RandomStream chance;
    private final PortTable portTable = new PortTable();
    private final EndpointTable endpoints;
    private @Nullable UdpEndpoint any;

    // The datagram being looked at, seen from this host.
    private long localHigh;
    private long localLow;
    private long remoteHigh;
    private long remoteLow;

    /**
     * @param chance the host's stream for port numbers and keys
     */
    public Udp(Network network, WorkQueue work, Counters counters, RandomStream chance) {
        this.network = network;
        this.counters = counters;
        this.chance = chance;
        this.endpoints = new EndpointTable(SipHash.keyedBy(chance));
        this.output = new UdpOutput(this, network, work, counters);
    }

    /**
     * Makes an endpoint.
     *
     * @param local an address of this host, a multicast or broadcast address, or a wildcard; port 0 lets the host choose.
     *     {@code ::} takes IPv4 too unless {@code v6Only} is set
     * @throws UdpException EADDRINUSE, EADDRNOTAVAIL
     */
    public UdpEndpoint bind(Endpoint local, UdpSettings settings) throws UdpException {
        IpAddress address = local.address();
        if (!address.isUnspecified()
                && !address.isLoopback()
                && !address.isMulticast()
                && !network.isLocal(address)
                && !network.isBroadcast(address)) {
            throw new UdpException(Errno.EADDRNOTAVAIL);
        }
        PortUse.Scope scope = PortUse.Scope.of(address, settings.v6Only());
        int port = local.port();
        if (port == 0) {
            port = ephemeralPort(scope, address);
        } else if (conflicts(port, scope, address, settings.reuseAddress())) {
            port = -1;
        }
        if (port < 0) {
            throw new UdpException(Errno.EADDRINUSE);
        }
        UdpEndpoint endpoint = new UdpEndpoint(this, new Endpoint(address, port, local.zone()), scope, settings);
        register(endpoint);
        return endpoint;
    }

    /**
     * Makes the endpoint that takes every datagram that no other endpoint does, for any address and port: for programs
     * that end other people's conversations, such as tun2socks. The network layer must hand over packets for addresses
     * that are not the host's. It answers by {@link UdpEndpoint#send(long, byte[], int, int, Endpoint, Endpoint)}.
     *
     * @throws UdpException EADDRINUSE when there is such an endpoint already
     */
    public UdpEndpoint bindAny(UdpSettings settings) throws UdpException {
        if (any != null) {
            throw new UdpException(Errno.EADDRINUSE);
        }
        any = new UdpEndpoint(this, Endpoint.of(Ipv6Address.ANY, 0), PortUse.Scope.ANY_BOTH, settings);
        return any;
    }

    /** All endpoints, as {@code ss -uan} lists them, by local port, then by address. */
    public List<UdpSocketEntry> sockets() {
        List<UdpSocketEntry> all = new ArrayList<>();
        portTable.forEach(use -> {
            for (UdpEndpoint e = use.all; e != null; e = e.nextOnPort) {
                all.add(e.describe());
            }
        });
        all.sort(Comparator.comparing((UdpSocketEntry e) -> e.local().port())
                .thenComparing(e -> e.local().address())
                .thenComparing(e -> String.valueOf(e.remote())));
        return all;
    }

    @Override
    public void receive(long now, Packet packet) {
        byte[] b = packet.bytes;
        int at = packet.transport;
        if (!UdpHeader.isValid(b, at, packet.end)) {
            drop(now, DropReason.UDP_MALFORMED, packet);
            return;
        }
        packet.end = at + UdpHeader.length(b, at);
        boolean v4 = readAddresses(packet, true);
        if (packet.checksum != Packet.ChecksumState.VERIFIED && !isSumRight(packet, v4)) {
            drop(now, DropReason.UDP_CHECKSUM, packet);
            return;
        }
        int port = UdpHeader.destinationPort(b, at);
        if (packet.toMany) {
            deliverToMany(now, packet, port, v4);
            return;
        }
        UdpEndpoint endpoint = find(port, UdpHeader.sourcePort(b, at), v4, packet.ingress);
        if (endpoint != null) {
            deliver(now, endpoint, packet);
            return;
        }
        network.portUnreachable(now, packet);
        drop(now, DropReason.UDP_NO_PORT, packet);
    }

    @Override
    public void icmpError(long now, IcmpError error, Packet quoted) {
        if (quoted.end - quoted.transport < UdpHeader.BYTES) {
            return;
        }
        boolean v4 = readAddresses(quoted, false);
        int localPort = UdpHeader.sourcePort(quoted.bytes, quoted.transport);
        int remotePort = UdpHeader.destinationPort(quoted.bytes, quoted.transport);
        UdpEndpoint endpoint = find(localPort, remotePort, v4, quoted.ingress);
        if (endpoint != null) {
            endpoint.icmpError(now, error, Endpoint.of(IpAddress.ofBits(remoteHigh, remoteLow), remotePort));
        }
    }

    // What endpoints ask.

    void register(UdpEndpoint endpoint) {
        PortUse use = portTable.findOrAdd(endpoint.ports >>> 16);
        use.add(endpoint);
        if (endpoint.isConnected()) {
            use.connected++;
        }
        if (endpoint.scope == PortUse.Scope.ADDRESS) {
            endpoints.add(endpoint);
        } else {
            int scope = endpoint.scope.ordinal();
            endpoint.nextSame = use.wildcards[scope];
            use.wildcards[scope] = endpoint;
        }
    }

    @SuppressWarnings("ReferenceEquality") // identity is meant
    void unregister(UdpEndpoint endpoint) {
        if (endpoint == any) {
            any = null;
            return;
        }
        PortUse use = portTable.findOrAdd(endpoint.ports >>> 16);
        use.remove(endpoint);
        if (endpoint.isConnected()) {
            use.connected--;
        }
        if (endpoint.scope == PortUse.Scope.ADDRESS) {
            endpoints.remove(endpoint);
        } else {
            UdpEndpoint head = use.wildcards[endpoint.scope.ordinal()];
            use.wildcards[endpoint.scope.ordinal()] = head == null ? null : head.chainWithout(endpoint);
        }
        endpoint.nextSame = null;
        if (use.isUnused()) {
            portTable.remove(use);
        }
    }

    void received() {
        counters.add(Mib.UDP_IN_DATAGRAMS);
    }

    private boolean conflicts(int port, PortUse.Scope scope, IpAddress address, boolean reuseAddress) {
        PortUse use = portTable.find(port);
        if (use == null) {
            return false;
        }
        if (use.conflicts(scope, address.family() == IpFamily.IPV4, reuseAddress)) {
            return true;
        }
        return scope == PortUse.Scope.ADDRESS && use.conflicts(address, reuseAddress);
    }

    /** A free port, from a random place on (RFC 6056 §3.3.1); -1 when all are taken. */
    private int ephemeralPort(PortUse.Scope scope, IpAddress address) {
        int count = LAST_EPHEMERAL - FIRST_EPHEMERAL + 1;
        int offset = chance.nextInt(count);
        for (int i = 0; i < count; i++) {
            int port = FIRST_EPHEMERAL + (offset + i) % count;
            // One that is shared by SO_REUSEADDR would steal: take a port of one's own while there is one.
            if (!conflicts(port, scope, address, false)) {
                return port;
            }
        }
        return -1;
    }

    /** The endpoint for the datagram being looked at: connected before bound before wildcard. */
    private @Nullable UdpEndpoint find(int localPort, int remotePort, boolean v4, @Nullable NetInterface ingress) {
        PortUse use = portTable.find(localPort);
        UdpEndpoint found = null;
        if (use != null) {
            int ports = localPort << 16;
            if (use.connected > 0) {
                found = first(endpoints.find(localHigh, localLow, remoteHigh, remoteLow, ports | remotePort), ingress);
            }
            if (found == null && use.bound() > use.connected) {
                found = first(endpoints.find(localHigh, localLow, 0, 0, ports), ingress);
            }
            if (found == null) {
                PortUse.Scope own = v4 ? PortUse.Scope.ANY_V4 : PortUse.Scope.ANY_V6;
                found = first(use.wildcards[own.ordinal()], ingress);
            }
            if (found == null) {
                found = first(use.wildcards[PortUse.Scope.ANY_BOTH.ordinal()], ingress);
            }
        }
        return found == null ? any : found;
    }

    /** Of endpoints with the same key: one bound to the interface, else the one bound last. */
    private static @Nullable UdpEndpoint first(@Nullable UdpEndpoint chain, @Nullable NetInterface ingress) {
        UdpEndpoint best = null;
        for (UdpEndpoint e = chain; e != null; e = e.nextSame) {
            if (e.interfaceIndex == 0) {
                best = best == null ? e : best;
            } else if (ingress != null && e.interfaceIndex == ingress.index()) {
                return e;
            }
        }
        return best;
    }

    private void deliver(long now, UdpEndpoint endpoint, Packet packet) {
        Packet kept = compact(packet);
        if (!endpoint.offer(kept)) {
            drop(now, DropReason.UDP_RECEIVE_BUFFER_FULL, kept);
        }
    }

    /** A datagram may wait long and counts with its whole buffer: one that fills little of it moves to a smaller one. */
    private static Packet compact(Packet packet) {
        int held = packet.bytes.length;
        if (held < COMPACT_FROM_BYTES || packet.end - packet.network > held / 4) {
            return packet;
        }
        packet.start = packet.network;
        Packet smaller = packet.copy();
        packet.release();
        return smaller;
    }

    /** A multicast or broadcast datagram goes to everybody on the port whom it fits; all but the last get copies. */
    private void deliverToMany(long now, Packet packet, int port, boolean v4) {
        packet.start = packet.network;
        int remotePort = UdpHeader.sourcePort(packet.bytes, packet.transport);
        PortUse use = portTable.find(port);
        UdpEndpoint last = null;
        for (UdpEndpoint e = use == null ? null : use.all; e != null; e = e.nextOnPort) {
            if (fits(e, v4, remotePort, packet.ingress)) {
                if (last != null) {
                    deliver(now, last, packet.copy());
                }
                last = e;
            }
        }
        if (last == null) {
            last = any;
        }
        if (last == null) {
            drop(now, DropReason.UDP_NO_PORT, packet); // nobody is told: the sender addressed many
        } else {
            deliver(now, last, packet);
        }
    }

    private boolean fits(UdpEndpoint e, boolean v4, int remotePort, @Nullable NetInterface ingress) {
        boolean address = e.scope == PortUse.Scope.ADDRESS
                ? e.localLow == localLow && e.localHigh == localHigh
                : e.scope.takes(v4);
        boolean peer = !e.isConnected()
                || (e.remoteLow == remoteLow && e.remoteHigh == remoteHigh && (e.ports & 0xffff) == remotePort);
        boolean way = e.interfaceIndex == 0 || (ingress != null && ingress.index() == e.interfaceIndex);
        return address && peer && way;
    }

    /** True for IPv4. {@code received} says whether this host is the destination, or quoted as the source. */
    private boolean readAddresses(Packet packet, boolean received) {
        byte[] b = packet.bytes;
        int at = packet.network;
        boolean v4 = (b[at] & 0xf0) == 0x40;
        long sourceHigh = v4 ? 0 : Ipv6Header.sourceHigh(b, at);
        long sourceLow = v4 ? MAPPED | BigEndian.u32(b, at + Ipv4Header.SOURCE) : Ipv6Header.sourceLow(b, at);
        long destinationHigh = v4 ? 0 : Ipv6Header.destinationHigh(b, at);
        long destinationLow =
                v4 ? MAPPED | BigEndian.u32(b, at + Ipv4Header.DESTINATION) : Ipv6Header.destinationLow(b, at);
        localHigh = received ? destinationHigh : sourceHigh;
        localLow = received ? destinationLow : sourceLow;
        remoteHigh = received ? sourceHigh : destinationHigh;
        remoteLow = received ? sourceLow : destinationLow;
        return v4;
    }

    /** RFC 768: over IPv4 a checksum of 0 means that there is none; RFC 8200 §8.1 forbids that over IPv6. */
    private static boolean isSumRight(Packet packet, boolean v4) {
        byte[] b = packet.bytes;
        int at = packet.transport;
        if (UdpHeader.checksum(b, at) == 0) {
            return v4;
        }
        int length = packet.end - at;
        IpFamily family = v4 ? IpFamily.IPV4 : IpFamily.IPV6;
        long sum = Checksum.pseudoHeader(family, b, packet.network, IpProtocol.UDP, length);
        return Checksum.finish(Checksum.add(sum, b, at, length)) == 0;
    }

    private void drop(long now, DropReason reason, Packet packet) {
        counters.add(reason.counter());
        if (reason == DropReason.UDP_CHECKSUM || reason == DropReason.UDP_RECEIVE_BUFFER_FULL) {
            counters.add(Mib.UDP_IN_ERRORS); // which sums them up, as on Linux
        }
        if (network.watched()) {
            network.tell(now, new HostEvent.Dropped(reason, packet.id, packet.end - packet.transport));
        }
        packet.release();
    }
}
