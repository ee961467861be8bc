package dev.netrarium.services.dns.authority;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.netrarium.services.dns.ResourceRecord;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZoneTextTest {
    private static final String START = "@ 300 IN SOA ns1 admin 1 2 3 4 5\n@ 300 NS ns1\n";

    @Test
    void readsAMasterFileInAllItsForms() {
        Zone zone = Zone.parse("server.com", """
                ; a comment
                $TTL 1h30m
                @       IN SOA ns1 hostmaster.server.com. (
                            2026112101 ; serial
                            2h 15m
                            1w 300 )
                        NS   ns1
                        IN NS ns2.server.com.
                ns1  60 IN A 203.0.113.53
                ns2  IN 60 A 203.0.113.54
                www     AAAA 2001:db8::80
                        A    203.0.113.80
                txt     TXT  "with space; and \\"quote\\"" plain \\065
                empty   TXT  ""
                _http._tcp SRV 1 2 80 www
                odd     TYPE65280 \\# 3 01 0203
                raw     A \\# 4 cb007101
                $ORIGIN sub.server.com.
                deep    CNAME @
                @       MX 10 mail
                """);
        assertThat(zone.records().stream().map(ResourceRecord::toString))
                .containsExactly(
                        "server.com.\t5400\tIN\tNS\tns1.server.com.",
                        "server.com.\t5400\tIN\tNS\tns2.server.com.",
                        "server.com.\t5400\tIN\tSOA\tns1.server.com. hostmaster.server.com. 2026112101 7200 900 604800 300",
                        "_http._tcp.server.com.\t5400\tIN\tSRV\t1 2 80 www.server.com.",
                        "empty.server.com.\t5400\tIN\tTXT\t\"\"",
                        "ns1.server.com.\t60\tIN\tA\t203.0.113.53",
                        "ns2.server.com.\t60\tIN\tA\t203.0.113.54",
                        "odd.server.com.\t5400\tIN\tTYPE65280\t\\# 3 010203",
                        "raw.server.com.\t5400\tIN\tA\t203.0.113.1",
                        "sub.server.com.\t5400\tIN\tMX\t10 mail.sub.server.com.",
                        "deep.sub.server.com.\t5400\tIN\tCNAME\tsub.server.com.",
                        "txt.server.com.\t5400\tIN\tTXT\t\"with space; and \\\"quote\\\"\" \"plain\" \"A\"",
                        "www.server.com.\t5400\tIN\tA\t203.0.113.80",
                        "www.server.com.\t5400\tIN\tAAAA\t2001:db8::80");
    }

    @Test
    void withoutTtlTheRecordBeforeOrTheSoaCounts() {
        Zone zone = Zone.parse("a", "@ SOA a a 1 2 3 4 77\n@ NS b\nb 5 A 192.0.2.1\nc A 192.0.2.2\n");
        assertThat(zone.records()).extracting(ResourceRecord::ttlSeconds).containsExactly(77, 77, 5, 5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "$INCLUDE file | $INCLUDE is not supported",
                "$WHAT x | unknown directive",
                "www A 192.0.2.256 | not an IPv4 address",
                "www A | incomplete",
                "www A 192.0.2.1 192.0.2.2 | too much data",
                "www CH A 192.0.2.1 | only class IN",
                "www | no record type",
                "www NONSENSE x | not a record type",
                "www ANY x | cannot stand in a zone",
                "www.other. A 192.0.2.1 | outside of the zone",
                "www SOA a a 1 2 3 4 5 | one SOA",
                "@ CNAME x | is an alias",
                "www MX 70000 x | larger than 65535",
                "www TXT \"open | never closed",
                "www A ( 192.0.2.1 | never closed",
                "www A ) 192.0.2.1 | without an opening",
                "www TYPE65280 00 | must be written as",
                "www A \\# 5 0102030405 | not data of A",
                "www A \\# 4 01 | says 4 bytes",
                "a..b A 192.0.2.1 | empty label",
                "www 1x A 192.0.2.1 | not a unit",
                "www 99999999999 A 192.0.2.1 | not a number",
            })
    void anErrorNamesItsLine(String line, String why) {
        ZoneTextException error =
                catchThrowableOfType(ZoneTextException.class, () -> Zone.parse("server.com", START + line + "\n"));
        assertThat(error).hasMessageContaining(why).hasMessageStartingWith("line 3: ");
        assertThat(error.line()).isEqualTo(3);
    }

    @Test
    void aZoneHasASoaAndAServer() {
        assertThatThrownBy(() -> Zone.parse("a", "@ 1 NS b\n")).hasMessageContaining("no SOA");
        assertThatThrownBy(() -> Zone.parse("a", "@ 1 SOA a a 1 2 3 4 5\n")).hasMessageContaining("no NS");
        assertThatThrownBy(() -> Zone.parse("a", "")).hasMessageContaining("no SOA");
        assertThatThrownBy(() -> Zone.parse("a", " 1 NS b\n")).hasMessageContaining("no owner");
        assertThatThrownBy(() -> Zone.parse("a", "@ NS b\n")).hasMessageContaining("no TTL");
    }

    @Test
    void noTextEscapesTheReader() {
        Random random = new Random(1035);
        String valid = START + "$TTL 1h\nwww A 192.0.2.1 ; c\nt TXT \"a\\\"b\" \\# ( 1\n2 )\n";
        String alphabet = " \t\n\"\\();@$.#0129aAzZ*-é";
        int read = 0;
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(valid.substring(0, random.nextInt(valid.length() + 1)));
            for (int edits = random.nextInt(4); edits > 0 && !text.isEmpty(); edits--) {
                text.setCharAt(random.nextInt(text.length()), alphabet.charAt(random.nextInt(alphabet.length())));
            }
            try {
                Zone.parse("server.com", text.toString());
                read++;
            } catch (ZoneTextException e) {
                assertThat(e.line()).isPositive();
            }
        }
        assertThat(read).isPositive();
    }
}
