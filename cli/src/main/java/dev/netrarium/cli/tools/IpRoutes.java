package dev.netrarium.cli.tools;

import dev.netrarium.cli.tools.IpTool.Words;
import dev.netrarium.stack.Errno;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Path;
import dev.netrarium.stack.Route;
import dev.netrarium.stack.RouteMetrics;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code ip route}: the main routing table, and which route a packet takes. */
final class IpRoutes {
    /** The metric of the routes that IPv6 makes itself. */
    private static final int KERNEL_METRIC = 256;

    private final ToolContext context;
    private final IpFamily family;

    IpRoutes(ToolContext context, @Nullable IpFamily only) {
        this.context = context;
        this.family = only == null ? IpFamily.IPV4 : only;
    }

    void run(Words words) {
        String verb = words.next("show");
        if (verb.equals("get")) {
            IpAddress to = address(words.need("an address"));
            words.end();
            context.out().println(context.ask(() -> get(to)));
        } else if (IpTool.isShort(verb, "show") || IpTool.isShort(verb, "list")) {
            String dev = words.valueOf("dev");
            words.end();
            for (Route route : list()) {
                NetInterface egress = route.egress();
                if (route.destination().family() == family
                        && (dev == null || (egress != null && egress.name().equals(dev)))) {
                    context.out().println(show(route));
                }
            }
        } else if (IpTool.isShort(verb, "add")) {
            Route route = read(words);
            if (list().stream()
                    .anyMatch(r -> r.destination().equals(route.destination()) && r.metric() == route.metric())) {
                throw answer("File exists", null);
            }
            try {
                context.command(() -> context.host().routes().add(route));
            } catch (IllegalArgumentException e) {
                throw answer("Nexthop has invalid gateway: " + e.getMessage(), e);
            }
        } else if (IpTool.isShort(verb, "delete")) {
            delete(words);
        } else {
            throw new ToolFailure(IpTool.REFUSED, "Command \"" + verb + "\" is unknown: show, get, add or del");
        }
    }

    private List<Route> list() {
        return context.ask(() -> context.host().routes().list());
    }

    private static String show(Route route) {
        StringBuilder text = new StringBuilder();
        if (route.kind() != Route.Kind.UNICAST) {
            text.append(route.kind().name().toLowerCase(Locale.ROOT)).append(' ');
        }
        IpPrefix to = route.destination();
        boolean single = to.length() == to.family().maxPrefixLength();
        text.append(to.length() == 0 ? "default" : single ? to.address().toString() : to.toString());
        if (route.gateway() != null) {
            text.append(" via ").append(route.gateway());
        }
        NetInterface egress = route.egress();
        if (egress != null) {
            text.append(" dev ").append(egress.name());
        }
        boolean isV4 = to.family() == IpFamily.IPV4;
        boolean connected = route.kind() == Route.Kind.UNICAST && route.gateway() == null;
        if (connected && (isV4 ? route.preferredSource() != null : route.metric() == KERNEL_METRIC)) {
            text.append(" proto kernel");
        }
        if (connected && isV4) {
            text.append(" scope link");
        }
        if (route.preferredSource() != null) {
            text.append(" src ").append(route.preferredSource());
        }
        if (route.metric() != 0) {
            text.append(" metric ").append(route.metric());
        }
        if (route.metrics().mtuBytes() != 0) {
            text.append(route.metrics().mtuLocked() ? " mtu lock " : " mtu ")
                    .append(route.metrics().mtuBytes());
        }
        return text.append(isV4 ? "" : " pref medium").toString();
    }

    private String get(IpAddress to) {
        Path path = context.host().network().path(null, to, 0);
        Path.PathError error = path.error();
        if (error != null) {
            throw answer(Errno.of(error).text(), null);
        }
        NetInterface egress = path.egress();
        return (path.isLoopback() ? "local " : "") + to
                + (path.nextHop().equals(to) ? "" : " via " + path.nextHop())
                + (egress == null ? "" : " dev " + (path.isLoopback() ? "lo" : egress.name()))
                + " src " + path.source()
                + (path.mtuBytes() != (egress == null ? path.mtuBytes() : egress.mtuBytes())
                        ? " mtu " + path.mtuBytes()
                        : "");
    }

    private Route read(Words words) {
        String via = words.valueOf("via");
        String dev = words.valueOf("dev");
        String metric = words.valueOf("metric");
        String source = words.valueOf("src");
        String first = words.need("a destination");
        Route.Kind kind = switch (first) {
            case "unreachable" -> Route.Kind.UNREACHABLE;
            case "prohibit" -> Route.Kind.PROHIBIT;
            case "blackhole" -> Route.Kind.BLACKHOLE;
            default -> Route.Kind.UNICAST;
        };
        IpAddress gateway = via == null ? null : address(via);
        IpPrefix destination = prefix(kind == Route.Kind.UNICAST ? first : words.need("a destination"), gateway);
        words.end();
        if (kind == Route.Kind.UNICAST && gateway == null && dev == null) {
            throw answer("No such device: name a router (via) or a device (dev)", null);
        }
        try {
            return new Route(
                    destination,
                    gateway,
                    dev == null ? null : device(dev),
                    metric == null ? 0 : Integer.parseInt(metric),
                    kind,
                    source == null ? null : address(source),
                    RouteMetrics.NONE);
        } catch (IllegalArgumentException e) {
            throw answer("Invalid argument: " + e.getMessage(), e);
        }
    }

    private void delete(Words words) {
        String via = words.valueOf("via");
        String dev = words.valueOf("dev");
        IpAddress gateway = via == null ? null : address(via);
        IpPrefix destination = prefix(words.need("a destination"), gateway);
        words.end();
        Route found = list().stream()
                .filter(r -> r.destination().equals(destination))
                .filter(r -> gateway == null || gateway.equals(r.gateway()))
                .filter(r -> dev == null || device(dev) == r.egress())
                .findFirst()
                .orElseThrow(() -> answer("No such process", null));
        context.ask(() -> context.host().routes().remove(found));
    }

    private NetInterface device(String name) {
        NetInterface found = context.ask(() -> context.host().interfaceNamed(name));
        if (found == null) {
            throw new ToolFailure(1, "Cannot find device \"" + name + "\"");
        }
        return found;
    }

    private IpPrefix prefix(String text, @Nullable IpAddress gateway) {
        if (text.equals("default")) {
            IpFamily of = gateway == null ? family : gateway.family();
            return of == IpFamily.IPV4 ? IpPrefix.ALL_IPV4 : IpPrefix.ALL_IPV6;
        }
        try {
            return IpPrefix.of(text);
        } catch (IllegalArgumentException e) {
            throw new ToolFailure(1, "any valid prefix is expected rather than \"" + text + "\".", e);
        }
    }

    private static IpAddress address(String text) {
        IpAddress address = Target.literal(text);
        if (address == null) {
            throw new ToolFailure(1, "any valid address is expected rather than \"" + text + "\".");
        }
        return address;
    }

    private static ToolFailure answer(String kernel, @Nullable Exception cause) {
        String words = "RTNETLINK answers: " + kernel;
        return cause == null ? new ToolFailure(IpTool.REFUSED, words) : new ToolFailure(IpTool.REFUSED, words, cause);
    }
}
