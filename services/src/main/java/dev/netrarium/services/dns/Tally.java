package dev.netrarium.services.dns;

import java.util.StringJoiner;

/** Counters, one for each constant of an enum. */
public final class Tally<E extends Enum<E>> {
    private final E[] kinds;
    private final long[] counts;

    public Tally(Class<E> kinds) {
        this.kinds = kinds.getEnumConstants();
        this.counts = new long[this.kinds.length];
    }

    public void count(E kind) {
        counts[kind.ordinal()]++;
    }

    public long of(E kind) {
        return counts[kind.ordinal()];
    }

    /** Those that are not zero. */
    @Override
    public String toString() {
        StringJoiner text = new StringJoiner(", ", "{", "}");
        for (E kind : kinds) {
            if (of(kind) != 0) {
                text.add(kind + "=" + of(kind));
            }
        }
        return text.toString();
    }
}
