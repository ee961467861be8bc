package dev.netrarium.services.dns.resolver;

import static dev.netrarium.services.dns.resolver.ScriptedInternet.MILLISECOND;
import static dev.netrarium.services.dns.resolver.ScriptedInternet.ONE_WAY;
import static dev.netrarium.services.dns.resolver.ScriptedInternet.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResourceRecord;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.services.dns.authority.Zone;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

class IterativeResolverTest {
    private final ScriptedInternet internet = TextbookInternet.internet();

    private static List<String> answers(DnsMessage reply) {
        return reply.answers().stream()
                .map(r -> r.name() + " " + r.ttlSeconds() + " " + r.type() + " " + r.data())
                .toList();
    }

    @Test
    void aColdLookupAsksTheRootThenComThenTheZonesOwnServer() {
        DnsMessage reply = internet.ask("www.server.com", RecordType.A);

        assertThat(internet.story())
                .containsExactly(
                        "a.root-servers.net. www.server.com. A",
                        "a.gtld-servers.net. www.server.com. A",
                        "ns1.server.com. www.server.com. A");
        assertThat(answers(reply)).containsExactly("www.server.com. 600 A 203.0.113.80");
        assertThat(reply.header().recursionAvailable()).isTrue();
        assertThat(reply.header().authoritative()).isFalse();
        assertThat(internet.now).as("three round trips").isEqualTo(6 * ONE_WAY);
        assertThat(internet.events(ResolverEvent.Referral.class))
                .extracting(r -> r.zone().toString())
                .containsExactly("com.", "server.com.");
        assertThat(internet.events(ResolverEvent.CacheMiss.class).getFirst().closestZone())
                .hasToString(".");
    }

    @Test
    void theSecondTimeTheCacheAnswersWithWhatIsLeftOfTheTtl() {
        internet.ask("www.server.com", RecordType.A);
        internet.sleep(100 * SECOND);
        internet.asked.clear();

        DnsMessage reply = internet.ask("www.SERVER.com", RecordType.A);

        assertThat(internet.asked).isEmpty();
        assertThat(reply.answers().getFirst().ttlSeconds()).isEqualTo(500);
        assertThat(internet.events(ResolverEvent.CacheHit.class))
                .singleElement()
                .extracting(ResolverEvent.CacheHit::ttlSeconds)
                .isEqualTo(500);
    }

    @Test
    void whenTheTtlHasRunOutOnlyTheZonesServerIsAskedAgain() {
        internet.ask("www.server.com", RecordType.A);
        internet.sleep(600 * SECOND);
        internet.events.clear();

        internet.ask("www.server.com", RecordType.A);

        assertThat(internet.story()).containsExactly("ns1.server.com. www.server.com. A");
    }

    @Test
    void aNameThatDoesNotExistIsRememberedForTheSoasMinimum() {
        DnsMessage reply = internet.ask("nope.server.com", RecordType.A);
        assertThat(reply.header().responseCode()).isEqualTo(ResponseCode.NXDOMAIN);
        assertThat(reply.authorities())
                .singleElement()
                .extracting(ResourceRecord::ttlSeconds)
                .isEqualTo(300);

        internet.sleep(200 * SECOND);
        internet.asked.clear();
        DnsMessage again = internet.ask("nope.server.com", RecordType.MX);
        assertThat(again.header().responseCode()).isEqualTo(ResponseCode.NXDOMAIN);
        assertThat(again.authorities().getFirst().ttlSeconds()).isBetween(99, 100);
        assertThat(internet.asked).isEmpty();

        internet.sleep(101 * SECOND);
        internet.ask("nope.server.com", RecordType.A);
        assertThat(internet.asked).hasSize(1);
    }

    @Test
    void aTypeWithoutDataIsRememberedForThatTypeOnly() {
        DnsMessage reply = internet.ask("www.server.com", RecordType.MX);
        assertThat(reply.header().responseCode()).isEqualTo(ResponseCode.NOERROR);
        assertThat(reply.answers()).isEmpty();
        assertThat(reply.authorities()).hasSize(1);

        internet.asked.clear();
        internet.ask("www.server.com", RecordType.MX);
        assertThat(internet.asked).isEmpty();
        internet.ask("www.server.com", RecordType.A);
        assertThat(internet.asked).hasSize(1);
    }

