package dev.netrarium.drill.script;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A script as it was read.
 *
 * @param file what it is called in messages
 * @param options {@code name} or {@code name=value}, in their order
 * @param initCommand run before the first event
 * @param cleanupCommand run after the last, whatever happened
 */
public record Script(
        String file,
        List<Option> options,
        @Nullable String initCommand,
        List<Event> events,
        @Nullable String cleanupCommand) {
    /** One option; the value is empty where none is written. */
    public record Option(Place at, String name, String value) {}

    public Script {
        options = List.copyOf(options);
        events = List.copyOf(events);
    }
}
