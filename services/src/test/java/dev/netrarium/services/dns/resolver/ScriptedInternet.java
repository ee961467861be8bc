package dev.netrarium.services.dns.resolver;

import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.DnsResponder;
import dev.netrarium.services.dns.MalformedDnsException;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.wire.Endpoint;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/** A recursive server, the servers it can ask, and a network of 10 ms each way between them, in virtual time. */
final class ScriptedInternet {
    static final long MILLISECOND = 1_000_000L;
    static final long SECOND = 1_000 * MILLISECOND;
    static final long ONE_WAY = 10 * MILLISECOND;
    static final Endpoint LAPTOP = Endpoint.of("192.0.2.10:4711");
    private static final Endpoint SERVER = Endpoint.of("192.0.2.53:53");
    static final Client OVER_UDP = new Client(LAPTOP, SERVER, Transport.UDP, 0);
    static final Client OVER_TCP = new Client(LAPTOP, SERVER, Transport.TCP, 1);

    private record Due(long at, long order, Runnable what) {}

    final RecursiveServer core;
    final List<ResolverEvent> events = new ArrayList<>();
    final List<Action.Ask> asked = new ArrayList<>();
    final List<DnsMessage> replies = new ArrayList<>();
    final List<Long> replyTimes = new ArrayList<>();
    /** How many of the next queries to a server get lost. */
    final Map<Endpoint, Integer> losing = new LinkedHashMap<>();

    long now;
    boolean recordsEvents = true;

    private final Map<Endpoint, DnsResponder> servers = new LinkedHashMap<>();
    private final PriorityQueue<Due> due =
            new PriorityQueue<>((a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : Long.compare(a.order, b.order));
    private long order;

    ScriptedInternet(RecursionSettings settings) {
        core = new RecursiveServer(settings, RandomStream.of(7, "resolver", "dns"));
        core.observe((at, event) -> {
            if (recordsEvents) {
                events.add(event);
            }
        });
    }

    /** Puts a server on the network; one that responds null is silent, an address without server is unreachable. */
    ScriptedInternet server(String endpoint, DnsResponder responder) {
        servers.put(Endpoint.of(endpoint), responder);
        return this;
    }

    /** What the server that is asked would say; null where there is none or it is silent. */
    byte @Nullable [] honestResponse(Action.Ask ask) {
        DnsResponder server = servers.get(ask.server());
        return server == null ? null : server.respond(now, ask.message(), LAPTOP, ask.transport());
    }

    /** The answer to one question of the laptop, after as much time as it takes. */
    DnsMessage ask(String name, RecordType type) {
        int before = replies.size();
        request(1 + before, name, type);
        while (replies.size() == before) {
            if (!step()) {
                throw new AssertionError("no answer, and nothing more will happen");
            }
        }
        return replies.getLast();
    }

    void request(int id, String name, RecordType type) {
        request(
                DnsMessage.query(id & 0xffff, Question.of(name, type), true, null)
                        .encode(),
                OVER_UDP);
    }

    void request(byte[] request, Client client) {
        core.request(now, request, client);
        carryOut();
    }

    /** Lets everything happen that happens within {@code nanos}. */
    void sleep(long nanos) {
        long end = now + nanos;
        while (nextEvent() <= end) {
            step();
        }
        now = end;
    }

    private long nextEvent() {
        return Math.min(due.isEmpty() ? Long.MAX_VALUE : due.peek().at, core.nextTimeout());
    }

    private boolean step() {
        long next = nextEvent();
        if (next == Long.MAX_VALUE) {
            return false;
        }
        now = Math.max(now, next);
        if (core.nextTimeout() <= now) {
            core.onTimeout(now);
        } else {
            due.remove().what.run();
        }
        carryOut();
        return true;
    }

    void after(long nanos, Runnable what) {
        due.add(new Due(now + nanos, order++, what));
    }

    void carryOut() {
        for (Action action = core.poll(); action != null; action = core.poll()) {
            switch (action) {
                case Action.Ask ask -> send(ask);
                case Action.Forget forget -> {}
                case Action.Reply reply -> {
                    replyTimes.add(now);
                    replies.add(parse(reply.message()));
                }
            }
        }
    }

    private void send(Action.Ask ask) {
        asked.add(ask);
        Integer toLose = losing.get(ask.server());
        if (toLose != null && toLose > 0) {
            losing.put(ask.server(), toLose - 1);
            return;
        }
        DnsResponder server = servers.get(ask.server());
        if (server == null) {
            after(ONE_WAY, () -> core.unreachable(now, ask.exchange(), "Connection refused"));
            return;
        }
        long roundTrips = ask.transport() == Transport.TCP ? 2 : 1;
        after((2 * roundTrips - 1) * ONE_WAY, () -> {
            byte[] response = server.respond(now, ask.message(), LAPTOP, ask.transport());
            if (response != null) {
                after(ONE_WAY, () -> core.response(now, ask.exchange(), ask.server(), response));
            }
        });
    }

    /** Which servers were asked what, as {@code "a.root-servers.net. www.server.com. A"}. */
    List<String> story() {
        List<String> story = new ArrayList<>();
        for (ResolverEvent event : events) {
            if (event instanceof ResolverEvent.Asked asked) {
                story.add(asked.serverName() + " " + asked.question());
            }
        }
        return story;
    }

    <E extends ResolverEvent> List<E> events(Class<E> kind) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    static DnsMessage parse(byte[] message) {
        try {
            return DnsMessage.parse(message);
        } catch (MalformedDnsException e) {
            throw new AssertionError(e);
        }
    }
}
