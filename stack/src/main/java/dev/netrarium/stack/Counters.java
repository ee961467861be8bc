package dev.netrarium.stack;

/** One count per {@link Mib}. */
public final class Counters {
    private static final int SIZE = Mib.values().length;

    private final long[] counts = new long[SIZE];

    public void add(Mib counter) {
        counts[counter.ordinal()]++;
    }

    public void add(Mib counter, long amount) {
        counts[counter.ordinal()] += amount;
    }

    public long get(Mib counter) {
        return counts[counter.ordinal()];
    }
}
