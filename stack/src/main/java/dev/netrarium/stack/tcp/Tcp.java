package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Counters;
import dev.netrarium.stack.DropReason;
import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Network;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Path;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.SipHash;
import dev.netrarium.stack.TimerQueue;
import dev.netrarium.stack.TransportProtocol;
import dev.netrarium.stack.WorkQueue;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * TCP of one host (RFC 9293): takes segments from the network layer and gives each to the connection, half-open
 * connection, TIME-WAIT entry or listener that it is for; binds, listens, connects.
 *
 * <p>Commands come with the loop's baton held and the current time; afterwards the host must be poked. A connection that
 * owes something sends it when the host runs its work.
 */
public final class Tcp implements TransportProtocol {
    private static final int SOMAXCONN = 4096;
    private static final byte[] NOTHING = new byte[0];

    final Network network;
    final TimerQueue timers;
    final WorkQueue work;
    final Counters counters;
    final ChunkPool chunks;
    final LongArrayPool rings = new LongArrayPool();
    final WriteQueues writeQueues = new WriteQueues(rings);
    final PortSpace ports = new PortSpace();
    final ConnectionTable table;
    final InitialSequenceNumbers sequenceNumbers;
    final SegmentOutput output;
    final Resets resets;
    final SynAcks synAcks;
    final SynCookies synCookies;
    final FastOpenClient fastOpenClient;
    final FastOpenServer fastOpenServer;
    final ChallengeAcks challengeAcks;
    final TimeWaits timeWaits;
    final Orphans orphans;
    final SegmentArrives arrivals;
    final Acknowledgment acknowledgment = new Acknowledgment();
    final RateSample rateSample = new RateSample();
    /** What the chance of congestion controls comes from. */
    final long controlSeed;

    private final EphemeralPorts ephemeral;
    private final Segment segment = new Segment();
    private final List<TcpListener> listeners = new ArrayList<>();
    private TcpConfig config;
    private FastOpenKeys fastOpenKeys;
    private int mostBacklog = SOMAXCONN;
    private @Nullable TcpListener any;

    /**
     * @param secrets the host's stream for keys; every draw is made here
     */
    public Tcp(
            Network network,
            TimerQueue timers,
            WorkQueue work,
            Counters counters,
            RandomStream secrets,
            TcpConfig config) {
        this.network = network;
        this.timers = timers;
        this.work = work;
        this.counters = counters;
        this.config = config;
        this.fastOpenKeys = FastOpenKeys.parse(config.fastopenKey());
        this.chunks = new ChunkPool(config.memBytes());
        this.table = new ConnectionTable(SipHash.keyedBy(secrets));
        this.sequenceNumbers = new InitialSequenceNumbers(SipHash.keyedBy(secrets));
        this.ephemeral = new EphemeralPorts(SipHash.keyedBy(secrets), ports);
        this.controlSeed = secrets.nextLong();
        this.output = new SegmentOutput(this, network);
        this.resets = new Resets(this, network);
        this.synAcks = new SynAcks(this);
        this.synCookies = new SynCookies(secrets);
        this.fastOpenClient = new FastOpenClient(this);
        this.fastOpenServer = new FastOpenServer(this, secrets);
        this.challengeAcks = new ChallengeAcks(this);
        this.timeWaits = new TimeWaits(this);
        this.orphans = new Orphans(this);
        this.arrivals = new SegmentArrives(this);
    }

    /** The knobs that hold now. */
    public TcpConfig config() {
        return config;
    }

    /** Turns the knobs; what exists follows where Linux's would, buffers of open connections stay. */
    public void config(TcpConfig changed) {
        if (changed.fastopenBlackholeTimeoutSec() != config.fastopenBlackholeTimeoutSec()) {
            fastOpenClient.forgetBlackholes();
        }
        config = changed;
        fastOpenKeys = FastOpenKeys.parse(changed.fastopenKey());
        chunks.limit(changed.memBytes());
    }

    /** {@code tcp_fastopen_key}, read. */
    FastOpenKeys fastOpenKeys() {
        return fastOpenKeys;
    }

    /** {@code net.core.somaxconn}: the most that a listener's backlog can be. */
    public int mostBacklog() {
        return mostBacklog;
    }

    /** Sets {@code net.core.somaxconn}, for listeners from now on. */
    public void mostBacklog(int connections) {
        mostBacklog = connections;
    }

