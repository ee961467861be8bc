package dev.netrarium.stack.nat;

import dev.netrarium.stack.SipHash;
import org.jspecify.annotations.Nullable;

/**
 * A hash table whose keys are two longs, kept beside the values: open addressing, linear probing, deletion by shifting
 * back. The hash is keyed, because outsiders choose the keys.
 */
final class TupleTable<T> {
    private final SipHash hash;
    private long[] first = new long[16];
    private long[] second = new long[16];
    private @Nullable Object[] values = new @Nullable Object[16];
    private int size;

    TupleTable(SipHash hash) {
        this.hash = hash;
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked") // only put() writes values
    @Nullable T get(long k0, long k1) {
        for (int at = slot(k0, k1); values[at] != null; at = next(at)) {
            if (first[at] == k0 && second[at] == k1) {
                return (T) values[at];
            }
        }
        return null;
    }

    /** Adds a value; there must be none under the key. */
    void put(long k0, long k1, T value) {
        if (2 * (size + 1) > values.length) {
            grow();
        }
        insert(k0, k1, value);
        size++;
    }

    void remove(long k0, long k1) {
        for (int at = slot(k0, k1); values[at] != null; at = next(at)) {
            if (first[at] == k0 && second[at] == k1) {
                closeGap(at);
                return;
            }
        }
    }

    /** The value in the slot that is {@code distance} after the key's own: to look at a few, as good as at random. */
    @SuppressWarnings("unchecked") // only put() writes values
    @Nullable T near(long k0, long k1, int distance) {
        return (T) values[slot(k0, k1) + distance & values.length - 1];
    }

    private int slot(long k0, long k1) {
        return (int) hash.forTable(2, k0, k1, 0, 0, 0) & (values.length - 1);
    }

    private int next(int at) {
        return (at + 1) & (values.length - 1);
    }

    private void insert(long k0, long k1, Object value) {
        int at = slot(k0, k1);
        while (values[at] != null) {
            at = next(at);
        }
        first[at] = k0;
        second[at] = k1;
        values[at] = value;
    }

    private void closeGap(int gap) {
        int at = gap;
        while (true) {
            at = next(at);
            if (values[at] == null) {
                break;
            }
            int home = slot(first[at], second[at]);
            // An entry may fill the gap unless its home lies cyclically within (gap, at].
            boolean between = gap <= at ? gap < home && home <= at : gap < home || home <= at;
            if (!between) {
                first[gap] = first[at];
                second[gap] = second[at];
                values[gap] = values[at];
                gap = at;
            }
        }
        values[gap] = null;
        size--;
    }

    private void grow() {
        long[] oldFirst = first;
        long[] oldSecond = second;
        @Nullable Object[] oldValues = values;
        first = new long[oldFirst.length * 2];
        second = new long[oldFirst.length * 2];
        values = new @Nullable Object[oldFirst.length * 2];
        for (int i = 0; i < oldValues.length; i++) {
            Object value = oldValues[i];
            if (value != null) {
                insert(oldFirst[i], oldSecond[i], value);
            }
        }
    }
}
