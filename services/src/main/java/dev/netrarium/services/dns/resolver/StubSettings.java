package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.time.Duration;
import java.util.List;

/**
 * What resolv.conf(5) says, with its defaults.
 *
 * @param servers asked in this order, 1 to 3
 * @param search suffixes for names with fewer dots than {@code ndots}, at most 6
 * @param ndots a name with at least this many dots is tried as it is first
 * @param timeout for one answer of one server
 * @param attempts rounds through the servers
 * @param families which addresses are asked for, each with a query of its own
 * @param cacheEntries room of the host's cache, such as nscd or systemd-resolved keep; 0 for none, as plain glibc
 */
public record StubSettings(
        List<Endpoint> servers,
        List<DomainName> search,
        int ndots,
        Duration timeout,
        int attempts,
        List<IpFamily> families,
        int cacheEntries) {
    /** glibc's MAXNS. */
    public static final int MAX_SERVERS = 3;
    /** glibc's MAXDNSRCH. */
    public static final int MAX_SEARCH = 6;

    private static final int DEFAULT_CACHE_ENTRIES = 1_000;

    public StubSettings {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
        families = List.copyOf(families);
        if (servers.isEmpty() || servers.size() > MAX_SERVERS) {
            throw new IllegalArgumentException("a stub has 1 to 3 servers: " + servers);
        }
        if (search.size() > MAX_SEARCH || ndots < 0 || ndots > 15 || attempts < 1 || attempts > 5) {
            throw new IllegalArgumentException(
                    "at most 6 suffixes, ndots 0 to 15, attempts 1 to 5: " + search + ", " + ndots + ", " + attempts);
        }
        if (timeout.isNegative() || timeout.isZero() || families.isEmpty() || cacheEntries < 0) {
            throw new IllegalArgumentException(
                    "a time-out, a family, no negative cache: " + timeout + ", " + families + ", " + cacheEntries);
        }
    }

    /** The servers on port 53, 5 s, 2 attempts, ndots 1, both families, a cache. */
    public static StubSettings of(IpAddress... servers) {
        return new StubSettings(
                List.of(servers).stream()
                        .map(a -> Endpoint.of(a, NameServer.PORT))
                        .toList(),
                List.of(),
                1,
                Duration.ofSeconds(5),
                2,
                List.of(IpFamily.IPV4, IpFamily.IPV6),
                DEFAULT_CACHE_ENTRIES);
    }

    public StubSettings withSearch(List<DomainName> suffixes) {
        return new StubSettings(servers, suffixes, ndots, timeout, attempts, families, cacheEntries);
    }

    public StubSettings withFamilies(List<IpFamily> newFamilies) {
        return new StubSettings(servers, search, ndots, timeout, attempts, newFamilies, cacheEntries);
    }

    public StubSettings withCache(int entries) {
        return new StubSettings(servers, search, ndots, timeout, attempts, families, entries);
    }
}
