package dev.netrarium.services.dns.resolver;

import static dev.netrarium.services.dns.resolver.ScriptedInternet.MILLISECOND;
import static dev.netrarium.services.dns.resolver.ScriptedInternet.ONE_WAY;
import static dev.netrarium.services.dns.resolver.ScriptedInternet.OVER_UDP;
import static dev.netrarium.services.dns.resolver.ScriptedInternet.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.services.dns.DnsHeader;
import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.DnsResponder;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordData;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResourceRecord;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.RrSet;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** What others have done to resolvers, and that it ends within bounds here. */
class ResolverAttacksTest {
    private final ScriptedInternet internet = TextbookInternet.internet();

    /** A server that answers by a script: question in, sections out. */
    private static DnsResponder script(BiFunction<DnsHeader, Question, DnsMessage> answer) {
        return (now, request, from, transport) -> {
            DnsMessage query = ScriptedInternet.parse(request);
            Question question = query.questions().getFirst();
            DnsMessage response = answer.apply(query.header(), question);
            return response.encode(transport == Transport.TCP ? DnsMessage.MAX_BYTES : 1232);
        };
    }

    private static DnsMessage sections(
            DnsHeader query,
            Question question,
            boolean authoritative,
            List<ResourceRecord> answers,
            List<ResourceRecord> authorities,
            List<ResourceRecord> additionals) {
        return new DnsMessage(
                query.response(ResponseCode.NOERROR, authoritative, false),
                List.of(question),
                answers,
                authorities,
                additionals,
                null);
    }

    private static ResourceRecord a(String name, String address) {
        return ResourceRecord.of(name, 3600, new RecordData.A(Ipv4Address.of(address)));
    }

    private static ResourceRecord ns(String zone, String server) {
        return ResourceRecord.of(zone, 3600, new RecordData.Ns(DomainName.of(server)));
    }

    private static ResourceRecord alias(String name, String target) {
        return ResourceRecord.of(name, 3600, new RecordData.Cname(DomainName.of(target)));
    }

    private ResponseCode codeOf(String name) {
        return internet.ask(name, RecordType.A).header().responseCode();
    }

    private String addressOf(String name) {
        return internet.ask(name, RecordType.A).answers().getLast().data().toString();
    }

    /** Kaminsky's additional record, and its like in the other sections. */
    @Test
    void recordsAboutOthersNamesAreIgnoredInEverySection() {
        internet.server(
                TextbookInternet.SERVER_COM,
                script((header, question) -> sections(
                        header,
                        question,
                        true,
                        List.of(
                                ResourceRecord.of(
                                        question.name().toString(),
                                        60,
                                        new RecordData.A(Ipv4Address.of("203.0.113.80"))),
                                a("edge.cdn.net", "203.0.113.66")),
                        List.of(ns("cdn.net", "ns1.server.com"), ns("net", "ns1.server.com")),
                        List.of(a("edge.cdn.net", "203.0.113.66"), a("ns.cdn.net", "203.0.113.66")))));
        assertThat(addressOf("www.server.com")).isEqualTo("203.0.113.80");
        assertThat(internet.core.tally().of(ResolverCount.OUT_OF_BAILIWICK)).isPositive();
        assertThat(addressOf("edge.cdn.net")).isEqualTo("203.0.113.99");
    }

    @Test
    void anAliasIntoAnothersZoneIsBelievedButNotTheDataBehindIt() {
        internet.server(
                TextbookInternet.SERVER_COM,
                script((header, question) -> sections(
                        header,
                        question,
                        true,
                        List.of(alias(question.name().toString(), "edge.cdn.net"), a("edge.cdn.net", "203.0.113.66")),
                        List.of(),
                        List.of())));
        assertThat(addressOf("trap.server.com")).isEqualTo("203.0.113.99");
    }

    @Test
    void glueIsNeverAnAnswer() {
        internet.ask("www.server.com", RecordType.A);
        internet.asked.clear();
        internet.ask("ns1.server.com", RecordType.A);
        assertThat(internet.asked)
                .as("the address is known as glue, and asked for all the same")
                .hasSize(1);
    }

    @Test
    void aReferralUpwardsOrSidewaysIsLame() {
        internet.server(
                TextbookInternet.SERVER_COM,
                script((header, question) ->
                        sections(header, question, false, List.of(), List.of(ns(".", "ns1.server.com")), List.of())));
        assertThat(codeOf("www.server.com")).isEqualTo(ResponseCode.SERVFAIL);
        assertThat(internet.core.tally().of(ResolverCount.LAME)).isEqualTo(1);
        assertThat(internet.asked).hasSize(3);
    }

