package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpPrefix;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One line of a routing table.
 *
 * @param destination whom it leads to; {@code 0.0.0.0/0} or {@code ::/0} is the default route
 * @param gateway the router to hand packets to; null when the destination is on the link
 * @param egress the interface that packets leave by; may be null when it follows from the gateway, and for kinds that
 *     lead nowhere
 * @param metric among routes to equal prefixes the lowest is taken
 * @param preferredSource the source address of packets that take this route, when the sender leaves it open
 */
public record Route(
        IpPrefix destination,
        @Nullable IpAddress gateway,
        @Nullable NetInterface egress,
        int metric,
        Kind kind,
        @Nullable IpAddress preferredSource,
        RouteMetrics metrics) {
    /** What happens to packets that a route takes. */
    public enum Kind {
        /** They go on, to the gateway or to the link. */
        UNICAST,
        /** They are for this host. */
        LOCAL,
        /** They go to everybody on the link. */
        BROADCAST,
        /** They are answered with ICMP host unreachable. */
        UNREACHABLE,
        /** They are answered with ICMP administratively prohibited. */
        PROHIBIT,
        /** They vanish. */
        BLACKHOLE
    }

    public Route {
        if (gateway != null && gateway.family() != destination.family()) {
            throw new IllegalArgumentException("the gateway " + gateway + " is of another family than " + destination);
        }
        if (preferredSource != null && preferredSource.family() != destination.family()) {
            throw new IllegalArgumentException("the source " + preferredSource + " does not fit " + destination);
        }
    }

    /** To a router. */
    public static Route via(IpPrefix destination, IpAddress gateway) {
        return new Route(destination, gateway, null, 0, Kind.UNICAST, null, RouteMetrics.NONE);
    }

    /** To whoever is on the link. */
    public static Route onLink(IpPrefix destination, NetInterface egress) {
        return new Route(destination, null, egress, 0, Kind.UNICAST, null, RouteMetrics.NONE);
    }

    /** Nowhere: {@link Kind#UNREACHABLE}, {@link Kind#PROHIBIT} or {@link Kind#BLACKHOLE}. */
    public static Route nowhere(IpPrefix destination, Kind kind) {
        return new Route(destination, null, null, 0, kind, null, RouteMetrics.NONE);
    }

    /** The same with another metric. */
    public Route withMetric(int value) {
        return new Route(destination, gateway, egress, value, kind, preferredSource, metrics);
    }

    /** The same with other metrics of the way. */
    public Route withMetrics(RouteMetrics changed) {
        return new Route(destination, gateway, egress, metric, kind, preferredSource, changed);
    }

    /** The same with a source address for those who leave it open. */
    public Route withPreferredSource(@Nullable IpAddress source) {
        return new Route(destination, gateway, egress, metric, kind, source, metrics);
    }

    /** As {@code ip route} prints it. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        if (kind != Kind.UNICAST) {
            text.append(kind.name().toLowerCase(Locale.ROOT)).append(' ');
        }
        boolean single = destination.length() == destination.family().maxPrefixLength();
        text.append(destination.length() == 0 ? "default" : single ? destination.address() : destination);
        if (gateway != null) {
            text.append(" via ").append(gateway);
        }
        if (egress != null) {
            text.append(" dev ").append(egress.name());
        }
        if (preferredSource != null) {
            text.append(" src ").append(preferredSource);
        }
        if (metric != 0) {
            text.append(" metric ").append(metric);
        }
        if (metrics.mtuBytes() != 0) {
            text.append(metrics.mtuLocked() ? " mtu lock " : " mtu ").append(metrics.mtuBytes());
        }
        return text.toString();
    }
}
