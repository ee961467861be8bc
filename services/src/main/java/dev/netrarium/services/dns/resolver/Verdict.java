package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.RrSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a response means for the name that was asked. */
sealed interface Verdict {
    /** The data, behind the aliases that lead to it. */
    record Found(List<RrSet> aliases, RrSet set) implements Verdict {}

    /** Aliases that lead to a name this server does not tell about. */
    record Elsewhere(List<RrSet> aliases, DomainName target) implements Verdict {}

    /** There is no such name at the end of the aliases. */
    record NoSuchName(
            List<RrSet> aliases, DomainName name, @Nullable RrSet soa) implements Verdict {}

    /** The name at the end of the aliases has no data of the type. */
    record NoData(
            List<RrSet> aliases, DomainName name, @Nullable RrSet soa) implements Verdict {}

    /** Others know, further down. */
    record Referred(Delegation to) implements Verdict {}

    /**
     * Nothing usable.
     *
     * @param lame the server does not serve the zone, and need not be asked about it for a while
     */
    record Useless(String why, boolean lame) implements Verdict {}

    /** Keeps what it tells about the question's type, as far as that may be kept. */
    default void rememberIn(DnsCache cache, long now, RecordType type, boolean authoritative) {
        // RFC 2181 §5.4.1: of a chain, authority covers the first link only.
        Trust trust = authoritative ? Trust.AUTHORITATIVE : Trust.ANSWER;
        for (RrSet alias : aliases()) {
            cache.put(now, alias, trust);
            trust = Trust.ANSWER;
        }
        switch (this) {
            case Found found -> cache.put(now, found.set, trust);
            case NoSuchName none when none.soa != null -> cache.putNoSuchName(now, none.name, none.soa);
            case NoData none when none.soa != null -> cache.putNoData(now, none.name, type, none.soa);
            default -> {}
        }
    }

    /** The end of the lookup that it means, TTLs cut as in the cache; null when it means none. */
    default @Nullable Outcome outcome() {
        return switch (this) {
            case Found found ->
                Outcome.found(List.of(DnsCache.capped(found.set))).behind(cappedAliases());
            case NoSuchName none -> Outcome.noSuchName(cappedAliases(), DnsCache.negative(none.soa));
            case NoData none -> Outcome.noData(cappedAliases(), DnsCache.negative(none.soa));
            case Elsewhere elsewhere -> null;
            case Referred referred -> null;
            case Useless useless -> null;
        };
    }

    /** The aliases that the response tells of; none where it tells nothing. */
    default List<RrSet> aliases() {
        return List.of();
    }

    default List<RrSet> cappedAliases() {
        return aliases().stream().map(DnsCache::capped).toList();
    }
}
