package dev.netrarium.cli.tools;

import static dev.netrarium.cli.CommandRun.on;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.cli.CommandRun;
import dev.netrarium.wire.capture.CaptureReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TcpdumpToolTest {
    @Test
    void aPingIsFourFramesWithItsArp() {
        CommandRun run = on("laptop tcpdump -- ping -q -c 1 phone");
        assertThat(run.out()).isEqualToNormalizingNewlines("""
                PING phone (192.168.1.11) 56(84) bytes of data.
                00:00:00.000001 ARP, Request who-has 192.168.1.11 tell 192.168.1.10, length 46
                00:00:00.000042 ARP, Reply 192.168.1.11 is-at 02:00:00:06:00:00, length 46
                00:00:00.000042 IP 192.168.1.10 > 192.168.1.11: ICMP echo request, id 52218, seq 1, length 64
                00:00:00.000086 IP 192.168.1.11 > 192.168.1.10: ICMP echo reply, id 52218, seq 1, length 64

                --- phone ping statistics ---
                1 packets transmitted, 1 received, 0% packet loss, time 0ms
                rtt min/avg/max/mdev = 0.085/0.085/0.085/0.000 ms
                """);
        run.fails(0, """
                tcpdump: verbose output suppressed, use -v for full protocol decode
                listening on eth0, link-type EN10MB (Ethernet), snapshot length 262144 bytes
                4 packets captured
                4 packets received by filter
                0 packets dropped by kernel
                """);
    }

    @Test
    void theHandshakeIsThreeSegments() {
        assertThat(on("laptop tcpdump -q -t -c 3 tcp port 80 -- curl -s -o /dev/null http://[2001:db8:2::80]/")
                        .out()
                        .replaceAll("seq \\d+|ack \\d+|val \\d+|ecr \\d+|\\.\\d{5}\\b", "_"))
                .isEqualToNormalizingNewlines("""
                        IP6 2001:db8:1::10_ > 2001:db8:2::80.80: Flags [S], _, win 64800, options [mss 1440,sackOK,TS _ _,nop,wscale 7], length 0
                        IP6 2001:db8:2::80.80 > 2001:db8:1::10_: Flags [S.], _, _, win 64800, options [mss 1440,sackOK,TS _ _,nop,wscale 7], length 0
                        IP6 2001:db8:1::10_ > 2001:db8:2::80.80: Flags [.], _, win 507, options [nop,nop,TS _ _], length 0
                        """);
    }

    @Test
    void filtersChoose() {
        String ping = " -- ping -q -c 1 www.server.com";
        assertThat(frames("tcpdump -q -t icmp" + ping)).hasSize(2);
        assertThat(frames("tcpdump -q -t src host 192.168.1.10 and udp port domain" + ping))
                .hasSize(2);
        assertThat(frames("tcpdump -q -t udp and not ( src host 192.168.1.10 or port 80 )" + ping))
                .hasSize(2);
        assertThat(frames("tcpdump -q -t dst net 192.0.2.0/24" + ping)).hasSize(1);
        assertThat(frames("tcpdump -q -t arp or icmp6" + ping)).hasSize(2);
        assertThat(frames("tcpdump -q -t host home-router and arp" + ping)).hasSize(2);
        assertThat(frames("tcpdump -q -t -i any -c 1 icmp" + ping))
                .first()
                .asString()
                .startsWith("eth0 Out IP ");
    }

    private static List<String> frames(String tools) {
        return on("laptop " + tools)
                .out()
                .lines()
                .filter(l -> l.matches("(eth0 |IP|ARP).*"))
                .toList();
    }

    @Test
    void aFilterThatIsNoneIsRefused() {
        on("laptop tcpdump port -- ss -H").fails(1, "tcpdump: the filter ends where a port should stand\n");
        on("laptop tcpdump frobnicate").fails(1, "tcpdump: \"frobnicate\" is no filter word\n");
        on("laptop tcpdump host nowhere.server.com").fails(1, "tcpdump: unknown host 'nowhere.server.com'\n");
        on("laptop tcpdump tcp udp").fails(1, "tcpdump: syntax error before \"udp\"\n");
        on("laptop tcpdump ( tcp").fails(1, "tcpdump: the filter ends where \")\" should stand\n");
        on("laptop tcpdump -i eth3").fails(1, "tcpdump: eth3: No such device exists; there are: lo, eth0, any\n");
    }

    @Test
    void aFileIsWrittenForOtherPrograms(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("ping.pcapng");
        on("laptop tcpdump -q -w " + file + " icmp -- ping -q -c 1 phone");
        try (CaptureReader reader = CaptureReader.open(Files.newInputStream(file))) {
            assertThat(reader.next()).isNotNull();
            assertThat(reader.next()).isNotNull();
            assertThat(reader.next()).isNull();
        }
    }

    @Test
    void allFieldsAndAllBytesOnRequest() {
        assertThat(on("laptop tcpdump -q -v -x -e -c 1 -- ping -q -c 1 phone").out())
                .contains("02:00:00:05:00:00 > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806)")
                .contains("        Operation: Request (1)\n", "    0000  ff ff ff ff ff ff");
    }

    @Test
    void whereNothingHappensItEnds() {
        on("laptop tcpdump -q").prints("");
    }
}
