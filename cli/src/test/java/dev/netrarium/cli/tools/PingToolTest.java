package dev.netrarium.cli.tools;

import static dev.netrarium.cli.CommandRun.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.cli.CommandRun;
import org.junit.jupiter.api.Test;

class PingToolTest {
    @Test
    void aNameIsPingedAndTheSummaryFollows() {
        on("laptop ping -c 2 www.server.com").prints("""
                        PING www.server.com (192.0.2.80) 56(84) bytes of data.
                        64 bytes from www (192.0.2.80): icmp_seq=1 ttl=60 time=32.1 ms
                        64 bytes from www (192.0.2.80): icmp_seq=2 ttl=60 time=32.1 ms

                        --- www.server.com ping statistics ---
                        2 packets transmitted, 2 received, 0% packet loss, time 1000ms
                        rtt min/avg/max/mdev = 32.105/32.126/32.147/0.021 ms
                        """);
    }

    @Test
    void ipv6LooksLikeIputilsToo() {
        on("laptop ping -c 1 -s 0 2001:db8:1::11").prints("""
                        PING 2001:db8:1::11 (2001:db8:1::11) 0 data bytes
                        8 bytes from 2001:db8:1::11: icmp_seq=1 ttl=64 time=0.085 ms

                        --- 2001:db8:1::11 ping statistics ---
                        1 packets transmitted, 1 received, 0% packet loss, time 0ms
                        rtt min/avg/max/mdev = 0.085/0.085/0.085/0.000 ms
                        """);
    }

    @Test
    void aNeighbourIsPingedByItsLinkLocalAddress() {
        assertThat(on("laptop ping -q -c 1 fe80::ff:fe06:0%eth0").out()).contains("1 packets transmitted, 1 received");
        on("laptop ping -c 1 fe80::1%eth7").fails(2, "ping: fe80::1%eth7: No such device\n");
    }

    @Test
    void fourRequestsAreEnoughWhereNobodyCanPressControlC() {
        assertThat(on("laptop ping -q phone").out()).contains("4 packets transmitted, 4 received");
    }

    @Test
    void routersOnTheWayAnswerWhenTheTtlRunsOut() {
        CommandRun run = on("laptop ping -c 1 -t 2 192.0.2.80");
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.out()).isEqualToNormalizingNewlines("""
                PING 192.0.2.80 (192.0.2.80) 56(84) bytes of data.
                From 203.0.113.1 icmp_seq=1 Time to live exceeded

                --- 192.0.2.80 ping statistics ---
                1 packets transmitted, 0 received, +1 errors, 100% packet loss, time 0ms

                """);
        assertThat(on("laptop ping -c 1 -t 1 2001:db8:2::80").out())
                .contains("From 2001:db8:1::1 icmp_seq=1 Time exceeded: Hop limit");
    }

    @Test
    void nobodyAtThatAddress() {
        assertThat(on("laptop ping -c 1 192.168.1.77").out())
                .contains("From 192.168.1.10 icmp_seq=1 Destination Host Unreachable");
        assertThat(on("laptop ping -c 1 2001:db8:1::77").out())
                .contains("icmp_seq=1 Destination unreachable: Address unreachable");
    }

    @Test
    void tooBigForTheLinkAndNotToBeCut() {
        CommandRun run = on("laptop ping -c 1 -M do -s 1473 192.0.2.80");
        run.fails(1, "ping: local error: message too long, mtu=1500\n");
        assertThat(run.out()).contains("0 received, +1 errors");
        assertThat(on("laptop ping -q -c 1 -M do -s 1472 192.0.2.80").exitCode())
                .isZero();
    }

    @Test
    void anUnknownNameIsTheCLibrarysError() {
        on("laptop ping nowhere.server.com").fails(2, "ping: nowhere.server.com: Name or service not known\n");
        on("laptop ping -6 192.0.2.80").fails(2, "ping: 192.0.2.80: Address family for hostname not supported\n");
    }

    @Test
    void withoutAnInterfaceTheNetworkIsUnreachable() {
        on("laptop ip link set eth0 down -- ping 192.0.2.80").fails(2, "ping: connect: Network is unreachable\n");
    }

    @Test
    void numbersOutOfRangeAreRefused() {
        on("laptop ping -t 256 phone").fails(2, "ping: invalid argument: '256': out of range: 1 <= value <= 255\n");
        on("laptop ping -c 0 phone").fails(2, "ping: invalid argument: '0': out of range: 1 <= value\n");
        on("laptop ping -s 65508 phone")
                .fails(2, "ping: invalid argument: '65508': out of range: 0 <= value <= 65507\n");
    }

    @Test
    void lossIsCountedWithSixDigits() {
        assertThat(RoundTrips.percent(1, 3)).isEqualTo("33.3333");
        assertThat(RoundTrips.percent(3, 3)).isEqualTo("100");
        assertThat(RoundTrips.percent(0, 3)).isEqualTo("0");
        assertThat(RoundTrips.percent(1, 8)).isEqualTo("12.5");
    }

    @Test
    void timesHaveThreeDigits() {
        assertThat(Millis.threeDigits(39_000)).isEqualTo("0.039");
        assertThat(Millis.threeDigits(1_234_400)).isEqualTo("1.23");
        assertThat(Millis.threeDigits(36_312_000)).isEqualTo("36.3");
        assertThat(Millis.threeDigits(250_400_000)).isEqualTo("250");
    }
}
