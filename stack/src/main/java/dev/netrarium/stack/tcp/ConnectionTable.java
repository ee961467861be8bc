package dev.netrarium.stack.tcp;

import dev.netrarium.stack.SipHash;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * All half-open, open and waiting connections of a host by their {@link FourTuple}: open addressing over the 64-bit
 * keyed hash, linear probing, deletion by shifting back. A look-up compares the tuple only where all 64 bits agree.
 * Segments come in bursts of one connection: the entry found last is looked at before anything is hashed.
 */
final class ConnectionTable {
    private final SipHash hash;
    private long[] tags = new long[16];
    private Demultiplexed[] entries = new Demultiplexed[16];
    private int size;
    private @Nullable Demultiplexed last;

    ConnectionTable(SipHash hash) {
        this.hash = hash;
    }

    int size() {
        return size;
    }

    @Nullable Demultiplexed find(Segment s) {
        return find(s.localHigh, s.localLow, s.remoteHigh, s.remoteLow, s.ports());
    }

    @Nullable Demultiplexed find(FourTuple t) {
        return find(t.localHigh(), t.localLow(), t.remoteHigh(), t.remoteLow(), t.ports());
    }

    /** Adds an entry, in the place of one with the same tuple if there is one. */
    void put(Demultiplexed entry) {
        if (2 * (size + 1) > tags.length) {
            grow();
        }
        FourTuple t = entry.tuple();
        long tag = tag(t.localHigh(), t.localLow(), t.remoteHigh(), t.remoteLow(), t.ports());
        int at = slot(tag);
        while (entries[at] != null) {
            if (tags[at] == tag && entries[at].tuple().equals(t)) {
                entries[at] = entry;
                last = null;
                return;
            }
            at = (at + 1) & (tags.length - 1);
        }
        tags[at] = tag;
        entries[at] = entry;
        size++;
    }

    /** Removes this very entry; does nothing when another has taken its place. */
    void remove(Demultiplexed entry) {
        FourTuple t = entry.tuple();
        int at = slot(tag(t.localHigh(), t.localLow(), t.remoteHigh(), t.remoteLow(), t.ports()));
        while (entries[at] != null) {
            if (isSame(entries[at], entry)) {
                removeAt(at);
                last = null;
                return;
            }
            at = (at + 1) & (tags.length - 1);
        }
    }

    /** For listings; the order is that of the hash. */
    void forEach(Consumer<Demultiplexed> consumer) {
        for (Demultiplexed entry : entries) {
            if (entry != null) {
                consumer.accept(entry);
            }
        }
    }

    private @Nullable Demultiplexed find(long localHigh, long localLow, long remoteHigh, long remoteLow, int ports) {
        Demultiplexed entry = last;
        if (entry != null && entry.tuple().matches(localHigh, localLow, remoteHigh, remoteLow, ports)) {
            return entry;
        }
        long tag = tag(localHigh, localLow, remoteHigh, remoteLow, ports);
        int at = slot(tag);
        while ((entry = entries[at]) != null) {
            if (tags[at] == tag && entry.tuple().matches(localHigh, localLow, remoteHigh, remoteLow, ports)) {
                last = entry;
                return entry;
            }
            at = (at + 1) & (tags.length - 1);
        }
        return null;
    }

    private long tag(long localHigh, long localLow, long remoteHigh, long remoteLow, int ports) {
        if (localHigh == 0 && remoteHigh == 0) {
            return hash.forTable(2, localLow << 32 | (remoteLow & 0xffffffffL), ports, 0, 0, 0);
        }
        return hash.forTable(5, localHigh, localLow, remoteHigh, remoteLow, ports);
    }

    private int slot(long tag) {
        return (int) tag & (tags.length - 1);
    }

    @SuppressWarnings("ReferenceEquality") // identity is meant
    private static boolean isSame(Demultiplexed a, Demultiplexed b) {
        return a == b;
    }

    private void removeAt(int gap) {
        int mask = tags.length - 1;
        int at = gap;
        while (true) {
            at = (at + 1) & mask;
            if (entries[at] == null) {
                break;
            }
            int home = slot(tags[at]);
            // An entry may fill the gap unless its home lies cyclically within (gap, at].
            boolean between = gap <= at ? gap < home && home <= at : gap < home || home <= at;
            if (!between) {
                tags[gap] = tags[at];
                entries[gap] = entries[at];
                gap = at;
            }
        }
        entries[gap] = null;
        size--;
    }

    private void grow() {
        long[] oldTags = tags;
        Demultiplexed[] oldEntries = entries;
        tags = new long[oldTags.length * 2];
        entries = new Demultiplexed[oldTags.length * 2];
        for (int i = 0; i < oldTags.length; i++) {
            if (oldEntries[i] != null) {
                int at = slot(oldTags[i]);
                while (entries[at] != null) {
                    at = (at + 1) & (tags.length - 1);
                }
                tags[at] = oldTags[i];
                entries[at] = oldEntries[i];
            }
        }
    }
}
