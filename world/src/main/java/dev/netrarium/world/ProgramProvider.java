package dev.netrarium.world;

import java.util.Map;

/**
 * Offers a program under a name, so that a scenario can say {@code programs: [dns, web]}. Found by
 * {@link java.util.ServiceLoader}, chosen by name; the order of loading never matters.
 */
public interface ProgramProvider {
    /** The name by which it is chosen, unique in the JVM. */
    String name();

    /**
     * Makes the program.
     *
     * @param options the settings given for it, in the order given
     * @throws IllegalArgumentException when an option is unknown or its value is wrong; the text says which, and what
     *     would be right
     */
    Program create(Map<String, String> options);
}