    @Test
    void aRingOfAliasesAcrossZonesEndsInServfail() {
        assertThat(codeOf("ring.server.com")).isEqualTo(ResponseCode.SERVFAIL);
        assertThat(internet.asked).hasSizeLessThan(8);
        assertThat(internet.core.lookupsInWork()).isZero();
    }

    @Test
    void anEndlessChainOfAliasesEndsAfterElevenLinks() {
        internet.server(TextbookInternet.SERVER_COM, script((header, question) -> {
            String name = question.name().toString();
            return sections(
                    header,
                    question,
                    true,
                    List.of(alias(name, "x" + name.substring(0, 1) + "." + name)),
                    List.of(),
                    List.of());
        }));
        assertThat(codeOf("a.server.com")).isEqualTo(ResponseCode.SERVFAIL);
        assertThat(internet.asked).hasSizeLessThanOrEqualTo(2 + Limits.ALIASES + 1);
        assertThat(internet.events(ResolverEvent.Failed.class).getFirst().why()).isEqualTo(Failure.TOO_MANY_ALIASES);
    }

    /** TsuNAME: two zones whose servers are in each other. */
    @Test
    void zonesThatNeedEachOtherEndInServfail() {
        assertThat(codeOf("www.looping.com")).isEqualTo(ResponseCode.SERVFAIL);
        assertThat(internet.asked).hasSizeLessThan(8);
        assertThat(internet.core.lookupsInWork()).isZero();
    }

    @Test
    void anEndlessStaircaseOfZonesEndsAfterSixteenReferrals() {
        internet.server(TextbookInternet.SERVER_COM, script((header, question) -> {
            DomainName name = question.name();
            long asked = internet.asked.stream()
                    .filter(x -> x.server().equals(Endpoint.of(TextbookInternet.SERVER_COM)))
                    .count();
            String zone =
                    name.ancestor(Math.min(name.labelCount(), 2 + (int) asked)).toString();
            return sections(
                    header,
                    question,
                    false,
                    List.of(),
                    List.of(ns(zone, "ns." + zone)),
                    List.of(a("ns." + zone, "198.51.100.4")));
        }));
        assertThat(codeOf("a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.q.r.s.t.u.v.w.x.y.z.server.com"))
                .isEqualTo(ResponseCode.SERVFAIL);
        assertThat(internet.asked).hasSize(Limits.REFERRALS + 1);
    }

