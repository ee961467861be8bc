package dev.netrarium.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.Ipv4Address;
import java.util.List;
import org.junit.jupiter.api.Test;

class DigTextTest {
    @Test
    void printsAnAnswerAsDigDoes() {
        DnsMessage message = new DnsMessage(
                DnsHeader.query(4711, true).response(ResponseCode.NOERROR, false, true),
                List.of(Question.of("www.server.com", RecordType.A)),
                List.of(
                        ResourceRecord.of("www.server.com", 300, new RecordData.Cname(DomainName.of("web.server.com"))),
                        ResourceRecord.of("web.server.com", 60, new RecordData.A(Ipv4Address.of("203.0.113.80")))),
                List.of(),
                List.of(),
                Edns.DEFAULT);
        assertThat(message).hasToString("""
                ;; ->>HEADER<<- opcode: QUERY, status: NOERROR, id: 4711
                ;; flags: qr rd ra; QUERY: 1, ANSWER: 2, AUTHORITY: 0, ADDITIONAL: 1

                ;; OPT PSEUDOSECTION:
                ; EDNS: version: 0, flags:; udp: 1232
                ;; QUESTION SECTION:
                ;www.server.com.\t\t\tIN\tA

                ;; ANSWER SECTION:
                www.server.com.\t\t300\tIN\tCNAME\tweb.server.com.
                web.server.com.\t\t60\tIN\tA\t203.0.113.80
                """);
    }
}
