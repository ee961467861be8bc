package dev.netrarium.stack;

import java.util.ArrayList;
import java.util.List;

/**
 * What the programs of a host let others look at while they run, such as a DHCP server's leases: every host can say what it
 * holds. To be touched with the baton held.
 */
public final class Published {
    private final List<Object> all = new ArrayList<>();

    Published() {}

    /** Shows something until it is {@linkplain #remove removed}. */
    public void add(Object what) {
        all.add(what);
    }

    public void remove(Object what) {
        all.remove(what);
    }

    /** What is of that kind, in the order in which it was added. */
    public <T> List<T> of(Class<T> kind) {
        return all.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}
