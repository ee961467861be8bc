package dev.netrarium.services.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.dissect.Dissection;
import dev.netrarium.wire.dissect.PacketDissector;
import dev.netrarium.wire.dissect.Selector;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DnsDissectorTest {
    private final PacketDissector dissector = PacketDissector.load();

    private Dissection udp(byte[] message) {
        return dissector.dissect(Selector.udpPort(53), message, 0, message.length);
    }

    private static DnsMessage response(ResponseCode code, List<ResourceRecord> answers) {
        DnsMessage query = DnsMessage.query(12345, Question.of("www.server.com", RecordType.A), true, null);
        return new DnsMessage(
                query.header().response(code, false, true), query.questions(), answers, List.of(), List.of(), null);
    }

    @Test
    void aQueryReadsAsTcpdumpPrintsIt() {
        Question question = Question.of("www.server.com", RecordType.A);
        assertThat(udp(DnsMessage.query(12345, question, true, null).encode()).summary())
                .isEqualTo("12345+ A? www.server.com. (32)");
        assertThat(udp(DnsMessage.query(12345, question, false, Edns.DEFAULT).encode())
                        .summary())
                .isEqualTo("12345 [1au] A? www.server.com. (43)");
    }

    @Test
    void aResponseReadsAsTcpdumpPrintsIt() {
        assertThat(udp(response(
                                        ResponseCode.NOERROR,
                                        List.of(
                                                ResourceRecord.of(
                                                        "www.server.com",
                                                        300,
                                                        new RecordData.Cname(DomainName.of("web.server.com"))),
                                                ResourceRecord.of(
                                                        "web.server.com",
                                                        300,
                                                        new RecordData.A(Ipv4Address.of("203.0.113.80")))))
                                .encode())
                        .summary())
                .isEqualTo("12345 2/0/0 CNAME web.server.com., A 203.0.113.80 (66)");
        assertThat(udp(response(ResponseCode.NXDOMAIN, List.of()).encode()).summary())
                .isEqualTo("12345 NXDomain 0/0/0 (32)");
    }

    @Test
    void theTreeShowsEveryFieldOfARecord() {
        ResourceRecord record =
                ResourceRecord.of("www.server.com", 300, new RecordData.A(Ipv4Address.of("203.0.113.80")));
        String tree =
                udp(response(ResponseCode.NOERROR, List.of(record)).encode()).tree();
        assertThat(tree)
                .contains("Transaction ID: 0x3039 (12345)", "Recursion desired: yes", "Question: www.server.com. IN A")
                .contains("Answer: www.server.com. 300 IN A 203.0.113.80", "Time to live: 300 s", "Data: 203.0.113.80");
    }

    @Test
    void overTcpEachMessageStandsBehindItsLength() {
        byte[] one = TcpFraming.frame(
                DnsMessage.query(1, Question.of("a", RecordType.A), true, null).encode());
        byte[] two = java.util.Arrays.copyOf(one, one.length * 2);
        System.arraycopy(one, 0, two, one.length, one.length);
        assertThat(dissector.dissect(Selector.tcpPort(53), two, 0, two.length).summary())
                .isEqualTo("1+ A? a. (19); 1+ A? a. (19)");
        Dissection cut = dissector.dissect(Selector.tcpPort(53), one, 0, one.length - 3);
        assertThat(cut.summary()).contains("1+ [|domain] (19)");
        assertThat(cut.notes()).anyMatch(note -> note.contains("next segment"));
    }

    @Test
    void whatIsMalformedIsShownAsFarAsItGoes() {
        byte[] message = DnsMessage.query(7, Question.of("www.server.com", RecordType.A), true, null)
                .encode();
        message[12] = (byte) 0xc0;
        message[13] = 12;
        Dissection dissection = udp(message);
        assertThat(dissection.summary()).isEqualTo("7+ [|domain] (32)");
        assertThat(dissection.notes()).containsExactly("DNS: malformed: compression pointer not backwards at byte 12");
        assertThat(udp(new byte[5]).summary()).contains("[|domain]");
    }

    @Test
    void anyBytesAreDissected() {
        Random random = new Random(9);
        byte[] template = response(
                        ResponseCode.NOERROR,
                        List.of(ResourceRecord.of(
                                "www.server.com", 300, new RecordData.Mx(10, DomainName.of("mail.server.com")))))
                .encode();
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = java.util.Arrays.copyOf(template, random.nextInt(template.length + 20));
            for (int flips = random.nextInt(5); flips > 0 && bytes.length > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Selector selector = random.nextBoolean() ? Selector.udpPort(53) : Selector.tcpPort(53);
            assertThat(dissector.dissect(selector, bytes, 0, bytes.length).notes())
                    .noneMatch(note -> note.contains("failed"));
        }
    }
}
