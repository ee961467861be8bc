package dev.netrarium.cli.tools;

import static dev.netrarium.cli.CommandRun.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.cli.CommandRun;
import org.junit.jupiter.api.Test;

class DigToolTest {
    @Test
    void theWholeAnswerIsShown() {
        CommandRun run = on("laptop dig www.server.com");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out().replaceAll("id: \\d+", "id: N")).isEqualToNormalizingNewlines("""

                ; <<>> DiG (Netrarium) <<>> www.server.com
                ;; global options: +cmd
                ;; Got answer:
                ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: N
                ;; flags: qr rd ra; QUERY: 1, ANSWER: 1, AUTHORITY: 0, ADDITIONAL: 1

                ;; OPT PSEUDOSECTION:
                ; EDNS: version: 0, flags:; udp: 1232
                ;; QUESTION SECTION:
                ;www.server.com.			IN	A

                ;; ANSWER SECTION:
                www.server.com.		300	IN	A	192.0.2.80

                ;; Query time: 76 msec
                ;; SERVER: 192.168.1.1#53(192.168.1.1) (UDP)
                ;; WHEN: Thu Jan 01 00:00:00 UTC 2026
                ;; MSG SIZE  rcvd: 59

                """);
    }

    @Test
    void theDataAlone() {
        on("laptop dig +short shop.server.com").prints("www.server.com.\n192.0.2.80\n");
        on("laptop dig +short AAAA ipv6.server.com").prints("2001:db8:2::80\n");
        on("laptop dig +short -t mx server.com").prints("10 mail.server.com.\n");
        on("laptop dig +noall +answer server.com MX").prints("""

                ; <<>> DiG (Netrarium) <<>> +noall +answer server.com MX
                ;; global options: +cmd
                server.com.		300	IN	MX	10 mail.server.com.
                """);
    }

    @Test
    void fromTheRootDown() {
        assertThat(on("laptop dig -4 +trace www.server.com").out())
                .containsSubsequence(
                        ".			86400	IN	NS	a.root-servers.net.",
                        "from 192.168.1.1#53(192.168.1.1) in",
                        "com.			172800	IN	NS	a.gtld-servers.net.",
                        "from 198.51.100.34#53(a.root-servers.net) in",
                        "server.com.		172800	IN	NS	ns1.server.com.",
                        "from 198.51.100.35#53(a.gtld-servers.net) in",
                        "www.server.com.		300	IN	A	192.0.2.80",
                        "from 192.0.2.53#53(ns1.server.com) in");
    }

    @Test
    void anotherServerByTcpAndWithoutRecursion() {
        assertThat(on("laptop dig +tcp +norecurse @198.51.100.35 server.com NS").out())
                .contains(";; flags: qr; QUERY: 1", ";; AUTHORITY SECTION:", "ns1.server.com.		172800	IN	AAAA")
                .contains(";; SERVER: 198.51.100.35#53(198.51.100.35) (TCP)");
        assertThat(on("laptop dig @2001:db8:2::53 +noedns www.server.com").out())
                .contains(";; flags: qr aa rd;", ";; SERVER: 2001:db8:2::53#53(2001:db8:2::53) (UDP)")
                .doesNotContain("EDNS");
    }

    @Test
    void aNameThatDoesNotExistIsAnAnswer() {
        CommandRun run = on("laptop dig nowhere.server.com");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("status: NXDOMAIN", ";; AUTHORITY SECTION:", "SOA");
    }

    @Test
    void nobodyAnswersThere() {
        CommandRun run = on("laptop dig +tries=2 @192.0.2.80 www.server.com");
        assertThat(run.exitCode()).isEqualTo(9);
        assertThat(run.out()).contains("""
                ;; communications error to 192.0.2.80#53: connection refused
                ;; communications error to 192.0.2.80#53: connection refused
                ;; no servers could be reached
                """);
        assertThat(on("laptop dig +tries=1 +time=1 @192.168.1.11 www.server.com -p 9999")
                        .exitCode())
                .isEqualTo(9);
    }

    @Test
    void addressesHaveNamesInReverse() {
        assertThat(on("laptop dig -x 192.0.2.80").out()).contains(";80.2.0.192.in-addr.arpa.	IN	PTR");
        assertThat(on("laptop dig -x 2001:db8::1").out())
                .contains(";1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa.");
        on("laptop dig -x 1.2.3").fails(1, "dig: Invalid IP address 1.2.3\n");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        on("laptop dig +shorter www").fails(1, "dig: Invalid option: +shorter\n");
        on("laptop dig www.server.com NONSENSE")
                .fails(1, "dig: \"NONSENSE\" is no record type such as A, AAAA, NS, MX or ANY\n");
        on("laptop dig @nowhere.server.com www")
                .fails(10, "dig: couldn't get address for 'nowhere.server.com': Name or service not known\n");
    }
}