    /**
     * Reserves a local address and port.
     *
     * @param local an address of this host or a wildcard; port 0 lets the host choose. {@code ::} takes IPv4 too unless
     *     {@code v6Only} is set
     * @throws TcpException {@link TcpError#ADDRESS_IN_USE}, {@link TcpError#ADDRESS_NOT_AVAILABLE}
     */
    public TcpBinding bind(Endpoint local, TcpSettings settings) throws TcpException {
        IpAddress address = local.address();
        if (!address.isUnspecified() && !address.isLoopback() && !network.isLocal(address)) {
            throw new TcpException(TcpError.ADDRESS_NOT_AVAILABLE);
        }
        PortUse.Scope scope = PortUse.Scope.of(address, settings.v6Only());
        boolean reuse = settings.reuseAddress();
        int port = local.port();
        if (port == 0) {
            port = ephemeral.toBind(scope, address, reuse);
        } else if (ports.conflicts(port, scope, address, reuse)) {
            port = -1;
        }
        if (port < 0) {
            throw new TcpException(TcpError.ADDRESS_IN_USE);
        }
        PortUse use = ports.claim(port, scope, address, reuse, false);
        return new TcpBinding(this, use, reuse, new Endpoint(address, port, local.zone()));
    }

    /** Binds and listens. */
    public TcpListener listen(Endpoint local, int backlog, TcpSettings settings) throws TcpException {
        TcpBinding binding = bind(local, settings);
        try {
            return listen(binding, backlog, settings);
        } catch (TcpException e) {
            binding.release();
            throw e;
        }
    }

    /**
     * Listens on what was bound; the binding belongs to the listener then.
     *
     * @throws TcpException {@link TcpError#ADDRESS_IN_USE} when somebody else listens there
     */
    public TcpListener listen(TcpBinding binding, int backlog, TcpSettings settings) throws TcpException {
        PortUse use = binding.use;
        if (ports.hasListener(use.port, use.scope, use.address)) {
            throw new TcpException(TcpError.ADDRESS_IN_USE);
        }
        binding.give();
        TcpListener listener = new TcpListener(this, binding.local(), use, backlog, settings, binding.reuseAddress);
        use.listener = listener;
        listeners.add(listener);
        return listener;
    }

    /**
     * Listens for every destination address and port that no other listener takes: for programs that end other people's
     * connections, such as tun2socks. The network layer must hand over packets for addresses that are not the host's.
     *
     * @throws TcpException {@link TcpError#ADDRESS_IN_USE} when there is such a listener already
     */
    public TcpListener listenAny(int backlog, TcpSettings settings) throws TcpException {
        if (any != null) {
            throw new TcpException(TcpError.ADDRESS_IN_USE);
        }
        TcpListener listener = new TcpListener(this, Endpoint.of(Ipv6Address.ANY, 0), null, backlog, settings, true);
        any = listener;
        listeners.add(listener);
        return listener;
    }

    /**
     * Sends a SYN and returns at once; the connection becomes writable when it is established, or has an error.
     *
     * @throws TcpException when there is no way to the destination, or no port left
     */
    public TcpConnection connect(long now, Endpoint remote, TcpSettings settings) throws TcpException {
        return open(now, connectFrom(now, null, null, remote, settings));
    }

    /**
     * Like {@link #connect(long, Endpoint, TcpSettings)}, but the SYN waits for the first bytes that are sent and takes them
     * along where a Fast Open cookie of the server is known, as sendto(2) with MSG_FASTOPEN does.
     *
     * @param binding what the connection is from, null for any address and port
     */
    public TcpConnection connectWithData(long now, @Nullable TcpBinding binding, Endpoint remote, TcpSettings settings)
            throws TcpException {
        IpAddress from = binding == null ? null : binding.local().address();
        IpAddress source = from == null || from.isUnspecified() ? null : from;
        return defer(now, connectFrom(now, source, binding, remote, settings));
    }

    /** Whether {@code tcp_fastopen} lets clients use Fast Open. */
    public boolean isFastOpenClient() {
        return fastOpenClient.isEnabled();
    }

    /**
     * Connects from a given local address and port.
     *
     * @param local a wildcard lets the routes choose the address, port 0 the host the port
     */
    public TcpConnection connect(long now, Endpoint local, Endpoint remote, TcpSettings settings) throws TcpException {
        if (local.port() == 0 && local.address().isUnspecified()) {
            return open(now, connectFrom(now, null, null, remote, settings));
        }
        if (local.port() == 0) {
            return open(now, connectFrom(now, local.address(), null, remote, settings));
        }
        TcpBinding binding = bind(local, settings);
        try {
            return connect(now, binding, remote, settings);
        } catch (TcpException e) {
            binding.release();
            throw e;
        }
    }

