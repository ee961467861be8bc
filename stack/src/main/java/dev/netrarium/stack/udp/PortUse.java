package dev.netrarium.stack.udp;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import org.jspecify.annotations.Nullable;

/** One local UDP port in use: which addresses of it are bound, by how many, and all endpoints on it. */
final class PortUse {
    /** Which destinations an endpoint takes by its local address. */
    enum Scope {
        ADDRESS,
        ANY_V4,
        ANY_V6,
        ANY_BOTH;

        static Scope of(IpAddress address, boolean v6Only) {
            if (!address.isUnspecified()) {
                return ADDRESS;
            }
            return address.family() == IpFamily.IPV4 ? ANY_V4 : v6Only ? ANY_V6 : ANY_BOTH;
        }

        /** True when an endpoint of this scope takes packets to the address, of which a single one is no wildcard. */
        boolean takes(boolean v4) {
            return this == ANY_BOTH || this == (v4 ? ANY_V4 : ANY_V6);
        }
    }

    final int port;

    /** Endpoints by scope, and of these the ones without SO_REUSEADDR. */
    private final int[] holders = new int[Scope.values().length];

    private final int[] exclusive = new int[Scope.values().length];

    /** Among the endpoints bound to one address: how many of IPv4, and of these without SO_REUSEADDR. */
    private int v4Holders;

    private int v4Exclusive;

    /** Connected endpoints: they are looked up before the others. */
    int connected;

    /** The unconnected endpoints on wildcards, by scope, the last bound first. */
    final @Nullable UdpEndpoint[] wildcards = new @Nullable UdpEndpoint[Scope.values().length];

    /** All endpoints on the port, for packets that go to many. */
    @Nullable UdpEndpoint all;

    /** The next of the same bucket in {@link PortTable}. */
    @Nullable PortUse next;

    PortUse(int port) {
        this.port = port;
    }

    boolean isUnused() {
        return all == null;
    }

    /** How many endpoints are bound to single addresses. */
    int bound() {
        return holders[Scope.ADDRESS.ordinal()];
    }

    void add(UdpEndpoint endpoint) {
        count(endpoint, 1);
        endpoint.nextOnPort = all;
        if (all != null) {
            all.previousOnPort = endpoint;
        }
        all = endpoint;
    }

    void remove(UdpEndpoint endpoint) {
        count(endpoint, -1);
        UdpEndpoint before = endpoint.previousOnPort;
        UdpEndpoint after = endpoint.nextOnPort;
        if (before == null) {
            all = after;
        } else {
            before.nextOnPort = after;
        }
        if (after != null) {
            after.previousOnPort = before;
        }
        endpoint.nextOnPort = null;
        endpoint.previousOnPort = null;
    }

    /** True when an endpoint may not bind because of others whose scope, not whose very address, overlaps. */
    boolean conflicts(Scope scope, boolean v4, boolean reuseAddress) {
        int[] others = reuseAddress ? exclusive : holders;
        int othersV4 = reuseAddress ? v4Exclusive : v4Holders;
        int singles = others[Scope.ADDRESS.ordinal()];
        int anyV4 = others[Scope.ANY_V4.ordinal()];
        int anyV6 = others[Scope.ANY_V6.ordinal()];
        int anyBoth = others[Scope.ANY_BOTH.ordinal()];
        return switch (scope) {
            case ADDRESS -> anyBoth + (v4 ? anyV4 : anyV6) > 0;
            case ANY_V4 -> anyBoth + anyV4 + othersV4 > 0;
            case ANY_V6 -> anyBoth + anyV6 + singles - othersV4 > 0;
            case ANY_BOTH -> anyBoth + anyV4 + anyV6 + singles > 0;
        };
    }

    /** True when an endpoint on this single address may not bind because of others on the same. */
    boolean conflicts(IpAddress address, boolean reuseAddress) {
        if ((reuseAddress ? exclusive : holders)[Scope.ADDRESS.ordinal()] == 0) {
            return false;
        }
        for (UdpEndpoint e = all; e != null; e = e.nextOnPort) {
            if (e.scope == Scope.ADDRESS
                    && e.localLow == address.low()
                    && e.localHigh == address.high()
                    && !(reuseAddress && e.sharesPort)) {
                return true;
            }
        }
        return false;
    }

    private void count(UdpEndpoint endpoint, int change) {
        int scope = endpoint.scope.ordinal();
        int alone = endpoint.sharesPort ? 0 : change;
        holders[scope] += change;
        exclusive[scope] += alone;
        if (endpoint.scope == Scope.ADDRESS && IpAddress.isMapped(endpoint.localHigh, endpoint.localLow)) {
            v4Holders += change;
            v4Exclusive += alone;
        }
    }
}
