package dev.netrarium.stack.udp;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.Counters;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Network;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Path;
import dev.netrarium.stack.Transmit;
import dev.netrarium.stack.Work;
import dev.netrarium.stack.WorkQueue;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.UdpHeader;
import java.util.ArrayDeque;

/** Builds datagrams and hands them down; what goes to a group comes back to the host's own members. */
final class UdpOutput {
    /** Datagrams to groups that may wait to be looped back in one turn; more are dropped, as by a full backlog. */
    private static final int MAX_LOOPED = 1000;

    private final Udp udp;
    private final Network network;
    private final WorkQueue work;
    private final Counters counters;
    private final Looping looping = new Looping();

    UdpOutput(Udp udp, Network network, WorkQueue work, Counters counters) {
        this.udp = udp;
        this.network = network;
        this.work = work;
        this.counters = counters;
    }

    Packet build(Path path, int fromPort, int toPort, byte[] b, int at, int length) {
        int total = UdpHeader.BYTES + length;
        Packet packet = network.take(total);
        byte[] to = packet.bytes;
        int header = packet.start;
        UdpHeader.putSourcePort(to, header, fromPort);
        UdpHeader.putDestinationPort(to, header, toPort);
        UdpHeader.putLength(to, header, total);
        UdpHeader.putChecksum(to, header, 0);
        System.arraycopy(b, at, to, header + UdpHeader.BYTES, length);
        long sum = Checksum.pseudoHeader(path.source(), path.destination(), IpProtocol.UDP, total);
        int checksum = Checksum.finish(Checksum.add(sum, to, header, total));
        UdpHeader.putChecksum(to, header, checksum == 0 ? 0xffff : checksum); // RFC 768: 0 means "none"
        packet.transport = header;
        return packet;
    }

    Transmit send(long now, Path path, Packet packet, UdpSettings settings) {
        counters.add(Mib.UDP_OUT_DATAGRAMS);
        if (network.tracing()) {
            packet.cause = new Cause.Command("send");
        }
        int hops = settings.timeToLive();
        if (path.destination().isMulticast()) {
            hops = settings.multicastTimeToLive();
            if (settings.multicastLoop()) {
                loop(path, packet, hops, settings.trafficClass());
            }
            if (hops == 0) {
                Packet.Sender sender = packet.sender;
                packet.sender = null;
                int bytes = packet.length();
                packet.release();
                if (sender != null) {
                    sender.departed(now, bytes);
                }
                return Transmit.SENT;
            }
        }
        return network.send(now, path, packet, IpProtocol.UDP, hops, settings.trafficClass());
    }

    private void loop(Path path, Packet packet, int hops, int trafficClass) {
        if (looping.waiting.size() >= MAX_LOOPED) {
            return;
        }
        Packet copy = packet.copy();
        IpAddress source = path.source();
        IpAddress destination = path.destination();
        int payload = copy.length();
        copy.transport = copy.start;
        copy.start -= source.family().headerBytes();
        copy.network = copy.start;
        byte[] b = copy.bytes;
        int at = copy.start;
        if (source.family() == IpFamily.IPV4) {
            int total = copy.length();
            Ipv4Header.write(b, at, trafficClass, total, 0, 0, hops, IpProtocol.UDP, (int) source.low(), (int)
                    destination.low());
        } else {
            Ipv6Header.write(b, at, trafficClass, 0, payload, IpProtocol.UDP, hops);
            Ipv6Header.putSource(b, at, source.high(), source.low());
            Ipv6Header.putDestination(b, at, destination.high(), destination.low());
        }
        copy.toMany = true;
        copy.ingress = path.egress();
        copy.checksum = Packet.ChecksumState.VERIFIED;
        looping.waiting.add(copy);
        work.add(looping);
    }

    /** Gives the host's own copies to its members, later in the same turn: no verb is re-entered. */
    private final class Looping extends Work {
        final ArrayDeque<Packet> waiting = new ArrayDeque<>(0);

        @Override
        protected void run(long now) {
            for (int n = waiting.size(); n > 0; n--) {
                Packet packet = waiting.remove();
                packet.receivedNanos = now;
                udp.receive(now, packet);
            }
        }
    }
}
