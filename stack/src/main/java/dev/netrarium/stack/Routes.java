package dev.netrarium.stack;

import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The routing tables of a host, behind a list of rules. Local, broadcast and connected routes follow the addresses of
 * interfaces; while an interface is down, its routes are passed over.
 *
 * <p>Unlike on Linux, routes through an interface that goes down come back when it comes up again.
 */
public final class Routes {
    /** The table of the host's own and of broadcast addresses. */
    public static final int LOCAL = 255;

    /** The table that people mean when they name none. */
    public static final int MAIN = 254;

    /** The last table asked, empty at first. */
    public static final int DEFAULT = 253;

    /** Routes of all tables: a full Internet table fits; more is a runaway program. */
    private static final int MOST_ROUTES = 2_000_000;

    private static final int MOST_RULES = 1024;

    /** Linux's metric of the routes that IPv6 makes itself. */
    private static final int IPV6_KERNEL_METRIC = 256;

    private final Host host;
    private final List<RouteTable> tables = new ArrayList<>();
    private final List<RouteRule> rules = new ArrayList<>();
    private int size;

    /** The tables of {@link #rules} in their order, so that a look-up follows no numbers. */
    private RouteTable[] ruleTables = {};

    private RouteRule[] ruleList = {};

    Routes(Host host) {
        this.host = host;
        addRule(RouteRule.all(0, LOCAL));
        addRule(RouteRule.all(32766, MAIN));
        addRule(RouteRule.all(32767, DEFAULT));
        IpPrefix loopback = IpPrefix.of("127.0.0.0/8");
        NetInterface lo = host.loopback();
        table(LOCAL).add(new Route(loopback, null, lo, 0, Route.Kind.LOCAL, Ipv4Address.LOOPBACK, RouteMetrics.NONE));
    }

    /**
     * Adds a route to the main table.
     *
     * @throws IllegalArgumentException when it exists already, or its gateway is on none of the host's links
     */
    public void add(Route route) {
        add(MAIN, route);
    }

    /** As {@link #add(Route)}, to a table by its number (1 to 255). */
    public void add(int table, Route route) {
        if (size >= MOST_ROUTES) {
            throw new IllegalArgumentException("the host has " + size + " routes, and takes no more");
        }
        Route complete = withEgress(route);
        if (!table(table).add(complete)) {
            throw new IllegalArgumentException("the route exists already: " + complete);
        }
        size++;
        host.topologyChanged();
    }

    /** Removes a route from the main table; an egress or gateway that is null in {@code route} matches any. */
    public boolean remove(Route route) {
        return remove(MAIN, route);
    }

    /** As {@link #remove(Route)}, from a table by its number. */
    public boolean remove(int table, Route route) {
        boolean gone = table(table)
                .removeFirst(
                        route.destination(),
                        r -> r.kind() == route.kind()
                                && (route.gateway() == null || route.gateway().equals(r.gateway()))
                                && (route.egress() == null || route.egress() == r.egress())
                                && (route.metric() == 0 || route.metric() == r.metric()));
        if (gone) {
            size--;
            host.topologyChanged();
        }
        return gone;
    }

    /** The main table by prefix: the default route first, IPv4 before IPv6, as {@code ip route} orders it. */
    public List<Route> list() {
        return list(MAIN);
    }

    /** A table by its number. */
    public List<Route> list(int table) {
        List<Route> all = new ArrayList<>();
        table(table).forEach(all::add);
        return Collections.unmodifiableList(all);
    }

    /** The route that a packet of this host's to {@code destination} takes; null when there is none. */
    public @Nullable Route lookup(IpAddress destination) {
        return lookup(
                destination.family() == IpFamily.IPV4, destination.high(), destination.low(), 0, 0, 0, null, null);
    }

    /** Adds a rule; among equal priorities the one added first is asked first. */
    public void addRule(RouteRule rule) {
        if (rules.size() >= MOST_RULES) {
            throw new IllegalArgumentException("the host has " + rules.size() + " rules, and takes no more");
        }
        int place = rules.size();
        while (place > 0 && rules.get(place - 1).priority() > rule.priority()) {
            place--;
        }
        rules.add(place, rule);
        rulesChanged();
    }

    public boolean removeRule(RouteRule rule) {
        boolean gone = rules.remove(rule);
        rulesChanged();
        return gone;
    }

    /** The rules in the order of asking. */
    public List<RouteRule> rules() {
        return List.copyOf(rules);
    }

