package dev.netrarium.stack;

import dev.netrarium.stack.tcp.Tcp;
import dev.netrarium.stack.tcp.TcpConfig;
import dev.netrarium.stack.udp.Udp;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.wire.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One host: its interfaces and its protocols, tied together. A router is a host with forwarding on.
 *
 * <p>A pure state machine: bytes come in by {@link NetInterface#receive}, commands by the endpoints, time by
 * {@link #onTimeout}; each is followed by {@link #run}, which finishes what they left to do. Bytes go out by each
 * interface's {@link LinkPort}. Whoever calls holds the baton of the host's {@link Loop}.
 */
public final class Host {
    /** Interfaces of one host. */
    private static final int MOST_INTERFACES = 65_536;

    private static final int LOOPBACK_MTU_BYTES = 65_536;

    private final String name;
    private final long seed;
    private final PacketPool packets;
    private final TimerQueue timers = new TimerQueue();
    private final WorkQueue work = new WorkQueue();
    private final Counters counters = new Counters();
    private final Knobs knobs = new Knobs();
    private final LocalAddresses addresses = new LocalAddresses();
    private final List<NetInterface> interfaces = new ArrayList<>();
    private final List<@Nullable NetInterface> byIndex = new ArrayList<>();
    private final NetInterface loopback;
    private final Hooks hooks;
    private final Routes routes;
    private final Neighbours neighbours;
    private final Arp arp;
    private final NeighbourDiscovery discovery;
    private final PathFinder paths;
    private final IpOutput output;
    private final Fragmentation fragmentation;
    private final Reassembly reassembly;
    private final IpDelivery delivery;
    private final EthernetInput ethernet;
    private final IpLayer network;
    private final Icmp icmp;
    private final RawSockets raw;
    private final PacketSockets packetSockets;
    private final Published published = new Published();
    private final Tcp tcp;
    private final Udp udp;
    private @Nullable Sysctl sysctl;
    private @Nullable HostObserver observer;
    private @Nullable LongSupplier packetIds;
    private boolean acceptsAny;
    private int topology;
    private long now;

    /**
     * @param name unique in its world: the host's chance depends on it
     * @param seed the world's
     * @param packets the pool of the loop that the host belongs to
     */
    public Host(String name, long seed, PacketPool packets) {
        this.name = name;
        this.seed = seed;
        this.packets = packets;
        byIndex.add(null);
        loopback = attach("lo", NetInterface.Kind.LOOPBACK, null, LOOPBACK_MTU_BYTES, new LoopbackPort(work));
        hooks = new Hooks(this);
        routes = new Routes(this);
        neighbours = new Neighbours(this);
        arp = new Arp(this);
        discovery = new NeighbourDiscovery(this);
        paths = new PathFinder(this);
        output = new IpOutput(this);
        Forwarding forwarding = new Forwarding(this);
        fragmentation = new Fragmentation(this, forwarding);
        reassembly = new Reassembly(this);
        delivery = new IpDelivery(this, forwarding, reassembly);
        ethernet = new EthernetInput(new Ipv4Input(this, delivery), new Ipv6Input(this, delivery));
        ethernet.register(EtherType.ARP, arp);
        network = new IpLayer(this, paths, output);
        icmp = new Icmp(this);
        raw = new RawSockets(this);
        packetSockets = new PacketSockets(this);
        tcp = new Tcp(network, timers, work, counters, random("tcp"), TcpConfig.linux());
        udp = new Udp(network, work, counters, random("udp"));
        register(IpProtocol.ICMP, icmp.input());
        register(IpProtocol.ICMPV6, icmp.input());
        register(IpProtocol.TCP, tcp);
        register(IpProtocol.UDP, udp);
        loopback.add(0, InterfaceAddress.of("127.0.0.1/8"));
        loopback.add(0, InterfaceAddress.of("::1/128"));
    }

    /** The host's name. */
    public String name() {
        return name;
    }

    /** Where the host takes its packets from. */
    public PacketPool packets() {
        return packets;
    }

    public TimerQueue timers() {
        return timers;
    }

    /** What the host must still do in this turn. */
    public WorkQueue work() {
        return work;
    }

    /** The counters that {@code nstat} prints. */
    public Counters counters() {
        return counters;
    }

    /** A stream of chance of the host's own, one per purpose. */
    public RandomStream random(String purpose) {
        return RandomStream.of(seed, name, purpose);
    }

    /** {@code lo}: up from the beginning, 127.0.0.1/8 and ::1/128. */
    public NetInterface loopback() {
        return loopback;
    }

    /**
     * Adds an Ethernet interface. It is up at once and has its IPv6 link-local address (RFC 4291 appendix A).
     *
     * @param name unique on the host, such as {@code eth0}
     * @param mac a unicast address
     * @param port what it plugs into
     * @throws IllegalArgumentException for a name that is taken, a group MAC address, or an MTU out of range
     */
    public NetInterface addEthernet(String name, MacAddress mac, int mtuBytes, LinkPort port) {
        if (mac.isMulticast() || mac.equals(MacAddress.ZERO)) {
            throw new IllegalArgumentException("no interface can have the MAC address " + mac);
        }
        NetInterface fresh = attach(name, NetInterface.Kind.ETHERNET, mac, mtuBytes, port);
        packetSockets.added(fresh);
        fresh.add(now, new InterfaceAddress(Ipv6Address.linkLocalOf(mac), 64));
        return fresh;
    }

    /** Adds an interface whose link has no headers and no neighbours: TUN, {@link PacketPort}. It is up at once. */
    public NetInterface addPointToPoint(String name, int mtuBytes, LinkPort port) {
        NetInterface fresh = attach(name, NetInterface.Kind.POINT_TO_POINT, null, mtuBytes, port);
        packetSockets.added(fresh);
        return fresh;
    }

    /** Takes an interface away, with its addresses, routes and neighbours. The loopback stays. */
    public void remove(long now, NetInterface gone) {
        at(now);
        if (gone == loopback || !interfaces.contains(gone)) {
            throw new IllegalArgumentException(gone + " cannot be removed from " + name);
        }
        gone.down(now);
        for (InterfaceAddress address : gone.addresses()) {
            gone.remove(now, address);
        }
        routes.interfaceRemoved(gone);
        neighbours.flush(now, gone, true);
        interfaces.remove(gone);
        byIndex.set(gone.index(), null);
    }

    /** All interfaces, in the order in which they were added; {@code lo} is the first. */
    public List<NetInterface> interfaces() {
        return List.copyOf(interfaces);
    }

    public @Nullable NetInterface interfaceNamed(String name) {
        for (NetInterface each : interfaces) {
            if (each.name().equals(name)) {
                return each;
            }
        }
        return null;
    }

    public @Nullable NetInterface interfaceAt(int index) {
        return index > 0 && index < byIndex.size() ? byIndex.get(index) : null;
    }

    /** The network layer as transports see it. */
    public Network network() {
        return network;
    }

    public Routes routes() {
        return routes;
    }

    public Neighbours neighbours() {
        return neighbours;
    }

    public Hooks hooks() {
        return hooks;
    }

    public Icmp icmp() {
        return icmp;
    }

    public Tcp tcp() {
        return tcp;
    }

    /** Forgets what connections have learned of their peers and ways, as {@code ip tcp_metrics flush all} does. */
    public void forgetTcpMetrics() {
        paths.cache().forgetMetrics();
    }

    public Udp udp() {
        return udp;
    }

    public RawSockets raw() {
        return raw;
    }

    public PacketSockets packetSockets() {
        return packetSockets;
    }

    /** What the host's programs let others look at. */
    public Published published() {
        return published;
    }

    /** Hands packets of an IP protocol, of both families, to a transport; replaces the one that had them. */
    public void register(int ipProtocol, TransportProtocol protocol) {
        delivery.register(ipProtocol, protocol);
    }

    /** Hands Ethernet frames of a type to a protocol; IPv4 and IPv6 cannot be taken over. */
    public void registerEtherType(int etherType, LinkProtocol protocol) {
        ethernet.register(etherType, protocol);
    }

    /** The host's knobs by Linux's names. */
    public Sysctl sysctl() {
        Sysctl made = sysctl;
        if (made == null) {
            made = new Sysctl(this);
            sysctl = made; // most hosts of a large world are never asked for one
        }
        return made;
    }

    /** While on, packets for any unicast destination are for this host, and it may send from any address. */
    public void acceptAny(boolean on) {
        acceptsAny = on;
        topologyChanged();
    }

    /** Sets who is told about rare events; null for nobody. */
    public void observe(@Nullable HostObserver whoever) {
        observer = whoever;
    }

    /**
     * While set, packets that this host makes carry an id from this source, the id of the packet they come from, and a
     * {@link Cause}. Tracing changes nothing else.
     */
    public void trace(@Nullable LongSupplier ids) {
        packetIds = ids;
    }

    /** Finishes what is due in this turn. */
    public void run(long now) {
        at(now);
        while (!work.isEmpty()) {
            work.runFirst(now);
        }
    }

    /** When {@link #onTimeout} must be called, or {@link Timer#NEVER}. */
    public long nextTimeout() {
        return timers.nextDeadlineNanos();
    }

    /** Lets the timers that are due run out. */
    public void onTimeout(long now) {
        at(now);
        timers.expire(now);
    }

    @Override
    public String toString() {
        return name;
    }

    // What the parts of the host need of each other.

    /** Every verb says what time it is; what is asked without a time goes by the last one. */
    void at(long time) {
        now = time;
    }

    long now() {
        return now;
    }

    /** Drops a packet: counted, told, released. Every drop of the network layer comes by here. */
    void drop(long time, DropReason reason, Packet packet) {
        counters.add(reason.counter());
        if (isWatched()) {
            tell(time, new HostEvent.Dropped(reason, packet.id, packet.length()));
        }
        Packet.Sender sender = packet.sender;
        if (sender != null) {
            packet.sender = null;
            sender.departed(time, packet.length());
        }
        packet.release();
    }

    boolean isObserved() {
        return observer != null;
    }

    /** Somebody watches, or a flight recorder does. */
    boolean isWatched() {
        if (observer != null) {
            return true;
        }
        FlightEvents recording = FlightLog.events();
        return recording != null && recording.isEnabled();
    }

    void tell(long time, HostEvent event) {
        HostObserver watching = observer;
        if (watching != null) {
            watching.observed(time, event);
        }
        FlightEvents recording = FlightLog.events();
        if (recording != null) {
            recording.tell(name, time, event);
        }
    }

    boolean isTracing() {
        return packetIds != null;
    }

    /** 0 while nobody traces. */
    long nextPacketId() {
        LongSupplier ids = packetIds;
        return ids == null ? 0 : ids.getAsLong();
    }

    /** Changes whenever a path that was found may not be the right one any more. */
    int topology() {
        return topology;
    }

    void topologyChanged() {
        topology++;
    }

    void interfaceChanged(long time, NetInterface which) {
        at(time);
        topologyChanged();
        if (!which.isUp()) {
            neighbours.flush(time, which, true);
        }
        tell(time, new HostEvent.InterfaceChanged(which.name(), which.isUp()));
    }

    void addressAdded(long time, NetInterface on, InterfaceAddress address) {
        addresses.add(on, address);
        routes.addressAdded(on, address);
        tell(time, new HostEvent.AddressChanged(on.name(), address, true));
    }

    void addressRemoved(long time, NetInterface on, InterfaceAddress address) {
        addresses.remove(address);
        routes.addressRemoved(on, address);
        tell(time, new HostEvent.AddressChanged(on.name(), address, false));
    }

    /** The interface whose subnet an address lies in, or null. */
    @Nullable NetInterface interfaceTowards(IpAddress neighbour) {
        for (NetInterface each : interfaces) {
            if (each != loopback && each.isOnLink(neighbour)) {
                return each;
            }
        }
        return null;
    }

    /** Where packets to groups go that no route has an opinion on: the first interface that is up, or null. */
    @Nullable NetInterface firstForGroups() {
        for (NetInterface each : interfaces) {
            if (each != loopback && each.isUp()) {
                return each;
            }
        }
        return null;
    }

    List<NetInterface> interfaceList() {
        return interfaces;
    }

    Knobs knobs() {
        return knobs;
    }

    boolean acceptsAny() {
        return acceptsAny;
    }

    LocalAddresses addresses() {
        return addresses;
    }

    Arp arp() {
        return arp;
    }

    NeighbourDiscovery discovery() {
        return discovery;
    }

    PathFinder paths() {
        return paths;
    }

    IpOutput output() {
        return output;
    }

    Fragmentation fragmentation() {
        return fragmentation;
    }

    Reassembly reassembly() {
        return reassembly;
    }

    IpDelivery delivery() {
        return delivery;
    }

    EthernetInput ethernet() {
        return ethernet;
    }

    private NetInterface attach(
            String called, NetInterface.Kind kind, @Nullable MacAddress mac, int mtuBytes, LinkPort port) {
        if (interfaceNamed(called) != null) {
            throw new IllegalArgumentException(name + " has an interface " + called + " already");
        }
        if (byIndex.size() > MOST_INTERFACES) {
            throw new IllegalArgumentException(name + " has had " + MOST_INTERFACES + " interfaces, and takes no more");
        }
        NetInterface fresh = new NetInterface(this, called, byIndex.size(), kind, mac, mtuBytes, port);
        interfaces.add(fresh);
        byIndex.add(fresh);
        port.attached(fresh);
        topologyChanged();
        return fresh;
    }
}
