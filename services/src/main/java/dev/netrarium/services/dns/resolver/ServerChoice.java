package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.wire.Endpoint;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which server of a zone is asked next: one that was asked least often for this name, and of those one of the fastest.
 * Servers not heard of yet count as nearly the fastest, so that they get their chance. Those that were asked often
 * enough are left out; lame ones have one try when there is nobody else, for they may have been mended.
 */
final class ServerChoice {
    record Candidate(NameServer server, Endpoint address, int tries, long timeoutNanos) {}

    private final RecursionSettings settings;
    private final DnsCache cache;
    private final ServerTable table;
    private final RandomStream chance;

    ServerChoice(RecursionSettings settings, DnsCache cache, ServerTable table, RandomStream chance) {
        this.settings = settings;
        this.cache = cache;
        this.table = table;
        this.chance = chance;
    }

    /** Null when there is nobody to ask. */
    @Nullable Candidate next(long now, Lookup lookup, Delegation zone) {
        List<Candidate> candidates = new ArrayList<>();
        List<Candidate> lame = new ArrayList<>();
        for (NameServer server : zone.servers()) {
            for (Endpoint address : addresses(now, lookup, server)) {
                int tries = lookup.tries.getOrDefault(address, 0);
                if (!settings.families().contains(address.address().family())) {
                    continue;
                }
                Candidate candidate = new Candidate(server, address, tries, table.timeoutNanos(now, address));
                if (table.isLame(now, zone.zone(), address)) {
                    if (tries == 0) {
                        lame.add(candidate);
                    }
                } else if (tries < Limits.TRIES_PER_ADDRESS) {
                    candidates.add(candidate);
                }
            }
        }
        if (candidates.isEmpty()) {
            candidates = lame;
        }
        if (candidates.isEmpty()) {
            return null;
        }
        candidates.sort(Comparator.comparingInt(Candidate::tries).thenComparingLong(Candidate::timeoutNanos));
        Candidate best = candidates.getFirst();
        long slowest = best.timeoutNanos() + Limits.EQUALLY_FAST;
        int equals = 1;
        while (equals < candidates.size()
                && candidates.get(equals).tries() == best.tries()
                && candidates.get(equals).timeoutNanos() <= slowest) {
            equals++;
        }
        return candidates.get(chance.nextInt(equals));
    }

    /** What was looked up, else what was answered to somebody, else the glue (RFC 2181 §5.4.1). */
    private List<Endpoint> addresses(long now, Lookup lookup, NameServer server) {
        DomainName name = server.name();
        if (name == null) {
            return server.addresses();
        }
        List<Endpoint> found = lookup.targetAddresses.get(name);
        if (found != null && !found.isEmpty()) {
            return found;
        }
        List<Endpoint> cached = new ArrayList<>();
        ResponseJudge.addAddresses(cached, cache.records(now, name, RecordType.A), settings.serverPort());
        ResponseJudge.addAddresses(cached, cache.records(now, name, RecordType.AAAA), settings.serverPort());
        return cached.isEmpty() ? server.addresses() : cached;
    }

    /** The servers in an order drawn by chance. */
    List<NameServer> shuffled(List<NameServer> servers) {
        List<NameServer> order = new ArrayList<>(servers);
        for (int left = order.size(); left > 1; left--) {
            int pick = chance.nextInt(left);
            NameServer swapped = order.set(left - 1, order.get(pick));
            order.set(pick, swapped);
        }
        return order;
    }
}
