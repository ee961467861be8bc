package dev.netrarium.services.dhcp.host;

import dev.netrarium.services.dhcp.StaticRoute;
import dev.netrarium.services.dhcp.client.Lease;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Route;
import dev.netrarium.stack.RouteMetrics;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a lease has put onto an interface, so that exactly that is taken away again. */
final class LeasedConfiguration {
    private final NetInterface on;
    private final boolean acceptsRoutes;
    private final Consumer<HostNames> names;
    private final List<Route> routes = new ArrayList<>();
    private @Nullable InterfaceAddress address;
    private HostNames told = HostNames.NONE;
    private int mtuBefore;

    LeasedConfiguration(NetInterface on, boolean acceptsRoutes, Consumer<HostNames> names) {
        this.on = on;
        this.acceptsRoutes = acceptsRoutes;
        this.names = names;
    }

    /** Puts on what the lease says, and takes away what an earlier one said otherwise; what stays is not touched. */
    void apply(long now, Lease lease) {
        InterfaceAddress wanted = lease.interfaceAddress();
        if (!wanted.equals(address)) {
            removeAddress(now);
            if (!on.addresses().contains(wanted)) {
                on.add(now, wanted);
                address = wanted;
            }
        }
        mtu(lease.mtuBytes());
        List<Route> wantedRoutes = routesOf(lease);
        if (!wantedRoutes.equals(routes)) {
            removeRoutes();
            wantedRoutes.forEach(this::add);
        }
        tell(new HostNames(List.<IpAddress>copyOf(lease.nameServers()), lease.search()));
    }

    void remove(long now) {
        removeRoutes();
        removeAddress(now);
        mtu(0);
        tell(HostNames.NONE);
    }

    void tell(HostNames now) {
        if (!now.equals(told)) {
            told = now;
            names.accept(now);
        }
    }

    private List<Route> routesOf(Lease lease) {
        List<Route> all = new ArrayList<>();
        for (StaticRoute each : lease.routes(acceptsRoutes)) {
            IpAddress gateway = each.gateway().isUnspecified() ? null : each.gateway();
            all.add(new Route(
                    each.destination(), gateway, on, 0, Route.Kind.UNICAST, lease.address(), RouteMetrics.NONE));
        }
        return all;
    }

    private void add(Route route) {
        boolean exists = on.host().routes().list().stream()
                .anyMatch(r -> r.destination().equals(route.destination())
                        && r.metric() == route.metric()
                        && Objects.equals(r.egress(), route.egress()));
        if (!exists) {
            on.host().routes().add(route);
            routes.add(route);
        }
    }

    private void removeRoutes() {
        for (Route each : routes) {
            on.host().routes().remove(each);
        }
        routes.clear();
    }

    private void removeAddress(long now) {
        InterfaceAddress had = address;
        if (had != null) {
            on.remove(now, had);
            address = null;
        }
    }

    /** 0 for what it was before. */
    private void mtu(int bytes) {
        int wanted = bytes == 0 ? mtuBefore : bytes;
        if (mtuBefore == 0 && bytes != 0) {
            mtuBefore = on.mtuBytes();
        }
        if (wanted != 0 && on.mtuBytes() != wanted) {
            on.mtuBytes(wanted);
        }
        if (bytes == 0) {
            mtuBefore = 0;
        }
    }
}