    /** Connects from what was bound; the binding belongs to the connection then. */
    public TcpConnection connect(long now, TcpBinding binding, Endpoint remote, TcpSettings settings)
            throws TcpException {
        IpAddress address = binding.local().address();
        return open(now, connectFrom(now, address.isUnspecified() ? null : address, binding, remote, settings));
    }

    /** All endpoints, as {@code ss -tan} lists them: listeners, then the rest by local and remote endpoint. */
    public List<TcpSocketEntry> sockets() {
        List<TcpSocketEntry> rest = new ArrayList<>();
        table.forEach(entry -> rest.add(describe(entry)));
        rest.sort(Comparator.comparing((TcpSocketEntry e) -> e.local().address())
                .thenComparing(e -> e.local().port())
                .thenComparing(e -> String.valueOf(e.remote())));
        List<TcpSocketEntry> all = new ArrayList<>();
        for (TcpListener listener : listeners) {
            all.add(new TcpSocketEntry(
                    TcpState.LISTEN, listener.waiting(), listener.backlog(), listener.local(), null, null, null));
        }
        all.addAll(rest);
        return all;
    }

    /** Bytes that the buffers of all connections hold. */
    public long bufferedBytes() {
        return chunks.heldBytes();
    }

    /** Connections that no program holds any more. */
    public int orphanCount() {
        return orphans.count();
    }

    /** Entries in TIME-WAIT. */
    public int timeWaitCount() {
        return timeWaits.count();
    }

    @Override
    public void receive(long now, Packet packet) {
        counters.add(Mib.TCP_IN_SEGMENTS);
        Segment s = segment;
        if (!s.parse(packet)) {
            drop(now, DropReason.TCP_MALFORMED, packet);
        } else if (packet.checksum == Packet.ChecksumState.NONE && !isSumRight(packet)) {
            drop(now, DropReason.TCP_CHECKSUM, packet);
        } else {
            dispatch(now, s);
        }
        packet.release();
    }

    @Override
    public boolean isOnItsWay(Packet quoted) {
        if (quoted.end - quoted.transport < 8) {
            return false;
        }
        segment.parseQuoted(quoted);
        return table.find(segment) instanceof TcpConnection connection
                && IcmpErrors.isInFlight(connection, segment.sequence);
    }

    @Override
    public void icmpError(long now, IcmpError error, Packet quoted) {
        if (quoted.end - quoted.transport < 8) {
            return;
        }
        segment.parseQuoted(quoted);
        switch (table.find(segment)) {
            case TcpConnection connection -> IcmpErrors.arrived(now, connection, error, segment.sequence);
            case HalfOpen half -> half.queue.icmpError(now, half, error, segment.sequence);
            case TimeWait waiting -> {}
            case null -> {}
        }
    }

    private void dispatch(long now, Segment s) {
        Demultiplexed entry = table.find(s);
        if (entry instanceof TcpConnection connection) {
            arrivals.arrive(now, connection, s);
        } else if (entry instanceof HalfOpen half) {
            half.queue.arrive(now, half, s);
        } else if (entry instanceof TimeWait waiting) {
            if (timeWaits.arrive(now, waiting, s, listenerFor(s) != null)) {
                // RFC 9293 §3.10.7.4: the new ISS is larger than any number of the last connection.
                toListener(now, s, waiting.sendNext + 65535 + 2);
            }
        } else {
            toListener(now, s, 0);
        }
    }

    private void toListener(long now, Segment s, int initialHint) {
        TcpListener listener = listenerFor(s);
        if (listener != null) {
            listener.synQueue.listen(now, s, initialHint);
        } else {
            drop(now, DropReason.TCP_NO_SOCKET, s);
            resets.answer(now, s, "nobody listens on the port");
        }
    }

    private @Nullable TcpListener listenerFor(Segment s) {
        TcpListener listener = ports.listenerFor(s.localHigh, s.localLow, s.localPort);
        return listener != null ? listener : any;
    }

