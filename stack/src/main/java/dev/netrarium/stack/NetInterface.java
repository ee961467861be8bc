package dev.netrarium.stack;

import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.wire.MacAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One network interface of a host: Ethernet, a link without headers (TUN, {@link PacketPort}), or the loopback. It has
 * addresses, an egress queue, and a {@link LinkPort} behind it.
 */
public final class NetInterface {
    /** The default length of the egress queue: Linux's {@code txqueuelen}. */
    public static final int QUEUE_PACKETS = 1000;

    /** The smallest MTU that an interface may have: IPv4's (RFC 791 §3.2). Below 1280 it carries no IPv6. */
    public static final int LEAST_MTU_BYTES = 68;

    /** The largest: what an IP packet can be, and Linux's loopback. */
    public static final int MOST_MTU_BYTES = 65536;

    /** Addresses of one interface; Linux has no bound, we do. */
    private static final int MOST_ADDRESSES = 4096;

    private static final IpAddress ALL_NODES = IpAddress.of("ff02::1");

    enum Kind {
        ETHERNET,
        POINT_TO_POINT,
        LOOPBACK
    }

    final long macBits;
    final Groups groups = new Groups();
    long sendDrops;

    private final Host host;
    private final String name;
    private final int index;
    private final Kind kind;
    private final @Nullable MacAddress mac;
    private final EgressQueue egress;
    private final List<InterfaceAddress> addresses = new ArrayList<>();
    private final Readiness state = new Readiness();
    private int mtuBytes;
    private boolean up = true;
    private int promiscuity;
    private int taps;
    private Neighbours.@Nullable OfInterface neighbours;
    private long receivedPackets;
    private long receivedBytes;
    private long receiveErrors;
    private long receiveDrops;

    NetInterface(Host host, String name, int index, Kind kind, @Nullable MacAddress mac, int mtuBytes, LinkPort port) {
        this.host = host;
        this.name = name;
        this.index = index;
        this.kind = kind;
        this.mac = mac;
        this.macBits = mac == null ? -1 : mac.bits();
        this.mtuBytes = checkedMtu(mtuBytes);
        this.egress = new EgressQueue(this, host, port);
        groups.join(Ipv4Address.ALL_HOSTS);
        groups.join(ALL_NODES);
        state.set(Readiness.WRITABLE);
    }

    public Host host() {
        return host;
    }

    public String name() {
        return name;
    }

    /** A number that is the host's for this interface, from 1 on. */
    public int index() {
        return index;
    }

    /** Null where the link has no headers. */
    public @Nullable MacAddress mac() {
        return mac;
    }

    /** The largest IP packet that the link takes. */
    public int mtuBytes() {
        return mtuBytes;
    }

    /**
     * Changes the MTU.
     *
     * @param bytes {@value #LEAST_MTU_BYTES} to {@value #MOST_MTU_BYTES}
     */
    public void mtuBytes(int bytes) {
        mtuBytes = checkedMtu(bytes);
        host.topologyChanged();
    }

    public boolean isUp() {
        return up;
    }

    /** WRITABLE while it is up, HANG_UP while it is down: for programs that wait for either. */
    public Readiness state() {
        return state;
    }

    /** Takes part in the network again; routes through it hold again. */
    public void up(long now) {
        if (!up) {
            up = true;
            state.set(Readiness.WRITABLE);
            host.interfaceChanged(now, this);
        }
    }

    /** Takes no part in the network: what waits to leave is dropped, neighbours are forgotten. */
    public void down(long now) {
        if (up) {
            up = false;
            egress.flush(now);
            state.set(Readiness.HANG_UP);
            host.interfaceChanged(now, this);
        }
    }

    /** The addresses, in the order in which they were added. */
    public List<InterfaceAddress> addresses() {
        return List.copyOf(addresses);
    }

    /**
     * Adds an address; its local, connected and broadcast routes follow. Nothing happens when it is there already.
     *
     * @throws IllegalArgumentException for an address that no interface can have (multicast, unspecified)
     */
    public void add(long now, InterfaceAddress address) {
        IpAddress ip = address.address();
        if (ip.isMulticast() || ip.isUnspecified() || ip.equals(Ipv4Address.BROADCAST)) {
            throw new IllegalArgumentException("no interface can have the address " + ip);
        }
        if (addresses.contains(address)) {
            return;
        }
        if (addresses.size() >= MOST_ADDRESSES) {
            throw new IllegalArgumentException(name + " has " + MOST_ADDRESSES + " addresses, and takes no more");
        }
        addresses.add(address);
        if (ip instanceof Ipv6Address v6) {
            groups.join(Ipv6Address.solicitedNode(v6));
        }
        host.addressAdded(now, this, address);
    }

    /** Removes an address and its routes; nothing happens when it is not there. */
    public void remove(long now, InterfaceAddress address) {
        if (addresses.remove(address)) {
            if (address.address() instanceof Ipv6Address v6) {
                groups.leave(Ipv6Address.solicitedNode(v6));
            }
            host.addressRemoved(now, this, address);
        }
    }

