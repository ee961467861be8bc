package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordClass;
import dev.netrarium.services.dns.RecordData;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.RrSet;
import dev.netrarium.services.dns.Tally;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.TimerQueue;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;

/**
 * The algorithm of a resolver (RFC 1034 §5.3.3): look into the cache, find the best servers to ask, ask them until one
 * gives a response, and follow what it says: data, an alias, a referral, or that there is nothing.
 */
final class Lookups implements Exchanges.Asker<Lookup> {
    /** Who is told how a client's lookup ended. */
    interface Clients {
        void finished(long now, Waiter.Asker asker, Outcome outcome);
    }

    private final RecursionSettings settings;
    private final DnsCache cache;
    private final Clients clients;
    private final Story story;
    private final Tally<ResolverCount> tally;
    private final Delegation top;
    private final ServerTable servers = new ServerTable();
    private final ServerChoice choice;
    private final Exchanges<Lookup> exchanges;
    private final LookupTable table;

    Lookups(
            RecursionSettings settings,
            DnsCache cache,
            Clients clients,
            Story story,
            Tally<ResolverCount> tally,
            RandomStream chance,
            TimerQueue timers,
            Queue<Action> out) {
        this.settings = settings;
        this.cache = cache;
        this.clients = clients;
        this.story = story;
        this.tally = tally;
        this.exchanges = new Exchanges<>(this, chance, timers, out, tally);
        this.table = new LookupTable(exchanges::cancel);
        this.choice = new ServerChoice(settings, cache, servers, chance);
        List<NameServer> known = settings.forwards()
                ? settings.upstreams().stream().map(NameServer::upstream).toList()
                : settings.rootHints();
        this.top = new Delegation(DomainName.ROOT, known, Integer.MAX_VALUE);
    }

    /** Bytes came from {@code from} on the socket of an exchange. */
    void response(long now, long exchange, Endpoint from, byte[] message) {
        exchanges.response(now, exchange, from, message);
    }

    /** The socket of an exchange reports an error. */
    void unreachable(long now, long exchange, String why) {
        exchanges.unreachable(now, exchange, why);
    }

    /** The nearest zone whose servers are known. */
    Delegation closest(long now, Question question) {
        if (settings.forwards()) {
            return top;
        }
        DomainName name = question.name();
        // The parent's side of a cut holds DS (RFC 4035 §3.1.4.1).
        boolean above = question.type().equals(RecordType.DS) && !name.isRoot();
        Delegation found = cache.closestDelegation(now, above ? name.parent() : name);
        return found == null ? top : found;
    }

    LookupTable table() {
        return table;
    }

    /** Goes on wherever something can go on. */
    void run(long now) {
        for (Lookup lookup = table.pollReady(); lookup != null; lookup = table.pollReady()) {
            step(now, lookup);
        }
    }

    private void step(long now, Lookup lookup) {
        if (!lookup.aliases.isEmpty()) {
            finishBehindAliases(now, lookup);
            return;
        }
        if (lookup.delegation == null) {
            Outcome known = cache.peek(now, lookup.name(), lookup.type());
            if (known != null) {
                finish(now, lookup, known);
                return;
            }
            RrSet alias = cache.alias(now, lookup.name());
            if (alias != null) {
                follow(now, lookup, List.of(alias), target(alias));
                return;
            }
            lookup.enter(closest(now, lookup.question));
        }
        if (lookup.exchange == null) {
            askNext(now, lookup);
        }
    }

    private void askNext(long now, Lookup lookup) {
        Delegation zone = zoneOf(lookup);
        ServerChoice.Candidate next = choice.next(now, lookup, zone);
        if (next == null) {
            if (!lookForServers(now, lookup, zone) && lookup.children.isEmpty()) {
                String who = settings.forwards() ? "the upstream resolvers" : "the servers of " + zone.zone();
                fail(now, lookup, Failure.NO_SERVER_ANSWERED, who + ": " + lookup.lastTrouble);
            }
            return;
        }
        if (!mayAsk(lookup)) {
            fail(now, lookup, Failure.WORK_LIMIT, "at zone " + zone.zone());
            return;
        }
        AskReason why = lookup.tries.isEmpty() ? AskReason.FIRST : AskReason.NEXT_TRY;
        lookup.tries.merge(next.address(), 1, Integer::sum);
        lookup.exchange = exchanges.ask(
                now,
                lookup,
                next.server(),
                next.address(),
                lookup.question,
                settings.forwards(),
                servers.takesEdns(now, next.address()),
                servers.timeoutNanos(now, next.address()),
                why);
    }

