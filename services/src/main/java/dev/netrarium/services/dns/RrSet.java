package dev.netrarium.services.dns;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * All records of class IN with one owner and one type (RFC 2181 §5): they share a TTL and are never mixed with records
 * of another source.
 *
 * @param data at least one, without repetition, in order
 */
public record RrSet(DomainName name, RecordType type, int ttlSeconds, List<RecordData> data) {
    public RrSet {
        data = List.copyOf(new LinkedHashSet<>(data));
        if (data.isEmpty() || ttlSeconds < 0) {
            throw new IllegalArgumentException("an RRset has data and a TTL: " + name + " " + type);
        }
        for (RecordData one : data) {
            if (!one.type().equals(type)) {
                throw new IllegalArgumentException(one.type() + " in an RRset of " + type);
            }
        }
    }

    /** The RRsets of some records of class IN, in the order of their first record; the lowest TTL counts for a set. */
    public static List<RrSet> group(List<ResourceRecord> records) {
        record Key(DomainName name, RecordType type) {}
        LinkedHashMap<Key, List<ResourceRecord>> sets = new LinkedHashMap<>();
        for (ResourceRecord record : records) {
            if (record.recordClass().equals(RecordClass.IN)) {
                sets.computeIfAbsent(new Key(record.name(), record.type()), k -> new ArrayList<>())
                        .add(record);
            }
        }
        List<RrSet> groups = new ArrayList<>(sets.size());
        sets.forEach((key, members) -> groups.add(new RrSet(
                key.name,
                key.type,
                members.stream().mapToInt(ResourceRecord::ttlSeconds).min().orElse(0),
                members.stream().map(ResourceRecord::data).toList())));
        return groups;
    }

    public List<ResourceRecord> records() {
        return data.stream()
                .map(one -> new ResourceRecord(name, RecordClass.IN, ttlSeconds, one))
                .toList();
    }

    /** Bytes of its records on the wire, each owner written in full. */
    public int lengthBytes() {
        MessageWriter out = new MessageWriter();
        data.forEach(one -> RecordDataWire.write(out, one));
        return out.position() + data.size() * (name.lengthBytes() + ResourceRecord.FIXED_BYTES);
    }

    public RrSet withTtl(int seconds) {
        return seconds == ttlSeconds ? this : new RrSet(name, type, seconds, data);
    }

    /** The same under another owner, as a wildcard's answer (RFC 4592 §3.3). */
    public RrSet withName(DomainName owner) {
        return new RrSet(owner, type, ttlSeconds, data);
    }
}
