package dev.netrarium.services.dns.authority;

import dev.netrarium.services.dns.DnsHeader;
import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordData;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResourceRecord;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.RrSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One run of the answering algorithm of RFC 1034 §4.3.2, with wildcards by RFC 4592, negative answers by RFC 2308,
 * and the response code of an alias by RFC 6604. Aliases are followed inside the zone only: what another zone says is for
 * the resolver to ask.
 */
final class ZoneAnswer {
    /** Aliases followed for one query. */
    private static final int MAX_ALIASES = 16;

    private final Zone zone;
    private final Set<RrSet> answers = new LinkedHashSet<>();
    private final Set<RrSet> authorities = new LinkedHashSet<>();
    private final Set<RrSet> additionals = new LinkedHashSet<>();
    private boolean authoritative = true;
    private ResponseCode responseCode = ResponseCode.NOERROR;

    ZoneAnswer(Zone zone) {
        this.zone = zone;
    }

    DnsMessage answer(DnsHeader query, Question question) {
        DomainName name = question.name();
        for (int aliases = 0; aliases <= MAX_ALIASES; aliases++) {
            DomainName target = step(name, question.type());
            if (target == null || !target.isAtOrBelow(zone.origin())) {
                break;
            }
            name = target;
        }
        answers.forEach(this::addAddressesOfTargets);
        return new DnsMessage(
                query.response(responseCode, authoritative, false),
                List.of(question),
                records(answers),
                records(authorities),
                records(additionals),
                null);
    }

    /** Looks for one name; returns the target of an alias that has to be followed. */
    private @Nullable DomainName step(DomainName name, RecordType type) {
        RrSet cut = zone.cutAbove(name, type);
        if (cut != null) {
            refer(cut);
            return null;
        }
        if (zone.exists(name)) {
            return found(name, name, type);
        }
        DomainName wildcard = zone.closestEncloser(name).wildcardChild();
        if (wildcard != null && zone.exists(wildcard)) {
            return found(wildcard, name, type);
        }
        responseCode = ResponseCode.NXDOMAIN;
        authorities.add(zone.negativeSoa());
        return null;
    }

    /** Step 3b: delegated. The addresses of the servers go along, from below the cut if they stand there. */
    private void refer(RrSet cut) {
        authoritative = !answers.isEmpty();
        authorities.add(cut);
        addAddressesOfTargets(cut);
    }

    /** Step 3a or 3c: the node's data under the name that was asked for. */
    private @Nullable DomainName found(DomainName node, DomainName owner, RecordType type) {
        NavigableMap<RecordType, RrSet> sets = zone.sets(node);
        RrSet alias = sets.get(RecordType.CNAME);
        RrSet match = sets.get(type);
        if (type.equals(RecordType.ANY) && !sets.isEmpty()) {
            // RFC 8482 §4.1: one RRset is answer enough.
            match = sets.firstEntry().getValue();
        }
        if (match != null) {
            answers.add(match.withName(owner));
            return null;
        }
        if (alias != null) {
            boolean isNew = answers.add(alias.withName(owner));
            return isNew ? ((RecordData.Cname) alias.data().getFirst()).target() : null;
        }
        authorities.add(zone.negativeSoa());
        return null;
    }

    private void addAddressesOfTargets(RrSet set) {
        for (RecordData data : set.data()) {
            switch (data) {
                case RecordData.Ns ns -> addAddresses(ns.server());
                case RecordData.Mx mx -> addAddresses(mx.exchange());
                case RecordData.Srv srv -> addAddresses(srv.target());
                default -> {}
            }
        }
    }

    /** From this zone only, from below its cuts too: others' addresses are not ours to tell. */
    private void addAddresses(DomainName name) {
        for (RecordType type : List.of(RecordType.A, RecordType.AAAA)) {
            RrSet addresses = zone.find(name, type);
            if (addresses != null && !answers.contains(addresses)) {
                additionals.add(addresses);
            }
        }
    }

    private static List<ResourceRecord> records(Set<RrSet> sets) {
        List<ResourceRecord> records = new ArrayList<>();
        sets.forEach(set -> records.addAll(set.records()));
        return records;
    }
}
