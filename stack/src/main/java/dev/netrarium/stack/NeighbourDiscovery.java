package dev.netrarium.stack;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * Neighbour solicitation and advertisement (RFC 4861 §7): what ARP is to IPv4. Duplicate address detection answers
 * others', and does not yet ask for its own; router discovery is not here.
 */
final class NeighbourDiscovery {
    /** No router has forwarded a message with this hop limit: it comes from the link (RFC 4861 §7.1). */
    private static final int HOP_LIMIT = 255;

    private static final int TARGET_BYTES = 16;
    private static final int LINK_OPTION_BYTES = 8;
    private static final Ipv6Address ALL_NODES = Ipv6Address.of("ff02::1");

    private final Host host;

    NeighbourDiscovery(Host host) {
        this.host = host;
    }

    /** Takes a solicitation or an advertisement, checksum verified; true when it was sound. The packet stays. */
    boolean receive(long now, Packet packet) {
        byte[] b = packet.bytes;
        int at = packet.transport;
        NetInterface on = packet.ingress;
        if (on == null
                || !on.hasHeaders()
                || Ipv6Header.hopLimit(b, packet.network) != HOP_LIMIT
                || Icmpv6Message.code(b, at) != 0
                || packet.end - at < Icmpv6Message.NEIGHBOUR_OPTIONS) {
            return false;
        }
        Ipv6Address target = Ipv6Address.read(b, at + Icmpv6Message.TARGET);
        if (target.isMulticast()) {
            return false;
        }
        return Icmpv6Message.type(b, at) == Icmpv6Message.NEIGHBOUR_SOLICITATION
                ? solicited(now, on, packet, target)
                : advertised(now, on, packet, target);
    }

    /** Asks for a neighbour: the solicited-node group, or, to see whether it is still there, the neighbour itself. */
    void ask(long now, Neighbour n, long knownMac, @Nullable Packet waiting) {
        Ipv6Address target = (Ipv6Address) n.address;
        Ipv6Address source = null;
        if (waiting != null && waiting.ingress == null && Ipv6Header.version(waiting.bytes, waiting.start) == 6) {
            Ipv6Address of = Ipv6Address.read(waiting.bytes, waiting.start + Ipv6Header.SOURCE);
            source = host.addresses().isUnicast(of.high(), of.low()) ? of : null;
        }
        if (source == null) {
            source = (Ipv6Address) SourceSelection.on(n.on, target);
        }
        if (source == null) {
            return; // an interface without IPv6 addresses has nobody to answer to
        }
        Ipv6Address to = knownMac == -1 ? Ipv6Address.solicitedNode(target) : target;
        long mac = knownMac == -1 ? MacAddress.multicastFor(to).bits() : knownMac;
        Packet packet = message(
                Icmpv6Message.NEIGHBOUR_SOLICITATION,
                0,
                target,
                Icmpv6Message.OPTION_SOURCE_LINK_ADDRESS,
                n.on.macBits,
                source,
                to);
        if (host.network().tracing()) {
            packet.cause = new Cause.Resolution(target, waiting == null ? 0 : waiting.id);
            packet.id = host.nextPacketId();
        }
        n.on.transmit(now, packet, mac, EtherType.IPV6);
    }

