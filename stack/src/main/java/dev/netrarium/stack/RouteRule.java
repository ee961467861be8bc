package dev.netrarium.stack;

import dev.netrarium.wire.IpPrefix;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code ip rule}: which routing table packets of a kind look into. Rules are asked in order of priority
 * until a table has a route.
 *
 * @param priority lowest first
 * @param from source addresses that it is for; null for all
 * @param to destination addresses that it is for; null for all
 * @param mark the {@link Packet#mark} that it is for; 0 for any
 * @param in the interface that packets came in by; null for any
 * @param table the number of a table
 */
public record RouteRule(
        int priority,
        @Nullable IpPrefix from,
        @Nullable IpPrefix to,
        int mark,
        @Nullable NetInterface in,
        int table) {
    /** For all packets. */
    public static RouteRule all(int priority, int table) {
        return new RouteRule(priority, null, null, 0, null, table);
    }
}
