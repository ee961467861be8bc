package dev.netrarium.services.dns.authority;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.RecordData;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResourceRecord;
import dev.netrarium.services.dns.RrSet;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** A zone (RFC 1034 §4.2): the RRsets of one part of the tree of names, from its apex down to its cuts. Immutable. */
public final class Zone {
    private final DomainName origin;
    /** In canonical order, in which descendants follow their ancestor directly. */
    private final NavigableMap<DomainName, NavigableMap<RecordType, RrSet>> nodes;

    private final RrSet soa;

    Zone(DomainName origin, NavigableMap<DomainName, NavigableMap<RecordType, RrSet>> nodes) {
        this.origin = origin;
        this.nodes = nodes;
        RrSet start = find(origin, RecordType.SOA);
        if (start == null) {
            throw new IllegalArgumentException("the zone " + origin + " has no SOA");
        }
        this.soa = start;
    }

    /**
     * Reads a master file (RFC 1035 §5).
     *
     * @param origin name of the zone, and of {@code @} until an $ORIGIN says otherwise
     * @throws ZoneTextException naming the line that is wrong
     */
    public static Zone parse(String origin, String text) {
        return ZoneText.parse(DomainName.of(origin), text);
    }

    public DomainName origin() {
        return origin;
    }

    /** All records, in canonical order of their names. */
    public List<ResourceRecord> records() {
        return nodes.values().stream()
                .flatMap(node -> node.values().stream())
                .flatMap(set -> set.records().stream())
                .toList();
    }

    /** The SOA with the TTL of a negative answer: the lower of its own and its minimum field (RFC 2308 §3). */
    RrSet negativeSoa() {
        RecordData.Soa data = (RecordData.Soa) soa.data().getFirst();
        int minimum = Math.max(data.minimumSeconds(), 0);
        return soa.withTtl(Math.min(soa.ttlSeconds(), minimum));
    }

    @Nullable RrSet find(DomainName name, RecordType type) {
        return sets(name).get(type);
    }

    /** The RRsets of a name, by type; empty for names without any. */
    NavigableMap<RecordType, RrSet> sets(DomainName name) {
        NavigableMap<RecordType, RrSet> sets = nodes.get(name);
        return sets == null ? Collections.emptyNavigableMap() : sets;
    }

    /** True for names with data and for those above them, the empty non-terminals (RFC 8020 §2). */
    boolean exists(DomainName name) {
        DomainName next = nodes.ceilingKey(name);
        return next != null && next.isAtOrBelow(name);
    }

    /** The NS records of the highest cut at or above a name of this zone; null when the name is this zone's own. */
    @Nullable RrSet cutAbove(DomainName name, RecordType type) {
        int labels = name.labelCount();
        // The parent's side of a cut holds DS (RFC 4035 §3.1.4.1): for it the cut itself is no cut.
        int last = type.equals(RecordType.DS) ? labels - 1 : labels;
        for (int depth = origin.labelCount() + 1; depth <= last; depth++) {
            RrSet servers = find(name.ancestor(depth), RecordType.NS);
            if (servers != null) {
                return servers;
            }
        }
        return null;
    }

    /** The longest existing ancestor of a name that does not exist (RFC 4592 §3.3.1). */
    DomainName closestEncloser(DomainName name) {
        DomainName encloser = name.parent();
        while (!exists(encloser)) {
            encloser = encloser.parent();
        }
        return encloser;
    }
}