    @Test
    void anAliasIntoAnotherZoneIsFollowedThereFromTheNearestKnownZone() {
        internet.ask("www.server.com", RecordType.A);
        internet.events.clear();

        DnsMessage reply = internet.ask("shop.server.com", RecordType.A);

        assertThat(answers(reply))
                .containsExactly("shop.server.com. 300 CNAME edge.cdn.net.", "edge.cdn.net. 60 A 203.0.113.99");
        assertThat(internet.story())
                .containsExactly(
                        "ns1.server.com. shop.server.com. A",
                        "a.root-servers.net. edge.cdn.net. A",
                        "b.gtld-servers.net. edge.cdn.net. A",
                        "ns.cdn.net. edge.cdn.net. A");
        internet.sleep(70 * SECOND);
        internet.events.clear();
        assertThat(answers(internet.ask("shop.server.com", RecordType.A)).getFirst())
                .as("the alias lives longer than its target")
                .startsWith("shop.server.com. 22");
        assertThat(internet.story()).containsExactly("ns.cdn.net. edge.cdn.net. A");
    }

    @Test
    void anAliasOfNothingIsNxdomainWithTheAlias() {
        DnsMessage reply = internet.ask("dead.server.com", RecordType.A);
        assertThat(reply.header().responseCode()).isEqualTo(ResponseCode.NXDOMAIN);
        assertThat(answers(reply)).containsExactly("dead.server.com. 3600 CNAME gone.cdn.net.");
        assertThat(reply.authorities().getFirst().name()).hasToString("cdn.net.");
    }

    @Test
    void aZoneWhoseServersAreElsewhereNeedsTheirAddressesFirst() {
        DnsMessage reply = internet.ask("www.lonely.com", RecordType.A);
        assertThat(answers(reply)).containsExactly("www.lonely.com. 3600 A 203.0.113.7");
        assertThat(internet.story())
                .containsExactly(
                        "a.root-servers.net. www.lonely.com. A",
                        "a.gtld-servers.net. www.lonely.com. A",
                        "a.root-servers.net. ns.elsewhere.net. A",
                        "b.gtld-servers.net. ns.elsewhere.net. A",
                        "ns.cdn.net. ns.elsewhere.net. A",
                        "ns.elsewhere.net. www.lonely.com. A");
        assertThat(internet.events(ResolverEvent.ServerAddressNeeded.class)).hasSize(1);
    }

    @Test
    void aLostQueryIsSentAgainWhenTheServersTimeoutHasPassedWithAnotherIdAndPort() {
        internet.losing.put(Endpoint.of(TextbookInternet.ROOT), 1);
        internet.ask("www.server.com", RecordType.A);
        assertThat(internet.now).as("400 ms for a server never heard of").isEqualTo(400 * MILLISECOND + 6 * ONE_WAY);
        Action.Ask first = internet.asked.get(0);
        Action.Ask second = internet.asked.get(1);
        assertThat(second.server()).isEqualTo(first.server());
        assertThat(ScriptedInternet.parse(second.message()).header().id())
                .isNotEqualTo(ScriptedInternet.parse(first.message()).header().id());
        assertThat(second.sourcePort()).isNotEqualTo(first.sourcePort());
    }

    @Test
    void aServerOnceTimedIsGivenUpSooner() {
        internet.ask("www.server.com", RecordType.A);
        internet.losing.put(Endpoint.of(TextbookInternet.SERVER_COM), 1);
        long before = internet.now;
        internet.ask("www.server.com", RecordType.MX);
        // RTT 20 ms: SRTT 20 ms + 4 × 10 ms.
        assertThat(internet.now - before).isEqualTo(60 * MILLISECOND + 2 * ONE_WAY);
    }

