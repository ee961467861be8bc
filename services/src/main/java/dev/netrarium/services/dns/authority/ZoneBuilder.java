package dev.netrarium.services.dns.authority;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.RecordClass;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResourceRecord;
import dev.netrarium.services.dns.RrSet;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Checks the records of a zone against each other and puts them into its tree. */
final class ZoneBuilder {
    private ZoneBuilder() {}

    /**
     * @param lines where each record stands, for errors
     */
    static Zone build(DomainName origin, List<ResourceRecord> records, List<Integer> lines) {
        NavigableMap<DomainName, NavigableMap<RecordType, List<ResourceRecord>>> tree = new TreeMap<>();
        for (int i = 0; i < records.size(); i++) {
            ResourceRecord record = records.get(i);
            int line = lines.get(i);
            if (!record.recordClass().equals(RecordClass.IN)) {
                throw new ZoneTextException(line, "only class IN is served: " + record.recordClass());
            }
            if (!record.name().isAtOrBelow(origin)) {
                throw new ZoneTextException(line, record.name() + " is outside of the zone " + origin);
            }
            NavigableMap<RecordType, List<ResourceRecord>> node =
                    tree.computeIfAbsent(record.name(), n -> new TreeMap<>());
            boolean alias = record.type().equals(RecordType.CNAME);
            boolean aliasThere = node.containsKey(RecordType.CNAME);
            if (alias && !node.isEmpty() || aliasThere) {
                throw new ZoneTextException(
                        line, record.name() + " is an alias and can have no other data (RFC 1034 §3.6.2)");
            }
            if (record.type().equals(RecordType.SOA)
                    && (!record.name().equals(origin) || node.containsKey(RecordType.SOA))) {
                throw new ZoneTextException(line, "one SOA, at " + origin + ", is what a zone has");
            }
            node.computeIfAbsent(record.type(), t -> new ArrayList<>()).add(record);
        }
        NavigableMap<RecordType, List<ResourceRecord>> apex = tree.get(origin);
        int lastLine = lines.isEmpty() ? 1 : lines.getLast();
        if (apex == null || !apex.containsKey(RecordType.SOA)) {
            throw new ZoneTextException(lastLine, "the zone " + origin + " has no SOA");
        }
        if (!apex.containsKey(RecordType.NS)) {
            throw new ZoneTextException(lastLine, "the zone " + origin + " has no NS");
        }
        NavigableMap<DomainName, NavigableMap<RecordType, RrSet>> nodes = new TreeMap<>();
        tree.forEach((name, types) -> {
            NavigableMap<RecordType, RrSet> sets = new TreeMap<>();
            types.forEach((type, members) -> sets.put(type, RrSet.group(members).getFirst()));
            nodes.put(name, sets);
        });
        return new Zone(origin, nodes);
    }
}