    /** Asks the rules in turn; addresses in their 128-bit form, source 0 when it is open. Does not allocate. */
    @Nullable Route lookup(
            boolean isV4,
            long high,
            long low,
            long sourceHigh,
            long sourceLow,
            int mark,
            @Nullable NetInterface in,
            @Nullable NetInterface out) {
        RouteTable[] asked = ruleTables;
        for (int i = 0; i < asked.length; i++) {
            RouteRule rule = ruleList[i];
            if ((rule.mark() == 0 || rule.mark() == mark)
                    && (rule.in() == null || rule.in() == in)
                    && isInside(rule.to(), isV4, high, low)
                    && isInside(rule.from(), isV4, sourceHigh, sourceLow)) {
                Route found = asked[i].lookup(isV4, high, low, out);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** An interface has got an address: its local, broadcast and connected routes. */
    void addressAdded(NetInterface on, InterfaceAddress given) {
        IpAddress address = given.address();
        int all = address.family().maxPrefixLength();
        boolean isV4 = address.family() == IpFamily.IPV4;
        addOwn(LOCAL, new Route(IpPrefix.of(address, all), null, on, 0, Route.Kind.LOCAL, address, RouteMetrics.NONE));
        if (given.prefixLength() < all && !address.isLoopback()) {
            int metric = isV4 ? 0 : IPV6_KERNEL_METRIC;
            addOwn(
                    MAIN,
                    new Route(
                            given.prefix(),
                            null,
                            on,
                            metric,
                            Route.Kind.UNICAST,
                            isV4 ? address : null,
                            RouteMetrics.NONE));
            if (isV4 && given.prefixLength() < all - 1) {
                IpPrefix broadcast = IpPrefix.of(given.prefix().broadcast(), all);
                addOwn(LOCAL, new Route(broadcast, null, on, 0, Route.Kind.BROADCAST, address, RouteMetrics.NONE));
            }
        }
        host.topologyChanged();
    }

    /** An interface has lost an address: what {@link #addressAdded} made goes, and what prefers it as a source. */
    void addressRemoved(NetInterface on, InterfaceAddress taken) {
        IpAddress address = taken.address();
        for (RouteTable table : tables) {
            table.removeIf(r -> address.equals(r.preferredSource())
                    || (r.egress() == on
                            && r.gateway() == null
                            && r.metric() == IPV6_KERNEL_METRIC
                            && r.destination().equals(taken.prefix())
                            && !on.hasOtherIn(taken)));
        }
        recount();
    }

    /** An interface is gone, and every route through it. */
    void interfaceRemoved(NetInterface gone) {
        for (RouteTable table : tables) {
            table.removeIf(r -> r.egress() == gone);
        }
        recount();
    }

    private void addOwn(int table, Route route) {
        if (table(table).add(route)) {
            size++;
        }
    }

    private void recount() {
        size = 0;
        for (RouteTable table : tables) {
            size += table.size();
        }
        host.topologyChanged();
    }

    private Route withEgress(Route route) {
        boolean leadsSomewhere = route.kind() == Route.Kind.UNICAST || route.kind() == Route.Kind.BROADCAST;
        if (!leadsSomewhere || route.egress() != null) {
            return route;
        }
        IpAddress gateway = route.gateway();
        NetInterface egress = gateway == null ? null : host.interfaceTowards(gateway);
        if (egress == null) {
            throw new IllegalArgumentException(
                    gateway == null
                            ? "the route to " + route.destination() + " names neither a gateway nor an interface"
                            : "the gateway " + gateway + " is on none of " + host.name() + "'s links");
        }
        return new Route(
                route.destination(),
                gateway,
                egress,
                route.metric(),
                route.kind(),
                route.preferredSource(),
                route.metrics());
    }

    private RouteTable table(int number) {
        for (RouteTable table : tables) {
            if (table.number == number) {
                return table;
            }
        }
        if (number < 1 || number > 255) {
            throw new IllegalArgumentException("routing tables are 1 to 255: " + number);
        }
        RouteTable fresh = new RouteTable(number);
        tables.add(fresh);
        return fresh;
    }

    private void rulesChanged() {
        ruleList = rules.toArray(new RouteRule[0]);
        ruleTables = rules.stream().map(rule -> table(rule.table())).toArray(RouteTable[]::new);
        host.topologyChanged();
    }

    private static boolean isInside(@Nullable IpPrefix prefix, boolean isV4, long high, long low) {
        return prefix == null || ((prefix.family() == IpFamily.IPV4) == isV4 && prefix.contains(high, low));
    }
}
