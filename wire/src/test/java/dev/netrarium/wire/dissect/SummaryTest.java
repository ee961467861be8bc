package dev.netrarium.wire.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.Frames;
import dev.netrarium.wire.capture.LinkType;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lines as tcpdump 4.99 prints them (-nS), but for its slips: two spaces after "tfo", and user timeouts in hex. */
class SummaryTest {
    private final PacketDissector dissector = PacketDissector.with(java.util.List.of());

    @Test
    void everyKindOfPacketHasTcpdumpsLine() {
        Map<String, String> lines = new LinkedHashMap<>();
        Frames.ofEveryKind()
                .forEach((name, frame) -> lines.put(name, dissect(frame).summary()));
        assertThat(String.join("\n", lines.values())).isEqualTo("""
                ARP, Request who-has 192.168.0.2 tell 192.168.0.55, length 46
                ARP, Reply 192.168.0.2 is-at 00:05:5d:a1:b8:40, length 46
                IP 192.168.0.2.52341 > 192.0.2.80.80: Flags [S], seq 1000, win 64240, options [mss 1460,sackOK,TS val 1 ecr 0,nop,wscale 7], length 0
                IP 192.168.0.2.52341 > 192.0.2.80.80: Flags [S], seq 1000:1003, win 64240, options [tfo cookie 0011223344556677,uto 30 seconds,unknown-253 0xabcd,eol], length 3
                IP 192.168.0.2.52341 > 192.0.2.80.80: Flags [SEW], seq 1000, win 64240, options [exp-tfo cookiereq,tfo cookiereq,eol], length 0
                IP6 2001:db8::2.52341 > 2001:db8:80::80.80: Flags [P.], seq 4294967291:5, ack 77, win 501, length 10
                IP 192.168.0.2.52341 > 192.0.2.80.80: Flags [.], ack 2000, win 100, options [nop,nop,sack 2 {3000:4000}{5000:6000}], length 0
                IP 192.168.0.2.52341 > 192.0.2.80.80: Flags [R], seq 9, win 0, length 0
                IP 192.168.0.2.40000 > 192.0.2.80.9: UDP, length 5
                IP6 2001:db8::2.40000 > 2001:db8:80::80.9: UDP, length 5
                IP 192.168.0.2.40000 > 192.0.2.80.9: UDP, length 5
                IP6 2001:db8::2.40000 > 2001:db8:80::80.9: UDP, length 5
                IP 192.168.0.1 > 192.0.2.80: IP 192.168.0.2.40000 > 192.0.2.80.9: UDP, length 5
                IP 192.168.0.2.40000 > 192.0.2.80.9: UDP, length 5
                IP 192.168.0.2.40000 > 192.0.2.80.9: UDP, length 1992
                IP 192.168.0.2 > 192.0.2.80: ip-proto-17
                IP 192.168.0.2 > 192.0.2.80: ICMP echo request, id 7, seq 1, length 17
                IP 192.168.0.1 > 192.168.0.2: ICMP 192.0.2.80 udp port 9 unreachable, length 41
                IP 192.168.0.1 > 192.168.0.2: ICMP 192.0.2.80 unreachable - need to frag (mtu 1400), length 41
                IP 192.168.0.1 > 192.168.0.2: ICMP host 192.0.2.80 unreachable, length 41
                IP 192.168.0.1 > 192.168.0.2: ICMP time exceeded in-transit, length 41
                IP 192.168.0.1 > 192.168.0.2: ICMP redirect 192.0.2.80 to host 192.168.0.1, length 41
                IP6 2001:db8:80::80 > 2001:db8::2: ICMP6, echo reply, id 7, seq 2, length 17
                IP6 2001:db8::2 > ff02::1:ff00:2: ICMP6, neighbor solicitation, who has fe80::ff:fe00:2, length 32
                IP6 fe80::ff:fe00:2 > 2001:db8::2: ICMP6, neighbor advertisement, tgt is fe80::ff:fe00:2, length 32
                IP6 fe80::ff:fe00:2 > ff02::1: ICMP6, router advertisement, length 56
                IP6 2001:db8:80::80 > 2001:db8::2: ICMP6, packet too big, mtu 1280, length 61
                IP6 2001:db8:80::80 > 2001:db8::2: ICMP6, destination unreachable, unreachable port, 2001:db8:80::80 udp port 9, length 61
                IP6 2001:db8::2 > 2001:db8:80::80: HBH 40000 > 9: UDP, length 5
                IP6 2001:db8::2 > 2001:db8:80::80: frag (0|32) 40000 > 9: UDP, length 1992
                IP6 2001:db8::2 > 2001:db8:80::80: frag (1448|14)
                IP 192.168.0.2 > 192.0.2.80: ip-proto-253 1""");
    }

