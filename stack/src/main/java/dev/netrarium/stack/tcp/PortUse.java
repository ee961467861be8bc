package dev.netrarium.stack.tcp;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import org.jspecify.annotations.Nullable;

/** One local address in use on one port, by how many endpoints, and who listens there. */
final class PortUse {
    /** Which destinations a wildcard takes. */
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
    }

    final int port;
    final Scope scope;
    final IpAddress address;

    /** All who hold it; of these, those without SO_REUSEADDR, and those that only took a port by connecting. */
    int holders;

    int exclusiveHolders;
    int connectedHolders;

    @Nullable TcpListener listener;

    /** The next of the same bucket in {@link PortSpace}. */
    @Nullable PortUse next;

    PortUse(int port, Scope scope, IpAddress address) {
        this.port = port;
        this.scope = scope;
        this.address = address;
    }

    boolean is(int port, Scope scope, IpAddress address) {
        return this.port == port && this.scope == scope && this.address.equals(address);
    }

    /** True when some destination address would belong to both. */
    boolean overlaps(Scope otherScope, IpAddress other) {
        if (scope == Scope.ADDRESS && otherScope == Scope.ADDRESS) {
            return address.equals(other);
        }
        if (scope == Scope.ADDRESS) {
            return takes(otherScope, address);
        }
        if (otherScope == Scope.ADDRESS) {
            return takes(scope, other);
        }
        return scope == otherScope || scope == Scope.ANY_BOTH || otherScope == Scope.ANY_BOTH;
    }

    private static boolean takes(Scope wildcard, IpAddress address) {
        return wildcard == Scope.ANY_BOTH || (wildcard == Scope.ANY_V4) == (address.family() == IpFamily.IPV4);
    }
}
