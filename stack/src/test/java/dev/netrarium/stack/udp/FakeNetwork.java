package dev.netrarium.stack.udp;

import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Network;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.PacketPool;
import dev.netrarium.stack.Path;
import dev.netrarium.stack.Transmit;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The network layer of one of {@link TwoHosts}: packets lie in a queue, with an IP header, until they are delivered. */
final class FakeNetwork implements Network {
    final PacketPool pool;
    final List<IpAddress> own = new ArrayList<>();
    final ArrayDeque<Packet> sent = new ArrayDeque<>();
    final List<HostEvent> events = new ArrayList<>();
    final List<String> refused = new ArrayList<>();
    final List<IpAddress> groups = new ArrayList<>();
    final Map<IpAddress, Path.PathError> noWay = new HashMap<>();
    private final Map<IpAddress, FakePath> paths = new HashMap<>();

    /** Whether packets count as departed as soon as they are sent. */
    boolean departing = true;

    boolean recording = true;

    /** Whom to tell of ports on which nobody listens. */
    @Nullable FakeNetwork peer;

    @Nullable Udp udp;

    FakeNetwork(PacketPool pool) {
        this.pool = pool;
    }

    @Override
    public Path path(@Nullable IpAddress source, IpAddress destination, int interfaceIndex) {
        IpAddress from = source != null ? source : ownOf(destination.family());
        if (source == null) {
            return paths.computeIfAbsent(destination, to -> new FakePath(from, to, noWay.get(to)));
        }
        return new FakePath(from, destination, noWay.get(destination));
    }

    @Override
    public Packet take(int length) {
        return pool.take(Packet.HEADROOM, length);
    }

    @Override
    public Transmit send(long now, Path way, Packet packet, int protocol, int timeToLive, int trafficClass) {
        byte[] b = packet.bytes;
        int payload = packet.length();
        packet.transport = packet.start;
        packet.start -= way.source().family().headerBytes();
        packet.network = packet.start;
        if (way.source() instanceof Ipv4Address from && way.destination() instanceof Ipv4Address to) {
            int total = packet.length();
            Ipv4Header.write(b, packet.start, trafficClass, total, 0, 0, timeToLive, protocol, from.bits(), to.bits());
        } else {
            Ipv6Header.write(b, packet.start, trafficClass, 0, payload, protocol, timeToLive);
            way.source().writeTo(b, packet.start + Ipv6Header.SOURCE);
            way.destination().writeTo(b, packet.start + Ipv6Header.DESTINATION);
        }
        packet.toMany = way.destination().isMulticast() || isBroadcast(way.destination());
        packet.receivedNanos = now;
        sent.add(packet);
        if (departing) {
            depart(now, packet);
        }
        return Transmit.SENT;
    }

    static void depart(long now, Packet packet) {
        Packet.Sender sender = packet.sender;
        if (sender != null) {
            packet.sender = null;
            sender.departed(now, packet.length());
        }
    }

    @Override
    public boolean isLocal(IpAddress address) {
        return own.contains(address);
    }

    @Override
    public boolean isBroadcast(IpAddress address) {
        return address instanceof Ipv4Address v4 && (v4.bits() & 0xff) == 0xff;
    }

    @Override
    public int interfaceIndex(String name) {
        return 0;
    }

    @Override
    public void portUnreachable(long now, Packet packet) {
        refused.add("port unreachable");
        FakeNetwork sender = peer;
        if (sender != null && sender.udp != null) {
            sender.udp.icmpError(now, new IcmpError.PortUnreachable(own.getFirst()), packet);
        }
    }

    @Override
    public int join(long now, IpAddress group, int interfaceIndex) {
        groups.add(group);
        return 1;
    }

    @Override
    public void leave(long now, IpAddress group, int interfaceIndex) {
        groups.remove(group);
    }

    @Override
    public boolean tracing() {
        return false;
    }

    @Override
    public void tell(long now, HostEvent event) {
        if (recording) {
            events.add(event);
        }
    }

    private IpAddress ownOf(IpFamily family) {
        for (IpAddress address : own) {
            if (address.family() == family) {
                return address;
            }
        }
        throw new AssertionError("no " + family + " address");
    }
}