    @Test
    void aTruncatedAnswerIsFetchedOverTcp() {
        DnsMessage reply = internet.ask("big.server.com", RecordType.TXT);
        assertThat(reply.header().truncated()).as("for the client, over UDP").isTrue();
        assertThat(internet.asked)
                .extracting(Action.Ask::transport)
                .containsExactly(Transport.UDP, Transport.UDP, Transport.UDP, Transport.TCP);
        internet.asked.clear();
        internet.request(
                DnsMessage.query(9, Question.of("big.server.com", RecordType.TXT), true, null)
                        .encode(),
                ScriptedInternet.OVER_TCP);
        assertThat(internet.replies.getLast().answers()).hasSize(20);
        assertThat(internet.asked).isEmpty();
    }

    @Test
    void aLameServerIsLeftForTheNextAndNotAskedAgain() {
        ScriptedInternet net = TextbookInternet.internet();
        net.server(TextbookInternet.COM, TextbookInternet.serving(Zone.parse("com", """
                $TTL 172800
                @ SOA a.gtld-servers.net. nstld. 1 1800 900 604800 900
                  NS a.gtld-servers.net.
                server NS lame.server
                       NS ns1.server
                lame.server A 198.51.100.66
                ns1.server  A 198.51.100.4
                """)));
        net.server(
                "198.51.100.66:53",
                TextbookInternet.serving(Zone.parse("other.org", "@ 60 SOA a a 1 2 3 4 5\n@ 60 NS a\n")));
        for (int i = 0; i < 20; i++) {
            assertThat(net.ask("host" + i + ".server.com", RecordType.A)
                            .header()
                            .responseCode())
                    .isEqualTo(ResponseCode.NXDOMAIN);
        }
        assertThat(net.asked.stream()
                        .filter(a -> a.server().toString().equals("198.51.100.66:53"))
                        .count())
                .isEqualTo(1);
        assertThat(net.core.tally().of(ResolverCount.LAME)).isEqualTo(1);
    }

    @Test
    void aLameServerGetsOneTryWhenThereIsNoOther() {
        internet.server(
                TextbookInternet.SERVER_COM,
                TextbookInternet.serving(Zone.parse("other.org", "@ 60 SOA a a 1 2 3 4 5\n@ 60 NS a\n")));
        assertThat(internet.ask("www.server.com", RecordType.A).header().responseCode())
                .isEqualTo(ResponseCode.SERVFAIL);
        assertThat(internet.asked).hasSize(3);
        internet.server(
                TextbookInternet.SERVER_COM,
                TextbookInternet.serving(
                        Zone.parse("server.com", "@ 60 SOA a a 1 2 3 4 5\n@ 60 NS a\nwww 60 A 203.0.113.80\n")));
        internet.sleep(6 * SECOND);
        assertThat(internet.ask("www.server.com", RecordType.A).answers()).hasSize(1);
        assertThat(internet.asked).hasSize(4);
    }

    @Test
    void clientsWithTheSameQuestionShareOneLookup() {
        for (int i = 0; i < 50; i++) {
            internet.request(i, "www.server.com", RecordType.A);
        }
        internet.request(0, "www.server.com", RecordType.A);
        internet.sleep(SECOND);
        assertThat(internet.asked).hasSize(3);
        assertThat(internet.replies).hasSize(50);
        assertThat(internet.core.tally().of(ResolverCount.JOINED)).isEqualTo(49);
        assertThat(internet.core.tally().of(ResolverCount.DROPPED_REPEATED)).isEqualTo(1);
    }

    @Test
    void withNobodyToAskTheClientHearsServfailAndWhy() {
        ScriptedInternet alone = new ScriptedInternet(
                RecursionSettings.resolver(List.of(NameServer.of("a.root-servers.net", IpAddress.of("198.51.100.1")))));
        assertThat(alone.ask("www.server.com", RecordType.A).header().responseCode())
                .isEqualTo(ResponseCode.SERVFAIL);
        assertThat(alone.events(ResolverEvent.Failed.class))
                .singleElement()
                .extracting(ResolverEvent.Failed::detail)
                .asString()
                .contains("198.51.100.1:53", "Connection refused");
        assertThat(alone.asked).hasSize(1);
        alone.ask("www.server.com", RecordType.A);
        assertThat(alone.asked).as("a failure is remembered for five seconds").hasSize(1);
        alone.sleep(5 * SECOND);
        alone.ask("www.server.com", RecordType.A);
        assertThat(alone.asked).hasSize(2);
    }

