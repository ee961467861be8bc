package dev.netrarium.services.dhcp.host;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.wire.IpAddress;
import java.util.List;

/**
 * What a lease says about names: resolv.conf(5) without its file.
 *
 * @param servers none when the lease has ended
 */
public record HostNames(List<IpAddress> servers, List<DomainName> search) {
    public static final HostNames NONE = new HostNames(List.of(), List.of());

    public HostNames {
        servers = List.copyOf(servers);
        search = List.copyOf(search);
    }
}