    /** Begins to look up addresses of the zone's servers; false when there are none left to look up. */
    private boolean lookForServers(long now, Lookup lookup, Delegation zone) {
        boolean begun = false;
        int names = 0;
        for (NameServer server : choice.shuffled(zone.servers())) {
            DomainName name = server.name();
            if (name == null || name.isAtOrBelow(zone.zone())) {
                // Only the zone's servers could tell, and they are whom we seek.
                continue;
            }
            if (names == Limits.TARGETS_AT_ONCE
                    || lookup.targetNames == Limits.TARGETS_PER_LOOKUP
                    || lookup.targetDepth == Limits.TARGET_DEPTH) {
                break;
            }
            boolean isNew = false;
            for (IpFamily family : settings.families()) {
                RecordType type = family == IpFamily.IPV4 ? RecordType.A : RecordType.AAAA;
                Question question = new Question(name, type, RecordClass.IN);
                if (lookup.targetsTried.add(question)) {
                    isNew = true;
                    begun |= lookForServer(now, lookup, zone, question);
                }
            }
            if (isNew) {
                names++;
                lookup.targetNames++;
            }
        }
        return begun;
    }

    private boolean lookForServer(long now, Lookup lookup, Delegation zone, Question question) {
        if (!lookup.pay()) {
            lookup.isPartial = true;
            return false;
        }
        Lookup child = table.of(question, lookup.targetDepth + 1, 0, lookup.budget());
        if (child == null || table.waitsFor(child, lookup)) {
            lookup.isPartial = true;
            return false;
        }
        table.join(lookup, child, new Waiter.ForServer(lookup, question.name()));
        story.tell(now, () -> new ResolverEvent.ServerAddressNeeded(zone.zone(), question.name(), question.type()));
        return true;
    }

    private void follow(long now, Lookup lookup, List<RrSet> aliases, DomainName target) {
        story.tell(now, () -> new ResolverEvent.Alias(aliases.getLast().name(), target));
        if (lookup.aliasDepth + aliases.size() > Limits.ALIASES) {
            fail(now, lookup, Failure.TOO_MANY_ALIASES, "at " + target);
            return;
        }
        if (!lookup.pay()) {
            fail(now, lookup, Failure.WORK_LIMIT, "at alias target " + target);
            return;
        }
        table.stop(lookup);
        Question question = new Question(target, lookup.type(), RecordClass.IN);
        Lookup child = table.of(question, lookup.targetDepth, lookup.aliasDepth + aliases.size(), lookup.budget());
        if (child == null) {
            fail(now, lookup, Failure.BUSY, "no room for another lookup");
        } else if (table.waitsFor(child, lookup)) {
            lookup.isPartial = true;
            fail(now, lookup, Failure.LOOP, "alias target " + target);
        } else {
            lookup.aliases = aliases;
            table.join(lookup, child, new Waiter.ForAlias(lookup));
        }
    }

    @Override
    public boolean mayAsk(Lookup lookup) {
        return lookup.pay();
    }

    @Override
    public void asked(long now, Exchange<Lookup> exchange, AskReason why) {
        DomainName zone = zoneOf(exchange.about).zone();
        story.tell(
                now,
                () -> new ResolverEvent.Asked(
                        exchange.server.name(), exchange.address, exchange.transport, exchange.question, zone, why));
    }

    @Override
    public void unanswered(long now, Exchange<Lookup> exchange, String why, boolean tryAgain) {
        servers.silent(now, exchange.address);
        if (!tryAgain) {
            exchange.about.tries.put(exchange.address, Limits.TRIES_PER_ADDRESS);
        }
        tryAnother(now, exchange, why);
    }

    private void tryAnother(long now, Exchange<Lookup> exchange, String why) {
        Lookup lookup = exchange.about;
        lookup.exchange = null;
        lookup.lastTrouble = exchange.address + ": " + why;
        DomainName zone = zoneOf(lookup).zone();
        story.tell(
                now,
                () -> new ResolverEvent.ServerFailed(
                        exchange.server.name(), exchange.address, exchange.question, zone, why));
        table.queue(lookup);
    }

