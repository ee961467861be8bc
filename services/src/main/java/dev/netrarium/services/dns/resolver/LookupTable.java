package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.Question;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lookups in work, one for each question, how they wait for each other, and which of them can go on. However long a
 * chain of them is, nothing here recurses.
 */
final class LookupTable {
    private final Consumer<Exchange<Lookup>> cancel;
    private final Map<Question, Lookup> lookups = new LinkedHashMap<>();
    private final ArrayDeque<Lookup> ready = new ArrayDeque<>();
    private int loopSearches;

    /**
     * @param cancel what to do with the exchange of a lookup that ends
     */
    LookupTable(Consumer<Exchange<Lookup>> cancel) {
        this.cancel = cancel;
    }

    int size() {
        return lookups.size();
    }

    /** The lookup of a question, a new one if there is none; null when there is no room for it. */
    @Nullable Lookup of(Question question, int targetDepth, int aliasDepth, Budget budget) {
        Lookup lookup = lookups.get(question);
        if (lookup == null && lookups.size() < Limits.LOOKUPS) {
            lookup = new Lookup(question, targetDepth, aliasDepth, budget);
            lookups.put(question, lookup);
            queue(lookup);
        }
        return lookup;
    }

    /** The lookup can go on. */
    void queue(Lookup lookup) {
        if (!lookup.isQueued) {
            lookup.isQueued = true;
            ready.add(lookup);
        }
    }

    /** One that can go on; null when all wait. */
    @Nullable Lookup pollReady() {
        for (Lookup lookup = ready.poll(); lookup != null; lookup = ready.poll()) {
            lookup.isQueued = false;
            if (!lookup.isDone) {
                return lookup;
            }
        }
        return null;
    }

    /** True when {@code lookup} is {@code sought} or waits for it, however indirectly. */
    boolean waitsFor(Lookup lookup, Lookup sought) {
        int stamp = ++loopSearches;
        ArrayDeque<Lookup> open = new ArrayDeque<>();
        open.add(lookup);
        for (Lookup next = open.poll(); next != null; next = open.poll()) {
            if (next == sought) {
                return true;
            }
            if (next.visited != stamp) {
                next.visited = stamp;
                open.addAll(next.children);
            }
        }
        return false;
    }

    /** Lets the parent wait for the child. */
    void join(Lookup parent, Lookup child, Waiter waiter) {
        child.waiters.put(parent, waiter);
        parent.children.add(child);
    }

    /** Somebody no longer waits. */
    void leave(Lookup lookup, Object waiterKey) {
        lookup.waiters.remove(waiterKey);
        if (lookup.waiters.isEmpty() && !lookup.isDone) {
            end(lookup);
        }
    }

    /** Takes a lookup out of the table, and with it all that were only for it. */
    void end(Lookup lookup) {
        ArrayDeque<Lookup> ending = new ArrayDeque<>();
        ending.add(lookup);
        end(ending);
    }

    /** Stops whatever a lookup began; it goes on in another way. */
    void stop(Lookup lookup) {
        ArrayDeque<Lookup> ending = new ArrayDeque<>();
        stop(lookup, ending);
        end(ending);
    }

    private void end(ArrayDeque<Lookup> ending) {
        for (Lookup next = ending.poll(); next != null; next = ending.poll()) {
            next.isDone = true;
            lookups.remove(next.question);
            stop(next, ending);
        }
    }

    private void stop(Lookup lookup, ArrayDeque<Lookup> ending) {
        Exchange<Lookup> exchange = lookup.exchange;
        if (exchange != null) {
            lookup.exchange = null;
            cancel.accept(exchange);
        }
        for (Lookup child : lookup.children) {
            child.waiters.remove(lookup);
            if (child.waiters.isEmpty() && !child.isDone) {
                ending.add(child);
            }
        }
        lookup.children.clear();
    }
}
