package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * One line of {@code ip neigh}.
 *
 * @param link null while unresolved
 * @param updatedNanos when the state last changed
 */
public record NeighbourEntry(
        String interfaceName, IpAddress address, @Nullable MacAddress link, NeighbourState state, long updatedNanos) {}
