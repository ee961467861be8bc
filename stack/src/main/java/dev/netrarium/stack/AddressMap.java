package dev.netrarium.stack;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A table keyed by the 128-bit form of addresses of both families: open addressing, no object per look-up. Where
 * outsiders choose the keys it hashes with a secret.
 */
final class AddressMap<V> {
    private static final int LEAST = 16;

    private final @Nullable SipHash secret;
    private long[] keys = new long[2 * LEAST];
    private @Nullable Object[] values = new Object[LEAST];
    private int size;

    /**
     * @param secret the hash for keys that the network chooses; null when only the host's administrator does
     */
    AddressMap(@Nullable SipHash secret) {
        this.secret = secret;
    }

    int size() {
        return size;
    }

    @SuppressWarnings("unchecked")
    @Nullable V get(long high, long low) {
        return (V) values[slot(high, low)];
    }

    void put(long high, long low, V value) {
        int at = slot(high, low);
        if (values[at] == null) {
            if (++size * 2 > values.length) {
                grow();
                at = slot(high, low);
            }
            keys[2 * at] = high;
            keys[2 * at + 1] = low;
        }
        values[at] = value;
    }

    @SuppressWarnings("unchecked")
    @Nullable V remove(long high, long low) {
        int at = slot(high, low);
        Object gone = values[at];
        if (gone == null) {
            return null;
        }
        size--;
        int mask = values.length - 1;
        int hole = at;
        for (int next = hole + 1 & mask; values[next] != null; next = next + 1 & mask) {
            int home = home(keys[2 * next], keys[2 * next + 1]);
            // An entry may move into the hole unless its home lies cyclically after the hole.
            if ((next - home & mask) >= (next - hole & mask)) {
                keys[2 * hole] = keys[2 * next];
                keys[2 * hole + 1] = keys[2 * next + 1];
                values[hole] = values[next];
                hole = next;
            }
        }
        values[hole] = null;
        return (V) gone;
    }

    /** In the table's order, which depends on the secret: whoever shows it sorts it. */
    @SuppressWarnings("unchecked")
    void forEach(Consumer<V> action) {
        for (Object value : values.clone()) {
            if (value != null) {
                action.accept((V) value);
            }
        }
    }

    private int slot(long high, long low) {
        int mask = values.length - 1;
        int at = home(high, low);
        while (values[at] != null && (keys[2 * at] != high || keys[2 * at + 1] != low)) {
            at = at + 1 & mask;
        }
        return at;
    }

    private int home(long high, long low) {
        SipHash keyed = secret;
        long hash;
        if (keyed != null) {
            hash = keyed.forTable(2, high, low, 0, 0, 0);
        } else {
            hash = (high ^ low) * 0x9e3779b97f4a7c15L;
            hash ^= hash >>> 32;
        }
        return (int) hash & values.length - 1;
    }

    private void grow() {
        long[] oldKeys = keys;
        Object[] oldValues = values;
        keys = new long[oldKeys.length * 2];
        values = new Object[oldValues.length * 2];
        for (int i = 0; i < oldValues.length; i++) {
            if (oldValues[i] != null) {
                int at = slot(oldKeys[2 * i], oldKeys[2 * i + 1]);
                keys[2 * at] = oldKeys[2 * i];
                keys[2 * at + 1] = oldKeys[2 * i + 1];
                values[at] = oldValues[i];
            }
        }
    }
}