    private boolean solicited(long now, NetInterface on, Packet packet, Ipv6Address target) {
        byte[] b = packet.bytes;
        int at = packet.transport;
        Ipv6Address source = Ipv6Address.read(b, packet.network + Ipv6Header.SOURCE);
        Ipv6Address destination = Ipv6Address.read(b, packet.network + Ipv6Header.DESTINATION);
        long link = Icmpv6Message.linkAddress(b, at, packet.end, Icmpv6Message.OPTION_SOURCE_LINK_ADDRESS);
        boolean probesForDuplicate = source.isUnspecified();
        if (link == -2
                || (probesForDuplicate && (link != -1 || !destination.equals(Ipv6Address.solicitedNode(target))))
                || (link != -1 && (link & 0x0100_0000_0000L) != 0)) {
            return false;
        }
        if (!on.has(target)) {
            return true; // unlike with ARP, Linux answers by the interface that has the address, and no other
        }
        if (!probesForDuplicate && host.addresses().isUnicast(source.high(), source.low())) {
            return true; // our own address in somebody else's hands
        }
        if (link != -1) {
            host.neighbours().introduced(now, on, source, link, "asked for us");
        }
        int flags = Icmpv6Message.OVERRIDE
                | (probesForDuplicate ? 0 : Icmpv6Message.SOLICITED)
                | (host.knobs().forwardsIpv6 ? Icmpv6Message.ROUTER : 0);
        Ipv6Address to = probesForDuplicate ? ALL_NODES : source;
        Packet reply = message(
                Icmpv6Message.NEIGHBOUR_ADVERTISEMENT,
                flags,
                target,
                Icmpv6Message.OPTION_TARGET_LINK_ADDRESS,
                on.macBits,
                target,
                to);
        if (host.network().tracing()) {
            reply.cause = new Cause.Answer(packet.id, "somebody asked who has " + target);
        }
        reply(now, on, reply, to, link);
        return true;
    }

    private void reply(long now, NetInterface on, Packet reply, Ipv6Address to, long link) {
        if (host.network().tracing()) {
            reply.id = host.nextPacketId();
        }
        if (to.isMulticast()) {
            on.transmit(now, reply, MacAddress.multicastFor(to).bits(), EtherType.IPV6);
        } else if (link != -1) {
            on.transmit(now, reply, link, EtherType.IPV6);
        } else {
            host.neighbours().send(now, on, to.high(), to.low(), reply);
        }
    }

    private boolean advertised(long now, NetInterface on, Packet packet, Ipv6Address target) {
        byte[] b = packet.bytes;
        int at = packet.transport;
        long link = Icmpv6Message.linkAddress(b, at, packet.end, Icmpv6Message.OPTION_TARGET_LINK_ADDRESS);
        int flags = Icmpv6Message.flags(b, at);
        boolean answers = (flags & Icmpv6Message.SOLICITED) != 0;
        boolean toGroup = LocalAddresses.isMulticast(
                Ipv6Header.destinationHigh(b, packet.network), Ipv6Header.destinationLow(b, packet.network));
        if (link == -2 || (answers && toGroup) || (link != -1 && (link & 0x0100_0000_0000L) != 0)) {
            return false;
        }
        Neighbour known = host.neighbours().find(on, target.high(), target.low());
        if (known != null && !host.addresses().isUnicast(target.high(), target.low())) {
            boolean override = (flags & Icmpv6Message.OVERRIDE) != 0;
            known.learn(now, link, answers, override, answers ? "answered" : "announced itself");
        }
        return true;
    }

    private Packet message(
            int type, int flags, Ipv6Address target, int option, long mac, IpAddress source, IpAddress destination) {
        int length = Icmpv6Message.BYTES + TARGET_BYTES + LINK_OPTION_BYTES;
        Packet packet = host.packets().take(Packet.HEADROOM, Ipv6Header.BYTES + length);
        byte[] b = packet.bytes;
        int network = packet.start;
        int at = network + Ipv6Header.BYTES;
        Ipv6Header.write(b, network, 0, 0, length, IpProtocol.ICMPV6, HOP_LIMIT);
        source.writeTo(b, network + Ipv6Header.SOURCE);
        destination.writeTo(b, network + Ipv6Header.DESTINATION);
        Icmpv6Message.writeHead(b, at, type, 0, flags);
        target.writeTo(b, at + Icmpv6Message.TARGET);
        b[at + Icmpv6Message.NEIGHBOUR_OPTIONS] = (byte) option;
        b[at + Icmpv6Message.NEIGHBOUR_OPTIONS + 1] = 1;
        BigEndian.put48(b, at + Icmpv6Message.NEIGHBOUR_OPTIONS + 2, mac);
        Icmpv6Message.completeChecksum(b, network, at, packet.end);
        packet.network = network;
        packet.transport = at;
        return packet;
    }
}
