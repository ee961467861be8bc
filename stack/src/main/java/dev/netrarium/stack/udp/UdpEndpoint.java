package dev.netrarium.stack.udp;

import dev.netrarium.stack.Errno;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Path;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.Transmit;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.util.ArrayDeque;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One UDP socket: bound, perhaps connected, with datagrams that wait to be read.
 *
 * <p>No method blocks. All are called with the loop's baton held; after a command the host must be poked. To wait, wait
 * for the bits of {@link Readiness}.
 */
public final class UdpEndpoint extends Readiness implements Packet.Sender {
    /** The most that a datagram carries over IPv4: 65,535 less the IP and UDP headers. */
    public static final int MAX_DATA_BYTES_V4 = 65_507;

    /** The most that a datagram carries over IPv6: 65,535 less the UDP header. */
    public static final int MAX_DATA_BYTES_V6 = 65_527;

    /** ICMP errors kept for {@link #receiveError}; later ones are only counted by ICMP. */
    private static final int MAX_ERRORS = 64;

    /** What a datagram in an egress queue counts against the send buffer, as an ordinary packet does on Linux. */
    private static final int SENT_BYTES = 2304;

    // What the tables look at: the key, and the links of their chains.

    PortUse.Scope scope;
    long localHigh;
    long localLow;
    long remoteHigh;
    long remoteLow;
    int ports;
    int interfaceIndex;
    final boolean sharesPort;

    @Nullable UdpEndpoint nextSame;

    @Nullable UdpEndpoint nextOnPort;

    @Nullable UdpEndpoint previousOnPort;

    private final Udp udp;
    private final Endpoint bound;
    private final ReceiveQueue queue = new ReceiveQueue();
    private final Memberships memberships = new Memberships();
    private final ArrayDeque<UdpError> errors = new ArrayDeque<>(0);
    private UdpSettings settings;
    private Endpoint local;
    private @Nullable Endpoint remote;
    private @Nullable Errno error;
    private @Nullable Endpoint lastTarget;
    private @Nullable Path lastPath;
    private int below;
    private long drops;
    private boolean closed;

    UdpEndpoint(Udp udp, Endpoint bound, PortUse.Scope scope, UdpSettings settings) {
        this.udp = udp;
        this.bound = bound;
        this.local = bound;
        this.scope = scope;
        this.settings = settings;
        this.sharesPort = settings.reuseAddress();
        this.ports = bound.port() << 16;
        setLocal(bound.address(), scope);
        this.interfaceIndex = interfaceIndexFor(bound.zone());
        set(WRITABLE);
    }

    /** The address and port bound; while connected from a wildcard, the address that datagrams are sent from. */
    public Endpoint local() {
        return local;
    }

    /** The peer, or null when not connected. */
    public @Nullable Endpoint remote() {
        return remote;
    }

    public UdpSettings settings() {
        return settings;
    }

    /** Changes the options; SO_REUSEADDR and IPV6_V6ONLY govern binding alone and change nothing any more. */
    public void configure(UdpSettings changed) {
        settings = changed;
        interfaceIndex = interfaceIndexFor(bound.zone());
        lastTarget = null;
        refresh();
    }

    /** Bytes of the first datagram that waits, -1 when none does. */
    public int nextLength() {
        Packet first = queue.peek();
        return first == null ? -1 : UdpDatagram.dataLength(first);
    }

    /** Datagrams that found the receive buffer full. */
    public long drops() {
        return drops;
    }

    /** Memory that datagrams in the host's egress queues hold. */
    public int queuedBelowBytes() {
        return below * SENT_BYTES;
    }

    public boolean isClosed() {
        return closed;
    }

    /**
     * Fixes the peer: datagrams of others no longer arrive, and ICMP errors are reported.
     *
     * @throws UdpException when there is no way to the peer; EACCES for broadcast without permission
     */
    public void connect(Endpoint peer) throws UdpException {
        checkTarget(peer);
        Path path = route(peer);
        udp.unregister(this);
        remote = peer;
        remoteHigh = peer.address().high();
        remoteLow = peer.address().low();
        ports = bound.port() << 16 | peer.port();
        local = new Endpoint(path.source(), bound.port(), peer.zone());
        setLocal(path.source(), PortUse.Scope.ADDRESS);
        udp.register(this);
    }

    /** Undoes {@link #connect}. */
    public void disconnect() {
        if (remote == null || closed) {
            return;
        }
        udp.unregister(this);
        remote = null;
        remoteHigh = 0;
        remoteLow = 0;
        ports = bound.port() << 16;
        local = bound;
        setLocal(bound.address(), PortUse.Scope.of(bound.address(), settings.v6Only()));
        udp.register(this);
    }

