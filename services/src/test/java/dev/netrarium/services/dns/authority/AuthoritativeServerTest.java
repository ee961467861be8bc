package dev.netrarium.services.dns.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.services.dns.DnsHeader;
import dev.netrarium.services.dns.DnsMessage;
import dev.netrarium.services.dns.Edns;
import dev.netrarium.services.dns.MalformedDnsException;
import dev.netrarium.services.dns.Opcode;
import dev.netrarium.services.dns.Question;
import dev.netrarium.services.dns.RecordClass;
import dev.netrarium.services.dns.RecordType;
import dev.netrarium.services.dns.ResourceRecord;
import dev.netrarium.services.dns.ResponseCode;
import dev.netrarium.services.dns.ServerCount;
import dev.netrarium.services.dns.Transport;
import dev.netrarium.wire.Endpoint;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AuthoritativeServerTest {
    private static final Endpoint ASKER = Endpoint.of("192.0.2.7:4711");

    private final AuthoritativeServer server = new AuthoritativeServer(List.of(
            Zone.parse("example", """
                    $TTL 3600
                    @  SOA ns1 admin 1 7200 900 86400 300
                       NS  ns1
                       NS  ns.elsewhere.
                       MX  10 mail
                    ns1    A 192.0.2.53
                    mail   A 192.0.2.25
                    mail   AAAA 2001:db8::25
                    www    CNAME web
                    web    A 192.0.2.80
                    ext    CNAME www.elsewhere.
                    lost   CNAME missing
                    ring1  CNAME ring2
                    ring2  CNAME ring1
                    x.y.z  A 192.0.2.1
                    sub    NS ns.sub
                    sub    NS ns.elsewhere.
                    ns.sub A 192.0.2.99
                    intosub CNAME host.sub
                    ; RFC 4592 §2.2.1
                    *.wild TXT "any"
                    *.wild MX 10 mail
                    sub.*.wild TXT "literal"
                    host1.wild A 192.0.2.11
                    _ssh._tcp.host1.wild SRV 0 0 22 host1.wild
                    *.alias CNAME web
                    """),
            Zone.parse("child.example", "@ 60 SOA a a 1 2 3 4 30\n@ 60 NS a\na 60 A 192.0.2.200\n")));

    private DnsMessage ask(String name, RecordType type) throws MalformedDnsException {
        return ask(DnsMessage.query(1, Question.of(name, type), false, null), Transport.UDP);
    }

    private DnsMessage ask(DnsMessage query, Transport transport) throws MalformedDnsException {
        byte[] response = server.respond(0, query.encode(), ASKER, transport);
        assertThat(response).isNotNull();
        return DnsMessage.parse(response);
    }

    private static Stream<String> names(List<ResourceRecord> records) {
        return records.stream().map(r -> r.name() + " " + r.type() + " " + r.data());
    }

    @Test
    void dataIsAnsweredWithAuthority() throws MalformedDnsException {
        DnsMessage response = ask("WEB.example", RecordType.A);
        assertThat(response.header().authoritative()).isTrue();
        assertThat(response.header().isResponse()).isTrue();
        assertThat(response.header().recursionAvailable()).isFalse();
        assertThat(names(response.answers())).containsExactly("WEB.example. A 192.0.2.80");
        assertThat(response.authorities()).isEmpty();
    }

    @Test
    void aliasesAreFollowedInsideTheZone() throws MalformedDnsException {
        assertThat(names(ask("www.example", RecordType.A).answers()))
                .containsExactly("www.example. CNAME web.example.", "web.example. A 192.0.2.80");
        assertThat(names(ask("ext.example", RecordType.A).answers()))
                .containsExactly("ext.example. CNAME www.elsewhere.");
        assertThat(names(ask("www.example", RecordType.CNAME).answers()))
                .containsExactly("www.example. CNAME web.example.");
        assertThat(ask("ring1.example", RecordType.A).answers()).hasSize(2);
    }

    /** RFC 6604 §3: the code is that of the last name. */
    @Test
    void anAliasOfNothingIsNxdomain() throws MalformedDnsException {
        DnsMessage response = ask("lost.example", RecordType.A);
        assertThat(response.header().responseCode()).isEqualTo(ResponseCode.NXDOMAIN);
        assertThat(response.answers()).hasSize(1);
        assertThat(response.authorities())
                .singleElement()
                .extracting(ResourceRecord::type)
                .isEqualTo(RecordType.SOA);
    }

    @Test
    void nxdomainAndNodataCarryTheSoaWithTheNegativeTtl() throws MalformedDnsException {
        DnsMessage nothing = ask("nothing.example", RecordType.A);
        assertThat(nothing.header().responseCode()).isEqualTo(ResponseCode.NXDOMAIN);
        assertThat(nothing.authorities())
                .singleElement()
                .extracting(ResourceRecord::ttlSeconds)
                .isEqualTo(300);
        DnsMessage noData = ask("web.example", RecordType.AAAA);
        assertThat(noData.header().responseCode()).isEqualTo(ResponseCode.NOERROR);
        assertThat(noData.header().authoritative()).isTrue();
        assertThat(noData.answers()).isEmpty();
        assertThat(noData.authorities()).hasSize(1);
    }

    @Test
    void emptyNonTerminalsExist() throws MalformedDnsException {
        assertThat(ask("y.z.example", RecordType.A).header().responseCode()).isEqualTo(ResponseCode.NOERROR);
        assertThat(ask("z.example", RecordType.A).header().responseCode()).isEqualTo(ResponseCode.NOERROR);
        assertThat(ask("w.z.example", RecordType.A).header().responseCode()).isEqualTo(ResponseCode.NXDOMAIN);
    }

    @Test
    void belowACutIsAReferralWithGlue() throws MalformedDnsException {
        for (String name : List.of("sub.example", "a.b.sub.example", "ns.sub.example")) {
            DnsMessage response = ask(name, RecordType.A);
            assertThat(response.header().authoritative()).isFalse();
            assertThat(response.answers()).isEmpty();
            assertThat(names(response.authorities()))
                    .containsExactly("sub.example. NS ns.sub.example.", "sub.example. NS ns.elsewhere.");
            assertThat(names(response.additionals())).containsExactly("ns.sub.example. A 192.0.2.99");
        }
        DnsMessage alias = ask("intosub.example", RecordType.A);
        assertThat(alias.header().authoritative()).isTrue();
        assertThat(alias.answers()).hasSize(1);
        assertThat(alias.authorities()).hasSize(2);
    }

    /** RFC 4035 §3.1.4.1. */
    @Test
    void theParentAnswersForDsAtTheCut() throws MalformedDnsException {
        DnsMessage response = ask("sub.example", RecordType.DS);
        assertThat(response.header().authoritative()).isTrue();
        assertThat(response.authorities()).extracting(ResourceRecord::type).containsExactly(RecordType.SOA);
    }

    /** The table of RFC 4592 §2.2.1. */
    @Test
    void wildcardsCoverWhatDoesNotExist() throws MalformedDnsException {
        assertThat(names(ask("host3.wild.example", RecordType.MX).answers()))
                .containsExactly("host3.wild.example. MX 10 mail.example.");
        assertThat(names(ask("host3.wild.example", RecordType.A).authorities())).hasSize(1);
        assertThat(ask("host3.wild.example", RecordType.A).header().responseCode())
                .isEqualTo(ResponseCode.NOERROR);
        assertThat(names(ask("foo.bar.wild.example", RecordType.TXT).answers()))
                .containsExactly("foo.bar.wild.example. TXT \"any\"");
        assertThat(ask("host1.wild.example", RecordType.MX).answers()).isEmpty();
        assertThat(ask("sub.*.wild.example", RecordType.MX).answers()).isEmpty();
        assertThat(ask("_telnet._tcp.host1.wild.example", RecordType.SRV)
                        .header()
                        .responseCode())
                .isEqualTo(ResponseCode.NXDOMAIN);
        assertThat(ask("ghost.*.wild.example", RecordType.MX).header().responseCode())
                .isEqualTo(ResponseCode.NXDOMAIN);
        assertThat(names(ask("q.alias.example", RecordType.A).answers()))
                .containsExactly("q.alias.example. CNAME web.example.", "web.example. A 192.0.2.80");
    }

    @Test
    void targetsBringTheirAddresses() throws MalformedDnsException {
        assertThat(names(ask("example", RecordType.MX).additionals()))
                .containsExactly("mail.example. A 192.0.2.25", "mail.example. AAAA 2001:db8::25");
        assertThat(names(ask("example", RecordType.NS).additionals())).containsExactly("ns1.example. A 192.0.2.53");
    }

    @Test
    void anyIsAnsweredWithOneSet() throws MalformedDnsException {
        assertThat(names(ask("example", RecordType.ANY).answers()))
                .containsExactly("example. NS ns1.example.", "example. NS ns.elsewhere.");
    }

    @Test
    void theLongestZoneAnswersAndOthersAreRefused() throws MalformedDnsException {
        assertThat(ask("a.child.example", RecordType.A).answers()).hasSize(1);
        assertThat(ask("www.elsewhere", RecordType.A).header().responseCode()).isEqualTo(ResponseCode.REFUSED);
        assertThat(server.tally().of(ServerCount.REFUSED)).isEqualTo(1);
        Zone zone = server.zones().getFirst();
        assertThatThrownBy(() -> new AuthoritativeServer(List.of(zone, zone))).hasMessageContaining("two zones");
    }

    @Test
    void requestsThatAreNoQueriesGetTheirError() throws MalformedDnsException {
        Question question = Question.of("web.example", RecordType.A);
        DnsHeader header = DnsHeader.query(9, true);
        DnsHeader notify = new DnsHeader(
                9, false, Opcode.NOTIFY, false, false, false, false, false, false, false, ResponseCode.NOERROR);
        assertThat(ask(DnsMessage.of(notify, List.of(question), null), Transport.UDP)
                        .header()
                        .responseCode())
                .isEqualTo(ResponseCode.NOTIMP);
        assertThat(ask(DnsMessage.of(header, List.of(question, question), null), Transport.UDP)
                        .header()
                        .responseCode())
                .isEqualTo(ResponseCode.FORMERR);
        assertThat(ask(DnsMessage.of(header, List.of(question), new Edns(512, 1, false, List.of())), Transport.UDP)
                        .header()
                        .responseCode())
                .isEqualTo(ResponseCode.BADVERS);
        Question chaos = new Question(question.name(), RecordType.TXT, RecordClass.CH);
        assertThat(ask(DnsMessage.of(header, List.of(chaos), null), Transport.UDP)
                        .header()
                        .responseCode())
                .isEqualTo(ResponseCode.REFUSED);
        assertThat(ask("example", RecordType.AXFR).header().responseCode()).isEqualTo(ResponseCode.REFUSED);
        byte[] broken = {0, 9, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0, 77};
        byte[] reply = server.respond(0, broken, ASKER, Transport.UDP);
        assertThat(reply).isNotNull();
        assertThat(DnsMessage.parse(reply).header().responseCode()).isEqualTo(ResponseCode.FORMERR);
        assertThat(DnsMessage.parse(reply).header().id()).isEqualTo(9);
    }

    @Test
    void responsesAndScrapsAreDroppedAndCounted() {
        DnsMessage response =
                DnsMessage.of(DnsHeader.query(1, false).response(ResponseCode.NOERROR, false, false), List.of(), null);
        assertThat(server.respond(0, response.encode(), ASKER, Transport.UDP)).isNull();
        assertThat(server.respond(0, new byte[11], ASKER, Transport.UDP)).isNull();
        assertThat(server.tally()).hasToString("{REQUESTS=2, DROPPED_NO_HEADER=1, DROPPED_IS_RESPONSE=1}");
    }

    @Test
    void theAskersSizeIsKept() throws MalformedDnsException {
        StringBuilder text = new StringBuilder("@ 60 SOA a a 1 2 3 4 30\n@ 60 NS a\n");
        for (int i = 0; i < 60; i++) {
            text.append("big 60 A 192.0.2.").append(i).append('\n');
        }
        AuthoritativeServer big = new AuthoritativeServer(List.of(Zone.parse("z", text.toString())));
        Question question = Question.of("big.z", RecordType.A);
        for (Edns edns : new Edns[] {null, new Edns(100, 0, false, List.of())}) {
            byte[] bytes =
                    big.respond(0, DnsMessage.query(1, question, false, edns).encode(), ASKER, Transport.UDP);
            assertThat(bytes).isNotNull().hasSizeLessThanOrEqualTo(512);
            assertThat(DnsMessage.parse(bytes).header().truncated()).isTrue();
        }
        byte[] large = big.respond(
                0, DnsMessage.query(1, question, false, Edns.DEFAULT).encode(), ASKER, Transport.UDP);
        assertThat(DnsMessage.parse(large).answers()).hasSize(60);
        byte[] tcp = big.respond(0, DnsMessage.query(1, question, false, null).encode(), ASKER, Transport.TCP);
        assertThat(DnsMessage.parse(tcp).answers()).hasSize(60);
        assertThat(big.tally().of(ServerCount.TRUNCATED)).isEqualTo(2);
    }

    @Test
    void noRequestEscapesTheServer() throws MalformedDnsException {
        Random random = new Random(1034);
        byte[] valid = DnsMessage.query(7, Question.of("host3.wild.example", RecordType.MX), true, Edns.DEFAULT)
                .encode();
        int answered = 0;
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = i % 4 == 0 ? new byte[random.nextInt(80)] : valid.clone();
            if (i % 4 == 0) {
                random.nextBytes(bytes);
            } else {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            byte[] response = server.respond(i, bytes, ASKER, Transport.UDP);
            if (response != null) {
                answered++;
                assertThat(DnsMessage.parse(response).header().isResponse()).isTrue();
                assertThat(response.length).isLessThanOrEqualTo(1232);
            }
        }
        assertThat(answered).isGreaterThan(50_000);
    }
}