    @Test
    void aSilentInternetEndsAfterTenSecondsAtTheLatest() {
        ScriptedInternet silent = TextbookInternet.internet().server(TextbookInternet.ROOT, (n, r, f, t) -> null);
        assertThat(silent.ask("www.server.com", RecordType.A).header().responseCode())
                .isEqualTo(ResponseCode.SERVFAIL);
        assertThat(silent.now).isLessThanOrEqualTo(10 * SECOND);
        assertThat(silent.core.waitingClients()).isZero();
        silent.sleep(20 * SECOND);
        assertThat(silent.core.lookupsInWork()).isZero();
    }

    @Test
    void withoutRecursionDesiredOnlyTheCacheIsToldFrom() {
        byte[] query = DnsMessage.query(1, Question.of("www.server.com", RecordType.A), false, null)
                .encode();
        internet.request(query, ScriptedInternet.OVER_UDP);
        assertThat(internet.replies.getLast().header().responseCode()).isEqualTo(ResponseCode.REFUSED);
        internet.ask("www.server.com", RecordType.A);
        internet.request(query, ScriptedInternet.OVER_UDP);
        assertThat(internet.replies.getLast().answers()).hasSize(1);
    }

    @Test
    void whatStandsAboveAZoneCutIsAskedAbove() {
        internet.ask("www.server.com", RecordType.A);
        internet.events.clear();
        assertThat(internet.ask("server.com", RecordType.DS).answers()).isEmpty();
        assertThat(internet.story()).containsExactly("a.gtld-servers.net. server.com. DS");
    }

    @Test
    void anyIsAnsweredWithAHintAndOddTypesAreNotImplemented() {
        DnsMessage any = internet.ask("www.server.com", RecordType.ANY);
        assertThat(answers(any)).containsExactly("www.server.com. 3789 HINFO \"RFC8482\" \"\"");
        assertThat(internet.ask("www.server.com", new RecordType(249)).header().responseCode())
                .isEqualTo(ResponseCode.NOTIMP);
        assertThat(internet.asked).isEmpty();
    }

    @Test
    void aServerWithAnUnreachableFamilyIsAskedByTheOther() {
        ScriptedInternet six = new ScriptedInternet(RecursionSettings.resolver(List.of(NameServer.of(
                        "a.root-servers.net", IpAddress.of("198.51.100.1"), IpAddress.of("2001:db8::1")))))
                .server("[2001:db8::1]:53", TextbookInternet.serving(Zone.parse(".", """
                        $TTL 60
                        @ SOA a b 1 2 3 4 5
                          NS a.root-servers.net.
                        www A 203.0.113.80
                        """)));
        for (int i = 0; i < 10; i++) {
            six.sleep(61 * SECOND);
            assertThat(six.ask("www", RecordType.A).answers()).hasSize(1);
        }
        assertThat(six.asked.stream()
                        .filter(a -> a.server().equals(Endpoint.of("[2001:db8::1]:53")))
                        .count())
                .isEqualTo(10);
    }

    @Test
    void theSameSeedAsksTheSame() {
        ScriptedInternet first = TextbookInternet.internet();
        ScriptedInternet second = TextbookInternet.internet();
        for (String name : List.of("www.server.com", "shop.server.com", "www.lonely.com", "ring.server.com")) {
            first.ask(name, RecordType.A);
            second.ask(name, RecordType.A);
        }
        assertThat(first.asked).usingRecursiveComparison().isEqualTo(second.asked);
        assertThat(first.replyTimes).isEqualTo(second.replyTimes);
    }
}
