package dev.netrarium.services.dns.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.DnsResponder;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.services.dns.authority.Zone;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StubTest {
    private static final long SECOND = 1_000_000_000L;
    private static final IpAddress HOME_ROUTER = IpAddress.of("192.168.1.1");
    private static final IpAddress OTHER = IpAddress.of("192.168.1.2");
    private static final Endpoint LAPTOP = Endpoint.of("192.168.1.10:4711");

    private final Map<Endpoint, DnsResponder> servers = new LinkedHashMap<>();
    private final List<StubEvent> events = new ArrayList<>();
    private final List<Long> askedAt = new ArrayList<>();
    private long now;

    StubTest() {
        servers.put(Endpoint.of(HOME_ROUTER, 53), TextbookInternet.serving(Zone.parse(".", """
                $TTL 600
                @ SOA a b 1 2 3 4 300
                  NS a
                www.server.com A 203.0.113.80
                www.server.com AAAA 2001:db8::80
                v4.server.com A 203.0.113.4
                shop.server.com CNAME edge.cdn.net
                edge.cdn.net 60 A 203.0.113.99
                mail.server.com MX 10 www.server.com.
                printer.home A 192.168.1.20
                """ + many())));
    }

    private static String many() {
        StringBuilder text = new StringBuilder();
        for (int i = 1; i < 60; i++) {
            text.append("many.server.com A 10.0.0.").append(i).append('\n');
        }
        return text.toString();
    }

    private Stub stub(StubSettings settings, HostsTable hosts) {
        Stub stub = new Stub(settings, hosts, RandomStream.of(3, "laptop", "dns"));
        stub.observe((at, event) -> events.add(event));
        return stub;
    }

    private Stub stub() {
        return stub(StubSettings.of(HOME_ROUTER), HostsTable.EMPTY);
    }

    /** Drives a lookup to its end; answers are there at once, silence takes its time. */
    private StubAnswer resolve(Stub stub, String name) {
        StubLookup lookup = stub.begin(now, name);
        ArrayDeque<Action.Ask> open = new ArrayDeque<>();
        while (lookup.answer() == null) {
            for (Action action = lookup.poll(); action != null; action = lookup.poll()) {
                if (action instanceof Action.Ask ask) {
                    askedAt.add(now);
                    open.add(ask);
                }
            }
            Action.Ask ask = open.poll();
            if (ask == null) {
                assertThat(lookup.nextTimeout()).isNotEqualTo(Timer.NEVER);
                now = lookup.nextTimeout();
                lookup.onTimeout(now);
                continue;
            }
            DnsResponder server = servers.get(ask.server());
            if (server == null) {
                lookup.unreachable(now, ask.exchange(), "Connection refused");
            } else {
                byte[] response = server.respond(now, ask.message(), LAPTOP, ask.transport());
                if (response != null) {
                    lookup.response(now, ask.exchange(), ask.server(), response);
                }
            }
        }
        assertThat(lookup.nextTimeout()).isEqualTo(Timer.NEVER);
        return lookup.answer();
    }

    private static List<String> addresses(StubAnswer answer) {
        return ((StubAnswer.Found) answer)
                .addresses().stream().map(Object::toString).toList();
    }

    private List<String> asked() {
        return events.stream()
                .filter(StubEvent.Asked.class::isInstance)
                .map(e -> ((StubEvent.Asked) e).question().toString())
                .toList();
    }

    @Test
    void bothFamiliesAreAskedForAtOnce() {
        StubAnswer answer = resolve(stub(), "www.server.com");
        assertThat(addresses(answer)).containsExactly("203.0.113.80", "2001:db8::80");
        assertThat(asked()).containsExactly("www.server.com. A", "www.server.com. AAAA");
        assertThat(events.stream().map(e -> e.getClass().getSimpleName()))
                .containsExactly("NotCached", "NotInHostsFile", "Asked", "Asked", "Answered", "Answered", "Finished");
    }

    @Test
    void theSecondTimeTheHostsCacheAnswers() {
        Stub stub = stub();
        resolve(stub, "www.server.com");
        now = 100 * SECOND;
        events.clear();
        StubAnswer answer = resolve(stub, "www.server.com");
        assertThat(((StubAnswer.Found) answer).source()).isEqualTo(StubAnswer.Source.CACHE);
        assertThat(events.getFirst())
                .isInstanceOfSatisfying(
                        StubEvent.Cached.class, c -> assertThat(c.ttlSeconds()).isEqualTo(500));
        assertThat(asked()).isEmpty();
        now = 600 * SECOND;
        resolve(stub, "www.server.com");
        assertThat(asked()).hasSize(2);
    }

    @Test
    void withoutACacheEveryCallAsks() {
        Stub stub = stub(StubSettings.of(HOME_ROUTER).withCache(0), HostsTable.EMPTY);
        resolve(stub, "www.server.com");
        resolve(stub, "www.server.com");
        assertThat(asked()).hasSize(4);
    }

    @Test
    void theHostsFileIsReadBeforeAnybodyIsAsked() {
        Stub stub = stub(StubSettings.of(HOME_ROUTER), HostsTable.parse("""
                # static table
                203.0.113.7   www.server.com  www   # pinned
                2001:db8::7   www.server.com
                """));
        StubAnswer answer = resolve(stub, "WWW.server.com.");
        assertThat(addresses(answer)).containsExactly("203.0.113.7", "2001:db8::7");
        assertThat(asked()).isEmpty();
        stub.hosts(HostsTable.EMPTY);
        assertThat(addresses(resolve(stub, "www.server.com"))).contains("203.0.113.80");
    }

    @Test
    void aWrongLineOfAHostsFileIsNamed() {
        assertThatThrownBy(() -> HostsTable.parse("127.0.0.1 localhost\nwww 192.0.2.1\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void localhostAndAddressesNeedNobody() {
        servers.clear();
        assertThat(addresses(resolve(stub(), "localhost"))).containsExactly("127.0.0.1", "::1");
        assertThat(addresses(resolve(stub(), "db.localhost"))).containsExactly("127.0.0.1", "::1");
        assertThat(addresses(resolve(stub(), "192.0.2.9"))).containsExactly("192.0.2.9");
        assertThat(addresses(resolve(stub(), "2001:db8::9"))).containsExactly("2001:db8::9");
        assertThat(asked()).isEmpty();
    }

    @Test
    void anAliasIsToldByItsRealName() {
        StubAnswer.Found found = (StubAnswer.Found) resolve(stub(), "shop.server.com");
        assertThat(found.name()).hasToString("edge.cdn.net.");
        assertThat(addresses(found)).containsExactly("203.0.113.99");
    }

    @Test
    void noSuchNameNoAddressAndNobodyThereAreThreeDifferentSentences() {
        assertThat(resolve(stub(), "nope.server.com").sentence())
                .isEqualTo("nope.server.com: Name or service not known (there is no nope.server.com.)");
        assertThat(resolve(stub(), "mail.server.com").sentence())
                .isEqualTo("mail.server.com: No address associated with hostname");
        servers.clear();
        assertThat(resolve(stub(), "www.server.com").sentence())
                .isEqualTo("www.server.com: Temporary failure in name resolution (192.168.1.1:53: Connection refused)");
        assertThat(resolve(stub(), "a..b")).isInstanceOf(StubAnswer.NoSuchName.class);
    }

    /** resolv.conf(5): timeout 5 s, 2 attempts. */
    @Test
    void aSilentServerIsAskedAgainAfterFiveSecondsAndGivenUpAfterTen() {
        servers.put(Endpoint.of(HOME_ROUTER, 53), (n, r, f, t) -> null);
        StubAnswer answer = resolve(
                stub(StubSettings.of(HOME_ROUTER).withFamilies(List.of(IpFamily.IPV4)), HostsTable.EMPTY),
                "www.server.com");
        assertThat(answer).isInstanceOf(StubAnswer.NoAnswer.class);
        assertThat(askedAt).containsExactly(0L, 5 * SECOND);
        assertThat(now).isEqualTo(10 * SECOND);
    }

    @Test
    void theSecondServerIsAskedWhenTheFirstIsSilentOrFails() {
        servers.put(Endpoint.of(OTHER, 53), servers.get(Endpoint.of(HOME_ROUTER, 53)));
        servers.put(Endpoint.of(HOME_ROUTER, 53), (n, r, f, t) -> null);
        StubSettings two = StubSettings.of(HOME_ROUTER, OTHER);
        assertThat(addresses(resolve(stub(two, HostsTable.EMPTY), "www.server.com")))
                .hasSize(2);
        assertThat(now).isEqualTo(5 * SECOND);
        servers.put(Endpoint.of(HOME_ROUTER, 53), (n, r, f, t) -> {
            DnsMessage query = ScriptedInternet.parse(r);
            return DnsMessage.of(query.header().response(ResponseCode.SERVFAIL, false, true), query.questions(), null)
                    .encode();
        });
        assertThat(addresses(resolve(stub(two, HostsTable.EMPTY), "www.server.com")))
                .hasSize(2);
        assertThat(now).as("a failure costs no time").isEqualTo(5 * SECOND);
    }

    @Test
    void shortNamesAreTriedWithTheSearchListFirstAndDottedNamesLast() {
        StubSettings home = StubSettings.of(HOME_ROUTER)
                .withFamilies(List.of(IpFamily.IPV4))
                .withSearch(List.of(DomainName.of("corp.example"), DomainName.of("home")));
        assertThat(addresses(resolve(stub(home, HostsTable.EMPTY), "printer"))).containsExactly("192.168.1.20");
        assertThat(asked()).containsExactly("printer.corp.example. A", "printer.home. A");
        events.clear();
        resolve(stub(home, HostsTable.EMPTY), "no.where");
        assertThat(asked()).containsExactly("no.where. A", "no.where.corp.example. A", "no.where.home. A");
        events.clear();
        resolve(stub(home, HostsTable.EMPTY), "printer.");
        assertThat(asked()).containsExactly("printer. A");
    }

    @Test
    void moreThan512BytesComeOverTcp() {
        Stub stub = stub();
        assertThat(addresses(resolve(stub, "many.server.com"))).hasSize(59);
        assertThat(events.stream()
                        .filter(StubEvent.Asked.class::isInstance)
                        .map(e -> ((StubEvent.Asked) e).transport()))
                .containsExactly(Transport.UDP, Transport.UDP, Transport.TCP);
    }

    @Test
    void anyBytesAreSurvived() {
        Random random = new Random(5);
        Stub stub = stub(StubSettings.of(HOME_ROUTER, OTHER).withCache(100), HostsTable.EMPTY);
        stub.observe(null);
        byte[][] templates = templates();
        int messages = 0;
        while (messages < 200_000) {
            StubLookup lookup = stub.begin(now, "n" + random.nextInt(1_000) + ".server.com");
            ArrayDeque<Action.Ask> open = new ArrayDeque<>();
            int asked = 0;
            while (lookup.answer() == null) {
                for (Action action = lookup.poll(); action != null; action = lookup.poll()) {
                    if (action instanceof Action.Ask ask) {
                        open.add(ask);
                        asked++;
                    }
                }
                Action.Ask ask = open.peek();
                if (ask != null && random.nextInt(30) > 0) {
                    messages++;
                    lookup.response(now, ask.exchange(), ask.server(), mutated(templates, ask.message(), random));
                } else {
                    now = lookup.nextTimeout();
                    lookup.onTimeout(now);
                    open.poll();
                }
            }
            assertThat(asked)
                    .as("2 families × 2 servers × 2 attempts, each perhaps once more over TCP")
                    .isLessThanOrEqualTo(16);
        }
        assertThat(stub.cache().size()).isLessThanOrEqualTo(100);
    }

    private byte[][] templates() {
        List<byte[]> all = new ArrayList<>();
        for (String name : List.of("www.server.com", "shop.server.com", "nope.server.com", "many.server.com")) {
            DnsMessage query = DnsMessage.query(1, Question.of(name, RecordType.A), true, null);
            all.add(servers.get(Endpoint.of(HOME_ROUTER, 53)).respond(0, query.encode(), LAPTOP, Transport.UDP));
        }
        return all.toArray(new byte[0][]);
    }

    private static byte[] mutated(byte[][] templates, byte[] query, Random random) {
        byte[] bytes = templates[random.nextInt(templates.length)].clone();
        if (random.nextInt(4) == 0) {
            // The query itself, turned into a response.
            bytes = query.clone();
            bytes[2] |= (byte) 0x80;
            bytes[3] = (byte) random.nextInt(16);
        }
        if (random.nextInt(3) > 0) {
            bytes[0] = query[0];
            bytes[1] = query[1];
        }
        for (int flips = random.nextInt(3); flips > 0; flips--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(10) == 0 ? java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length)) : bytes;
    }
}
