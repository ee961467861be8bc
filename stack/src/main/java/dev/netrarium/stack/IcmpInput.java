package dev.netrarium.stack;

import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv6Header;

/** Takes ICMP and ICMPv6 messages for this host (RFC 792, RFC 1122 §3.2.2, RFC 4443). */
final class IcmpInput implements TransportProtocol {
    private final Host host;
    private final Icmp icmp;

    IcmpInput(Host host, Icmp icmp) {
        this.host = host;
        this.icmp = icmp;
    }

    @Override
    public void receive(long now, Packet packet) {
        host.counters().add(Mib.ICMP_IN_MESSAGES);
        boolean isV4 = IpFields.isV4(packet);
        if (packet.end - packet.transport < Icmpv4Message.BYTES) {
            host.drop(now, DropReason.ICMP_MALFORMED, packet);
        } else if (packet.checksum != Packet.ChecksumState.VERIFIED && !isSumRight(packet, isV4)) {
            host.drop(now, DropReason.ICMP_CHECKSUM, packet);
        } else if (isV4) {
            receiveIpv4(now, packet);
        } else {
            receiveIpv6(now, packet);
        }
    }

    /** Errors about echo requests go to {@link Icmp#concern}, which knows the endpoints. */
    @Override
    public void icmpError(long now, IcmpError error, Packet quoted) {}

    private void receiveIpv4(long now, Packet packet) {
        int type = Icmpv4Message.type(packet.bytes, packet.transport);
        switch (type) {
            case Icmpv4Message.ECHO_REQUEST -> {
                host.counters().add(Mib.ICMP_IN_ECHOS);
                boolean ignored = host.knobs().ignoresEcho || (packet.toMany && host.knobs().ignoresBroadcastEcho);
                echo(now, packet, ignored, Icmpv4Message.ECHO_REPLY);
            }
            case Icmpv4Message.ECHO_REPLY -> reply(now, packet);
            case Icmpv4Message.DESTINATION_UNREACHABLE, Icmpv4Message.TIME_EXCEEDED, Icmpv4Message.PARAMETER_PROBLEM ->
                error(now, packet);
            default -> host.drop(now, DropReason.ICMP_IGNORED, packet);
        }
    }

    private void receiveIpv6(long now, Packet packet) {
        int type = Icmpv6Message.type(packet.bytes, packet.transport);
        switch (type) {
            case Icmpv6Message.ECHO_REQUEST -> {
                host.counters().add(Mib.ICMP_IN_ECHOS);
                echo(now, packet, host.knobs().ignoresEchoIpv6, Icmpv6Message.ECHO_REPLY);
            }
            case Icmpv6Message.ECHO_REPLY -> reply(now, packet);
            case Icmpv6Message.NEIGHBOUR_SOLICITATION, Icmpv6Message.NEIGHBOUR_ADVERTISEMENT -> {
                if (host.discovery().receive(now, packet)) {
                    packet.release();
                } else {
                    host.drop(now, DropReason.NEIGHBOUR_MALFORMED, packet);
                }
            }
            case Icmpv6Message.DESTINATION_UNREACHABLE,
                    Icmpv6Message.PACKET_TOO_BIG,
                    Icmpv6Message.TIME_EXCEEDED,
                    Icmpv6Message.PARAMETER_PROBLEM -> error(now, packet);
            default -> host.drop(now, DropReason.ICMP_IGNORED, packet);
        }
    }

