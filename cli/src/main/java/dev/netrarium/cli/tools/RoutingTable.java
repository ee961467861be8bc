package dev.netrarium.cli.tools;

import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Route;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The main routing table in net-tools' columns, for {@code route} and {@code netstat -r}. */
final class RoutingTable {
    private final ToolContext context;
    private final boolean numeric;

    RoutingTable(ToolContext context, boolean numeric) {
        this.context = context;
        this.numeric = numeric;
    }

    /** @param asNetstat with netstat's columns (MSS, window, irtt) instead of route's (metric, references, use) */
    void printIpv4(boolean asNetstat) {
        context.out().println("Kernel IP routing table");
        context.out()
                .println(
                        asNetstat
                                ? "Destination     Gateway         Genmask         Flags   MSS Window  irtt Iface"
                                : "Destination     Gateway         Genmask         Flags Metric Ref    Use Iface");
        for (Route route : routes(IpFamily.IPV4)) {
            String destination = route.destination().length() == 0 && !numeric
                    ? "default"
                    : shown(route.destination().address());
            String gateway = route.gateway() != null
                    ? shown(route.gateway())
                    : route.kind() == Route.Kind.UNICAST && numeric ? Ipv4Address.ANY.toString() : numeric ? "-" : "*";
            String start = String.format(
                    "%-15s %-15s %-15s ",
                    destination, gateway, route.destination().netmask());
            context.out()
                    .println(start
                            + (asNetstat
                                    ? String.format("%-7s %3d %-5d %6d %s", flags(route), 0, 0, 0, device(route))
                                    : String.format(
                                            "%-5s %-6d %-2d %7d %s",
                                            flags(route), route.metric(), 0, 0, device(route))));
        }
    }

    void printIpv6() {
        context.out().println("Kernel IPv6 routing table");
        context.out().println("Destination                    Next Hop                   Flag Met Ref Use If");
        for (Route route : routes(IpFamily.IPV6)) {
            IpAddress gateway = route.gateway();
            context.out()
                    .println(String.format(
                            "%-30s %-26s %-4s %-3d %d %5d %s",
                            route.destination().length() == 0 ? "[::]/0" : route.destination(),
                            gateway == null ? "[::]" : gateway.equals(Ipv6Address.ANY) ? "[::]" : gateway,
                            flags(route),
                            route.metric(),
                            0,
                            0,
                            device(route)));
        }
    }

    private List<Route> routes(IpFamily family) {
        return context.ask(() -> context.host().routes().list()).stream()
                .filter(r -> r.destination().family() == family)
                .toList();
    }

    private String shown(IpAddress address) {
        String name =
                numeric || address.isUnspecified() ? null : context.names().nameOf(address);
        return name == null ? address.toString() : name;
    }

    private static String flags(Route route) {
        boolean leads = route.kind() == Route.Kind.UNICAST;
        return (leads ? "U" : "!")
                + (route.gateway() == null ? "" : "G")
                + (route.destination().length() == route.destination().family().maxPrefixLength() ? "H" : "");
    }

    private static String device(Route route) {
        @Nullable NetInterface egress = route.egress();
        return egress == null ? "-" : egress.name();
    }
}
