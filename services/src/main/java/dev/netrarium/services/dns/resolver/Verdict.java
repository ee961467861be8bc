package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
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
}
