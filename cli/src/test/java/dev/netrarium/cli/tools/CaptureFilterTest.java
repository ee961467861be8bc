package dev.netrarium.cli.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.RandomStream;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpProtocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class CaptureFilterTest {
    private static final FrameFacts TCP = new FrameFacts(
            EtherType.IPV4, IpProtocol.TCP, IpAddress.of("192.0.2.1"), IpAddress.of("192.0.2.80"), 40000, 80);
    private static final FrameFacts UDP6 = new FrameFacts(
            EtherType.IPV6, IpProtocol.UDP, IpAddress.of("2001:db8::1"), IpAddress.of("2001:db8::53"), 40001, 53);
    private static final List<String> WORDS = List.of(
            "and",
            "or",
            "not",
            "(",
            ")",
            "host",
            "net",
            "port",
            "src",
            "dst",
            "tcp",
            "udp",
            "icmp",
            "arp",
            "ip6",
            "80",
            "192.0.2.1",
            "192.0.2.0/24",
            "www",
            "!",
            "&&",
            "||",
            "2001:db8::/32",
            "");

    @Test
    void andAndOrHaveOnePrecedenceAndAssociateToTheLeft() {
        assertThat(filter("tcp or udp and port 53").test(TCP)).isFalse();
        assertThat(filter("tcp or (udp and port 53)").test(TCP)).isTrue();
        assertThat(filter("tcp or (udp and port 53)").test(UDP6)).isTrue();
        assertThat(filter("!tcp && !arp").test(UDP6)).isTrue();
        assertThat(filter("not not tcp").test(TCP)).isTrue();
    }

    @Test
    void sidesAreKeptApart() {
        assertThat(filter("src port 80").test(TCP)).isFalse();
        assertThat(filter("dst port http").test(TCP)).isTrue();
        assertThat(filter("src 192.0.2.1").test(TCP)).isTrue();
        assertThat(filter("dst net 2001:db8::/32").test(UDP6)).isTrue();
        assertThat(filter("tcp port 53").test(UDP6)).isFalse();
        assertThat(filter("host www").test(TCP)).isTrue();
    }

    @Test
    void anEmptyFilterTakesAll() {
        assertThat(filter("").test(TCP)).isTrue();
    }

    @Test
    void aTowerOfBracketsEndsInASentence() {
        List<String> tower = Collections.nCopies(100_000, "(");
        assertThatThrownBy(() -> CaptureFilter.parse(tower, _ -> List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("nested too deeply");
    }

    @Test
    void anyWordsAreAFilterOrASentence() {
        RandomStream chance = RandomStream.of(1, "filters", "words");
        int taken = 0;
        int refused = 0;
        for (int i = 0; i < 50_000; i++) {
            List<String> words = new ArrayList<>();
            for (int n = chance.nextInt(8); n > 0; n--) {
                words.add(WORDS.get(chance.nextInt(WORDS.size())));
            }
            try {
                if (CaptureFilter.parse(words, CaptureFilterTest::addresses).test(TCP)) {
                    taken++;
                }
            } catch (IllegalArgumentException e) {
                refused++;
                assertThat(e).hasMessageMatching("(?s).+");
            }
        }
        assertThat(taken).isGreaterThan(1_000);
        assertThat(refused).isGreaterThan(1_000);
    }

    @Test
    void anyBytesAreAFrame() {
        RandomStream chance = RandomStream.of(1, "frames", "bytes");
        byte[] real = HexFormat.of()
                .parseHex("020000000001020000000002" + "86dd" + "6000000000103cff20010db8000000000000000000000001"
                        + "20010db8000000000000000000000053" + "1100000000000000" + "9c41003500080000");
        assertThat(FrameFacts.of(real, true)).isEqualTo(UDP6);
        for (int i = 0; i < 100_000; i++) {
            byte[] b = Arrays.copyOf(real, chance.nextInt(real.length + 1));
            for (int n = chance.nextInt(6); n > 0 && b.length > 0; n--) {
                b[chance.nextInt(b.length)] = (byte) chance.nextInt(256);
            }
            assertThat(FrameFacts.of(b, chance.nextInt(2) == 0).sourcePort()).isBetween(-1, 65535);
        }
    }

    private static Predicate<FrameFacts> filter(String text) {
        return CaptureFilter.parse(List.of(text), CaptureFilterTest::addresses);
    }

    private static List<IpAddress> addresses(String name) {
        return name.equals("www") ? List.of(IpAddress.of("192.0.2.80")) : List.of();
    }
}