    @Override
    public void answered(long now, Exchange<Lookup> exchange, DnsMessage response) {
        Lookup lookup = exchange.about;
        lookup.exchange = null;
        if (exchange.transport == Transport.UDP) {
            servers.answered(now, exchange.address, now - exchange.sentNanos);
        }
        if (!exchange.edns) {
            servers.refusesEdns(now, exchange.address);
        }
        Delegation zone = zoneOf(lookup);
        Verdict verdict = settings.forwards()
                ? ResponseJudge.ofUpstream(response, lookup.name(), lookup.type(), tally)
                : ResponseJudge.ofServer(
                        response, zone.zone(), lookup.name(), lookup.type(), settings.serverPort(), tally);
        boolean authoritative = !settings.forwards() && response.header().authoritative();
        verdict.rememberIn(cache, now, lookup.type(), authoritative);
        Outcome outcome = verdict.outcome();
        if (outcome != null) {
            finish(now, lookup, outcome);
            return;
        }
        switch (verdict) {
            case Verdict.Elsewhere elsewhere -> follow(now, lookup, elsewhere.cappedAliases(), elsewhere.target());
            case Verdict.Referred referred -> refer(now, lookup, exchange, referred.to());
            case Verdict.Useless useless -> {
                if (useless.lame() && !settings.forwards()) {
                    tally.count(ResolverCount.LAME);
                    servers.lame(now, zone.zone(), exchange.address);
                } else {
                    lookup.tries.put(exchange.address, Limits.TRIES_PER_ADDRESS);
                }
                tryAnother(now, exchange, useless.why());
            }
            default -> throw new IllegalStateException("neither an end nor a way on: " + verdict);
        }
    }

    private void refer(long now, Lookup lookup, Exchange<Lookup> exchange, Delegation to) {
        tally.count(ResolverCount.REFERRALS);
        story.tell(now, () -> new ResolverEvent.Referral(exchange.address, to.zone(), to.servers()));
        cache.put(now, to);
        if (++lookup.referrals > Limits.REFERRALS) {
            fail(now, lookup, Failure.TOO_MANY_REFERRALS, "at zone " + to.zone());
            return;
        }
        table.stop(lookup);
        lookup.enter(to);
        table.queue(lookup);
    }

    private static DomainName target(RrSet alias) {
        return ((RecordData.Cname) alias.data().getFirst()).target();
    }

    private void fail(long now, Lookup lookup, Failure why, String detail) {
        if (why.isOfTheName() && !lookup.isPartial) {
            cache.putFailure(now, lookup.name(), lookup.type());
        }
        finish(now, lookup, Outcome.failed(why, detail));
    }

    private void finish(long now, Lookup lookup, Outcome outcome) {
        List<Waiter> waiters = new ArrayList<>(lookup.waiters.values());
        lookup.waiters.clear();
        table.end(lookup);
        Failure failure = outcome.failure();
        if (failure != null) {
            tally.count(ResolverCount.FAILED);
            story.tell(now, () -> new ResolverEvent.Failed(lookup.question, failure, outcome.detail()));
        } else {
            story.tell(now, () -> new ResolverEvent.Answered(lookup.question, outcome.code(), outcome.answers()));
        }
        for (Waiter waiter : waiters) {
            switch (waiter) {
                case Waiter.Asker asker -> clients.finished(now, asker, outcome);
                case Waiter.ForAlias alias -> aliasFinished(lookup, alias.parent(), outcome);
                case Waiter.ForServer server -> serverFinished(lookup, server, outcome);
            }
        }
    }

    private void aliasFinished(Lookup child, Lookup parent, Outcome outcome) {
        parent.children.remove(child);
        parent.targetOutcome = outcome;
        table.queue(parent);
    }

    private void finishBehindAliases(long now, Lookup lookup) {
        Outcome outcome = lookup.targetOutcome;
        if (outcome == null) {
            return;
        }
        if (lookup.aliases.size() + outcome.answers().size() > Limits.ALIASES + 1) {
            fail(now, lookup, Failure.TOO_MANY_ALIASES, "behind " + lookup.name());
        } else {
            finish(now, lookup, outcome.behind(lookup.aliases));
        }
    }

    private void serverFinished(Lookup child, Waiter.ForServer waiter, Outcome outcome) {
        Lookup parent = waiter.parent();
        parent.children.remove(child);
        if (outcome.failure() != null) {
            parent.isPartial |= child.isPartial || !outcome.failure().isOfTheName();
        } else if (outcome.code().equals(ResponseCode.NOERROR)) {
            List<Endpoint> addresses = parent.targetAddresses.computeIfAbsent(waiter.server(), n -> new ArrayList<>());
            outcome.answers().forEach(set -> ResponseJudge.addAddresses(addresses, set, settings.serverPort()));
        }
        table.queue(parent);
    }

    private static Delegation zoneOf(Lookup lookup) {
        Delegation zone = lookup.delegation;
        if (zone == null) {
            throw new IllegalStateException("asked before it was known whom: " + lookup);
        }
        return zone;
    }
}
