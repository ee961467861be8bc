package dev.netrarium.stack.tcp;

import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.Network;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.PacketPool;
import dev.netrarium.stack.Path;
import dev.netrarium.stack.Transmit;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv6Header;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A network layer of one address: what TCP sends lies in a queue, with an IP header before it and its time. */
final class FakeNetwork implements Network {
    final PacketPool pool = new PacketPool();
    final IpAddress address;
    final ArrayDeque<Packet> sent = new ArrayDeque<>();
    final List<HostEvent> events = new ArrayList<>();
    FakePath path;
    boolean tracing;
    boolean recording = true;
    boolean watched = true;

    /** What the next send answers. */
    Transmit outcome = Transmit.SENT;

    /** Whether packets count as departed as soon as they are sent. */
    boolean departing = true;

    FakeNetwork(IpAddress address, IpAddress peer) {
        this.address = address;
        this.path = new FakePath(address, peer);
    }

    @Override
    public Path path(@Nullable IpAddress source, IpAddress destination, int interfaceIndex) {
        if (!destination.equals(path.destination) || (source != null && !source.equals(path.source))) {
            FakePath other = new FakePath(source == null ? address : source, destination);
            other.mtuBytes = path.mtuBytes;
            other.error = path.error;
            return other;
        }
        return path;
    }

    @Override
    public Packet take(int length) {
        return pool.take(Packet.HEADROOM, length);
    }

    @Override
    public Transmit send(long now, Path way, Packet packet, int protocol, int timeToLive, int trafficClass) {
        packet.receivedNanos = now;
        if (outcome == Transmit.SENT) {
            writeHeader(packet, way, protocol);
            writeTrafficClass(packet, trafficClass);
            sent.add(packet);
            if (departing) {
                depart(now, packet);
            }
        } else {
            depart(now, packet);
            packet.release();
        }
        return outcome;
    }

    static void depart(long now, Packet packet) {
        Packet.Sender sender = packet.sender;
        if (sender != null) {
            packet.sender = null;
            sender.departed(now, packet.length());
        }
    }

    /** Puts an IP header before a packet's view, just enough for TCP to read addresses from. */
    static void writeHeader(Packet packet, Path way, int protocol) {
        boolean v4 = way.source().family() == IpFamily.IPV4;
        packet.network = packet.start - (v4 ? 20 : 40);
        packet.transport = packet.start;
        byte[] b = packet.bytes;
        if (v4) {
            BigEndian.put8(b, packet.network, 0x45);
            BigEndian.put8(b, packet.network + 9, protocol);
            way.source().writeTo(b, packet.network + 12);
            way.destination().writeTo(b, packet.network + 16);
        } else {
            BigEndian.put8(b, packet.network, 0x60);
            BigEndian.put8(b, packet.network + 6, protocol);
            way.source().writeTo(b, packet.network + 8);
            way.destination().writeTo(b, packet.network + 24);
        }
    }

    static void writeTrafficClass(Packet packet, int trafficClass) {
        byte[] b = packet.bytes;
        if (isV4(packet)) {
            BigEndian.put8(b, packet.network + 1, trafficClass);
        } else {
            Ipv6Header.putTrafficClass(b, packet.network, trafficClass);
        }
    }

    static int trafficClass(Packet packet) {
        byte[] b = packet.bytes;
        return isV4(packet) ? BigEndian.u8(b, packet.network + 1) : Ipv6Header.trafficClass(b, packet.network);
    }

    private static boolean isV4(Packet packet) {
        return BigEndian.u8(packet.bytes, packet.network) == 0x45;
    }

    @Override
    public boolean isLocal(IpAddress candidate) {
        return candidate.equals(address);
    }

    @Override
    public boolean isBroadcast(IpAddress candidate) {
        return candidate.toString().endsWith(".255");
    }

    @Override
    public int interfaceIndex(String name) {
        return 0;
    }

    @Override
    public void portUnreachable(long now, Packet packet) {
        throw new UnsupportedOperationException("TCP answers with resets");
    }

    @Override
    public int join(long now, IpAddress group, int interfaceIndex) {
        throw new UnsupportedOperationException("TCP knows no groups");
    }

    @Override
    public void leave(long now, IpAddress group, int interfaceIndex) {
        throw new UnsupportedOperationException("TCP knows no groups");
    }

    @Override
    public boolean tracing() {
        return tracing;
    }

    @Override
    public boolean watched() {
        return watched;
    }

    @Override
    public void tell(long now, HostEvent event) {
        if (recording) {
            events.add(event);
        }
    }
}
