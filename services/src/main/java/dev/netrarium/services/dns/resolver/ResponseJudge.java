package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.RecordData;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResourceRecord;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.RrSet;
import dev.netrarium.services.dns.Tally;
import dev.netrarium.wire.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads a response as one from a server of {@code zone}, who has a say about names at and below the zone and about
 * nothing else: all other records are as if they were not there. For an upstream resolver the zone is the root, and what
 * it says needs no authority.
 */
final class ResponseJudge {
    private record Key(DomainName name, RecordType type) {}

    private final DnsMessage response;
    private final DomainName zone;
    private final boolean fromUpstream;
    private final int serverPort;
    private final Tally<ResolverCount> tally;

    private ResponseJudge(
            DnsMessage response, DomainName zone, boolean fromUpstream, int serverPort, Tally<ResolverCount> tally) {
        this.response = response;
        this.zone = zone;
        this.fromUpstream = fromUpstream;
        this.serverPort = serverPort;
        this.tally = tally;
    }

    static Verdict ofUpstream(DnsMessage response, DomainName name, RecordType type, Tally<ResolverCount> tally) {
        return new ResponseJudge(response, DomainName.ROOT, true, NameServer.PORT, tally).judge(name, type);
    }

    static Verdict ofServer(
            DnsMessage response,
            DomainName zone,
            DomainName name,
            RecordType type,
            int serverPort,
            Tally<ResolverCount> tally) {
        return new ResponseJudge(response, zone, false, serverPort, tally).judge(name, type);
    }

    private Verdict judge(DomainName asked, RecordType type) {
        ResponseCode code = response.header().responseCode();
        boolean noSuchName = code.equals(ResponseCode.NXDOMAIN);
        if (!noSuchName && !code.equals(ResponseCode.NOERROR)) {
            return new Verdict.Useless("it answered " + code, code.equals(ResponseCode.REFUSED));
        }
        Map<Key, RrSet> answers = bailiwick(response.answers());
        List<RrSet> aliases = new ArrayList<>();
        Set<DomainName> seen = new LinkedHashSet<>();
        DomainName name = asked;
        while (seen.add(name)) {
            RrSet set = answers.get(new Key(name, type));
            if (set != null) {
                return new Verdict.Found(aliases, set);
            }
            RrSet alias = answers.get(new Key(name, RecordType.CNAME));
            if (alias == null) {
                return withoutData(aliases, name, noSuchName);
            }
            if (alias.data().size() > 1) {
                return new Verdict.Useless("its answer has two aliases of " + name, false);
            }
            aliases.add(alias);
            if (aliases.size() > Limits.ALIASES) {
                return new Verdict.Useless("its answer has more than " + Limits.ALIASES + " aliases", false);
            }
            name = ((RecordData.Cname) alias.data().getFirst()).target();
            if (!name.isAtOrBelow(zone)) {
                return new Verdict.Elsewhere(aliases, name);
            }
        }
        return new Verdict.Useless("its answer's aliases form a ring", false);
    }

    private Verdict withoutData(List<RrSet> aliases, DomainName name, boolean noSuchName) {
        Map<Key, RrSet> authorities = bailiwick(response.authorities());
        RrSet soa = null;
        RrSet servers = null;
        for (RrSet set : authorities.values()) {
            if (name.isAtOrBelow(set.name())) {
                if (set.type().equals(RecordType.SOA)) {
                    soa = set;
                } else if (set.type().equals(RecordType.NS)) {
                    servers = set;
                }
            }
        }
        boolean authoritative = fromUpstream || response.header().authoritative();
        if (noSuchName) {
            return authoritative || soa != null
                    ? new Verdict.NoSuchName(aliases, name, soa)
                    : new Verdict.Useless("it has no authority to deny a name", true);
        }
        if (soa != null) {
            return new Verdict.NoData(aliases, name, soa);
        }
        if (!aliases.isEmpty()) {
            return new Verdict.Elsewhere(aliases, name);
        }
        if (!fromUpstream && servers != null && servers.name().isBelow(zone)) {
            return new Verdict.Referred(delegation(servers));
        }
        if (authoritative) {
            return new Verdict.NoData(aliases, name, null);
        }
        return new Verdict.Useless("it does not serve " + zone, true);
    }

    private Delegation delegation(RrSet set) {
        Map<Key, RrSet> glue = bailiwick(response.additionals());
        List<NameServer> servers = new ArrayList<>();
        for (RecordData data : set.data()) {
            DomainName name = ((RecordData.Ns) data).server();
            List<Endpoint> addresses = new ArrayList<>();
            addAddresses(addresses, glue.get(new Key(name, RecordType.A)), serverPort);
            addAddresses(addresses, glue.get(new Key(name, RecordType.AAAA)), serverPort);
            servers.add(new NameServer(name, addresses));
            if (servers.size() == Limits.SERVERS_PER_DELEGATION) {
                break;
            }
        }
        return new Delegation(set.name(), servers, set.ttlSeconds());
    }

    /** Adds the addresses of an A or AAAA set, as far as there is room. */
    static void addAddresses(List<Endpoint> addresses, @Nullable RrSet set, int port) {
        if (set == null) {
            return;
        }
        for (RecordData data : set.data()) {
            if (addresses.size() >= Limits.ADDRESSES_PER_SERVER) {
                return;
            }
            switch (data) {
                case RecordData.A a -> addresses.add(Endpoint.of(a.address(), port));
                case RecordData.Aaaa a -> addresses.add(Endpoint.of(a.address(), port));
                default -> {}
            }
        }
    }

    private Map<Key, RrSet> bailiwick(List<ResourceRecord> records) {
        List<ResourceRecord> inside = new ArrayList<>(records.size());
        for (ResourceRecord record : records) {
            if (record.name().isAtOrBelow(zone)) {
                inside.add(record);
            } else {
                tally.count(ResolverCount.OUT_OF_BAILIWICK);
            }
        }
        Map<Key, RrSet> sets = new LinkedHashMap<>();
        for (RrSet set : RrSet.group(inside)) {
            sets.put(new Key(set.name(), set.type()), set);
        }
        return sets;
    }
}
