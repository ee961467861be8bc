package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.wire.Ipv6Header;
import org.jspecify.annotations.Nullable;

/** Finds the way to a destination by rules, routes and addresses, and keeps it in the {@link DestinationCache}. */
final class PathFinder {
    private final Host host;
    private final DestinationCache cache;
    private final RandomStream chance;

    PathFinder(Host host) {
        this.host = host;
        this.chance = host.random("paths");
        this.cache = new DestinationCache(SipHash.keyedBy(chance));
    }

    DestinationCache cache() {
        return cache;
    }

    DestinationEntry find(@Nullable IpAddress source, IpAddress destination, int interfaceIndex) {
        long now = host.now();
        DestinationEntry known = cache.find(now, source, destination, interfaceIndex);
        if (known != null && !known.isStale()) {
            return known;
        }
        DestinationEntry fresh = resolve(source, destination, interfaceIndex);
        if (known != null) {
            fresh.inherit(known);
            cache.remove(known);
        } else {
            fresh.nextIdentification = chance.nextInt();
        }
        if (fresh.error() == null) {
            cache.put(now, fresh);
        } else if (host.isObserved()) {
            host.tell(now, new HostEvent.NoRoute(destination));
        }
        return fresh;
    }

    private DestinationEntry resolve(@Nullable IpAddress source, IpAddress destination, int interfaceIndex) {
        boolean isV4 = destination.family() == IpFamily.IPV4;
        LocalAddresses own = host.addresses();
        NetInterface only = null;
        if (interfaceIndex != 0) {
            only = host.interfaceAt(interfaceIndex);
            if (only == null || !only.isUp()) {
                return none(source, destination, interfaceIndex, Path.PathError.INTERFACE_DOWN);
            }
        }
        if (source != null && source.family() != destination.family()) {
            return none(source, destination, interfaceIndex, Path.PathError.SOURCE_NOT_LOCAL);
        }
        if (source != null && !mayBeSource(source)) {
            return none(source, destination, interfaceIndex, Path.PathError.SOURCE_NOT_LOCAL);
        }
        if (own.isUnicast(destination.high(), destination.low())) {
            IpAddress from = source == null || source.isUnspecified() ? destination : source;
            return by(host.loopback(), source, from, destination, interfaceIndex, destination, null);
        }
        if (destination.isUnspecified()) {
            return none(source, destination, interfaceIndex, Path.PathError.NETWORK_UNREACHABLE);
        }
        boolean toMany = destination.isMulticast() || own.isBroadcast(destination.high(), destination.low());
        NetInterface subnet = own.broadcastOn(destination.high(), destination.low());
        Route route = subnet != null && only == null
                ? null
                : host.routes()
                        .lookup(
                                isV4,
                                destination.high(),
                                destination.low(),
                                source == null ? 0 : source.high(),
                                source == null ? 0 : source.low(),
                                0,
                                null,
                                only);
        Path.PathError nowhere = route == null ? null : nowhere(route.kind());
        if (nowhere != null && !toMany) {
            return none(source, destination, interfaceIndex, nowhere);
        }
        NetInterface egress = route == null ? only : route.egress();
        if (egress == null && toMany) {
            egress = subnet != null ? subnet : host.firstForGroups();
        }
        if (egress == null) {
            return none(source, destination, interfaceIndex, Path.PathError.NETWORK_UNREACHABLE);
        }
        if (!isV4 && egress.mtuBytes() < Ipv6Header.MINIMUM_MTU_BYTES) {
            return none(source, destination, interfaceIndex, Path.PathError.NETWORK_UNREACHABLE);
        }
        IpAddress gateway = route == null || toMany ? null : route.gateway();
        IpAddress nextHop = gateway == null ? destination : gateway;
        IpAddress from = source != null ? source : chosen(route, egress, nextHop, destination, toMany);
        if (from == null) {
            return none(source, destination, interfaceIndex, Path.PathError.SOURCE_NOT_LOCAL);
        }
        return by(egress, source, from, destination, interfaceIndex, nextHop, route);
    }

    private @Nullable IpAddress chosen(
            @Nullable Route route, NetInterface egress, IpAddress nextHop, IpAddress destination, boolean toMany) {
        if (route != null && !toMany && route.preferredSource() != null) {
            return route.preferredSource();
        }
        IpAddress from = SourceSelection.choose(host, egress, nextHop, destination);
        if (from == null && toMany) {
            // A host that has no address yet speaks as nobody (RFC 1122 §3.2.1.3).
            return destination.family() == IpFamily.IPV4 ? Ipv4Address.ANY : Ipv6Address.ANY;
        }
        return from;
    }

    private boolean mayBeSource(IpAddress source) {
        return source.isUnspecified()
                || host.addresses().isUnicast(source.high(), source.low())
                || (host.acceptsAny() && !source.isMulticast());
    }

    private static Path.@Nullable PathError nowhere(Route.Kind kind) {
        return switch (kind) {
            case UNICAST, LOCAL, BROADCAST -> null;
            case UNREACHABLE -> Path.PathError.HOST_UNREACHABLE;
            case PROHIBIT -> Path.PathError.PROHIBITED;
            case BLACKHOLE -> Path.PathError.NETWORK_UNREACHABLE;
        };
    }

    private DestinationEntry by(
            NetInterface egress,
            @Nullable IpAddress asked,
            IpAddress source,
            IpAddress destination,
            int interfaceIndex,
            IpAddress nextHop,
            @Nullable Route route) {
        NetInterface out = route != null && route.kind() == Route.Kind.LOCAL ? host.loopback() : egress;
        return new DestinationEntry(host, asked, source, destination, interfaceIndex, out, nextHop, route, null);
    }

    private DestinationEntry none(
            @Nullable IpAddress asked, IpAddress destination, int interfaceIndex, Path.PathError error) {
        IpAddress source = destination.family() == IpFamily.IPV4 ? Ipv4Address.ANY : Ipv6Address.ANY;
        return new DestinationEntry(host, asked, source, destination, interfaceIndex, null, destination, null, error);
    }
}
