package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
import java.util.List;

/**
 * What a parent says about a zone: its servers, with the glue, which is good for finding them and nothing else (RFC 2181
 * §5.4.1). Kept apart from data that is answered: what a child says about itself never lengthens it, so that a zone that
 * its parent has taken back does not live on ("ghost domains").
 */
record Delegation(DomainName zone, List<NameServer> servers, int ttlSeconds) {
    Delegation {
        servers = List.copyOf(servers);
    }
}
