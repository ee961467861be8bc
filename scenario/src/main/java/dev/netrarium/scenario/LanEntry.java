package dev.netrarium.scenario;

import dev.netrarium.world.Conditions;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A LAN of a scenario.
 *
 * @param prefixes that its hosts get addresses from
 * @param gateway the name of the node that is the default gateway, or null
 */
public record LanEntry(
        String name, List<String> prefixes, @Nullable String gateway, Conditions conditions) {
    public LanEntry {
        prefixes = List.copyOf(prefixes);
    }
}