    /**
     * Takes a frame (an IP packet, on a link without headers) from the wire. The packet is the host's then; the host
     * must be run afterwards. It needs {@link Packet#HEADROOM} before its view, because it may leave again with a longer
     * header; its checksum's state must be true.
     */
    public void receive(long now, Packet frame) {
        host.at(now);
        frame.enterHost(now, this);
        receivedPackets++;
        receivedBytes += frame.length();
        if (!up) {
            dropReceived(now, DropReason.LINK_DOWN, frame);
        } else if (kind == Kind.ETHERNET) {
            host.ethernet().receive(now, this, frame);
        } else {
            host.ethernet().receiveBare(now, this, frame);
        }
    }

    /** The port can take a frame again. */
    public void portReady(long now) {
        host.at(now);
        egress.portReady(now);
    }

    /** What has gone through it. */
    public InterfaceStatistics statistics() {
        return new InterfaceStatistics(
                receivedPackets,
                receivedBytes,
                receiveErrors,
                receiveDrops,
                egress.sentPackets,
                egress.sentBytes,
                0,
                sendDrops);
    }

    /** What orders and bounds the packets that wait for the port; {@link Pfifo} of 1000 at first. */
    public QueueDiscipline queue() {
        return egress.discipline();
    }

    /** Changes it; what waits moves over. */
    public void queue(QueueDiscipline discipline) {
        egress.discipline(host.now(), discipline);
    }

    @Override
    public String toString() {
        return host.name() + "/" + name;
    }

    boolean hasHeaders() {
        return kind == Kind.ETHERNET;
    }

    boolean isLoopback() {
        return kind == Kind.LOOPBACK;
    }

    boolean isPromiscuous() {
        return promiscuity > 0;
    }

    /** Counts those who want frames for others, too. */
    void promiscuous(int change) {
        promiscuity += change;
    }

    /** Counts the packet sockets that look at this interface. */
    void tapped(int change) {
        taps += change;
    }

    void tapIncoming(long now, Packet frame) {
        if (taps > 0) {
            host.packetSockets().seen(now, this, frame, false);
        }
    }

    void tapOutgoing(long now, Packet frame) {
        if (taps > 0) {
            host.packetSockets().seen(now, this, frame, true);
        }
    }

    /** Its part of the neighbour tables. */
    Neighbours.OfInterface neighbours(SipHash secret) {
        Neighbours.OfInterface here = neighbours;
        if (here == null) {
            here = new Neighbours.OfInterface(secret);
            neighbours = here;
        }
        return here;
    }

    /** Sends what is complete: a frame with its header, or an IP packet where the link has none. */
    Transmit transmit(long now, Packet packet) {
        return egress.send(now, packet);
    }

    /** Puts a header before an IP packet or the like and sends it. */
    Transmit transmit(long now, Packet packet, long destinationMac, int etherType) {
        if (kind == Kind.ETHERNET) {
            packet.start -= EthernetHeader.BYTES;
            EthernetHeader.putDestination(packet.bytes, packet.start, destinationMac);
            EthernetHeader.putSource(packet.bytes, packet.start, macBits);
            EthernetHeader.putEtherType(packet.bytes, packet.start, etherType);
        }
        return egress.send(now, packet);
    }

    void dropReceived(long now, DropReason reason, Packet packet) {
        if (reason.counter() == Mib.LINK_RECEIVE_ERRORS) {
            receiveErrors++;
        } else {
            receiveDrops++;
        }
        host.drop(now, reason, packet);
    }

    /** True when another address of this interface lies in the same subnet. */
    boolean hasOtherIn(InterfaceAddress one) {
        for (InterfaceAddress other : addresses) {
            if (!other.equals(one) && other.prefix().equals(one.prefix())) {
                return true;
            }
        }
        return false;
    }

    /** True when an address is on the link by one of this interface's prefixes. */
    boolean isOnLink(IpAddress address) {
        for (InterfaceAddress own : addresses) {
            if (own.prefix().contains(address)) {
                return true;
            }
        }
        return false;
    }

    /** True when the address is this interface's own. */
    boolean has(IpAddress address) {
        for (InterfaceAddress own : addresses) {
            if (own.address().equals(address)) {
                return true;
            }
        }
        return false;
    }

    int addressCount() {
        return addresses.size();
    }

    InterfaceAddress addressAt(int i) {
        return addresses.get(i);
    }

    private static int checkedMtu(int bytes) {
        if (bytes < LEAST_MTU_BYTES || bytes > MOST_MTU_BYTES) {
            throw new IllegalArgumentException(
                    "an MTU is " + LEAST_MTU_BYTES + " to " + MOST_MTU_BYTES + " bytes: " + bytes);
        }
        return bytes;
    }
}
