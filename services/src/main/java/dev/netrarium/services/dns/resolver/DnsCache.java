package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.RecordData;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.RrSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a resolver remembers: RRsets, negative answers (RFC 2308), failures (RFC 9520) and delegations, each until its TTL
 * has run out or room is needed, least recently used first. Sets of different sources are never mixed (RFC 2181 §5.4).
 */
public final class DnsCache {
    /** A day: longer TTLs are cut to it, so that a mistake in a zone ends some time. */
    public static final int MAX_TTL_SECONDS = 86_400;
    /** RFC 2308 §5: "values of one to three hours have been found to work well". */
    public static final int MAX_NEGATIVE_TTL_SECONDS = 3_600;

    /**
     * The estimate of an entry's heap: so much, and so much for each byte of its wire form. Measured on a 64-bit JVM,
     * addresses, texts, negative answers and delegations take between a third and nine tenths of it.
     */
    private static final int ENTRY_BYTES = 256;

    private static final int HEAP_BYTES_PER_WIRE_BYTE = 3;

    private static final int KIND_NO_SUCH_NAME = -1;
    private static final int KIND_DELEGATION = -2;
    private static final int KIND_FAILED = 1 << 16;

    /**
     * @param kind a type's code, with {@link #KIND_FAILED} for a failure, or one of the negative constants
     */
    private record Key(DomainName name, int kind) {}

    private record Entry(Object value, long expiresNanos, int bytes) {}

    private final int maxEntries;
    private final long maxBytes;
    private final LinkedHashMap<Key, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;
    private long hits;
    private long misses;
    private long evictions;

    /**
     * @param maxEntries at least 1
     * @param maxBytes of heap, estimated; at least enough for one entry or nothing is kept
     */
    public DnsCache(int maxEntries, long maxBytes) {
        if (maxEntries < 1 || maxBytes < 0) {
            throw new IllegalArgumentException("a cache has room: " + maxEntries + " entries, " + maxBytes + " bytes");
        }
        this.maxEntries = maxEntries;
        this.maxBytes = maxBytes;
    }

    /** Everything that lives, least recently used first, with what is left of its TTL. Delegations are not among it. */
    public List<CachedAnswer> list(long now) {
        List<CachedAnswer> all = new ArrayList<>();
        for (Entry entry : entries.values()) {
            if (entry.expiresNanos > now && entry.value instanceof CachedAnswer answer) {
                all.add(answer.withTtl(secondsLeft(now, entry)));
            }
        }
        return all;
    }

    public void clear() {
        entries.clear();
        bytes = 0;
    }

    /** Entries, delegations included, dead ones that nobody has come across included. */
    public int size() {
        return entries.size();
    }

    /** Estimated heap of the entries. */
    public long bytes() {
        return bytes;
    }

    /** Questions answered from here. */
    public long hits() {
        return hits;
    }

    /** Questions that had to be asked. */
    public long misses() {
        return misses;
    }

    /** Entries that had to go while they were still alive. */
    public long evictions() {
        return evictions;
    }

    /** What is known about a name and type; null when it has to be asked. */
    public @Nullable CachedAnswer find(long now, DomainName name, RecordType type) {
        CachedAnswer found = answer(now, new Key(name, type.code()));
        if (found == null) {
            found = answer(now, new Key(name, KIND_NO_SUCH_NAME));
        }
        return found != null ? found : answer(now, new Key(name, KIND_FAILED | type.code()));
    }

    /** The whole answer, aliases followed, when it is here; null when any part of it has to be asked. */
    @Nullable Outcome outcome(long now, DomainName name, RecordType type) {
        Outcome outcome = peek(now, name, type);
        if (outcome == null) {
            misses++;
        } else {
            hits++;
        }
        return outcome;
    }

    /** Like {@link #outcome} without being counted. */
    @Nullable Outcome peek(long now, DomainName first, RecordType type) {
        List<RrSet> aliases = new ArrayList<>();
        Set<DomainName> seen = new LinkedHashSet<>();
        DomainName name = first;
        while (seen.size() <= Limits.ALIASES && seen.add(name)) {
            CachedAnswer found = find(now, name, type);
            if (found != null) {
                return switch (found) {
                    case CachedAnswer.Records r ->
                        Outcome.found(List.of(r.set())).behind(aliases);
                    case CachedAnswer.NoData n -> Outcome.noData(aliases, n.soa());
                    case CachedAnswer.NoSuchName n -> Outcome.noSuchName(aliases, n.soa());
                    case CachedAnswer.Failed f -> Outcome.failed(Failure.REMEMBERED, name + " " + type);
                };
            }
            RrSet alias = alias(now, name);
            if (alias == null) {
                return null;
            }
            aliases.add(alias);
            name = ((RecordData.Cname) alias.data().getFirst()).target();
        }
        return null;
    }

    /** The CNAME of a name, if it is here. */
    @Nullable RrSet alias(long now, DomainName name) {
        return records(now, name, RecordType.CNAME);
    }

