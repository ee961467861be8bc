package dev.netrarium.services.dns.resolver;

import static dev.netrarium.services.dns.resolver.ScriptedInternet.MILLISECOND;
import static dev.netrarium.services.dns.resolver.ScriptedInternet.ONE_WAY;
import static dev.netrarium.services.dns.resolver.ScriptedInternet.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.services.dns.DnsHeader;
import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.DnsResponder;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.services.dns.authority.AuthoritativeServer;
import dev.netrarium.services.dns.authority.Zone;
import dev.netrarium.wire.Endpoint;
import java.util.List;
import org.junit.jupiter.api.Test;

class ForwarderTest {
    private static final Endpoint FIRST = Endpoint.of("203.0.113.53:53");
    private static final Endpoint SECOND_ONE = Endpoint.of("203.0.113.54:53");

    private final ScriptedInternet internet =
            new ScriptedInternet(RecursionSettings.forwarder(List.of(FIRST))).server(FIRST.toString(), upstream());

    /** A resolver that happens to know everything, as its client sees it: no authority, recursion available. */
    private static DnsResponder upstream() {
        AuthoritativeServer all = new AuthoritativeServer(List.of(
                Zone.parse(".", """
                $TTL 600
                @ SOA a b 1 2 3 4 300
                  NS a
                www.server.com A 203.0.113.80
                shop.server.com 300 CNAME edge.cdn.net
                edge.cdn.net 60 A 203.0.113.99
                """ + "big TXT " + ("\"" + "x".repeat(200) + "\" ").repeat(10))));
        return (now, request, from, transport) -> {
            assertThat(ScriptedInternet.parse(request).header().recursionDesired())
                    .isTrue();
            DnsMessage answer = ScriptedInternet.parse(all.respond(now, request, from, transport));
            DnsHeader header = answer.header().response(answer.header().responseCode(), false, true);
            return new DnsMessage(
                            answer.header().truncated() ? header.asTruncated() : header,
                            answer.questions(),
                            answer.answers(),
                            answer.authorities(),
                            answer.additionals(),
                            answer.edns())
                    .encode();
        };
    }

    @Test
    void aQuestionIsPassedOnOnceAndThenAnsweredFromTheCache() {
        assertThat(internet.ask("www.server.com", RecordType.A).answers()).hasSize(1);
        assertThat(internet.now).isEqualTo(2 * ONE_WAY);
        internet.sleep(60 * SECOND);
        DnsMessage again = internet.ask("www.server.com", RecordType.A);
        assertThat(again.answers().getFirst().ttlSeconds()).isEqualTo(540);
        assertThat(again.header().recursionAvailable()).isTrue();
        assertThat(internet.asked).hasSize(1);
    }

    @Test
    void aWholeChainOfAliasesIsBelievedAndKept() {
        assertThat(internet.ask("shop.server.com", RecordType.A).answers()).hasSize(2);
        assertThat(internet.ask("edge.cdn.net", RecordType.A).answers()).hasSize(1);
        assertThat(internet.asked).hasSize(1);
    }

    @Test
    void negativeAnswersAreKept() {
        assertThat(internet.ask("nope.server.com", RecordType.A).header().responseCode())
                .isEqualTo(ResponseCode.NXDOMAIN);
        assertThat(internet.ask("nope.server.com", RecordType.AAAA).header().responseCode())
                .isEqualTo(ResponseCode.NXDOMAIN);
        assertThat(internet.ask("www.server.com", RecordType.MX).answers()).isEmpty();
        assertThat(internet.ask("www.server.com", RecordType.MX).answers()).isEmpty();
        assertThat(internet.asked).hasSize(2);
    }

    @Test
    void aCutAnswerIsFetchedOverTcp() {
        internet.request(
                DnsMessage.query(1, Question.of("big", RecordType.TXT), true, null)
                        .encode(),
                ScriptedInternet.OVER_TCP);
        internet.sleep(SECOND);
        assertThat(internet.asked).extracting(Action.Ask::transport).containsExactly(Transport.UDP, Transport.TCP);
        assertThat(internet.replies.getLast().answers()).hasSize(1);
        assertThat(internet.replies.getLast().header().truncated()).isFalse();
    }

    @Test
    void aSilentUpstreamIsLeftForTheOther() {
        ScriptedInternet two = new ScriptedInternet(RecursionSettings.forwarder(List.of(FIRST, SECOND_ONE)))
                .server(FIRST.toString(), (n, r, f, t) -> null)
                .server(SECOND_ONE.toString(), upstream());
        for (int i = 0; i < 10; i++) {
            assertThat(two.ask("n" + i, RecordType.A).header().responseCode()).isEqualTo(ResponseCode.NXDOMAIN);
        }
        assertThat(two.asked.stream().filter(a -> a.server().equals(FIRST)).count())
                .isLessThanOrEqualTo(2);
        assertThat(two.now).isLessThan(2_000 * MILLISECOND);
    }

    @Test
    void anUpstreamThatRefusesOneNameIsStillAskedForOthers() {
        DnsResponder honest = upstream();
        internet.server(FIRST.toString(), (now, request, from, transport) -> {
            DnsMessage query = ScriptedInternet.parse(request);
            return query.questions().getFirst().name().toString().startsWith("secret")
                    ? DnsMessage.of(query.header().response(ResponseCode.REFUSED, false, true), query.questions(), null)
                            .encode()
                    : honest.respond(now, request, from, transport);
        });
        assertThat(internet.ask("secret.server.com", RecordType.A).header().responseCode())
                .isEqualTo(ResponseCode.SERVFAIL);
        assertThat(internet.ask("www.server.com", RecordType.A).answers()).hasSize(1);
    }
}
