package dev.netrarium.world;

import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The programs that are offered on this JVM's path, by name. */
final class Programs {
    private Programs() {}

    /** Makes the program that is offered under the name. */
    static Program create(String name, Map<String, String> options) {
        TreeMap<String, ProgramProvider> offered = new TreeMap<>();
        for (ProgramProvider provider : ServiceLoader.load(ProgramProvider.class)) {
            ProgramProvider other = offered.putIfAbsent(provider.name(), provider);
            if (other != null) {
                throw new IllegalStateException("two programs are called " + provider.name() + ": "
                        + other.getClass().getName() + " and "
                        + provider.getClass().getName());
            }
        }
        ProgramProvider chosen = offered.get(name);
        if (chosen == null) {
            throw new IllegalArgumentException("no program is called \"" + name + "\"; there are: "
                    + (offered.isEmpty() ? "none" : String.join(", ", offered.keySet())));
        }
        return chosen.create(options);
    }
}
