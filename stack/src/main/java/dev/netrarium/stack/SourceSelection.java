package dev.netrarium.stack;

import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv6Address;
import org.jspecify.annotations.Nullable;

/**
 * Which of its addresses a host sends from. IPv4 (RFC 1122 §3.3.4.3, as Linux does it): one in the next hop's subnet,
 * else the interface's first, else another interface's. IPv6 (RFC 6724 §5): the smallest scope that reaches the
 * destination, then the outgoing interface, then the longest common prefix.
 */
final class SourceSelection {
    private static final int SCOPE_LOOPBACK = 0;
    private static final int SCOPE_LINK = 1;
    private static final int SCOPE_GLOBAL = 2;

    private SourceSelection() {}

    /** The address to send from to {@code nextHop}'s side by {@code egress}, or null when the host has none. */
    static @Nullable IpAddress choose(Host host, NetInterface egress, IpAddress nextHop, IpAddress destination) {
        return destination.family() == IpFamily.IPV4
                ? chooseIpv4(host, egress, nextHop)
                : chooseIpv6(host, egress, destination);
    }

    /** An address of the interface itself, for talking with a neighbour on its link; null when it has none. */
    static @Nullable IpAddress on(NetInterface egress, IpAddress neighbour) {
        if (neighbour.family() == IpFamily.IPV4) {
            return onIpv4(egress, neighbour);
        }
        IpAddress best = null;
        for (int i = 0; i < egress.addressCount(); i++) {
            IpAddress own = egress.addressAt(i).address();
            if (own.family() == IpFamily.IPV6 && (best == null || isBetter(own, true, best, true, neighbour))) {
                best = own;
            }
        }
        return best;
    }

    private static @Nullable IpAddress chooseIpv4(Host host, NetInterface egress, IpAddress nextHop) {
        IpAddress here = onIpv4(egress, nextHop);
        if (here != null) {
            return here;
        }
        for (NetInterface other : host.interfaceList()) {
            for (int i = 0; i < other.addressCount(); i++) {
                IpAddress own = other.addressAt(i).address();
                if (own.family() == IpFamily.IPV4 && !own.isLoopback() && !own.isLinkLocal()) {
                    return own;
                }
            }
        }
        return null;
    }

    private static @Nullable IpAddress onIpv4(NetInterface egress, IpAddress nextHop) {
        IpAddress first = null;
        for (int i = 0; i < egress.addressCount(); i++) {
            InterfaceAddress own = egress.addressAt(i);
            if (own.address().family() == IpFamily.IPV4) {
                if (own.prefix().contains(nextHop)) {
                    return own.address();
                }
                if (first == null) {
                    first = own.address();
                }
            }
        }
        return first;
    }

    private static @Nullable IpAddress chooseIpv6(Host host, NetInterface egress, IpAddress destination) {
        IpAddress best = null;
        boolean bestIsHere = false;
        for (NetInterface on : host.interfaceList()) {
            boolean here = on == egress;
            for (int i = 0; i < on.addressCount(); i++) {
                IpAddress own = on.addressAt(i).address();
                boolean candidate = own.family() == IpFamily.IPV6 && !own.isLoopback() && (here || !own.isLinkLocal());
                if (candidate && (best == null || isBetter(own, here, best, bestIsHere, destination))) {
                    best = own;
                    bestIsHere = here;
                }
            }
        }
        return best;
    }

    /** RFC 6724 §5, rules 1, 2, 5 and 8. */
    private static boolean isBetter(IpAddress a, boolean aHere, IpAddress b, boolean bHere, IpAddress destination) {
        if (a.equals(destination) || b.equals(destination)) {
            return a.equals(destination);
        }
        int scopeA = scope(a);
        int scopeB = scope(b);
        int wanted = scope(destination);
        if (scopeA != scopeB) {
            return scopeA < scopeB ? scopeA >= wanted : scopeB < wanted;
        }
        if (aHere != bHere) {
            return aHere;
        }
        return commonBits(a, destination) > commonBits(b, destination);
    }

    private static int scope(IpAddress address) {
        if (address.isMulticast()) {
            int scope = (int) (address.high() >>> 48) & 0xf;
            return scope <= 1 ? SCOPE_LOOPBACK : scope == 2 ? SCOPE_LINK : SCOPE_GLOBAL;
        }
        boolean linkLocal = address instanceof Ipv6Address && (address.isLinkLocal() || address.isLoopback());
        return linkLocal ? SCOPE_LINK : SCOPE_GLOBAL;
    }

    private static int commonBits(IpAddress a, IpAddress b) {
        long high = a.high() ^ b.high();
        return high != 0 ? Long.numberOfLeadingZeros(high) : 64 + Long.numberOfLeadingZeros(a.low() ^ b.low());
    }
}
