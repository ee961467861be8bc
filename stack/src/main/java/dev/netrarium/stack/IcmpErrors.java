package dev.netrarium.stack;

import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;

/**
 * Sends ICMP errors: never about errors, groups, or later fragments (RFC 1122 §3.2.2, RFC 4443 §2.4), and not too many.
 */
final class IcmpErrors {
    /** RFC 1812 §4.3.2.3: as much of the packet as fits 576 bytes. */
    private static final int QUOTED_IPV4 = 576 - Ipv4Header.BYTES - Icmpv4Message.BYTES;

    /** RFC 4443 §2.4 c: as much as fits the minimum MTU. */
    private static final int QUOTED_IPV6 = Ipv6Header.MINIMUM_MTU_BYTES - Ipv6Header.BYTES - Icmpv6Message.BYTES;

    /** Precedence "internetwork control" (RFC 1812 §4.3.2.5). */
    private static final int ERROR_TOS = 0xc0;

    private final Host host;
    private final IcmpRateLimit limit;

    IcmpErrors(Host host) {
        this.host = host;
        this.limit = new IcmpRateLimit(host);
    }

    /**
     * Complains to the sender of a packet, where that is allowed. The packet stays the caller's.
     *
     * @param argument an MTU or an offset, by problem
     */
    void send(long now, IcmpProblem problem, int argument, Packet about) {
        boolean isV4 = IpFields.isV4(about);
        if (!mayComplain(problem, about, isV4)) {
            return;
        }
        IpAddress to = IpFields.source(about);
        IpAddress reached = IpFields.destination(about);
        LocalAddresses own = host.addresses();
        boolean isOwn = own.isUnicast(reached.high(), reached.low())
                || (host.acceptsAny() && !about.toMany && !isToMany(reached));
        DestinationEntry path = host.paths().find(isOwn ? reached : null, to, zone(about, to));
        if (path.error() != null || (problem != IcmpProblem.TOO_BIG && !limit.allows(now, path))) {
            return;
        }
        int quoted = Math.min(about.end - about.network, isV4 ? QUOTED_IPV4 : QUOTED_IPV6);
        Packet packet = host.packets().take(Packet.HEADROOM, Icmpv4Message.BYTES + quoted);
        byte[] b = packet.bytes;
        int at = packet.start;
        System.arraycopy(about.bytes, about.network, b, at + Icmpv4Message.BYTES, quoted);
        if (isV4) {
            Icmpv4Message.writeHead(b, at, problem.type4, problem.code4, problem.rest4(argument));
            Icmpv4Message.completeChecksum(b, at, packet.end);
        } else {
            Icmpv6Message.writeHead(b, at, problem.type6, problem.code6, problem.rest6(argument));
            int length = packet.length();
            long sum = Checksum.pseudoHeader(path.source(), path.destination(), IpProtocol.ICMPV6, length);
            Icmpv6Message.putChecksum(b, at, Checksum.finish(Checksum.add(sum, b, at, length)));
        }
        if (host.isTracing()) {
            packet.cause = new Cause.Answer(about.id, why(problem));
        }
        host.counters().add(Mib.ICMP_OUT_MESSAGES);
        host.counters().add(Mib.ICMP_OUT_ERRORS);
        Knobs knobs = host.knobs();
        int protocol = isV4 ? IpProtocol.ICMP : IpProtocol.ICMPV6;
        host.output()
                .send(
                        now,
                        path,
                        packet,
                        protocol,
                        isV4 ? knobs.timeToLive : knobs.hopLimit,
                        isV4 ? ERROR_TOS : 0,
                        Fragments.ANYWHERE);
    }

    private boolean mayComplain(IcmpProblem problem, Packet about, boolean isV4) {
        long high = IpFields.sourceHigh(about);
        long low = IpFields.sourceLow(about);
        LocalAddresses own = host.addresses();
        boolean nobody = high == 0 && (low == 0 || low == 0xffff_0000_0000L);
        if (nobody || LocalAddresses.isMulticast(high, low) || own.isBroadcast(high, low)) {
            return false;
        }
        boolean evenToGroups = !isV4 && (problem == IcmpProblem.TOO_BIG || problem == IcmpProblem.UNKNOWN_OPTION);
        boolean toGroup = about.toMany
                || about.linkGroup
                || LocalAddresses.isMulticast(IpFields.destinationHigh(about), IpFields.destinationLow(about))
                || own.isBroadcast(IpFields.destinationHigh(about), IpFields.destinationLow(about));
        if (toGroup && !evenToGroups) {
            return false;
        }
        return isV4 ? mayComplainIpv4(about) : mayComplainIpv6(about);
    }

    private static boolean mayComplainIpv4(Packet about) {
        byte[] b = about.bytes;
        int at = about.network;
        if (Ipv4Header.fragmentOffsetBytes(b, at) != 0) {
            return false;
        }
        if (Ipv4Header.protocol(b, at) != IpProtocol.ICMP) {
            return true;
        }
        int icmp = at + Ipv4Header.headerBytes(b, at);
        return icmp < about.end && !Icmpv4Message.isError(Icmpv4Message.type(b, icmp));
    }

    private static boolean mayComplainIpv6(Packet about) {
        byte[] b = about.bytes;
        int at = about.network + Ipv6Header.BYTES;
        int next = Ipv6Header.nextHeader(b, about.network);
        for (int i = 0; i <= Ipv6Extensions.MOST_HEADERS && at + 8 <= about.end; i++) {
            if (next == IpProtocol.FRAGMENT) {
                if (Ipv6Extensions.fragmentOffsetBytes(b, at) != 0) {
                    return false;
                }
                next = b[at] & 0xff;
                at += Ipv6Extensions.FRAGMENT_BYTES;
            } else if (Ipv6Extensions.isSkipped(next)) {
                next = b[at] & 0xff;
                at += ((b[at + 1] & 0xff) + 1) * 8;
            } else {
                break;
            }
        }
        if (next != IpProtocol.ICMPV6) {
            return true;
        }
        // RFC 4443 §2.4 e: not about errors, nor about redirects.
        return at < about.end
                && !Icmpv6Message.isError(Icmpv6Message.type(b, at))
                && Icmpv6Message.type(b, at) != Icmpv6Message.REDIRECT;
    }

    private boolean isToMany(IpAddress address) {
        return address.isMulticast() || host.addresses().isBroadcast(address.high(), address.low());
    }

    /** A link-local sender is on the link that the packet came from. */
    private static int zone(Packet about, IpAddress to) {
        NetInterface in = about.ingress;
        return in != null && !in.isLoopback() && to.isLinkLocal() ? in.index() : 0;
    }

    private static String why(IcmpProblem problem) {
        return switch (problem) {
            case NO_ROUTE -> "there is no route to its destination";
            case HOST_UNREACHABLE -> "its next hop does not answer";
            case PROHIBITED -> "a rule forbids it";
            case PROTOCOL_UNREACHABLE -> "nobody here speaks its protocol";
            case PORT_UNREACHABLE -> "nobody listens on its port";
            case TOO_BIG -> "it is larger than the next link takes";
            case TTL_EXCEEDED -> "its hops are used up";
            case REASSEMBLY_TIME_EXCEEDED -> "not all of its fragments came in time";
            case PARAMETER, UNKNOWN_OPTION -> "a field of its header makes no sense";
        };
    }
}
