package dev.netrarium.scenario;

import dev.netrarium.world.Conditions;
import java.util.List;

/**
 * A cable between two hosts of a scenario.
 *
 * @param name by which events speak of it; {@code left--right} unless given
 * @param forward conditions from left to right
 * @param backward conditions from right to left
 */
public record LinkEntry(
        String name,
        String left,
        List<String> leftAddresses,
        String right,
        List<String> rightAddresses,
        Conditions forward,
        Conditions backward) {
    public LinkEntry {
        leftAddresses = List.copyOf(leftAddresses);
        rightAddresses = List.copyOf(rightAddresses);
    }
}
