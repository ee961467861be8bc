package dev.netrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressesTest {
    @ParameterizedTest
    @CsvSource({
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0db8::0001, 2001:db8::1",
        "::, ::",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1::, 1::",
        "1:0:0:2:0:0:0:3, 1:0:0:2::3",
        "fe80::1:2.3.4.5, fe80::1:203:405",
        "::ffff:192.0.2.1, ::ffff:192.0.2.1",
        "0:0:1:0:0:0:0:0, 0:0:1::",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8"
    })
    void printsIpv6AsRfc5952(String text, String canonical) {
        assertThat(Ipv6Address.of(text)).hasToString(canonical);
        assertThat(Ipv6Address.of(canonical)).isEqualTo(Ipv6Address.of(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                ":::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1::2::3",
                "12345::",
                "::g",
                "1:",
                ":1",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3",
                "::1.2.3.256",
                "1:2:3:4:5:6:7:8::"
            })
    void refusesWhatIsNoIpv6Address(String text) {
        assertThatThrownBy(() -> Ipv6Address.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "1..2.3", "a.b.c.d", "1.2.3.4 ", "-1.2.3.4"})
    void refusesWhatIsNoIpv4Address(String text) {
        assertThatThrownBy(() -> Ipv4Address.of(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyAddressIsWhatItPrints() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            Ipv4Address v4 = new Ipv4Address(random.nextInt());
            assertThat(IpAddress.of(v4.toString())).isEqualTo(v4);
            // Zero words often, so that every placing of :: comes up.
            long high = random.nextLong() & mask(random);
            long low = random.nextLong() & mask(random);
            Ipv6Address v6 = new Ipv6Address(high, low);
            assertThat(Ipv6Address.of(v6.toString())).isEqualTo(v6);
        }
    }

    private static long mask(Random random) {
        long mask = 0;
        for (int word = 0; word < 4; word++) {
            mask = mask << 16 | (random.nextBoolean() ? 0xffff : 0);
        }
        return mask;
    }

    @Test
    void anIpv4AddressIsKeyedByItsMappedForm() {
        IpAddress v4 = IpAddress.of("192.0.2.1");
        assertThat(IpAddress.ofBits(v4.high(), v4.low())).isEqualTo(v4);
        assertThat(new Ipv6Address(v4.high(), v4.low())).hasToString("::ffff:192.0.2.1");
    }

    @Test
    void prefixesContainByBitwiseAnd() {
        IpPrefix net = IpPrefix.of("192.168.10.77/26");
        assertThat(net).hasToString("192.168.10.64/26");
        assertThat(net.contains(IpAddress.of("192.168.10.127"))).isTrue();
        assertThat(net.contains(IpAddress.of("192.168.10.128"))).isFalse();
        assertThat(net.broadcast()).hasToString("192.168.10.127");
        assertThat(net.netmask()).hasToString("255.255.255.192");
        assertThat(net.hostCount()).isEqualTo(62);
        assertThat(IpPrefix.of("2001:db8::/32").contains(IpAddress.of("2001:db8:ffff::1")))
                .isTrue();
        assertThat(IpPrefix.of("2001:db8::/65").contains(IpAddress.of("2001:db8::8000:0:0:0")))
                .isFalse();
        assertThat(IpPrefix.ALL_IPV4.contains(IpAddress.of("8.8.8.8"))).isTrue();
        assertThat(IpPrefix.ALL_IPV4.contains(IpAddress.of("::1"))).isFalse();
        assertThat(IpPrefix.ALL_IPV6.contains(IpAddress.of("ffff::1"))).isTrue();
    }

    @Test
    void endpointsCarryPortsAndZones() {
        assertThat(Endpoint.of("[fe80::1%eth0]:80")).hasToString("[fe80::1%eth0]:80");
        assertThat(Endpoint.of("192.0.2.1:65535")).hasToString("192.0.2.1:65535");
        assertThatThrownBy(() -> Endpoint.of("192.0.2.1:65536")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Endpoint.of("fe80::1:80")).hasMessageContaining("brackets");
    }

    @Test
    void macAddressesBecomeMulticastGroupsAndInterfaceIdentifiers() {
        MacAddress mac = MacAddress.of("00:05:5d:61:58:a8");
        assertThat(mac).hasToString("00:05:5d:61:58:a8");
        assertThat(Ipv6Address.linkLocalOf(mac)).hasToString("fe80::205:5dff:fe61:58a8");
        assertThat(MacAddress.multicastFor(IpAddress.of("224.129.2.3"))).hasToString("01:00:5e:01:02:03");
        assertThat(MacAddress.multicastFor(Ipv6Address.solicitedNode(Ipv6Address.of("2001:db8::12:3456"))))
                .hasToString("33:33:ff:12:34:56");
        assertThat(MacAddress.BROADCAST.isMulticast()).isTrue();
    }

    @Test
    void sequenceNumbersWrap() {
        assertThat(SequenceNumber.lessThan(0xffff_fff0, 5)).isTrue();
        assertThat(SequenceNumber.greaterThan(5, 0xffff_fff0)).isTrue();
        assertThat(SequenceNumber.distance(0xffff_ffff, 1)).isEqualTo(2);
        assertThat(SequenceNumber.max(0xffff_ffff, 1)).isEqualTo(1);
        assertThat(SequenceNumber.inWindow(2, 0xffff_fffe, 5)).isTrue();
        assertThat(SequenceNumber.inWindow(3, 0xffff_fffe, 5)).isFalse();
    }
}