    @Test
    void nothingIsWrongWithAnyOfThem() {
        Frames.ofEveryKind()
                .forEach((name, frame) ->
                        assertThat(dissect(frame).notes()).as(name).isEmpty());
    }

    @Test
    void theLinkStandsInFrontWhereItIsWanted() {
        assertThat(dissect(Frames.ARP_REQUEST).summaryWithLink())
                .isEqualTo("00:05:5d:61:58:a8 > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 60:"
                        + " Request who-has 192.168.0.2 tell 192.168.0.55, length 46");
        assertThat(dissect(Frames.ofEveryKind().get("UDP in a VLAN")).summaryWithLink())
                .isEqualTo("02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype 802.1Q (0x8100), length 51:"
                        + " vlan 5, p 5, ethertype IPv4 (0x0800), 192.168.0.2.40000 > 192.0.2.80.9: UDP, length 5");
    }

    @Test
    void anErrorShowsThePacketThatItIsAbout() {
        Layer icmp = dissect(Frames.ofEveryKind().get("ICMP port unreachable"))
                .layer("ICMP")
                .orElseThrow();
        assertThat(icmp.layers()).map(Layer::protocol).containsExactly("IPv4", "UDP", "Data");
        assertThat(icmp.layers().get(1).value("Destination port")).contains("9");
    }

    @Test
    void rawPacketsAreToldApartByTheirVersion() {
        byte[] v4 = withoutLink("UDP");
        byte[] v6 = withoutLink("UDP over IPv6");
        assertThat(dissector.dissect(LinkType.RAW, v4, 0, v4.length).summary()).startsWith("IP 192.168.0.2.40000 >");
        assertThat(dissector.dissect(LinkType.RAW, v6, 0, v6.length).summary()).startsWith("IP6 2001:db8::2.40000 >");
        assertThat(dissector.dissect(LinkType.RAW, new byte[] {0x10}, 0, 1).tree())
                .isEqualTo("Data, 1 byte\n    0000: 10                                                .\n");
    }

    @Test
    void linuxsCookedCapturesAreRead() {
        byte[] packet = withoutLink("UDP");
        byte[] cooked = new byte[16 + packet.length];
        cooked[1] = 4; // from this host
        cooked[3] = 1; // Ethernet
        cooked[5] = 6;
        cooked[14] = 8; // IPv4
        System.arraycopy(packet, 0, cooked, 16, packet.length);
        Dissection frame = dissector.dissect(LinkType.LINUX_SLL, cooked, 0, cooked.length);
        assertThat(frame.summary()).isEqualTo("IP 192.168.0.2.40000 > 192.0.2.80.9: UDP, length 5");
        assertThat(frame.layers().getFirst().value("Packet type")).contains("from this host (4)");
        assertThat(frame.notes()).isEmpty();
    }

    @Test
    void hexdumpsLookFamiliar() {
        byte[] b = Frames.TFTP_READ_REQUEST;
        assertThat(dissect(b).hexdump())
                .startsWith("0000  00 05 5d 67 d0 b1 00 05  5d 61 58 a8 08 00 45 00  ..]g....]aX...E.\n0010  ")
                .endsWith("\n0060  00                                                .");
        assertThat(Hexdump.tcpdumpLines(b, 14, 83).getFirst())
                .isEqualTo("0x0000:  4500 0053 9325 0000 8011 25ec c0a8 0037  E..S.%....%....7");
    }

    private static byte[] withoutLink(String name) {
        byte[] frame = Frames.ofEveryKind().get(name);
        return Arrays.copyOfRange(frame, 14, frame.length);
    }

    private Dissection dissect(byte[] frame) {
        return dissector.dissect(LinkType.ETHERNET, frame, 0, frame.length);
    }
}
