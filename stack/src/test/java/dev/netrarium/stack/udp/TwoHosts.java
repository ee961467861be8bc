package dev.netrarium.stack.udp;

import dev.netrarium.stack.Counters;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.PacketPool;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.WorkQueue;
import dev.netrarium.stack.WorkQueues;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Two hosts, each with an IPv4 and an IPv6 address, whose packets reach each other. */
final class TwoHosts {
    final PacketPool pool = new PacketPool();
    final Side left = new Side("left", "192.0.2.1", "2001:db8::1");
    final Side right = new Side("right", "192.0.2.2", "2001:db8::2");
    final UdpDatagram datagram = new UdpDatagram(65_535);
    long now = 1_000;

    TwoHosts() {
        left.network.peer = right.network;
        right.network.peer = left.network;
    }

    final class Side {
        final FakeNetwork network = new FakeNetwork(pool);
        final WorkQueue work = new WorkQueue();
        final Counters counters = new Counters();
        final Udp udp;

        Side(String name, String v4, String v6) {
            network.own.add(IpAddress.of(v4));
            network.own.add(IpAddress.of(v6));
            udp = new Udp(network, work, counters, RandomStream.of(1, name, "udp"));
            network.udp = udp;
        }

        IpAddress address(IpFamily family) {
            return network.own.get(family == IpFamily.IPV4 ? 0 : 1);
        }

        UdpEndpoint bind(IpAddress address, int port) throws UdpException {
            return udp.bind(Endpoint.of(address, port), UdpSettings.DEFAULT);
        }

        long count(Mib counter) {
            return counters.get(counter);
        }
    }

    void send(UdpEndpoint from, String text, @Nullable Endpoint to) throws UdpException {
        byte[] b = text.getBytes(StandardCharsets.ISO_8859_1);
        from.send(now, b, 0, b.length, to);
        deliver();
    }

    /** What waits in an endpoint first, or null. */
    @Nullable String read(UdpEndpoint at) {
        if (!at.receive(datagram)) {
            return null;
        }
        return new String(datagram.bytes(), datagram.offset(), datagram.length(), StandardCharsets.ISO_8859_1);
    }

    /** Carries everything across, until nothing moves. */
    void deliver() {
        boolean moved;
        do {
            moved = carry(left, right) | carry(right, left);
            WorkQueues.drain(left.work, now);
            WorkQueues.drain(right.work, now);
        } while (moved);
    }

    private boolean carry(Side from, Side to) {
        boolean moved = false;
        Packet packet;
        while ((packet = from.network.sent.poll()) != null) {
            to.udp.receive(now, packet);
            moved = true;
        }
        return moved;
    }
}
