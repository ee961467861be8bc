package dev.netrarium.stack.rig;

import dev.netrarium.stack.Counters;
import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.HostObserver;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Network;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Path;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.TimerQueue;
import dev.netrarium.stack.Transmit;
import dev.netrarium.stack.TransportProtocol;
import dev.netrarium.stack.WorkQueue;
import dev.netrarium.stack.tcp.Tcp;
import dev.netrarium.stack.tcp.TcpConfig;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The least host that a transport can live on: a few addresses, one link, IP headers made and checked, no routes, no
 * neighbours, no fragments. It carries a {@link Tcp}; other transports are registered by their protocol number.
 */
public final class RigHost implements RigEnd {
    /** Ways that are remembered; beyond, what the link says about MTUs is forgotten at once. */
    private static final int MOST_PATHS = 4096;

    private final Rig rig;
    private final Side side;
    private final List<IpAddress> addresses;
    private final TimerQueue timers = new TimerQueue();
    private final WorkQueue work = new WorkQueue();
    private final Counters counters = new Counters();
    private final Map<IpAddress, RigPath> paths = new HashMap<>();
    private final TransportProtocol[] transports = new TransportProtocol[256];
    private final Layer3 layer3 = new Layer3();
    private final Tcp tcp;
    private @Nullable HostObserver observer;

    private RigHost(Rig rig, Side side, String name, TcpConfig config, List<IpAddress> addresses) {
        this.rig = rig;
        this.side = side;
        this.addresses = addresses;
        this.tcp = new Tcp(layer3, timers, work, counters, RandomStream.of(rig.seed(), name, "secrets"), config);
        transports[IpProtocol.TCP] = tcp;
    }

    /** Places a host at a side of a link; TCP as Linux sets it. */
    public static RigHost at(Rig rig, Side side, String name, IpAddress... addresses) {
        return at(rig, side, name, TcpConfig.linux(), addresses);
    }

    public static RigHost at(Rig rig, Side side, String name, TcpConfig config, IpAddress... addresses) {
        RigHost host = new RigHost(rig, side, name, config, List.of(addresses));
        side.attach(host);
        return host;
    }

    public Tcp tcp() {
        return tcp;
    }

    public Counters counters() {
        return counters;
    }

    public TimerQueue timers() {
        return timers;
    }

    public WorkQueue work() {
        return work;
    }

    /** The network layer that its transports send by. */
    public Network network() {
        return layer3;
    }

    /** Its first address of a family. */
    public IpAddress address(IpFamily family) {
        for (IpAddress address : addresses) {
            if (address.family() == family) {
                return address;
            }
        }
        throw new IllegalArgumentException("the host has no address of " + family);
    }

    /** Hands packets of a protocol to a transport. */
    public void register(int ipProtocol, TransportProtocol transport) {
        transports[ipProtocol] = transport;
    }

    /** Sets who is told about rare events. */
    public void observe(@Nullable HostObserver whoever) {
        observer = whoever;
    }

    @Override
    public void receive(long now, Packet packet) {
        if (!locate(packet) || !isLocal(packet)) {
            packet.release();
            return;
        }
        TransportProtocol transport = transports[protocol(packet)];
        if (transport == null) {
            packet.release();
        } else {
            transport.receive(now, packet);
        }
    }

    @Override
    public void tooBig(long now, Packet packet, int mtuBytes) {
        if (locate(packet)) {
            IpAddress destination = destination(packet);
            RigPath path = paths.get(destination);
            if (path != null && mtuBytes < path.mtuBytes) {
                path.mtuBytes = mtuBytes;
            }
            TransportProtocol transport = transports[protocol(packet)];
            if (transport != null) {
                transport.icmpError(now, new IcmpError.PacketTooBig(destination, mtuBytes), packet);
            }
        }
        packet.release();
    }

    @Override
    public void run(long now) {
        while (!work.isEmpty()) {
            work.runFirst(now);
        }
    }

    @Override
    public long nextTimeout() {
        return timers.nextDeadlineNanos();
    }

    @Override
    public void onTimeout(long now) {
        timers.expire(now);
    }

    /** Finds the headers of an IP packet; false when it is not sound. */
    private static boolean locate(Packet packet) {
        byte[] b = packet.bytes;
        int at = packet.start;
        if (packet.length() > 0 && Ipv4Header.version(b, at) == 4) {
            if (Ipv4Header.check(b, at, packet.end) != Ipv4Header.Fault.NONE || Ipv4Header.isFragment(b, at)) {
                return false;
            }
            packet.transport = at + Ipv4Header.headerBytes(b, at);
            packet.end = at + Ipv4Header.totalLength(b, at);
        } else {
            if (Ipv6Header.check(b, at, packet.end) != Ipv6Header.Fault.NONE) {
                return false;
            }
            packet.transport = at + Ipv6Header.BYTES;
            packet.end = packet.transport + Ipv6Header.payloadLength(b, at);
        }
        packet.network = at;
        return true;
    }