    private TcpConnection connectFrom(
            long now, @Nullable IpAddress source, @Nullable TcpBinding binding, Endpoint remote, TcpSettings settings)
            throws TcpException {
        if (remote.port() == 0 || remote.address().isMulticast() || network.isBroadcast(remote.address())) {
            throw new TcpException(remote.port() == 0 ? TcpError.INVALID_ARGUMENT : TcpError.NETWORK_UNREACHABLE);
        }
        Path path = network.path(source, remote.address(), settings.interfaceIndex());
        Path.PathError problem = path.error();
        if (problem != null) {
            throw new TcpException(
                    switch (problem) {
                        case NETWORK_UNREACHABLE -> TcpError.NETWORK_UNREACHABLE;
                        case HOST_UNREACHABLE -> TcpError.HOST_UNREACHABLE;
                        case PROHIBITED -> TcpError.PERMISSION_DENIED;
                        case SOURCE_NOT_LOCAL -> TcpError.ADDRESS_NOT_AVAILABLE;
                        case INTERFACE_DOWN -> TcpError.NETWORK_DOWN;
                    });
        }
        IpAddress local = path.source();
        boolean loopback = path.isLoopback();
        int port;
        if (binding != null) {
            port = binding.local().port();
            if (!isUnused(now, FourTuple.of(local, port, remote), loopback, true)) {
                throw new TcpException(TcpError.ADDRESS_NOT_AVAILABLE);
            }
            binding.give();
        } else {
            port = ephemeral.toConnect(
                    local, remote, p -> isUnused(now, FourTuple.of(local, p, remote), loopback, false));
            if (port < 0) {
                throw new TcpException(TcpError.ADDRESS_NOT_AVAILABLE);
            }
        }
        FourTuple tuple = FourTuple.of(local, port, remote);
        int initial = sequenceNumbers.next(now, tuple);
        int lastTimestamp = 0;
        if (table.find(tuple) instanceof TimeWait old) {
            initial = old.sendNext + 65535 + 2;
            lastTimestamp = old.timestampRecent;
            timeWaits.remove(now, old, "a new connection reuses its port");
        }
        PortUse use = binding != null
                ? binding.use
                : ports.claim(port, PortUse.Scope.ADDRESS, local, settings.reuseAddress(), true);
        TcpConnection connection =
                new TcpConnection(this, now, tuple, path, settings, initial, sequenceNumbers.timestampOffset(tuple));
        connection.holdPort(use, binding != null ? binding.reuseAddress : settings.reuseAddress(), binding == null);
        connection.advertisedMss = advertisedMss(path, settings, tuple.isV4());
        connection.timestampRecent = lastTimestamp;
        connection.receiver.open(connection.advertisedMss);
        table.put(connection);
        return connection;
    }

    private TcpConnection open(long now, TcpConnection connection) {
        TcpSettings settings = connection.settings();
        boolean fast = settings.fastOpen().onConnect() && fastOpenClient.isEnabled();
        if (fast && fastOpenClient.maySendData(now, connection.path(), settings)) {
            return defer(now, connection);
        }
        if (fast) {
            fastOpenClient.open(now, connection, NOTHING, 0, 0);
        } else {
            Opening.begin(now, connection, 0);
        }
        return connection;
    }

    private static TcpConnection defer(long now, TcpConnection connection) {
        connection.fastOpen = FastOpenUse.ofClient(true);
        connection.change(now, TcpState.SYN_SENT, "the program called connect, and the SYN waits for data");
        connection.refresh();
        return connection;
    }

    private boolean isUnused(long now, FourTuple tuple, boolean loopback, boolean bound) {
        Demultiplexed there = table.find(tuple);
        return there == null || (there instanceof TimeWait old && timeWaits.isReusable(now, old, loopback, bound));
    }

    /** A handshake of a listener's is complete but for the processing of its third segment. */
    TcpConnection passiveOpen(long now, HalfOpen half, TcpListener listener) {
        TcpConnection connection = new TcpConnection(
                this,
                half.openedNanos,
                half.tuple(),
                half.path,
                listener.settings(),
                half.initial,
                half.timestampOffset);
        connection.state = TcpState.SYN_RECEIVED;
        connection.advertisedMss = half.advertisedMss;
        connection.sender.next = half.initial + 1;
        connection.sender.retries = half.retries;
        connection.receiver.open(half.advertisedMss);
        connection.receiver.synchronizedTo(half.peerInitial);
        PeerOptions.take(
                now,
                connection,
                half.peerMss,
                half.hasTimestamps,
                half.timestampRecent,
                half.sackAgreed,
                half.peerWindowScale);
        Ecn.accepted(connection, half.ecnAgreed);
        PortUse use = listener.use();
        if (use != null) {
            ports.share(use, listener.isReuseAddress(), false);
            connection.holdPort(use, listener.isReuseAddress(), false);
        }
        table.put(connection);
        return connection;
    }

