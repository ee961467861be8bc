package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A server that can be asked: of a zone, by name and with the addresses that are known (hints or glue), or an upstream
 * resolver, which has no name.
 *
 * @param name null for an upstream resolver
 */
public record NameServer(@Nullable DomainName name, List<Endpoint> addresses) {
    /** Where DNS servers listen (RFC 1035 §4.2). */
    public static final int PORT = 53;

    public NameServer {
        addresses = List.copyOf(addresses);
    }

    /** A named server on port 53: a root hint. */
    public static NameServer of(String name, IpAddress... addresses) {
        return new NameServer(
                DomainName.of(name),
                Stream.of(addresses).map(a -> Endpoint.of(a, PORT)).toList());
    }

    static NameServer upstream(Endpoint address) {
        return new NameServer(null, List.of(address));
    }

    @Override
    public String toString() {
        return name == null ? addresses.toString() : name + (addresses.isEmpty() ? "" : " " + addresses);
    }
}
