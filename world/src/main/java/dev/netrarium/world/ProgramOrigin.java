package dev.netrarium.world;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Which {@link ProgramProvider} made a program, and with which options: what a scenario writes down.
 *
 * @param options in the order given
 */
public record ProgramOrigin(String provider, Map<String, String> options) {
    public ProgramOrigin {
        options = Collections.unmodifiableMap(new LinkedHashMap<>(options));
    }
}
