package dev.netrarium.stack;

import dev.netrarium.wire.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * The ways that this host has lately sent by. Bounded: the one unused for longest makes room; and ageing: what nobody
 * has asked for in ten minutes goes when something new comes.
 */
final class DestinationCache {
    /** As many peers as a busy server talks with at once; an entry is small. */
    static final int MOST_ENTRIES = 4096;

    private static final long UNUSED_NANOS = 600_000_000_000L;
    private static final int LEAST_BUCKETS = 16;

    private final SipHash secret;
    private @Nullable DestinationEntry[] buckets = new DestinationEntry[LEAST_BUCKETS];
    private @Nullable DestinationEntry oldest;
    private @Nullable DestinationEntry newest;
    private int size;

    DestinationCache(SipHash secret) {
        this.secret = secret;
    }

    int size() {
        return size;
    }

    @Nullable DestinationEntry find(long now, @Nullable IpAddress source, IpAddress destination, int interfaceIndex) {
        DestinationEntry entry = buckets[bucket(destination)];
        while (entry != null) {
            if (entry.askedInterface == interfaceIndex
                    && entry.destination.equals(destination)
                    && (source == null ? entry.askedSource == null : source.equals(entry.askedSource))) {
                entry.usedNanos = now;
                if (entry != newest) {
                    unlink(entry);
                    linkNewest(entry);
                }
                return entry;
            }
            entry = entry.nextInBucket;
        }
        return null;
    }

    void put(long now, DestinationEntry entry) {
        while (oldest != null && (size >= MOST_ENTRIES || now - oldest.usedNanos > UNUSED_NANOS)) {
            remove(oldest);
        }
        if (size >= buckets.length) {
            grow();
        }
        entry.usedNanos = now;
        hang(entry);
        linkNewest(entry);
        size++;
    }

    void remove(DestinationEntry entry) {
        int bucket = bucket(entry.destination);
        DestinationEntry before = null;
        for (DestinationEntry e = buckets[bucket]; e != null; before = e, e = e.nextInBucket) {
            if (e == entry) {
                if (before == null) {
                    buckets[bucket] = e.nextInBucket;
                } else {
                    before.nextInBucket = e.nextInBucket;
                }
                unlink(e);
                e.evicted = true;
                size--;
                return;
            }
        }
    }

    /** A packet of {@code sentBytes} to the destination was too big; false when the host never sent there. */
    boolean tooBig(IpAddress destination, int sentBytes, int mtuBytes, long until) {
        boolean known = false;
        for (DestinationEntry e = buckets[bucket(destination)]; e != null; e = e.nextInBucket) {
            if (e.destination.equals(destination) && sentBytes > mtuBytes) {
                e.learnMtu(mtuBytes, until);
                known = true;
            }
        }
        return known;
    }

    /** {@code ip tcp_metrics flush all}. */
    void forgetMetrics() {
        for (DestinationEntry e = oldest; e != null; e = e.newer) {
            e.forgetMetrics();
        }
    }

    private void hang(DestinationEntry entry) {
        int bucket = bucket(entry.destination);
        entry.nextInBucket = buckets[bucket];
        buckets[bucket] = entry;
    }

    private void grow() {
        buckets = new DestinationEntry[buckets.length * 2];
        for (DestinationEntry e = oldest; e != null; e = e.newer) {
            hang(e);
        }
    }

    private int bucket(IpAddress destination) {
        return (int) secret.forTable(2, destination.high(), destination.low(), 0, 0, 0) & buckets.length - 1;
    }

    private void linkNewest(DestinationEntry entry) {
        entry.older = newest;
        entry.newer = null;
        if (newest == null) {
            oldest = entry;
        } else {
            newest.newer = entry;
        }
        newest = entry;
    }

    private void unlink(DestinationEntry entry) {
        if (entry.older == null) {
            oldest = entry.newer;
        } else {
            entry.older.newer = entry.newer;
        }
        if (entry.newer == null) {
            newest = entry.older;
        } else {
            entry.newer.older = entry.older;
        }
        entry.older = null;
        entry.newer = null;
    }
}
