package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.RrSet;
import org.jspecify.annotations.Nullable;

/** What a cache holds about a name. When it is taken out, {@code ttlSeconds} is what is left. */
public sealed interface CachedAnswer {
    DomainName name();

    int ttlSeconds();

    /** Data. */
    record Records(RrSet set, Trust trust) implements CachedAnswer {
        @Override
        public DomainName name() {
            return set.name();
        }

        @Override
        public int ttlSeconds() {
            return set.ttlSeconds();
        }
    }

    /** The name exists, but without data of this type (RFC 2308 §2.2). */
    record NoData(DomainName name, RecordType type, RrSet soa) implements CachedAnswer {
        @Override
        public int ttlSeconds() {
            return soa.ttlSeconds();
        }
    }

    /** There is no such name (RFC 2308 §2.1). */
    record NoSuchName(DomainName name, RrSet soa) implements CachedAnswer {
        @Override
        public int ttlSeconds() {
            return soa.ttlSeconds();
        }
    }

    /** It could not be resolved a moment ago (RFC 9520). */
    record Failed(DomainName name, RecordType type, int ttlSeconds) implements CachedAnswer {}

    /** The same with another TTL. */
    default CachedAnswer withTtl(int seconds) {
        return switch (this) {
            case Records r -> new Records(r.set.withTtl(seconds), r.trust);
            case NoData n -> new NoData(n.name, n.type, n.soa.withTtl(seconds));
            case NoSuchName n -> new NoSuchName(n.name, n.soa.withTtl(seconds));
            case Failed f -> new Failed(f.name, f.type, seconds);
        };
    }

    /** The type it is about; null for all types. */
    default @Nullable RecordType type() {
        return switch (this) {
            case Records r -> r.set.type();
            case NoData n -> n.type;
            case NoSuchName n -> null;
            case Failed f -> f.type;
        };
    }
}
