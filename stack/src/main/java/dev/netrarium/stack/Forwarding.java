package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import org.jspecify.annotations.Nullable;

/** What makes a host a router (RFC 1812 §5.2, RFC 8200): one hop less, another link header, the same packet. */
final class Forwarding {
    private final Host host;

    Forwarding(Host host) {
        this.host = host;
    }

    @Nullable Route routeOf(Packet packet) {
        return host.routes()
                .lookup(
                        IpFields.isV4(packet),
                        IpFields.destinationHigh(packet),
                        IpFields.destinationLow(packet),
                        IpFields.sourceHigh(packet),
                        IpFields.sourceLow(packet),
                        packet.mark,
                        packet.ingress,
                        null);
    }

    /** Passes on a packet that is for somebody else. */
    void forward(long now, Packet packet, @Nullable Route route) {
        boolean isV4 = IpFields.isV4(packet);
        boolean on = isV4 ? host.knobs().forwardsIpv4 : host.knobs().forwardsIpv6;
        if (!on || packet.linkGroup || staysOnLink(packet, isV4)) {
            host.drop(now, DropReason.IP_NOT_FOR_US, packet);
            return;
        }
        IcmpErrors errors = host.icmp().errors();
        if (IpFields.timeToLive(packet) <= 1) {
            errors.send(now, IcmpProblem.TTL_EXCEEDED, 0, packet);
            host.drop(now, DropReason.IP_TTL_EXCEEDED, packet);
            return;
        }
        NetInterface egress = route == null ? null : route.egress();
        if (route == null || egress == null || route.kind() != Route.Kind.UNICAST) {
            refuse(now, packet, route);
            return;
        }
        int mtu = route.metrics().mtuBytes() == 0
                ? egress.mtuBytes()
                : Math.min(egress.mtuBytes(), route.metrics().mtuBytes());
        boolean tooBig = IpOutput.wireLength(packet) > mtu;
        if (tooBig && (!isV4 || Ipv4Header.dontFragment(packet.bytes, packet.network))) {
            errors.send(now, IcmpProblem.TOO_BIG, mtu, packet);
            host.drop(now, DropReason.IP_TOO_BIG, packet);
            return;
        }
        if (host.isTracing()) {
            packet.parentId = packet.id;
            packet.cause = new Cause.Forwarded(packet.id);
            packet.id = host.nextPacketId();
        }
        if (isV4) {
            Ipv4Header.decrementTimeToLive(packet.bytes, packet.network);
        } else {
            Ipv6Header.putHopLimit(packet.bytes, packet.network, Ipv6Header.hopLimit(packet.bytes, packet.network) - 1);
        }
        Hooks hooks = host.hooks();
        if (!hooks.accept(now, HookPoint.FORWARD, packet, packet.ingress, egress)
                || !hooks.accept(now, HookPoint.POSTROUTING, packet, packet.ingress, egress)) {
            return;
        }
        host.counters().add(Mib.IP_FORWARDED);
        IpAddress gateway = route.gateway();
        if (IpOutput.wireLength(packet) > mtu) {
            host.fragmentation().split(now, packet, mtu, 0, null, egress, gateway);
        } else {
            emit(now, packet, egress, gateway);
        }
    }

    /** Hands a packet to the next hop: the gateway, or the destination itself. */
    Transmit emit(long now, Packet packet, NetInterface egress, @Nullable IpAddress gateway) {
        packet.start = packet.network;
        if (!egress.hasHeaders()) {
            return egress.transmit(now, packet);
        }
        if (!egress.isUp()) {
            host.drop(now, DropReason.LINK_DOWN, packet);
            return Transmit.UNREACHABLE;
        }
        long high = gateway == null ? IpFields.destinationHigh(packet) : gateway.high();
        long low = gateway == null ? IpFields.destinationLow(packet) : gateway.low();
        return host.neighbours().send(now, egress, high, low, packet);
    }

    private void refuse(long now, Packet packet, @Nullable Route route) {
        host.counters().add(Mib.IP_IN_NO_ROUTES);
        Route.Kind kind = route == null ? null : route.kind();
        if (kind != Route.Kind.BLACKHOLE) {
            IcmpProblem problem = kind == null
                    ? IcmpProblem.NO_ROUTE
                    : kind == Route.Kind.PROHIBIT ? IcmpProblem.PROHIBITED : IcmpProblem.HOST_UNREACHABLE;
            host.icmp().errors().send(now, problem, 0, packet);
        }
        host.drop(now, DropReason.IP_NO_ROUTE, packet);
    }

    /** Link-local addresses mean nothing on another link (RFC 4291 §2.5.6, RFC 3927 §7). */
    private static boolean staysOnLink(Packet packet, boolean isV4) {
        if (isV4) {
            return Ipv4Header.source(packet.bytes, packet.network) >>> 16 == 0xa9fe
                    || Ipv4Header.destination(packet.bytes, packet.network) >>> 16 == 0xa9fe;
        }
        return IpFields.sourceHigh(packet) >>> 54 == 0x3fa || IpFields.destinationHigh(packet) >>> 54 == 0x3fa;
    }
}
