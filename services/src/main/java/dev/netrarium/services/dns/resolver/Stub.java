package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.Tally;
import dev.netrarium.stack.RandomStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The resolver of a host (RFC 1034 §5.3.1): a cache, a hosts file, and servers that do the work. Each name is a {@link
 * StubLookup} of its own, driven by the program that wants it; this is what they share. All of it belongs to the host's
 * loop.
 */
public final class Stub {
    /** Of estimated heap for each entry of the cache: an answer with a few addresses. */
    private static final int CACHE_BYTES_PER_ENTRY = 1_024;

    /** Watches a stub. Called in the middle of its verbs; must not call back. */
    @FunctionalInterface
    public interface Observer {
        void observed(long now, StubEvent event);
    }

    final StubSettings settings;
    final RandomStream chance;
    final Tally<ResolverCount> tally = new Tally<>(ResolverCount.class);
    final @Nullable DnsCache cache;
    private HostsTable hosts;
    private @Nullable Observer observer;

    public Stub(StubSettings settings, HostsTable hosts, RandomStream chance) {
        this.settings = settings;
        this.hosts = hosts;
        this.chance = chance;
        this.cache = settings.cacheEntries() == 0
                ? null
                : new DnsCache(settings.cacheEntries(), (long) CACHE_BYTES_PER_ENTRY * settings.cacheEntries());
    }

    /** Begins to look up a name: an address, a host name, or a domain name. */
    public StubLookup begin(long now, String name) {
        StubLookup lookup = new StubLookup(this, name);
        lookup.begin(now);
        return lookup;
    }

    public HostsTable hosts() {
        return hosts;
    }

    /** Another hosts file. The cache is emptied, as nscd does: the file has the first word. */
    public void hosts(HostsTable changed) {
        hosts = changed;
        if (cache != null) {
            cache.clear();
        }
    }

    /** The host's cache; null when there is none. */
    public @Nullable DnsCache cache() {
        return cache;
    }

    public StubSettings settings() {
        return settings;
    }

    public Tally<ResolverCount> tally() {
        return tally;
    }

    /** Tells somebody what happens; null for nobody. */
    public void observe(@Nullable Observer newObserver) {
        observer = newObserver;
    }

    void tell(long now, Supplier<StubEvent> event) {
        if (observer != null) {
            observer.observed(now, event.get());
        }
    }
}
