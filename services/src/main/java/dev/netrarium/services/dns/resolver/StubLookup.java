package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordClass;
import dev.netrarium.services.dns.RecordData;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.RrSet;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.TimerQueue;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One name on its way through a host's resolver, as glibc does it: the host's cache, the hosts file, and then for each
 * candidate that the search list makes of the name (resolv.conf(5)) one query per family, both at once, to one server
 * after the other. Sans-I/O, with the verbs of a {@link RecursiveServer}; over when {@link #answer} is there.
 */
public final class StubLookup implements AutoCloseable {
    private final Stub stub;
    private final String text;
    private final TimerQueue timers = new TimerQueue();
    private final ArrayDeque<Action> out = new ArrayDeque<>();
    private final Exchanges<StubQuestion> exchanges;
    private final ArrayDeque<DomainName> candidates = new ArrayDeque<>();
    private List<StubQuestion> questions = List.of();
    private boolean someNameExists;
    private String reason = "";
    private @Nullable StubAnswer answer;

    StubLookup(Stub stub, String text) {
        this.stub = stub;
        this.text = text;
        this.exchanges = new Exchanges<>(new Asker(), stub.chance, timers, out, stub.tally);
    }

    /** What the program hears; null while that is not known. */
    public @Nullable StubAnswer answer() {
        return answer;
    }

    /** Bytes came from {@code from} on the socket of an exchange. */
    public void response(long now, long exchange, Endpoint from, byte[] message) {
        exchanges.response(now, exchange, from, message);
    }

    /** The socket of an exchange reports an error: the connection was refused, the server's host is unreachable … */
    public void unreachable(long now, long exchange, String why) {
        exchanges.unreachable(now, exchange, why);
    }

    /** When {@link #onTimeout} is due, or {@link Timer#NEVER}. */
    public long nextTimeout() {
        return timers.nextDeadlineNanos();
    }

    public void onTimeout(long now) {
        timers.expire(now);
    }

    /** The next thing to do, {@link Action.Ask} or {@link Action.Forget}; null when there is nothing more. */
    public @Nullable Action poll() {
        return out.poll();
    }

    /** Gives up. {@link #poll} tells which sockets to close. */
    @Override
    public void close() {
        exchanges.cancelAll();
    }

    void begin(long now) {
        IpAddress literal = literal(text);
        if (literal != null) {
            answer = new StubAnswer.Found(DomainName.ROOT, List.of(literal), StubAnswer.Source.LITERAL);
            return;
        }
        DomainName name;
        try {
            name = DomainName.of(text);
        } catch (IllegalArgumentException e) {
            finish(now, new StubAnswer.NoSuchName(text, String.valueOf(e.getMessage())));
            return;
        }
        addCandidates(name);
        open(now, candidates.remove());
        if (tellCached(now) || tellHosts(now, name)) {
            return;
        }
        askAll(now);
    }

    private static @Nullable IpAddress literal(String text) {
        try {
            return IpAddress.of(text);
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** A name with enough dots as it is first, another with the suffixes first; one that ends in a dot only as it is. */
    private void addCandidates(DomainName name) {
        if (text.endsWith(".")) {
            candidates.add(name);
            return;
        }
        for (DomainName suffix : stub.settings.search()) {
            if (name.lengthBytes() + suffix.lengthBytes() - 1 <= DomainName.MAX_BYTES) {
                candidates.add(DomainName.of(text, suffix));
            }
        }
        if (name.labelCount() > stub.settings.ndots()) {
            candidates.addFirst(name);
        } else {
            candidates.addLast(name);
        }
    }

    /** Turns to a candidate: what the cache knows of it is answered already. */
    private void open(long now, DomainName candidate) {
        List<StubQuestion> next = new ArrayList<>();
        for (IpFamily family : stub.settings.families()) {
            RecordType type = family == IpFamily.IPV4 ? RecordType.A : RecordType.AAAA;
            StubQuestion question = new StubQuestion(new Question(candidate, type, RecordClass.IN));
            if (stub.cache != null) {
                question.outcome = stub.cache.outcome(now, candidate, type);
            }
            next.add(question);
        }
        questions = next;
    }

    private boolean tellCached(long now) {
        DomainName candidate = questions.getFirst().question.name();
        int ttl = Integer.MAX_VALUE;
        for (StubQuestion question : questions) {
            Outcome known = question.outcome;
            if (known == null) {
                stub.tell(now, () -> new StubEvent.NotCached(candidate));
                return false;
            }
            for (RrSet set : known.answers()) {
                ttl = Math.min(ttl, set.ttlSeconds());
            }
            ttl = known.soa() == null ? ttl : Math.min(ttl, known.soa().ttlSeconds());
        }
        int left = ttl;
        ResponseCode code = outcomeOf(questions.getFirst()).code();
        stub.tell(now, () -> new StubEvent.Cached(candidate, code, addresses(), left));
        conclude(now, StubAnswer.Source.CACHE);
        return true;
    }

    private boolean tellHosts(long now, DomainName name) {
        List<IpAddress> known = stub.hosts().addresses(name, stub.settings.families());
        if (known.isEmpty()) {
            stub.tell(now, () -> new StubEvent.NotInHostsFile(name));
            return false;
        }
        stub.tell(now, () -> new StubEvent.InHostsFile(name, known));
        finish(now, new StubAnswer.Found(name, known, StubAnswer.Source.HOSTS_FILE));
        return true;
    }

    private void askAll(long now) {
        for (StubQuestion question : questions) {
            if (question.outcome == null) {
                ask(now, question);
            }
        }
    }

    private void ask(long now, StubQuestion question) {
        List<Endpoint> servers = stub.settings.servers();
        if (question.attempts == servers.size() * stub.settings.attempts()) {
            question.outcome = Outcome.failed(Failure.NO_SERVER_ANSWERED, question.lastTrouble);
            settle(now);
            return;
        }
        Endpoint server = servers.get(question.attempts % servers.size());
        AskReason why = question.attempts++ == 0 ? AskReason.FIRST : AskReason.NEXT_TRY;
        // As glibc without "options edns0".
        exchanges.ask(
                now,
                question,
                NameServer.upstream(server),
                server,
                question.question,
                true,
                false,
                stub.settings.timeout().toNanos(),
                why);
    }

    /** When all questions of the candidate have their outcome, decides. */
    private void settle(long now) {
        if (questions.stream().allMatch(q -> q.outcome != null)) {
            conclude(now, StubAnswer.Source.DNS);
        }
    }

    private void conclude(long now, StubAnswer.Source source) {
        List<IpAddress> found = addresses();
        if (!found.isEmpty()) {
            finish(now, new StubAnswer.Found(canonicalName(), found, source));
            return;
        }
        for (StubQuestion question : questions) {
            Outcome outcome = outcomeOf(question);
            if (outcome.failure() != null) {
                finish(now, new StubAnswer.NoAnswer(text, outcome.detail()));
                return;
            }
            someNameExists |= outcome.code().equals(ResponseCode.NOERROR);
        }
        reason = "there is no " + questions.getFirst().question.name();
        if (candidates.isEmpty()) {
            finish(now, someNameExists ? new StubAnswer.NoAddress(text) : new StubAnswer.NoSuchName(text, reason));
            return;
        }
        open(now, candidates.remove());
        if (!tellCached(now)) {
            askAll(now);
        }
    }

    private void finish(long now, StubAnswer result) {
        answer = result;
        stub.tell(now, () -> new StubEvent.Finished(result));
    }

    private List<IpAddress> addresses() {
        List<IpAddress> found = new ArrayList<>();
        for (StubQuestion question : questions) {
            for (RrSet set : outcomeOf(question).answers()) {
                for (RecordData data : set.data()) {
                    switch (data) {
                        case RecordData.A a -> found.add(a.address());
                        case RecordData.Aaaa a -> found.add(a.address());
                        default -> {}
                    }
                }
            }
        }
        return found;
    }

    private DomainName canonicalName() {
        for (StubQuestion question : questions) {
            List<RrSet> answers = outcomeOf(question).answers();
            if (!answers.isEmpty() && !answers.getLast().type().equals(RecordType.CNAME)) {
                return answers.getLast().name();
            }
        }
        return questions.getFirst().question.name();
    }

    private static Outcome outcomeOf(StubQuestion question) {
        Outcome outcome = question.outcome;
        if (outcome == null) {
            throw new IllegalStateException("still open: " + question.question);
        }
        return outcome;
    }

    /** What becomes of the queries. */
    private final class Asker implements Exchanges.Asker<StubQuestion> {
        @Override
        public boolean mayAsk(StubQuestion question) {
            return true;
        }

        @Override
        public void asked(long now, Exchange<StubQuestion> exchange, AskReason why) {
            stub.tell(
                    now,
                    () -> new StubEvent.Asked(
                            exchange.question, exchange.address, exchange.transport, exchange.about.attempts, why));
        }

        @Override
        public void unanswered(long now, Exchange<StubQuestion> exchange, String why, boolean tryAgain) {
            exchange.about.lastTrouble = exchange.address + ": " + why;
            stub.tell(now, () -> new StubEvent.ServerFailed(exchange.question, exchange.address, why));
            ask(now, exchange.about);
        }

        @Override
        public void answered(long now, Exchange<StubQuestion> exchange, DnsMessage response) {
            StubQuestion question = exchange.about;
            DomainName name = question.question.name();
            RecordType type = question.question.type();
            Verdict verdict = ResponseJudge.ofUpstream(response, name, type, stub.tally);
            if (verdict instanceof Verdict.Useless useless) {
                unanswered(now, exchange, useless.why(), false);
                return;
            }
            if (stub.cache != null) {
                verdict.rememberIn(stub.cache, now, type, false);
            }
            Outcome whole = verdict.outcome();
            // A chain of aliases without an end: following it is the server's task (RFC 1034 §4.3.1).
            Outcome outcome = whole == null ? Outcome.noData(verdict.cappedAliases(), null) : whole;
            question.outcome = outcome;
            stub.tell(
                    now,
                    () -> new StubEvent.Answered(
                            exchange.question, exchange.address, outcome.code(), outcome.answers()));
            settle(now);
        }
    }
}
