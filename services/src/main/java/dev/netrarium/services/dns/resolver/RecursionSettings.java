package dev.netrarium.services.dns.resolver;

import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import java.util.List;

/**
 * How a {@link RecursiveServer} works: exactly one of {@code rootHints} and {@code upstreams} is given.
 *
 * @param rootHints servers of the root, asked first when nothing is known: an iterative resolver
 * @param upstreams resolvers that everything is passed on to: a forwarder
 * @param families which addresses of servers are used
 * @param serverPort where the servers found by walking listen; 53 but for tests
 * @param cacheEntries room of the cache
 * @param cacheBytes room of the cache, an estimate of its heap
 */
public record RecursionSettings(
        List<NameServer> rootHints,
        List<Endpoint> upstreams,
        List<IpFamily> families,
        int serverPort,
        int cacheEntries,
        long cacheBytes) {
    /** Enough for the names of a large office. */
    private static final int RESOLVER_ENTRIES = 50_000;

    private static final long RESOLVER_BYTES = 32L << 20;

    /** Ten times dnsmasq's default of 150, as home routers have more memory now. */
    private static final int FORWARDER_ENTRIES = 1_500;

    private static final long FORWARDER_BYTES = 2L << 20;

    public RecursionSettings {
        rootHints = List.copyOf(rootHints);
        upstreams = List.copyOf(upstreams);
        families = List.copyOf(families);
        if (rootHints.isEmpty() == upstreams.isEmpty()) {
            throw new IllegalArgumentException("either root hints or upstream resolvers are needed, not both");
        }
        if (families.isEmpty()) {
            throw new IllegalArgumentException("at least one address family is needed");
        }
    }

    /** A resolver that walks down from the root. */
    public static RecursionSettings resolver(List<NameServer> rootHints) {
        return new RecursionSettings(
                rootHints,
                List.of(),
                List.of(IpFamily.IPV4, IpFamily.IPV6),
                NameServer.PORT,
                RESOLVER_ENTRIES,
                RESOLVER_BYTES);
    }

    /** A forwarder, such as that of a home router. */
    public static RecursionSettings forwarder(List<Endpoint> upstreams) {
        return new RecursionSettings(
                List.of(),
                upstreams,
                List.of(IpFamily.IPV4, IpFamily.IPV6),
                NameServer.PORT,
                FORWARDER_ENTRIES,
                FORWARDER_BYTES);
    }

    public RecursionSettings withFamilies(List<IpFamily> newFamilies) {
        return new RecursionSettings(rootHints, upstreams, newFamilies, serverPort, cacheEntries, cacheBytes);
    }

    public RecursionSettings withCache(int entries, long bytes) {
        return new RecursionSettings(rootHints, upstreams, families, serverPort, entries, bytes);
    }

    boolean forwards() {
        return !upstreams.isEmpty();
    }
}