    /** The RRset, if it is here. */
    @Nullable RrSet records(long now, DomainName name, RecordType type) {
        return answer(now, new Key(name, type.code())) instanceof CachedAnswer.Records r ? r.set() : null;
    }

    /** The delegation closest above a name, or of the name itself; null when none is here. */
    @Nullable Delegation closestDelegation(long now, DomainName name) {
        DomainName zone = name;
        while (true) {
            Entry entry = live(now, new Key(zone, KIND_DELEGATION));
            if (entry != null) {
                return (Delegation) entry.value;
            }
            if (zone.isRoot()) {
                return null;
            }
            zone = zone.parent();
        }
    }

    void put(long now, RrSet set, Trust trust) {
        Key key = new Key(set.name(), set.type().code());
        Entry old = live(now, key);
        if (old != null
                && old.value instanceof CachedAnswer.Records r
                && r.trust().compareTo(trust) > 0) {
            return;
        }
        RrSet kept = capped(set);
        put(now, key, new CachedAnswer.Records(kept, trust), kept.ttlSeconds(), set.lengthBytes());
    }

    void putNoData(long now, DomainName name, RecordType type, RrSet soa) {
        RrSet kept = soa.withTtl(negativeTtl(soa));
        CachedAnswer answer = new CachedAnswer.NoData(name, type, kept);
        put(now, new Key(name, type.code()), answer, kept.ttlSeconds(), soa.lengthBytes());
    }

    void putNoSuchName(long now, DomainName name, RrSet soa) {
        RrSet kept = soa.withTtl(negativeTtl(soa));
        CachedAnswer answer = new CachedAnswer.NoSuchName(name, kept);
        put(now, new Key(name, KIND_NO_SUCH_NAME), answer, kept.ttlSeconds(), soa.lengthBytes());
    }

    void putFailure(long now, DomainName name, RecordType type) {
        CachedAnswer answer = new CachedAnswer.Failed(name, type, Limits.FAILURE_TTL_SECONDS);
        put(now, new Key(name, KIND_FAILED | type.code()), answer, Limits.FAILURE_TTL_SECONDS, name.lengthBytes());
    }

    void put(long now, Delegation delegation) {
        int wire = delegation.zone().lengthBytes();
        for (NameServer server : delegation.servers()) {
            wire += 64
                    + (server.name() == null ? 0 : server.name().lengthBytes())
                    + 32 * server.addresses().size();
        }
        int ttl = Math.min(delegation.ttlSeconds(), MAX_TTL_SECONDS);
        put(now, new Key(delegation.zone(), KIND_DELEGATION), delegation, ttl, wire);
    }

    /** RFC 2308 §5: the lower of the SOA's own TTL and its minimum field. */
    private static int negativeTtl(RrSet soa) {
        int minimum = soa.data().getFirst() instanceof RecordData.Soa data ? Math.max(data.minimumSeconds(), 0) : 0;
        return Math.min(Math.min(soa.ttlSeconds(), minimum), MAX_NEGATIVE_TTL_SECONDS);
    }

    /** The same with its TTL cut to what the cache keeps. */
    static RrSet capped(RrSet set) {
        return set.withTtl(Math.min(set.ttlSeconds(), MAX_TTL_SECONDS));
    }

    /** The SOA as a negative answer carries it. */
    static @Nullable RrSet negative(@Nullable RrSet soa) {
        return soa == null ? null : soa.withTtl(negativeTtl(soa));
    }

    private void put(long now, Key key, Object value, int ttlSeconds, int wireBytes) {
        remove(key);
        int cost = ENTRY_BYTES + HEAP_BYTES_PER_WIRE_BYTE * (wireBytes + key.name.lengthBytes());
        if (ttlSeconds == 0 || cost > maxBytes) {
            return;
        }
        entries.put(key, new Entry(value, Limits.after(now, ttlSeconds * Limits.SECOND), cost));
        bytes += cost;
        while (entries.size() > maxEntries || bytes > maxBytes) {
            Map.Entry<Key, Entry> eldest = entries.firstEntry();
            if (eldest.getValue().expiresNanos > now) {
                evictions++;
            }
            remove(eldest.getKey());
        }
    }

    private void remove(Key key) {
        Entry gone = entries.remove(key);
        if (gone != null) {
            bytes -= gone.bytes;
        }
    }

    private @Nullable CachedAnswer answer(long now, Key key) {
        Entry entry = live(now, key);
        return entry == null ? null : ((CachedAnswer) entry.value).withTtl(secondsLeft(now, entry));
    }

    private @Nullable Entry live(long now, Key key) {
        Entry entry = entries.get(key);
        if (entry != null && entry.expiresNanos <= now) {
            remove(key);
            return null;
        }
        return entry;
    }

    private static int secondsLeft(long now, Entry entry) {
        return (int) ((entry.expiresNanos - now) / Limits.SECOND);
    }
}
