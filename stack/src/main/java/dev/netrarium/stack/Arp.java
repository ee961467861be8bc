package dev.netrarium.stack;

import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import org.jspecify.annotations.Nullable;

/** ARP (RFC 826): asks for the link addresses of IPv4 neighbours, answers for the host's own addresses. */
final class Arp implements LinkProtocol {
    private static final long BROADCAST = 0xffff_ffff_ffffL;
    private static final long MAPPED = 0xffff_0000_0000L;

    /** Before it, a second claim does not replace the first: two answers to one question (Linux's {@code locktime}). */
    private static final long LOCK_NANOS = 1_000_000_000L;

    private final Host host;

    Arp(Host host) {
        this.host = host;
    }

    @Override
    public void receive(long now, Packet packet) {
        NetInterface on = packet.ingress;
        byte[] b = packet.bytes;
        int at = packet.start;
        if (on == null || !ArpPacket.isValid(b, at, packet.end)) {
            host.drop(now, DropReason.NEIGHBOUR_MALFORMED, packet);
            return;
        }
        int operation = ArpPacket.operation(b, at);
        long senderMac = ArpPacket.senderMac(b, at);
        int sender = ArpPacket.senderIp(b, at);
        int target = ArpPacket.targetIp(b, at);
        boolean isKnownOperation = operation == ArpPacket.REQUEST || operation == ArpPacket.REPLY;
        if (!isKnownOperation || !canBeNeighbour(sender, senderMac)) {
            host.drop(now, DropReason.NEIGHBOUR_MALFORMED, packet);
            return;
        }
        boolean forUs = host.addresses().isUnicast(0, mapped(target)) && target >>> 24 != 127;
        boolean fromUs = sender != 0 && host.addresses().isUnicast(0, mapped(sender));
        // RFC 5227 §2.1.1: sender 0 is a probe for a duplicate, which has nothing to teach. Our own address in
        // somebody else's hands is a conflict, and not learned.
        if (sender != 0 && !fromUs) {
            learn(now, on, sender, senderMac, operation, target, forUs, packet.linkGroup);
        }
        if (operation == ArpPacket.REQUEST && forUs && !fromUs) {
            answer(now, on, sender, senderMac, target, packet.id);
        }
        packet.release();
    }

    /** Asks for a neighbour: everybody, or, to see whether it is still there, the neighbour itself. */
    void ask(long now, Neighbour n, long knownMac, @Nullable Packet waiting) {
        int target = ((Ipv4Address) n.address).bits();
        int source = 0;
        if (waiting != null && waiting.ingress == null && Ipv4Header.version(waiting.bytes, waiting.start) == 4) {
            source = Ipv4Header.source(waiting.bytes, waiting.start);
        }
        if (source == 0 || !host.addresses().isUnicast(0, mapped(source))) {
            Ipv4Address own = (Ipv4Address) SourceSelection.on(n.on, n.address);
            source = own == null ? 0 : own.bits();
        }
        Packet question = packet(ArpPacket.REQUEST, n.on.macBits, source, knownMac == -1 ? 0 : knownMac, target);
        if (host.network().tracing()) {
            question.cause = new Cause.Resolution(n.address, waiting == null ? 0 : waiting.id);
            question.id = host.nextPacketId();
        }
        n.on.transmit(now, question, knownMac == -1 ? BROADCAST : knownMac, EtherType.ARP);
    }

    private void learn(
            long now,
            NetInterface on,
            int sender,
            long senderMac,
            int operation,
            int target,
            boolean forUs,
            boolean group) {
        Neighbour known = host.neighbours().find(on, 0, mapped(sender));
        boolean gratuitous = sender == target;
        if (known != null) {
            if (!gratuitous && now - known.updatedNanos < LOCK_NANOS && known.isElsewhereThan(senderMac)) {
                return; // two answers to one question: the first holds
            }
            boolean confirms = operation == ArpPacket.REPLY && !group;
            known.learn(
                    now,
                    senderMac,
                    confirms,
                    true,
                    gratuitous ? "announced itself" : operation == ArpPacket.REPLY ? "answered" : "asked for us");
        } else if (operation == ArpPacket.REQUEST && forUs && !gratuitous) {
            host.neighbours().introduced(now, on, new Ipv4Address(sender), senderMac, "asked for us");
        }
    }

    private void answer(long now, NetInterface on, int asker, long askerMac, int target, long questionId) {
        Packet reply = packet(ArpPacket.REPLY, on.macBits, target, askerMac, asker);
        if (host.network().tracing()) {
            reply.cause = new Cause.Answer(questionId, "somebody asked who has " + new Ipv4Address(target));
            reply.id = host.nextPacketId();
        }
        on.transmit(now, reply, askerMac, EtherType.ARP);
    }

    private Packet packet(int operation, long senderMac, int senderIp, long targetMac, int targetIp) {
        Packet packet = host.packets().take(Packet.HEADROOM, ArpPacket.BYTES);
        byte[] b = packet.bytes;
        int at = packet.start;
        BigEndian.put16(b, at + ArpPacket.HARDWARE_TYPE, 1);
        BigEndian.put16(b, at + ArpPacket.PROTOCOL_TYPE, EtherType.IPV4);
        b[at + ArpPacket.HARDWARE_LENGTH] = 6;
        b[at + ArpPacket.PROTOCOL_LENGTH] = 4;
        BigEndian.put16(b, at + ArpPacket.OPERATION, operation);
        BigEndian.put48(b, at + ArpPacket.SENDER_MAC, senderMac);
        BigEndian.put32(b, at + ArpPacket.SENDER_IP, senderIp);
        BigEndian.put48(b, at + ArpPacket.TARGET_MAC, targetMac);
        BigEndian.put32(b, at + ArpPacket.TARGET_IP, targetIp);
        return packet;
    }

    /** Group addresses are nobody's, and loopback addresses are not on a link. */
    private boolean canBeNeighbour(int ip, long mac) {
        boolean unicastMac = mac != 0 && (mac & 0x0100_0000_0000L) == 0;
        boolean multicast = ip >>> 28 == 0xe || host.addresses().isBroadcast(0, mapped(ip));
        return unicastMac && !multicast && ip >>> 24 != 127;
    }

    private static long mapped(int ip) {
        return MAPPED | ip & 0xffff_ffffL;
    }
}
