package dev.netrarium.stack.tcp;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import org.jspecify.annotations.Nullable;

/**
 * The local ports of a host that are in use, by address; who may bind what (bind(2) and SO_REUSEADDR as on Linux), and
 * who listens. A hash table by port whose chains hold the few local addresses in use on a port.
 */
final class PortSpace {
    private PortUse[] buckets = new PortUse[16];
    private int size;

    /** True when an endpoint with these wishes may not bind. */
    boolean conflicts(int port, PortUse.Scope scope, IpAddress address, boolean reuseAddress) {
        for (PortUse use = buckets[port & (buckets.length - 1)]; use != null; use = use.next) {
            if (use.port == port
                    && use.overlaps(scope, address)
                    && (use.listener != null || !reuseAddress || use.exclusiveHolders > 0)) {
                return true;
            }
        }
        return false;
    }

    /** True when somebody listens where this would. */
    boolean hasListener(int port, PortUse.Scope scope, IpAddress address) {
        for (PortUse use = buckets[port & (buckets.length - 1)]; use != null; use = use.next) {
            if (use.port == port && use.listener != null && use.overlaps(scope, address)) {
                return true;
            }
        }
        return false;
    }

    /** True when a connection may take the port together with whoever is there: only others that merely connected. */
    boolean isShareable(int port, IpAddress local) {
        for (PortUse use = buckets[port & (buckets.length - 1)]; use != null; use = use.next) {
            if (use.port == port
                    && use.overlaps(PortUse.Scope.ADDRESS, local)
                    && (use.listener != null || use.holders != use.connectedHolders)) {
                return false;
            }
        }
        return true;
    }

    /** Holds a place. Every claim is released once. */
    PortUse claim(int port, PortUse.Scope scope, IpAddress address, boolean reuseAddress, boolean byConnecting) {
        PortUse found = null;
        for (PortUse use = buckets[port & (buckets.length - 1)]; use != null; use = use.next) {
            if (use.is(port, scope, address)) {
                found = use;
                break;
            }
        }
        if (found == null) {
            if (size >= buckets.length) {
                grow();
            }
            found = new PortUse(port, scope, address);
            insert(found);
            size++;
        }
        share(found, reuseAddress, byConnecting);
        return found;
    }

    /** One more holder of a place that is held. */
    void share(PortUse use, boolean reuseAddress, boolean byConnecting) {
        use.holders++;
        use.exclusiveHolders += reuseAddress ? 0 : 1;
        use.connectedHolders += byConnecting ? 1 : 0;
    }

    void release(PortUse use, boolean reuseAddress, boolean byConnecting) {
        use.holders--;
        use.exclusiveHolders -= reuseAddress ? 0 : 1;
        use.connectedHolders -= byConnecting ? 1 : 0;
        if (use.holders == 0) {
            remove(use);
        }
    }

    /** Who listens for a destination: the exact address before the wildcard of its family before that of both. */
    @Nullable TcpListener listenerFor(long addressHigh, long addressLow, int port) {
        TcpListener best = null;
        boolean v4 = IpAddress.isMapped(addressHigh, addressLow);
        for (PortUse use = buckets[port & (buckets.length - 1)]; use != null; use = use.next) {
            if (use.port != port || use.listener == null) {
                continue;
            }
            switch (use.scope) {
                case ADDRESS -> {
                    if (use.address.low() == addressLow && use.address.high() == addressHigh) {
                        return use.listener;
                    }
                }
                case ANY_V4 -> best = v4 ? use.listener : best;
                case ANY_V6 -> best = v4 ? best : use.listener;
                case ANY_BOTH -> best = best == null ? use.listener : best;
            }
        }
        return best;
    }

    /** The wildcard of a family. */
    static IpAddress any(IpFamily family) {
        return family == IpFamily.IPV4 ? dev.netrarium.wire.Ipv4Address.ANY : dev.netrarium.wire.Ipv6Address.ANY;
    }

    private void insert(PortUse use) {
        int bucket = use.port & (buckets.length - 1);
        use.next = buckets[bucket];
        buckets[bucket] = use;
    }

    private void remove(PortUse gone) {
        int bucket = gone.port & (buckets.length - 1);
        PortUse before = null;
        for (PortUse use = buckets[bucket]; use != null; before = use, use = use.next) {
            if (use.is(gone.port, gone.scope, gone.address)) {
                if (before == null) {
                    buckets[bucket] = use.next;
                } else {
                    before.next = use.next;
                }
                size--;
                return;
            }
        }
    }

    private void grow() {
        PortUse[] old = buckets;
        buckets = new PortUse[old.length * 2];
        for (PortUse head : old) {
            PortUse use = head;
            while (use != null) {
                PortUse following = use.next;
                insert(use);
                use = following;
            }
        }
    }
}
