package dev.netrarium.services.dns;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.netrarium.services.dns.MalformedDnsException.Reason;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsMessageTest {
    private static final DomainName WWW = DomainName.of("www.server.com");

    private static ResourceRecord a(String name, int lastOctet) {
        return ResourceRecord.of(name, 300, new RecordData.A(Ipv4Address.of(203, 0, 113, lastOctet)));
    }

    private static DnsMessage response(List<ResourceRecord> answers, List<ResourceRecord> more, Edns edns) {
        DnsHeader header = DnsHeader.query(0x1234, true).response(ResponseCode.NOERROR, true, false);
        return new DnsMessage(
                header, List.of(new Question(WWW, RecordType.A, RecordClass.IN)), answers, List.of(), more, edns);
    }

    /** One record of every format. */
    static DnsMessage everything() {
        DomainName server = DomainName.of("server.com");
        List<RecordData> data = List.of(
                new RecordData.A(Ipv4Address.of("203.0.113.80")),
                new RecordData.Aaaa(Ipv6Address.of("2001:db8::80")),
                new RecordData.Ns(DomainName.of("ns1.server.com")),
                new RecordData.Cname(WWW),
                new RecordData.Soa(server, DomainName.of("hostmaster.server.com"), -2, 7200, 900, 86400, 300),
                new RecordData.Ptr(WWW),
                new RecordData.Hinfo(Octets.of("NETRARIUM"), Octets.of("")),
                new RecordData.Mx(10, DomainName.of("mail.server.com")),
                new RecordData.Txt(List.of(Octets.of("v=spf1 -all"), Octets.of(new byte[255]))),
                new RecordData.Srv(1, 2, 80, WWW),
                new RecordData.Caa(128, "issue", Octets.of("ca.example")),
                new RecordData.Unknown(new RecordType(65280), Octets.of((byte) 1, (byte) 2, (byte) 3)));
        List<ResourceRecord> records = data.stream()
                .map(d -> new ResourceRecord(server, RecordClass.IN, 3600, d))
                .toList();
        return new DnsMessage(
                DnsHeader.query(7, true).response(ResponseCode.BADVERS, true, true),
                List.of(new Question(server, RecordType.ANY, RecordClass.IN)),
                records,
                List.of(records.get(2)),
                List.of(a("ns1.server.com", 53)),
                new Edns(1232, 0, true, List.of(new Edns.Option(10, Octets.of("12345678")))));
    }

    @Test
    void aQueryHasTheBytesOfTheRfc() {
        byte[] bytes = DnsMessage.query(0xabcd, new Question(WWW, RecordType.A, RecordClass.IN), true, null)
                .encode();
        assertThat(HexFormat.of().formatHex(bytes))
                .isEqualTo("abcd01000001000000000000" + "0377777706736572766572" + "03636f6d00" + "00010001");
    }

    @Test
    void namesAreCompressedOnlyWhereRfc3597AllowsIt() throws MalformedDnsException {
        byte[] bytes =
                response(List.of(a("www.server.com", 80)), List.of(), null).encode();
        // The answer's owner is a pointer to the question at byte 12.
        assertThat(HexFormat.of().formatHex(bytes, 32, bytes.length))
                .isEqualTo("c00c" + "00010001" + "0000012c" + "0004cb007150");
        byte[] srv = response(
                        List.of(ResourceRecord.of("www.server.com", 1, new RecordData.Srv(0, 0, 80, WWW))),
                        List.of(),
                        null)
                .encode();
        assertThat(srv).hasSize(32 + 12 + 6 + WWW.lengthBytes());
    }

    @Test
    void everyFormatComesBackAsItWas() throws MalformedDnsException {
        DnsMessage message = everything();
        assertThat(DnsMessage.parse(message.encode())).isEqualTo(message);
    }

    @Test
    void aMessageIsReadAtAnyOffset() throws MalformedDnsException {
        byte[] bytes = everything().encode();
        byte[] shifted = new byte[bytes.length + 99];
        System.arraycopy(bytes, 0, shifted, 42, bytes.length);
        assertThat(DnsMessage.parse(shifted, 42, bytes.length)).isEqualTo(everything());
    }

    @Test
    void pointersBeyondTheirReachAreNotWritten() throws MalformedDnsException {
        List<ResourceRecord> many = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            many.add(a("host" + i + ".far" + i + ".example", i & 0xff));
        }
        DnsMessage message = response(many, List.of(), null);
        assertThat(message.encode().length).isGreaterThan(0x4000);
        assertThat(DnsMessage.parse(message.encode())).isEqualTo(message);
    }

    @Test
    void anAnswerThatDoesNotFitIsLeftOutWholeAndSaysSo() throws MalformedDnsException {
        List<ResourceRecord> answers =
                IntStream.range(0, 40).mapToObj(i -> a("www.server.com", i)).toList();
        byte[] bytes = response(answers, List.of(), Edns.DEFAULT).encode(512);
        DnsMessage read = DnsMessage.parse(bytes);
        assertThat(bytes.length).isLessThanOrEqualTo(512);
        assertThat(read.header().truncated()).isTrue();
        assertThat(read.answers()).isEmpty();
        assertThat(read.edns()).isEqualTo(Edns.DEFAULT);
        assertThat(DnsMessage.parse(response(answers, List.of(), null).encode(1232))
                        .answers())
                .hasSize(40);
    }

    @Test
    void additionalRecordsGoFirstAndSilently() throws MalformedDnsException {
        List<ResourceRecord> more = IntStream.range(0, 40)
                .mapToObj(i -> a("h" + i + ".server.com", i))
                .toList();
        DnsMessage read = DnsMessage.parse(
                response(List.of(a("www.server.com", 80)), more, null).encode(512));
        assertThat(read.header().truncated()).isFalse();
        assertThat(read.answers()).hasSize(1);
        assertThat(read.additionals())
                .hasSizeBetween(1, 39)
                .isEqualTo(more.subList(0, read.additionals().size()));
    }

    /** RFC 9471 §3: without its glue the referral is of no use, so the asker must come back over TCP. */
    @Test
    void missingGlueTruncates() throws MalformedDnsException {
        List<ResourceRecord> servers = new ArrayList<>();
        List<ResourceRecord> glue = new ArrayList<>();
        for (int i = 0; i < 13; i++) {
            String name = "a-name-server-with-a-long-name-" + i + ".server.com";
            servers.add(ResourceRecord.of("server.com", 300, new RecordData.Ns(DomainName.of(name))));
            glue.add(a(name, i));
        }
        DnsHeader header = DnsHeader.query(1, false).response(ResponseCode.NOERROR, false, false);
        DnsMessage referral = new DnsMessage(
                header, List.of(Question.of("www.server.com", RecordType.A)), List.of(), servers, glue, null);
        DnsMessage read = DnsMessage.parse(referral.encode(700));
        assertThat(read.header().truncated()).isTrue();
        assertThat(read.authorities()).hasSize(13);
        assertThat(read.additionals()).hasSizeLessThan(13);
    }

    @ParameterizedTest
    @CsvSource({
        // A pointer to itself, a pointer forwards, a pointer pair that would loop.
        "000001000001000000000000 c00c 00010001, FORWARD_POINTER, 12",
        "000001000001000000000000 c00e 00010001, FORWARD_POINTER, 12",
        "000001000001000000000000 0161 c00c 00010001, FORWARD_POINTER, 14",
        "000001000001000000000000 80 00010001, LABEL_TYPE, 12",
        "000001000001000000000000 41 00010001, LABEL_TYPE, 12",
        "000001000001000000000000 0161, CUT_SHORT, 14",
        "000001000000000000000000 ff, TRAILING_BYTES, 12",
        "0000010000000000000000, CUT_SHORT, 10",
        "000084000000ffff00000000, CUT_SHORT, 12",
        "000084000000000100000000 00 0001 0001 00000000 0005 0102030405, RECORD_LENGTH, 27",
        "000084000000000100000000 00 0001 0001 00000000 0003 010203, CUT_SHORT, 23",
        "000084000000000100000000 00 0010 0001 00000000 0002 0541, CUT_SHORT, 24",
        "000084000000000000000002 00 0029 1000 00000000 0000 00 0029 1000 00000000 0000, OPT, 26",
        "000084000000000000000001 016100 0029 1000 00000000 0000, OPT, 17",
    })
    void eachFaultIsNamedWithItsPlace(String hex, Reason reason, int offset) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        MalformedDnsException fault = catchThrowableOfType(MalformedDnsException.class, () -> DnsMessage.parse(bytes));
        assertThat(fault).isNotNull();
        assertThat(fault.reason()).isEqualTo(reason);
        assertThat(fault.offset()).isEqualTo(offset);
    }

    @Test
    void aChainOfPointersIsBounded() {
        // 200 pointers, each to the one before, the first to the root label at byte 12.
        StringBuilder hex = new StringBuilder("000084000000000100000000" + "00" + "ff000001" + "00000000" + "0190");
        for (int i = 0; i < 200; i++) {
            hex.append(String.format("%04x", 0xc000 | (i == 0 ? 12 : 23 + 2 * (i - 1))));
        }
        byte[] withQuestion = HexFormat.of()
                .parseHex(hex + String.format("%04x", 0xc000 | 23 + 2 * 199) + "00010001" + "000000000000");
        withQuestion[9] = 1;
        MalformedDnsException fault =
                catchThrowableOfType(MalformedDnsException.class, () -> DnsMessage.parse(withQuestion));
        assertThat(fault.reason()).isEqualTo(Reason.TOO_MANY_POINTERS);
    }

    @Test
    void aNameGrownByPointersIsBounded() {
        String label = "3f" + "61".repeat(63);
        byte[] bytes = HexFormat.of()
                .parseHex("000084000000000200000000" + label.repeat(3) + "00" + "ff000001" + "00000000" + "0000" + "3f"
                        + "62".repeat(63) + "c00c" + "ff000001" + "00000000" + "0000");
        assertThatThrownBy(() -> DnsMessage.parse(bytes)).hasMessageContaining("longer than 255");
    }

    @Test
    void ttlWithTheHighestBitIsZero() throws MalformedDnsException {
        byte[] bytes =
                HexFormat.of().parseHex("000084000000000100000000" + "00" + "00010001" + "80000001" + "0004c0000201");
        assertThat(DnsMessage.parse(bytes).answers().getFirst().ttlSeconds()).isZero();
    }

    @Test
    void onlyInternetClassHasAddressesWeKnow() throws MalformedDnsException {
        byte[] bytes =
                HexFormat.of().parseHex("000084000000000100000000" + "00" + "00010003" + "00000001" + "0002abcd");
        assertThat(DnsMessage.parse(bytes).answers().getFirst().data())
                .isEqualTo(new RecordData.Unknown(RecordType.A, Octets.of((byte) 0xab, (byte) 0xcd)));
    }

    @Test
    void noInputEscapesTheParser() throws MalformedDnsException {
        Random random = new Random(1035);
        byte[] valid = everything().encode();
        int read = 0;
        for (int i = 0; i < 200_000; i++) {
            byte[] bytes = valid.clone();
            int length = bytes.length;
            switch (i % 3) {
                case 0 -> {
                    bytes = new byte[random.nextInt(64)];
                    random.nextBytes(bytes);
                    length = bytes.length;
                }
                case 1 -> length = random.nextInt(valid.length);
                default -> {
                    for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
                    }
                }
            }
            try {
                DnsMessage message = DnsMessage.parse(bytes, 0, length);
                read++;
                assertThat(DnsMessage.parse(message.encode())).isEqualTo(message);
                assertThat(message.toString()).isNotEmpty();
            } catch (MalformedDnsException e) {
                assertThat(e.offset()).isBetween(0, length);
            }
        }
        assertThat(read).isGreaterThan(1000);
    }
}
