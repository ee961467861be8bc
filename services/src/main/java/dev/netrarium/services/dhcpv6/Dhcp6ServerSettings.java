package dev.netrarium.services.dhcpv6;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.Ipv6Address;
import java.time.Duration;
import java.util.List;

/**
 * What a server gives.
 *
 * @param prefix the link's
 * @param first number of the pool's first address within the prefix
 * @param size addresses of the pool; 0 for a server that gives no addresses
 * @param preferred how long addresses are preferred; T1 is half of it, T2 four fifths (RFC 8415 §21.4)
 * @param valid how long addresses are valid
 * @param rapidCommit answers SOLICIT with REPLY where the client wants that
 */
public record Dhcp6ServerSettings(
        IpPrefix prefix,
        long first,
        int size,
        Duration preferred,
        Duration valid,
        List<Ipv6Address> nameServers,
        List<DomainName> search,
        boolean rapidCommit) {
    /** Of one pool: as many as an IPv4 /16. */
    public static final int MOST = 1 << 16;

    public Dhcp6ServerSettings {
        nameServers = List.copyOf(nameServers);
        search = List.copyOf(search);
        if (prefix.family() != IpFamily.IPV6 || first < 0 || size < 0 || size > MOST) {
            throw new IllegalArgumentException("an IPv6 prefix, and a pool of up to " + MOST + " addresses");
        }
        if (preferred.compareTo(Duration.ofSeconds(4)) < 0 || valid.compareTo(preferred) < 0) {
            throw new IllegalArgumentException("addresses are preferred for 4 s or more, and valid for not less");
        }
        if (size > 0) {
            prefix.addressAt(first + size - 1); // says when it is not within
        }
    }

    /** With addresses for an hour, from {@code ::1000} on. */
    public static Dhcp6ServerSettings of(String prefix, int size, Ipv6Address... nameServers) {
        return new Dhcp6ServerSettings(
                IpPrefix.of(prefix),
                0x1000,
                size,
                Duration.ofHours(1),
                Duration.ofHours(2),
                List.of(nameServers),
                List.of(),
                false);
    }

    public Dhcp6ServerSettings withRapidCommit(boolean on) {
        return new Dhcp6ServerSettings(prefix, first, size, preferred, valid, nameServers, search, on);
    }
}
