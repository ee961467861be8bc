package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A hosts file (hosts(5)): names and their addresses, without asking anybody. {@code localhost} and the names below it
 * are the host itself whatever the file says (RFC 6761 §6.3). Immutable.
 */
public final class HostsTable {
    private static final DomainName LOCALHOST = DomainName.of("localhost");

    /** Without lines of its own. */
    public static final HostsTable EMPTY = new HostsTable(Map.of());

    private final Map<DomainName, List<IpAddress>> addresses;

    private HostsTable(Map<DomainName, List<IpAddress>> addresses) {
        this.addresses = addresses;
    }

    /**
     * Reads a file: an address, then its names, on each line; {@code #} begins a comment.
     *
     * @throws IllegalArgumentException naming the line that is wrong
     */
    public static HostsTable parse(String text) {
        Map<DomainName, List<IpAddress>> table = new LinkedHashMap<>();
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            int comment = line.indexOf('#');
            String[] words =
                    (comment < 0 ? line : line.substring(0, comment)).strip().split("\\s+");
            if (words[0].isEmpty()) {
                continue;
            }
            try {
                IpAddress address = IpAddress.of(words[0]);
                if (words.length == 1) {
                    throw new IllegalArgumentException("no name behind " + address);
                }
                for (int i = 1; i < words.length; i++) {
                    List<IpAddress> known = table.computeIfAbsent(DomainName.of(words[i]), n -> new ArrayList<>());
                    if (!known.contains(address)) {
                        known.add(address);
                    }
                }
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("hosts file, line " + number + ": " + e.getMessage(), e);
            }
        }
        table.replaceAll((name, list) -> List.copyOf(list));
        return new HostsTable(table);
    }

    /** The addresses of a name, in the order of the file; none when it is not there. */
    public List<IpAddress> addresses(DomainName name) {
        List<IpAddress> known = addresses.get(name);
        if (known != null) {
            return known;
        }
        return name.isAtOrBelow(LOCALHOST) ? List.of(Ipv4Address.LOOPBACK, Ipv6Address.LOOPBACK) : List.of();
    }

    List<IpAddress> addresses(DomainName name, List<IpFamily> families) {
        return addresses(name).stream()
                .filter(a -> families.contains(a.family()))
                .toList();
    }
}