    private static int protocol(Packet packet) {
        byte[] b = packet.bytes;
        int at = packet.network;
        return Ipv4Header.version(b, at) == 4 ? Ipv4Header.protocol(b, at) : Ipv6Header.nextHeader(b, at);
    }

    private boolean isLocal(Packet packet) {
        byte[] b = packet.bytes;
        int at = packet.network;
        boolean v4 = Ipv4Header.version(b, at) == 4;
        for (int i = 0; i < addresses.size(); i++) {
            IpAddress own = addresses.get(i);
            boolean same = v4
                    ? own instanceof Ipv4Address a && a.bits() == Ipv4Header.destination(b, at)
                    : own.low() == Ipv6Header.destinationLow(b, at) && own.high() == Ipv6Header.destinationHigh(b, at);
            if (same) {
                return true;
            }
        }
        return false;
    }

    private static IpAddress destination(Packet packet) {
        byte[] b = packet.bytes;
        int at = packet.network;
        return Ipv4Header.version(b, at) == 4
                ? new Ipv4Address(Ipv4Header.destination(b, at))
                : IpAddress.ofBits(Ipv6Header.destinationHigh(b, at), Ipv6Header.destinationLow(b, at));
    }

    private final class Layer3 implements Network {
        @Override
        public Path path(@Nullable IpAddress source, IpAddress destination, int interfaceIndex) {
            RigPath known = paths.get(destination);
            if (known != null && (source == null || source.equals(known.source()))) {
                return known;
            }
            IpAddress from = source;
            for (int i = 0; from == null && i < addresses.size(); i++) {
                from = addresses.get(i).family() == destination.family() ? addresses.get(i) : null;
            }
            if (from == null || addresses.contains(destination)) {
                return new RigPath(
                        destination, destination, 1500, Path.PathError.NETWORK_UNREACHABLE); // no way, no loopback
            }
            RigPath fresh = new RigPath(from, destination, side.conditions().mtuBytes(), null);
            if (known == null && paths.size() < MOST_PATHS) {
                paths.put(destination, fresh);
            }
            return fresh;
        }

        @Override
        public Packet take(int length) {
            return rig.pool().take(Packet.HEADROOM, length);
        }

        @Override
        public Transmit send(long now, Path path, Packet packet, int protocol, int timeToLive, int trafficClass) {
            byte[] b = packet.bytes;
            int payload = packet.length();
            packet.transport = packet.start;
            if (path.source() instanceof Ipv4Address from && path.destination() instanceof Ipv4Address to) {
                packet.start -= Ipv4Header.BYTES;
                Ipv4Header.write(
                        b,
                        packet.start,
                        trafficClass,
                        Ipv4Header.BYTES + payload,
                        0,
                        Ipv4Header.DONT_FRAGMENT,
                        timeToLive,
                        protocol,
                        from.bits(),
                        to.bits());
            } else {
                packet.start -= Ipv6Header.BYTES;
                Ipv6Header.write(b, packet.start, trafficClass, 0, payload, protocol, timeToLive);
                Ipv6Header.putSource(
                        b, packet.start, path.source().high(), path.source().low());
                Ipv6Header.putDestination(
                        b,
                        packet.start,
                        path.destination().high(),
                        path.destination().low());
            }
            packet.network = packet.start;
            side.transmit(now, packet);
            return Transmit.SENT;
        }

        @Override
        public boolean isLocal(IpAddress address) {
            return addresses.contains(address);
        }

        @Override
        public boolean isBroadcast(IpAddress address) {
            return address instanceof Ipv4Address v4 && v4.bits() == -1;
        }

        @Override
        public int interfaceIndex(String name) {
            return 0;
        }

        /** Nothing: the rig knows no ICMP but what its link says about MTUs. */
        @Override
        public void portUnreachable(long now, Packet packet) {}

        /** No groups on a link of two. */
        @Override
        public int join(long now, IpAddress group, int interfaceIndex) {
            return 0;
        }

        @Override
        public void leave(long now, IpAddress group, int interfaceIndex) {}

        @Override
        public boolean tracing() {
            return false;
        }

        @Override
        public boolean watched() {
            return observer != null;
        }

        @Override
        public void tell(long now, HostEvent event) {
            HostObserver whoever = observer;
            if (whoever != null) {
                whoever.observed(now, event);
            }
        }
    }
}
