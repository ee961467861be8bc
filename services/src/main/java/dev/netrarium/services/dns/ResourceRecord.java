package dev.netrarium.services.dns;

/**
 * A resource record (RFC 1035 §3.2.1).
 *
 * @param ttlSeconds how long it may be cached, 0 to 2³¹−1 (RFC 2181 §8)
 */
public record ResourceRecord(DomainName name, RecordClass recordClass, int ttlSeconds, RecordData data) {
    /** Type, class, TTL and length of the data. */
    static final int FIXED_BYTES = 10;

    public ResourceRecord {
        if (ttlSeconds < 0) {
            throw new IllegalArgumentException("TTL is 0 to 2^31-1: " + ttlSeconds);
        }
    }

    /** A record of class IN. */
    public static ResourceRecord of(String name, int ttlSeconds, RecordData data) {
        return new ResourceRecord(DomainName.of(name), RecordClass.IN, ttlSeconds, data);
    }

    public RecordType type() {
        return data.type();
    }

    public ResourceRecord withTtl(int seconds) {
        return seconds == ttlSeconds ? this : new ResourceRecord(name, recordClass, seconds, data);
    }

    /** This record under another owner, as a wildcard's answer (RFC 4592 §3.3). */
    public ResourceRecord withName(DomainName owner) {
        return new ResourceRecord(owner, recordClass, ttlSeconds, data);
    }

    /** True when both belong to one RRset (RFC 2181 §5). */
    public boolean isSameSet(ResourceRecord other) {
        return type().equals(other.type()) && recordClass.equals(other.recordClass) && name.equals(other.name);
    }

    /** The line of a master file. */
    @Override
    public String toString() {
        return name + "\t" + ttlSeconds + "\t" + recordClass + "\t" + type() + "\t" + data;
    }
}