    /**
     * Joins a multicast group.
     *
     * @param index of the interface, 0 lets the routes choose
     * @throws UdpException EINVAL when the address is no group, EADDRINUSE when joined already, ENODEV when no interface
     *     is there, ENOBUFS beyond 20 groups
     */
    public void join(long now, IpAddress group, int index) throws UdpException {
        memberships.join(now, udp.network, group, index);
    }

    /**
     * Leaves a multicast group.
     *
     * @throws UdpException EADDRNOTAVAIL when it was not joined
     */
    public void leave(long now, IpAddress group, int index) throws UdpException {
        memberships.leave(now, udp.network, group, index);
    }

    /**
     * Sends one datagram.
     *
     * @param to where to; null for the connected peer
     * @throws UdpException with the pending error; EAGAIN when the send buffer is full (wait for WRITABLE), EMSGSIZE,
     *     EDESTADDRREQ, EACCES for broadcast without permission, EPERM when a filter stopped it, or why there is no way
     */
    public void send(long now, byte[] b, int at, int length, @Nullable Endpoint to) throws UdpException {
        Objects.checkFromIndexSize(at, length, b.length);
        throwPending();
        Endpoint target = to == null ? remote : to;
        if (target == null) {
            throw new UdpException(Errno.EDESTADDRREQ);
        }
        transmit(now, b, at, length, target, pathTo(target), bound.port());
    }

    /**
     * Sends one datagram as if from another endpoint, which need not be this host's: for an endpoint of
     * {@link Udp#bindAny}.
     */
    public void send(long now, byte[] b, int at, int length, Endpoint from, Endpoint to) throws UdpException {
        Objects.checkFromIndexSize(at, length, b.length);
        throwPending();
        checkTarget(to);
        Path path = udp.network.path(from.address(), to.address(), interfaceIndex);
        throwIfNone(path);
        transmit(now, b, at, length, to, path, from.port());
    }

    /**
     * Takes the first datagram that waits; what exceeds the holder's capacity is lost.
     *
     * @return false when none waits
     */
    public boolean receive(UdpDatagram into) {
        Packet packet = queue.poll();
        if (packet == null) {
            return false;
        }
        into.fill(packet);
        packet.release();
        udp.received();
        if (queue.isEmpty()) {
            refresh();
        }
        return true;
    }

    /** Reads like {@link #receive} and leaves the datagram there. */
    public boolean peek(UdpDatagram into) {
        Packet packet = queue.peek();
        if (packet != null) {
            into.fill(packet);
        }
        return packet != null;
    }

    /** SO_ERROR: the pending error, which is cleared by asking; null for none. Sending reports it, too. */
    public @Nullable Errno takeError() {
        Errno pending = error;
        error = null;
        refresh();
        return pending;
    }

    /** The next ICMP error, kept while {@link UdpSettings#receiveErrors} is set; null for none. */
    public @Nullable UdpError receiveError() {
        UdpError first = errors.poll();
        refresh();
        return first;
    }

    /** Gives up the port and everything that waits. */
    public void close(long now) {
        if (closed) {
            return;
        }
        closed = true;
        memberships.leaveAll(now, udp.network);
        udp.unregister(this);
        queue.clear();
        errors.clear();
        set(HANG_UP);
    }

    @Override
    public void departed(long now, int bytes) {
        boolean wasFull = isFullBelow();
        below--;
        if (wasFull && !isFullBelow() && !closed) {
            refresh();
        }
    }

    // What Udp and its tables ask and tell.

    boolean hasKey(long localHigh, long localLow, long remoteHigh, long remoteLow, int ports) {
        return this.ports == ports
                && this.remoteLow == remoteLow
                && this.localLow == localLow
                && this.remoteHigh == remoteHigh
                && this.localHigh == localHigh;
    }

    boolean hasKeyOf(UdpEndpoint other) {
        return hasKey(other.localHigh, other.localLow, other.remoteHigh, other.remoteLow, other.ports);
    }

    boolean isConnected() {
        return remote != null;
    }

    boolean isV4Only() {
        return bound.address().family() == IpFamily.IPV4;
    }

    /** The chain of {@link #nextSame} that begins here, without one of its members. */
    @SuppressWarnings("ReferenceEquality") // identity is meant
    @Nullable UdpEndpoint chainWithout(UdpEndpoint gone) {
        if (this == gone) {
            return nextSame;
        }
        UdpEndpoint before = this;
        while (before.nextSame != null && before.nextSame != gone) {
            before = before.nextSame;
        }
        if (before.nextSame != null) {
            before.nextSame = gone.nextSame;
        }
        return this;
    }

