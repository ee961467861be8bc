package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The routing tables of a host. */
public final class Routes {
    Routes(Host host) {}

    /**
     * Adds a route to the main table.
     *
     * @throws IllegalArgumentException when it exists already, or its gateway is on none of the host's links
     */
    public void add(Route route) {
        throw new UnsupportedOperationException();
    }

    /** Removes a route from the main table; an egress or gateway that is null in {@code route} matches any. */
    public boolean remove(Route route) {
        throw new UnsupportedOperationException();
    }

    /** The main table, longest prefixes last, as {@code ip route} orders it. */
    public List<Route> list() {
        throw new UnsupportedOperationException();
    }

    /** The route that a packet of this host's to {@code destination} takes; null when there is none. */
    public @Nullable Route lookup(IpAddress destination) {
        throw new UnsupportedOperationException();
    }
}