    void stopListening(TcpListener listener, @Nullable PortUse use, boolean reuseAddress) {
        listeners.removeIf(l -> l.equals(listener));
        if (use == null) {
            any = null;
        } else {
            use.listener = null;
            ports.release(use, reuseAddress, false);
        }
    }

    /** The MSS to announce: what the route says, else what its MTU takes (RFC 9293 §3.7.1). */
    int advertisedMss(Path path, TcpSettings settings, boolean v4) {
        int routed = path.advertisedMssBytes();
        int packet = Math.min(path.mtuBytes(), Sender.LARGEST_PACKET_BYTES);
        int mss = routed > 0 ? routed : packet - (v4 ? 40 : 60);
        int own = settings.maxSegmentBytes();
        return Math.max(48, Math.min(own > 0 ? Math.min(own, mss) : mss, 65535));
    }

    void drop(long now, DropReason reason, Segment s) {
        counters.add(reason.counter());
        if (network.watched()) {
            network.tell(now, new HostEvent.Dropped(reason, s.packetId, s.dataLength));
        }
    }

    /** A segment was sent again: data at that offset from the initial sequence number, a SYN or a FIN. */
    void retransmitted(long now, FourTuple tuple, long sequenceOffset, int lengthBytes, String why, int attempt) {
        counters.add(Mib.TCP_RETRANSMITTED_SEGMENTS);
        if (network.watched()) {
            network.tell(
                    now,
                    new HostEvent.TcpRetransmitted(
                            tuple.local(), tuple.remote(), sequenceOffset, lengthBytes, why, attempt));
        }
    }

    void stateChanged(long now, FourTuple tuple, TcpState from, TcpState to, String why) {
        if (network.watched()) {
            network.tell(
                    now, new HostEvent.TcpStateChanged(tuple.local(), tuple.remote(), from.name(), to.name(), why));
        }
    }

    private void drop(long now, DropReason reason, Packet packet) {
        counters.add(reason.counter());
        if (network.watched()) {
            network.tell(now, new HostEvent.Dropped(reason, packet.id, packet.length()));
        }
    }

    private static boolean isSumRight(Packet packet) {
        byte[] b = packet.bytes;
        int length = packet.end - packet.transport;
        IpFamily family = BigEndian.u8(b, packet.network) >>> 4 == 4 ? IpFamily.IPV4 : IpFamily.IPV6;
        long sum = Checksum.pseudoHeader(family, b, packet.network, IpProtocol.TCP, length);
        return Checksum.finish(Checksum.add(sum, b, packet.transport, length)) == 0;
    }

    private static TcpSocketEntry describe(Demultiplexed entry) {
        FourTuple tuple = entry.tuple();
        return switch (entry) {
            case TcpConnection c ->
                new TcpSocketEntry(
                        c.state(), c.receiveQueue(), sendQueue(c), tuple.local(), tuple.remote(), c, c.timer.shown());
            case HalfOpen h -> {
                TcpTimerEntry timer = new TcpTimerEntry(TcpTimerEntry.Kind.ON, h.deadlineNanos(), h.retries);
                yield new TcpSocketEntry(TcpState.SYN_RECEIVED, 0, 0, tuple.local(), tuple.remote(), null, timer);
            }
            case TimeWait w -> {
                TcpTimerEntry timer = new TcpTimerEntry(TcpTimerEntry.Kind.TIMEWAIT, w.endNanos(), 0);
                yield new TcpSocketEntry(w.state(), 0, 0, tuple.local(), tuple.remote(), null, timer);
            }
        };
    }

    /** What {@code ss} shows: sequence numbers not acknowledged yet, those of a SYN and a FIN included. */
    private static int sendQueue(TcpConnection c) {
        boolean syn = c.state == TcpState.SYN_SENT || c.state == TcpState.SYN_RECEIVED;
        boolean fin = c.sender.finQueued && !c.sender.isFinAcknowledged();
        return c.sender.buffer.length() + (syn ? 1 : 0) + (fin ? 1 : 0);
    }
}