    /** NXNSAttack: a referral to a great many servers without address, all of them a victim's names. */
    @Test
    void aReferralToFiftyNamesOfAVictimAsksTheVictimForSixOfThem() {
        internet.server(TextbookInternet.SERVER_COM, script((header, question) -> {
            List<ResourceRecord> bomb = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                bomb.add(ns("sub.server.com", "v" + i + ".cdn.net"));
            }
            return sections(header, question, false, List.of(), bomb, List.of());
        }));
        assertThat(codeOf("x.sub.server.com")).isEqualTo(ResponseCode.SERVFAIL);
        long victim = internet.asked.stream()
                .filter(x -> x.server().equals(Endpoint.of(TextbookInternet.CDN_NET)))
                .count();
        assertThat(victim).isEqualTo(Limits.TARGETS_PER_LOOKUP);
    }

    /** CAMP: referrals whose servers' names need referrals whose servers' names …: one budget for the whole tree. */
    @Test
    void aTreeOfReferralsEndsWithinTheBudgetOfTheOneWhoAsked() {
        AtomicInteger names = new AtomicInteger();
        internet.server(TextbookInternet.SERVER_COM, script((header, question) -> {
            List<ResourceRecord> bomb = new ArrayList<>();
            for (int i = 0; i < 13; i++) {
                bomb.add(ns(question.name().toString(), "n" + names.incrementAndGet() + ".server.com"));
            }
            return sections(header, question, false, List.of(), bomb, List.of());
        }));
        assertThat(codeOf("x.server.com")).isEqualTo(ResponseCode.SERVFAIL);
        assertThat(internet.asked.size()
                        + internet.events(ResolverEvent.ServerAddressNeeded.class)
                                .size())
                .as("the tree has thousands of leaves")
                .isEqualTo(Limits.WORK_PER_CLIENT_QUERY);
        assertThat(internet.core.lookupsInWork()).isZero();
    }

    @Test
    void whoJoinsALookupWhoseOwnerHasSpentItsBudgetStillGetsAnAnswer() {
        Budget spent = new Budget(1);
        Lookup lookup = new Lookup(Question.of("www.server.com", RecordType.A), 0, 0, spent);
        Lookup parent = new Lookup(Question.of("other.com", RecordType.A), 0, 0, new Budget(1));
        lookup.waiters.put(parent, new Waiter.ForAlias(parent));
        assertThat(lookup.pay()).isTrue();
        assertThat(lookup.pay()).as("from the parent's").isTrue();
        assertThat(lookup.pay()).isFalse();
    }

    /** A ghost domain: the parent has taken the zone back, the child keeps renewing itself. */
    @Test
    void aChildCannotLengthenItsDelegation() {
        internet.server(
                TextbookInternet.COM,
                script((header, question) -> sections(
                        header,
                        question,
                        false,
                        List.of(),
                        List.of(ResourceRecord.of(
                                "server.com", 100, new RecordData.Ns(DomainName.of("ns1.server.com")))),
                        List.of(a("ns1.server.com", "198.51.100.4")))));
        internet.ask("www.server.com", RecordType.A);
        internet.sleep(90 * SECOND);
        internet.ask("server.com", RecordType.NS);
        internet.sleep(20 * SECOND);
        internet.events.clear();
        internet.ask("other.server.com", RecordType.A);
        assertThat(internet.story().getFirst()).isEqualTo("a.gtld-servers.net. other.server.com. A");
    }

    @Test
    void onlyTheRightSenderIdAndQuestionAreBelieved() {
        internet.server(TextbookInternet.ROOT, (now, request, from, transport) -> null);
        internet.request(1, "www.server.com", RecordType.A);
        Action.Ask ask = internet.asked.getFirst();
        DnsMessage query = ScriptedInternet.parse(ask.message());
        Question question = query.questions().getFirst();
        DnsMessage lie = sections(
                query.header(), question, true, List.of(a("www.server.com", "203.0.113.66")), List.of(), List.of());
        byte[] wrongId = lie.encode();
        wrongId[1] ^= 1;
        byte[] wrongQuestion = sections(
                        query.header(),
                        Question.of("www.server.net", RecordType.A),
                        true,
                        List.of(),
                        List.of(),
                        List.of())
                .encode();
        internet.core.response(internet.now, ask.exchange(), Endpoint.of("198.51.100.9:53"), lie.encode());
        internet.core.response(internet.now, ask.exchange(), ask.server(), wrongId);
        internet.core.response(internet.now, ask.exchange(), ask.server(), wrongQuestion);
        internet.core.response(internet.now, ask.exchange(), ask.server(), ask.message());
        internet.core.response(internet.now, ask.exchange() + 1, ask.server(), lie.encode());
        internet.carryOut();
        assertThat(internet.replies).isEmpty();
        assertThat(internet.core.tally().of(ResolverCount.MISMATCHED)).isEqualTo(4);
        assertThat(internet.core.tally().of(ResolverCount.LATE)).isEqualTo(1);
        internet.core.response(internet.now, ask.exchange(), ask.server(), lie.encode());
        internet.carryOut();
        assertThat(internet.replies).as("with everything right, it is believed").hasSize(1);
    }

    @Test
    void manyWrongGuessesMoveTheQueryToTcp() {
        internet.request(1, "www.server.com", RecordType.A);
        Action.Ask ask = internet.asked.getFirst();
        byte[] guess = ask.message().clone();
        for (int i = 0; i <= Limits.MISMATCHES; i++) {
            guess[0]++;
            internet.core.response(internet.now, ask.exchange(), ask.server(), guess);
        }
        internet.carryOut();
        assertThat(internet.asked.getLast().transport()).isEqualTo(Transport.TCP);
        internet.sleep(SECOND);
        assertThat(internet.replies.getLast().answers()).hasSize(1);
    }

    @Test
    void idsAndPortsAreSpreadOverTheirWholeRange() {
        for (int i = 0; i < 300; i++) {
            internet.ask("h" + i + ".server.com", RecordType.A);
        }
        assertThat(internet.asked.stream()
                        .map(Action.Ask::sourcePort)
                        .distinct()
                        .count())
                .isGreaterThan(290);
        assertThat(internet.asked.stream()
                        .map(x -> ScriptedInternet.parse(x.message()).header().id())
                        .distinct()
                        .count())
                .isGreaterThan(290);
        assertThat(internet.asked).allMatch(x -> x.sourcePort() >= 1024);
    }

    @Test
    void aServerThatDoesNotKnowEdnsIsAskedWithoutAndThatIsRemembered() {
        List<Boolean> withEdns = new ArrayList<>();
        internet.server(TextbookInternet.SERVER_COM, (now, request, from, transport) -> {
            DnsMessage query = ScriptedInternet.parse(request);
            withEdns.add(query.edns() != null);
            if (query.edns() != null) {
                return DnsMessage.of(query.header().response(ResponseCode.FORMERR, false, false), List.of(), null)
                        .encode();
            }
            Question question = query.questions().getFirst();
            return sections(
                            query.header(),
                            question,
                            true,
                            List.of(a(question.name().toString(), "203.0.113.80")),
                            List.of(),
                            List.of())
                    .encode();
        });
        assertThat(addressOf("one.server.com")).isEqualTo("203.0.113.80");
        assertThat(addressOf("two.server.com")).isEqualTo("203.0.113.80");
        assertThat(withEdns).containsExactly(true, false, false);
    }

    /** DNSBomb collects questions to release all answers at once: few may wait, and none long. */
    @Test
    void noMoreThanSomeClientsWaitAtATime() {
        internet.recordsEvents = false;
        internet.server(TextbookInternet.ROOT, (now, request, from, transport) -> null);
        int flood = Limits.CLIENTS_WAITING + 1_000;
        for (int i = 0; i < flood; i++) {
            byte[] query = DnsMessage.query(i & 0xffff, Question.of("n" + i + ".com", RecordType.A), true, null)
                    .encode();
            internet.request(query, OVER_UDP);
        }
        assertThat(internet.replies).hasSize(1_000);
        assertThat(internet.core.waitingClients()).isEqualTo(Limits.CLIENTS_WAITING);
        internet.sleep(11 * SECOND);
        assertThat(internet.replies).hasSize(flood);
        assertThat(internet.core.waitingClients()).isZero();
        assertThat(internet.core.lookupsInWork()).isZero();
        assertThat(internet.core.nextTimeout()).as("nothing is left behind").isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void twentyThousandNamesDoNotGrowTheCacheBeyondItsBound() {
        ScriptedInternet small = TextbookInternet.internet(
                RecursionSettings.resolver(List.of(NameServer.of("a.root-servers.net", IpAddress.of("198.51.100.1"))))
                        .withCache(500, 1 << 20));
        small.recordsEvents = false;
        for (int i = 0; i < 20_000; i++) {
            small.request(i, "n" + i + ".server.com", RecordType.A);
            small.sleep(MILLISECOND / 10);
            small.asked.clear();
        }
        small.sleep(10 * ONE_WAY);
        assertThat(small.replies).hasSize(20_000);
        assertThat(small.core.cache().size()).isEqualTo(500);
        assertThat(small.core.cache().bytes()).isLessThanOrEqualTo(1 << 20);
        assertThat(small.core.cache().evictions()).isGreaterThan(19_000);
    }

    @Test
    void theCacheIsBoundedByBytesTooAndKeepsWhatWasUsedLast() {
        DnsCache cache = new DnsCache(1_000_000, 100_000);
        DomainName kept = DomainName.of("kept.example");
        cache.put(
                0,
                new RrSet(kept, RecordType.A, 60, List.of(new RecordData.A(Ipv4Address.of("192.0.2.1")))),
                Trust.ANSWER);
        for (int i = 0; i < 5_000; i++) {
            DomainName name = DomainName.of("n" + i + ".example");
            cache.put(
                    0, new RrSet(name, RecordType.A, 60, List.of(new RecordData.A(new Ipv4Address(i)))), Trust.ANSWER);
            assertThat(cache.bytes()).isLessThanOrEqualTo(100_000);
            assertThat(cache.find(0, kept, RecordType.A)).isNotNull();
        }
    }

    @Test
    void lessTrustedDataDoesNotReplaceMoreTrusted() {
        DnsCache cache = new DnsCache(10, 100_000);
        DomainName name = DomainName.of("www.example");
        RrSet told = new RrSet(name, RecordType.A, 60, List.of(new RecordData.A(Ipv4Address.of("192.0.2.1"))));
        RrSet rumour = new RrSet(name, RecordType.A, 900, List.of(new RecordData.A(Ipv4Address.of("192.0.2.66"))));
        cache.put(0, told, Trust.AUTHORITATIVE);
        cache.put(0, rumour, Trust.ANSWER);
        assertThat(cache.records(0, name, RecordType.A)).isEqualTo(told);
        cache.put(60 * SECOND, rumour, Trust.ANSWER);
        assertThat(cache.records(60 * SECOND, name, RecordType.A)).isEqualTo(rumour);
    }

    @Test
    void ttlsAreCutToADay() {
        DnsCache cache = new DnsCache(10, 100_000);
        DomainName name = DomainName.of("www.example");
        RrSet set = new RrSet(
                name, RecordType.A, Integer.MAX_VALUE, List.of(new RecordData.A(Ipv4Address.of("192.0.2.1"))));
        cache.put(0, set, Trust.ANSWER);
        assertThat(cache.find(0, name, RecordType.A).ttlSeconds()).isEqualTo(86_400);
        assertThat(cache.find(86_400 * SECOND, name, RecordType.A)).isNull();
        assertThat(cache.size()).isZero();
    }
}
