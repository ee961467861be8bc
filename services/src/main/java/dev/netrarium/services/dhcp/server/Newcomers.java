package dev.netrarium.services.dhcp.server;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How many clients never seen before may come on each circuit: a bucket of tokens for each, so that one that makes up
 * clients (RFC 2131 §7) starves itself and not those whom the server knows.
 */
final class Newcomers {
    /** Circuits remembered; the one quiet for longest is forgotten, and has a full bucket again. */
    static final int MOST_CIRCUITS = 4096;

    private static final long SECOND = 1_000_000_000L;

    private final int perSecond;
    private final int atOnce;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_CIRCUITS;
        }
    };

    private static final class Bucket {
        long fullNanos;
    }

    Newcomers(int perSecond, int atOnce) {
        this.perSecond = perSecond;
        this.atOnce = atOnce;
    }

    /** True when one more may come. */
    boolean admit(long now, String circuit) {
        Bucket bucket = buckets.computeIfAbsent(circuit, c -> new Bucket());
        long each = SECOND / perSecond;
        long full = Math.max(bucket.fullNanos, now); // the time at which the bucket would be full again
        if (full - now > each * (atOnce - 1L)) {
            return false;
        }
        bucket.fullNanos = full + each;
        return true;
    }

    int circuits() {
        return buckets.size();
    }
}
