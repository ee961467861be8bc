package dev.netrarium.services.dns.resolver;

import static dev.netrarium.services.dns.resolver.ScriptedInternet.MILLISECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ServerCount;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Any bytes from clients and servers, in any order: no exception, and bounded work and memory. */
class RecursiveServerFuzzTest {
    private static final String[] NAMES = {
        "www.server.com",
        "shop.server.com",
        "ring.server.com",
        "www.looping.com",
        "x.sub.server.com",
        "big.server.com",
        "com",
        "."
    };
    private static final RecordType[] TYPES = {
        RecordType.A, RecordType.AAAA, RecordType.MX, RecordType.TXT, RecordType.CNAME, RecordType.DS, RecordType.ANY
    };
    private static final int MESSAGES = 200_000;
    private static final int CORES = 1_000;

    private static final IpAddress[] ROOTS = IntStream.rangeClosed(101, 113)
            .mapToObj(i -> IpAddress.of("198.51.100." + i))
            .toArray(IpAddress[]::new);

    private final List<Action.Ask> open = new ArrayList<>();
    private final ScriptedInternet internet = TextbookInternet.internet();
    private int asked;

    RecursiveServerFuzzTest() {
        // Many roots, so that a few that were marked lame by nonsense do not end the matter.
        for (IpAddress root : ROOTS) {
            internet.server(
                    root + ":53",
                    (now, request, from, transport) -> internet.honestResponse(
                            new Action.Ask(0, Endpoint.of(TextbookInternet.ROOT), transport, 0, request)));
        }
        internet.server(
                "203.0.113.53:53",
                (now, request, from, transport) -> internet.honestResponse(
                        new Action.Ask(0, Endpoint.of(TextbookInternet.SERVER_COM), transport, 0, request)));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anyBytesAreSurvived(boolean forwarder) {
        RecursionSettings settings = (forwarder
                        ? RecursionSettings.forwarder(List.of(Endpoint.of("203.0.113.53:53")))
                        : RecursionSettings.resolver(List.of(NameServer.of("a.root-servers.net", ROOTS))))
                .withCache(100, 1 << 20);
        Random random = new Random(forwarder ? 11 : 12);
        List<byte[]> templates = templates();
        long answered = 0;
        long referrals = 0;
        long malformed = 0;
        // Nonsense that was believed is remembered for a day: often a fresh core, so that others get their turn.
        for (int core = 0; core < CORES; core++) {
            RecursiveServer server = new RecursiveServer(settings, RandomStream.of(core, "fuzz", "dns"));
            session(server, templates, random);
            answered += server.served().of(ServerCount.ANSWERED);
            referrals += server.tally().of(ResolverCount.REFERRALS);
            malformed += server.tally().of(ResolverCount.MALFORMED);
        }
        assertThat(answered).as("the inside is reached").isGreaterThan(10_000);
        assertThat(malformed).isGreaterThan(1_000);
        assertThat(referrals).isGreaterThanOrEqualTo(forwarder ? 0 : 5_000);
    }

    private void session(RecursiveServer core, List<byte[]> templates, Random random) {
        long now = 0;
        int clients = 0;
        asked = 0;
        open.clear();
        for (int i = 0; i < MESSAGES / CORES; i++) {
            now += random.nextInt((int) (20 * MILLISECOND));
            if (core.nextTimeout() <= now) {
                core.onTimeout(now);
                drain(core);
            }
            if (open.isEmpty() || random.nextInt(4) == 0) {
                clients++;
                byte[] request = validQuery(random);
                byte[] sent = random.nextInt(3) > 0 ? request : mutated(request, random);
                core.request(now, sent, ScriptedInternet.OVER_UDP);
            } else {
                respond(core, now, open.remove(random.nextInt(open.size())), templates, random);
            }
            drain(core);
            assertThat(core.cache().size()).isLessThanOrEqualTo(100);
            assertThat(core.lookupsInWork()).isLessThanOrEqualTo(Limits.LOOKUPS);
        }
        assertThat(asked).as("work stays in proportion to what clients asked").isLessThan(clients * 20);
        for (long end = now + 60_000 * MILLISECOND; core.nextTimeout() <= end; ) {
            now = core.nextTimeout();
            core.onTimeout(now);
            drain(core);
        }
        assertThat(core.waitingClients()).isZero();
        assertThat(core.lookupsInWork()).isZero();
        assertThat(core.nextTimeout()).isEqualTo(Timer.NEVER);
    }

    private void respond(RecursiveServer core, long now, Action.Ask ask, List<byte[]> templates, Random random) {
        byte[] honest = internet.honestResponse(ask);
        if (random.nextInt(20) == 0) {
            core.unreachable(now, ask.exchange(), "Connection refused");
        } else if (honest != null && random.nextInt(10) > 0) {
            byte[] message = random.nextInt(3) > 0 ? honest : mutated(honest, random);
            core.response(now, ask.exchange(), ask.server(), message);
        } else {
            byte[] other = mutated(templates.get(random.nextInt(templates.size())), random);
            core.response(now, ask.exchange(), ask.server(), fitted(ask, other, random));
        }
    }

    private void drain(RecursiveServer core) {
        for (Action action = core.poll(); action != null; action = core.poll()) {
            switch (action) {
                case Action.Ask ask -> {
                    asked++;
                    open.add(ask);
                }
                case Action.Forget forget -> open.removeIf(a -> a.exchange() == forget.exchange());
                case Action.Reply reply -> assertThat(reply.message().length).isBetween(12, 1232);
            }
        }
    }

    private static byte[] validQuery(Random random) {
        String name = random.nextInt(3) == 0
                ? "n" + random.nextInt(5_000) + ".server.com"
                : NAMES[random.nextInt(NAMES.length)];
        return DnsMessage.query(
                        random.nextInt(0x10000), Question.of(name, TYPES[random.nextInt(TYPES.length)]), true, null)
                .encode();
    }

    /** Gives a response the id and question that will be believed, most of the time, so that its inside is looked at. */
    private static byte[] fitted(Action.Ask ask, byte[] message, Random random) {
        byte[] query = ask.message();
        if (random.nextInt(10) == 0 || message.length < 2) {
            return message;
        }
        byte[] fitted = message.clone();
        fitted[0] = query[0];
        fitted[1] = query[1];
        try {
            DnsMessage inside = DnsMessage.parse(fitted);
            return new DnsMessage(
                            inside.header().response(inside.header().responseCode(), random.nextBoolean(), false),
                            ScriptedInternet.parse(query).questions(),
                            inside.answers(),
                            inside.authorities(),
                            inside.additionals(),
                            null)
                    .encode();
        } catch (dev.netrarium.services.dns.MalformedDnsException | IllegalArgumentException e) {
            return fitted;
        }
    }

    /** Real answers of the textbook's servers, to every name and type. */
    private List<byte[]> templates() {
        List<byte[]> templates = new ArrayList<>();
        for (String server : List.of(
                TextbookInternet.ROOT, TextbookInternet.COM, TextbookInternet.SERVER_COM, TextbookInternet.CDN_NET)) {
            for (String name : NAMES) {
                for (RecordType type : TYPES) {
                    byte[] query = DnsMessage.query(1, Question.of(name, type), true, null)
                            .encode();
                    byte[] answer =
                            internet.honestResponse(new Action.Ask(0, Endpoint.of(server), Transport.UDP, 0, query));
                    if (answer != null) {
                        templates.add(answer);
                    }
                }
            }
        }
        return templates;
    }

    private static byte[] mutated(byte[] template, Random random) {
        byte[] bytes = template.clone();
        for (int flips = random.nextInt(4); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return switch (random.nextInt(10)) {
            case 0 -> java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case 1 -> {
                byte[] noise = new byte[random.nextInt(64)];
                random.nextBytes(noise);
                yield noise;
            }
            default -> bytes;
        };
    }
}