    /** Sends the request back as the reply, in its own buffer (RFC 1122 §3.2.2.6, RFC 4443 §4.2). */
    private void echo(long now, Packet packet, boolean ignored, int replyType) {
        if (ignored) {
            host.drop(now, DropReason.ICMP_IGNORED, packet);
            return;
        }
        boolean isV4 = IpFields.isV4(packet);
        IpAddress to = IpFields.source(packet);
        IpAddress reached = IpFields.destination(packet);
        NetInterface in = packet.ingress;
        int zone = in != null && !in.isLoopback() && to.isLinkLocal() ? in.index() : 0;
        int trafficClass = IpFields.trafficClass(packet);
        DestinationEntry path = host.paths().find(packet.toMany ? null : reached, to, zone);
        if (path.error() != null) {
            host.drop(now, DropReason.IP_NO_ROUTE, packet);
            return;
        }
        Cause why = host.isTracing() ? new Cause.Answer(packet.id, "somebody asked for an echo") : null;
        byte[] b = packet.bytes;
        int at = packet.transport;
        packet.becomeAnswer(why);
        packet.start = at;
        b[at] = (byte) replyType;
        if (isV4) {
            Icmpv4Message.completeChecksum(b, at, packet.end);
        } else {
            int length = packet.end - at;
            Icmpv6Message.putChecksum(b, at, 0);
            long sum = Checksum.pseudoHeader(path.source(), path.destination(), IpProtocol.ICMPV6, length);
            Icmpv6Message.putChecksum(b, at, Checksum.finish(Checksum.add(sum, b, at, length)));
        }
        host.counters().add(Mib.ICMP_OUT_MESSAGES);
        Knobs knobs = host.knobs();
        int protocol = isV4 ? IpProtocol.ICMP : IpProtocol.ICMPV6;
        host.output()
                .send(
                        now,
                        path,
                        packet,
                        protocol,
                        isV4 ? knobs.timeToLive : knobs.hopLimit,
                        trafficClass,
                        Fragments.ANYWHERE);
    }

    private void reply(long now, Packet packet) {
        host.counters().add(Mib.ICMP_IN_ECHO_REPLIES);
        icmp.replied(now, packet);
        packet.release();
    }

    private void error(long now, Packet packet) {
        IpAddress reporter = IpFields.source(packet);
        IcmpError error = IcmpErrorReader.read(packet, reporter);
        if (error == null) {
            host.drop(now, DropReason.ICMP_IGNORED, packet);
            return;
        }
        int protocol = IcmpErrorReader.enterQuoted(packet);
        // We have sent what is quoted, or somebody is making it up.
        boolean ours = protocol >= 0
                && (host.addresses().isUnicast(IpFields.sourceHigh(packet), IpFields.sourceLow(packet))
                        || host.acceptsAny());
        if (!ours) {
            host.drop(now, DropReason.ICMP_MALFORMED, packet);
            return;
        }
        if (error instanceof IcmpError.PacketTooBig tooBig && isOnItsWay(packet, protocol)) {
            error = learnMtu(now, packet, tooBig);
        }
        icmp.concern(now, error, packet, protocol);
        packet.release();
    }

    private boolean isOnItsWay(Packet quoted, int protocol) {
        TransportProtocol transport = host.delivery().transport(protocol);
        return transport == null || transport.isOnItsWay(quoted);
    }

    /** RFC 1191, RFC 8201: the path's MTU is remembered before the transport hears of it. */
    private IcmpError learnMtu(long now, Packet quoted, IcmpError.PacketTooBig said) {
        Knobs knobs = host.knobs();
        boolean isV4 = IpFields.isV4(quoted);
        int length = IpFields.length(quoted);
        int least = isV4 ? knobs.leastPathMtu : Ipv6Header.MINIMUM_MTU_BYTES;
        int named = isV4 ? IcmpErrorReader.plateau(said.mtuBytes(), length) : said.mtuBytes();
        int mtu = Math.max(least, named);
        long until = Deadline.after(now, knobs.mtuExpiresSeconds * 1_000_000_000L);
        host.paths().cache().tooBig(IpFields.destination(quoted), length, mtu, until);
        return new IcmpError.PacketTooBig(said.reporter(), mtu);
    }

    private static boolean isSumRight(Packet packet, boolean isV4) {
        byte[] b = packet.bytes;
        int length = packet.end - packet.transport;
        long pseudo = isV4 ? 0 : Checksum.pseudoHeader(IpFamily.IPV6, b, packet.network, IpProtocol.ICMPV6, length);
        return Checksum.finish(Checksum.add(pseudo, b, packet.transport, length)) == 0;
    }
}
