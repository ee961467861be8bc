package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DnsHeader;
import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.DnsRequest;
import dev.netrarium.services.dns.Octets;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordClass;
import dev.netrarium.services.dns.RecordData;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResourceRecord;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.RrSet;
import dev.netrarium.services.dns.ServerCount;
import dev.netrarium.services.dns.Tally;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.TimerQueue;
import dev.netrarium.wire.Endpoint;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A server that asks others before it answers: an iterative resolver that walks down from the root, or a forwarder, as
 * its {@link RecursionSettings} say. Sans-I/O: call a verb, then {@link #poll} until it returns null and do what it says;
 * call {@link #onTimeout} when {@link #nextTimeout} has come. {@code now} never goes backwards.
 */
public final class RecursiveServer {
    /** RFC 8482 §4.2: what a question for ANY gets, and the TTL of its example. */
    private static final RecordData ANY_ANSWER = new RecordData.Hinfo(Octets.of("RFC8482"), Octets.of(""));

    private static final int ANY_TTL_SECONDS = 3_789;

    /** What makes two requests the same: a client repeats itself with the id it had. */
    private record RequestKey(Client client, int id) {}

    private final TimerQueue timers = new TimerQueue();
    private final ArrayDeque<Action> out = new ArrayDeque<>();
    private final Story story = new Story();
    private final Tally<ServerCount> served = new Tally<>(ServerCount.class);
    private final Tally<ResolverCount> tally = new Tally<>(ResolverCount.class);
    private final DnsCache cache;
    private final Lookups lookups;
    private int waiting;

    /**
     * @param chance where ids, ports and the choice among equal servers come from; nobody else may know the stream
     */
    public RecursiveServer(RecursionSettings settings, RandomStream chance) {
        this.cache = new DnsCache(settings.cacheEntries(), settings.cacheBytes());
        this.lookups = new Lookups(settings, cache, this::finished, story, tally, chance, timers, out);
    }

    /** Tells somebody what happens; null for nobody. */
    public void observe(@Nullable ResolverObserver observer) {
        story.observer(observer);
    }

    /** A request came. */
    public void request(long now, byte[] request, Client client) {
        switch (DnsRequest.of(request, client.transport(), true, served)) {
            case DnsRequest.Dropped dropped -> {}
            case DnsRequest.Rejected rejected -> out.add(new Action.Reply(client, rejected.response()));
            case DnsRequest.Query query -> query(now, client, query);
        }
        lookups.run(now);
    }

    /** Bytes came from {@code from} on the socket of an exchange. */
    public void response(long now, long exchange, Endpoint from, byte[] message) {
        lookups.response(now, exchange, from, message);
        lookups.run(now);
    }

    /** The socket of an exchange reports an error: the connection was refused, the server's host is unreachable … */
    public void unreachable(long now, long exchange, String why) {
        lookups.unreachable(now, exchange, why);
        lookups.run(now);
    }

    /** When {@link #onTimeout} is due, or {@link dev.netrarium.stack.Timer#NEVER}. */
    public long nextTimeout() {
        return timers.nextDeadlineNanos();
    }

    public void onTimeout(long now) {
        timers.expire(now);
        lookups.run(now);
    }

    /** The next thing to do; null when there is nothing more. */
    public @Nullable Action poll() {
        return out.poll();
    }

    public DnsCache cache() {
        return cache;
    }

    /** What was served. */
    public Tally<ServerCount> served() {
        return served;
    }

    /** What was asked. */
    public Tally<ResolverCount> tally() {
        return tally;
    }

    /** Clients that wait for an answer. */
    public int waitingClients() {
        return waiting;
    }

    /** Questions in work. */
    public int lookupsInWork() {
        return lookups.table().size();
    }

    private void query(long now, Client client, DnsRequest.Query query) {
        Question question = query.question();
        RecordType type = question.type();
        story.tell(now, () -> new ResolverEvent.ClientAsked(client, question));
        if (type.equals(RecordType.ANY)) {
            RrSet hinfo = new RrSet(question.name(), RecordType.HINFO, ANY_TTL_SECONDS, List.of(ANY_ANSWER));
            reply(client, query, Outcome.found(List.of(hinfo)));
            return;
        }
        if (type.isMeta()) {
            out.add(new Action.Reply(client, query.replyError(ResponseCode.NOTIMP, served)));
            return;
        }
        Outcome known = cache.outcome(now, question.name(), type);
        if (known != null) {
            story.tell(now, () -> cacheHit(question, known));
            reply(client, query, known);
            return;
        }
        if (!query.message().header().recursionDesired()) {
            // As Unbound does: what others asked is nobody's business, and a referral helps no stub.
            out.add(new Action.Reply(client, query.replyError(ResponseCode.REFUSED, served)));
            return;
        }
        story.tell(
                now,
                () -> new ResolverEvent.CacheMiss(
                        question.name(), type, lookups.closest(now, question).zone()));
        look(now, client, query);
    }

    private void look(long now, Client client, DnsRequest.Query query) {
        RequestKey key = new RequestKey(client, query.message().header().id());
        int before = lookups.table().size();
        Budget budget = new Budget(Limits.WORK_PER_CLIENT_QUERY);
        Question question =
                new Question(query.question().name(), query.question().type(), RecordClass.IN);
        Lookup lookup =
                waiting == Limits.CLIENTS_WAITING ? null : lookups.table().of(question, 0, 0, budget);
        if (lookup == null) {
            story.tell(now, () -> new ResolverEvent.Failed(question, Failure.BUSY, "too many are waiting"));
            out.add(new Action.Reply(client, query.replyError(ResponseCode.SERVFAIL, served)));
            return;
        }
        if (lookup.waiters.containsKey(key)) {
            tally.count(ResolverCount.DROPPED_REPEATED);
            return;
        }
        if (lookups.table().size() == before) {
            tally.count(ResolverCount.JOINED);
        }
        Waiter.Asker asker = new Waiter.Asker(this, client, query, lookup, budget);
        lookup.waiters.put(key, asker);
        waiting++;
        timers.arm(asker, Limits.after(now, Limits.CLIENT_WAIT));
    }

    private void finished(long now, Waiter.Asker asker, Outcome outcome) {
        waiting--;
        timers.forget(asker);
        reply(asker.client, asker.query, outcome);
    }

    void waitedTooLong(long now, Waiter.Asker asker) {
        Question question = asker.query.question();
        story.tell(
                now,
                () -> new ResolverEvent.Failed(
                        question, Failure.TOO_LATE, "last trouble: " + asker.lookup.lastTrouble));
        finished(now, asker, Outcome.failed(Failure.TOO_LATE, ""));
        lookups.table()
                .leave(
                        asker.lookup,
                        new RequestKey(
                                asker.client, asker.query.message().header().id()));
    }

    private static ResolverEvent cacheHit(Question question, Outcome known) {
        RrSet last = known.answers().isEmpty() ? known.soa() : known.answers().getLast();
        int ttl = last == null ? Limits.FAILURE_TTL_SECONDS : last.ttlSeconds();
        return new ResolverEvent.CacheHit(question.name(), question.type(), known.code(), ttl);
    }

    private void reply(Client client, DnsRequest.Query query, Outcome outcome) {
        DnsHeader header = query.message().header().response(outcome.code(), false, true);
        List<ResourceRecord> answers = outcome.answers().stream()
                .flatMap(set -> set.records().stream())
                .toList();
        List<ResourceRecord> authorities =
                outcome.soa() == null ? List.of() : outcome.soa().records();
        DnsMessage response =
                new DnsMessage(header, query.message().questions(), answers, authorities, List.of(), null);
        out.add(new Action.Reply(client, query.reply(response, served)));
    }
}
