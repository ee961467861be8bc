package dev.netrarium.services.dns.authority;

import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.DnsRequest;
import dev.netrarium.services.dns.DnsResponder;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.ServerCount;
import dev.netrarium.services.dns.Tally;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.wire.Endpoint;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Answers queries from its zones and nothing else: no recursion, no cache, no zone transfer. A name is looked up in the
 * zone with the longest matching origin; where there is none the answer is REFUSED.
 */
public final class AuthoritativeServer implements DnsResponder {
    private final NavigableMap<DomainName, Zone> zones = new TreeMap<>();
    private final Tally<ServerCount> tally = new Tally<>(ServerCount.class);

    /**
     * @throws IllegalArgumentException when two zones have one origin
     */
    public AuthoritativeServer(List<Zone> zones) {
        for (Zone zone : zones) {
            if (this.zones.put(zone.origin(), zone) != null) {
                throw new IllegalArgumentException("two zones with the origin " + zone.origin());
            }
        }
    }

    @Override
    public byte @Nullable [] respond(long now, byte[] request, Endpoint from, Transport transport) {
        return switch (DnsRequest.of(request, transport, false, tally)) {
            case DnsRequest.Dropped dropped -> null;
            case DnsRequest.Rejected rejected -> rejected.response();
            case DnsRequest.Query query -> answer(query);
        };
    }

    private byte[] answer(DnsRequest.Query query) {
        Zone zone = zoneOf(query.question().name());
        if (zone == null) {
            return query.replyError(ResponseCode.REFUSED, tally);
        }
        DnsMessage response = new ZoneAnswer(zone).answer(query.message().header(), query.question());
        return query.reply(response, tally);
    }

    /** The zone whose origin is the longest ending of the name; null when none is. */
    private @Nullable Zone zoneOf(DomainName name) {
        for (int labels = name.labelCount(); labels >= 0; labels--) {
            Zone zone = zones.get(name.ancestor(labels));
            if (zone != null) {
                return zone;
            }
        }
        return null;
    }

    public List<Zone> zones() {
        return List.copyOf(zones.values());
    }

    public Tally<ServerCount> tally() {
        return tally;
    }
}
