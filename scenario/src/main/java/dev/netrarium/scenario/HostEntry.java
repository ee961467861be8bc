package dev.netrarium.scenario;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A host or router of a scenario.
 *
 * @param router true when it forwards
 * @param lans the LANs that it joins, in order; interfaces are numbered so, those of links after them
 * @param routes beside those that its addresses and its LANs' gateways give it
 */
public record HostEntry(
        String name, boolean router, List<Joining> lans, List<RouteEntry> routes, List<ProgramEntry> programs) {
    public HostEntry {
        lans = List.copyOf(lans);
        routes = List.copyOf(routes);
        programs = List.copyOf(programs);
    }

    /**
     * A host's place on a LAN.
     *
     * @param addresses with prefix lengths; null for the next free ones
     */
    public record Joining(String lan, @Nullable List<String> addresses) {
        public Joining {
            addresses = addresses == null ? null : List.copyOf(addresses);
        }
    }

    /**
     * A route.
     *
     * @param destination {@code default}, a prefix or an address
     * @param via the next hop's address
     */
    public record RouteEntry(String destination, String via) {}

    /** A program that a {@link dev.netrarium.world.ProgramProvider} offers, and its options. */
    public record ProgramEntry(String name, Map<String, String> options) {
        public ProgramEntry {
            options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
        }
    }
}