    /** Takes a datagram; true when it belongs to this endpoint now, false when the receive buffer is full. */
    boolean offer(Packet packet) {
        boolean wasEmpty = queue.isEmpty();
        if (!queue.offer(packet, settings.receiveBufferBytes())) {
            drops++;
            return false;
        }
        if (wasEmpty) {
            set(bits() | READABLE);
        } else {
            signal(READABLE);
        }
        return true;
    }

    /** An ICMP error came about a datagram of this endpoint's. */
    void icmpError(long now, IcmpError icmp, Endpoint to) {
        if (settings.receiveErrors()) {
            if (errors.size() < MAX_ERRORS) {
                errors.add(new UdpError(icmp, to, now));
            }
        } else if (remote == null || !IcmpMeaning.isHard(icmp)) {
            return;
        }
        error = IcmpMeaning.of(icmp);
        set(bits() & ~ERROR);
        refresh();
    }

    UdpSocketEntry describe() {
        return new UdpSocketEntry(queue.heldBytes(), below * SENT_BYTES, local, remote, drops);
    }

    private void transmit(long now, byte[] b, int at, int length, Endpoint to, Path path, int fromPort)
            throws UdpException {
        boolean v4 = to.address().family() == IpFamily.IPV4;
        if (length > (v4 ? MAX_DATA_BYTES_V4 : MAX_DATA_BYTES_V6)) {
            throw new UdpException(Errno.EMSGSIZE);
        }
        if (isFullBelow()) {
            throw new UdpException(Errno.EAGAIN);
        }
        Packet packet = udp.output.build(path, fromPort, to.port(), b, at, length);
        below++;
        packet.sender = this;
        if (udp.output.send(now, path, packet, settings) == Transmit.UNREACHABLE) {
            throw new UdpException(Errno.EPERM);
        }
        if (isFullBelow()) {
            set(bits() & ~WRITABLE);
        }
    }

    /** The way to a target: the last one's while it is fresh, because most endpoints send to one. */
    private Path pathTo(Endpoint target) throws UdpException {
        Path known = lastPath;
        if (known != null && target.equals(lastTarget) && !known.isStale()) {
            return known;
        }
        checkTarget(target);
        Path path = route(target);
        lastTarget = target;
        lastPath = path;
        return path;
    }

    private void checkTarget(Endpoint target) throws UdpException {
        IpAddress address = target.address();
        boolean v4 = address.family() == IpFamily.IPV4;
        if (closed) {
            throw new UdpException(Errno.EBADF);
        }
        if (target.port() == 0) {
            throw new UdpException(Errno.EINVAL);
        }
        if (!v4 && isV4Only()) {
            throw new UdpException(Errno.EAFNOSUPPORT);
        }
        if (v4 && !isV4Only() && (settings.v6Only() || !bound.address().isUnspecified())) {
            throw new UdpException(Errno.ENETUNREACH);
        }
        if (v4 && !settings.broadcast() && udp.network.isBroadcast(address)) {
            throw new UdpException(Errno.EACCES);
        }
    }

    private Path route(Endpoint target) throws UdpException {
        IpAddress address = target.address();
        int index = interfaceIndexFor(target.zone());
        if (index == 0 && address.isMulticast()) {
            index = settings.multicastInterfaceIndex();
        }
        IpAddress source = bound.address().isUnspecified() || bound.address().isMulticast() ? null : bound.address();
        Path path = udp.network.path(source, address, index);
        throwIfNone(path);
        return path;
    }

    private static void throwIfNone(Path path) throws UdpException {
        Path.PathError problem = path.error();
        if (problem != null) {
            throw new UdpException(Errno.of(problem));
        }
    }

    private int interfaceIndexFor(String zone) {
        int index = settings.interfaceIndex();
        return index == 0 && !zone.isEmpty() ? udp.network.interfaceIndex(zone) : index;
    }

    private void setLocal(IpAddress address, PortUse.Scope changed) {
        scope = changed;
        localHigh = changed == PortUse.Scope.ADDRESS ? address.high() : 0;
        localLow = changed == PortUse.Scope.ADDRESS ? address.low() : 0;
    }

    private boolean isFullBelow() {
        return (long) below * SENT_BYTES >= settings.sendBufferBytes();
    }

    private void throwPending() throws UdpException {
        Errno pending = error;
        if (pending != null) {
            takeError();
            throw new UdpException(pending);
        }
    }

    private void refresh() {
        if (closed) {
            return;
        }
        set((queue.isEmpty() ? 0 : READABLE)
                | (isFullBelow() ? 0 : WRITABLE)
                | (error == null && errors.isEmpty() ? 0 : ERROR));
    }

    @Override
    public String toString() {
        return "UDP " + local + (remote == null ? "" : " to " + remote);
    }
}
