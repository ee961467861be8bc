package dev.netrarium.cli.tools;

import static dev.netrarium.cli.CommandRun.on;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TracerouteToolTest {
    @Test
    void everyRouterIsSeenByUdp() {
        on("laptop ping -q -c 1 www.server.com -- traceroute www.server.com").prints("""
                        PING www.server.com (192.0.2.80) 56(84) bytes of data.

                        --- www.server.com ping statistics ---
                        1 packets transmitted, 1 received, 0% packet loss, time 0ms
                        rtt min/avg/max/mdev = 32.147/32.147/32.147/0.000 ms
                        traceroute to www.server.com (192.0.2.80), 30 hops max, 60 byte packets
                         1  home-router (192.168.1.1)  0.043 ms  0.043 ms  0.043 ms
                         2  isp (203.0.113.1)  8.057 ms  8.057 ms  8.057 ms
                         3  core1 (198.51.100.2)  12.058 ms  12.058 ms  12.058 ms
                         4  core2 (198.51.100.6)  32.060 ms  32.060 ms  32.060 ms
                         5  www (192.0.2.80)  32.103 ms  32.103 ms  32.103 ms
                        """);
    }

    @Test
    void echoRequestsFindTheSameWay() {
        assertThat(on("laptop traceroute -I -n -q 1 192.0.2.80").out())
                .containsPattern("(?m)^ 1  192.168.1.1  0\\.\\d{3} ms$")
                .containsPattern("(?m)^ 5  192.0.2.80  \\d+\\.\\d{3} ms$");
    }

    @Test
    void ipv6HasItsOwnAddresses() {
        assertThat(on("laptop traceroute -6 -n -q 2 www").out())
                .startsWith("traceroute to www (2001:db8:2::80), 30 hops max, 80 byte packets\n 1  2001:db8:1::1  ")
                .contains(
                        "\n 2  2001:db8:a::1  ",
                        "\n 3  2001:db8:b::2  ",
                        "\n 4  2001:db8:c::2  ",
                        "\n 5  2001:db8:2::80  ");
    }

    @Test
    void silenceIsAStarAndAnEndOfTheWayAMark() {
        on("core1 ip route add blackhole 192.0.2.80 -- on laptop traceroute -n -q 2 -w 1 -f 2 -m 4 192.0.2.80")
                .prints("""
                        traceroute to 192.0.2.80 (192.0.2.80), 4 hops max, 60 byte packets
                         2  203.0.113.1  16.108 ms  8.057 ms
                         3  198.51.100.2  16.059 ms  12.058 ms
                         4  * *
                        """);
        on("laptop traceroute -n -q 1 192.168.1.77").prints("""
                        traceroute to 192.168.1.77 (192.168.1.77), 30 hops max, 60 byte packets
                         1  192.168.1.10  3000.000 ms !H
                        """);
    }

    @Test
    void theWayMayBeTooLong() {
        assertThat(on("laptop traceroute -m 2 -q 1 www.server.com").out().lines())
                .hasSize(3);
        on("laptop traceroute -m 256 www").fails(2, "traceroute: max hops cannot be more than 255\n");
    }

    @Test
    void anUnknownNameIsTold() {
        on("laptop traceroute nowhere.server.com")
                .fails(
                        2,
                        "nowhere.server.com: Name or service not known\n"
                                + "traceroute: Cannot handle \"host\" cmdline arg `nowhere.server.com'\n");
    }
}
