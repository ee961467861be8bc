package dev.netrarium.scenario;

import dev.netrarium.world.Conditions;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A change of conditions at a time.
 *
 * @param at since the world began
 * @param on the name of a LAN or a link
 * @param way which direction of a link
 * @param changes the conditions that change, as they are written: {@code loss: 5%}, {@code cut: true}
 */
public record EventEntry(Duration at, String on, Way way, Map<String, String> changes) {
    /** Which direction of a link. */
    public enum Way {
        BOTH,
        FORWARD,
        BACKWARD
    }

    public EventEntry {
        changes = Collections.unmodifiableMap(new LinkedHashMap<>(changes));
    }

    /** Applies the changes to a draft. */
    void applyTo(Conditions.Change draft) {
        changes.forEach((key, value) -> ConditionWords.set(draft, key, value));
    }
}
