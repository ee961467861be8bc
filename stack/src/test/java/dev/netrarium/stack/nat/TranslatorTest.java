package dev.netrarium.stack.nat;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.UdpHeader;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** A home router's translations: what the world sees of the inside, and what finds its way back in. */
class TranslatorTest {
    private final HomeRouter router = new HomeRouter(1000);
    private final PacketText p = router.packets;

    @Test
    void aQuestionLeavesUnderTheRoutersAddressAndItsAnswerComesBack() {
        assertThat(router.out(p.udp("10.0.0.2:5000", "198.51.100.53:53")))
                .isEqualTo("UDP 203.0.113.1:5000 > 198.51.100.53:53");
        assertThat(router.in(p.udp("198.51.100.53:53", "203.0.113.1:5000")))
                .isEqualTo("UDP 198.51.100.53:53 > 10.0.0.2:5000");
        assertThat(router.events)
                .containsExactly(new HostEvent.NatMapped(
                        "UDP",
                        Endpoint.of("10.0.0.2:5000"),
                        Endpoint.of("203.0.113.1:5000"),
                        Endpoint.of("198.51.100.53:53")));
        NatEntry entry = router.translator.entries().getFirst();
        assertThat(entry.inside()).isEqualTo(Endpoint.of("10.0.0.2:5000"));
        assertThat(entry.state()).isEqualTo("REPLIED");
        assertThat(entry.packetsOut()).isEqualTo(1);
        assertThat(entry.packetsIn()).isEqualTo(1);
        assertThat(entry.forwarded()).isFalse();
    }

    @Test
    void aPortIsPreservedWhereItIsFreeAndAnotherIsTakenElse() {
        router.out(p.udp("10.0.0.2:5000", "198.51.100.53:53"));
        String second = router.out(p.udp("10.0.0.3:5000", "198.51.100.53:53"));
        assertThat(second).startsWith("UDP 203.0.113.1:").endsWith(" > 198.51.100.53:53");
        int port = Endpoint.of(second.split(" ")[1]).port();
        assertThat(port).isNotEqualTo(5000).isBetween(1024, 65_535);
        assertThat(router.in(p.udp("198.51.100.53:53", "203.0.113.1:" + port)))
                .isEqualTo("UDP 198.51.100.53:53 > 10.0.0.3:5000");
    }

    @Test
    void allPeersSeeTheSamePortOfAnInsideEndpoint() {
        router.out(p.udp("10.0.0.2:5000", "198.51.100.1:1"));
        String toOne = router.out(p.udp("10.0.0.3:5000", "198.51.100.1:1"));
        String toTwo = router.out(p.udp("10.0.0.3:5000", "198.51.100.2:2"));
        assertThat(toTwo.split(" ")[1]).isEqualTo(toOne.split(" ")[1]);
    }

    @Test
    void aStrangerDoesNotGetInAndItsPacketIsForTheRouter() {
        router.out(p.udp("10.0.0.2:5000", "198.51.100.53:53"));
        assertThat(router.in(p.udp("198.51.100.66:53", "203.0.113.1:5000")))
                .isEqualTo("UDP 198.51.100.66:53 > 203.0.113.1:5000");
        assertThat(router.in(p.udp("198.51.100.53:54", "203.0.113.1:5000")))
                .isEqualTo("UDP 198.51.100.53:54 > 203.0.113.1:5000");
    }

    @Test
    void peersWhoKnockFirstDoNotSpoilThePortForTheAnswer() {
        router.out(p.udp("10.0.0.2:5000", "198.51.100.53:53"));
        router.in(p.udp("198.51.100.7:7000", "203.0.113.1:6000"));
        assertThat(router.out(p.udp("10.0.0.2:6000", "198.51.100.7:7000"))).doesNotContain("NO_PORT");
        router.in(p.udp("198.51.100.7:7000", "203.0.113.1:5000"));
        assertThat(router.out(p.udp("10.0.0.2:5000", "198.51.100.7:7000")))
                .isEqualTo("UDP 203.0.113.1:5000 > 198.51.100.7:7000");
        assertThat(router.in(p.udp("198.51.100.7:7000", "203.0.113.1:5000")))
                .isEqualTo("UDP 198.51.100.7:7000 > 10.0.0.2:5000");
    }

    @Test
    void aConnectionIsFollowedFromSynToTimeWait() {
        router.out(p.tcp(PacketText.SYN, "10.0.0.2:4000", "198.51.100.80:80"));
        expectState("SYN_SENT", 120);
        assertThat(router.in(p.tcp(PacketText.SYN_ACK, "198.51.100.80:80", "203.0.113.1:4000")))
                .isEqualTo("TCP 198.51.100.80:80 > 10.0.0.2:4000");
        expectState("SYN_RECEIVED", 60);
        router.out(p.tcp(PacketText.ACK, "10.0.0.2:4000", "198.51.100.80:80"));
        expectState("ESTABLISHED", 432_000);
        router.out(p.tcp(PacketText.FIN, "10.0.0.2:4000", "198.51.100.80:80"));
        expectState("FIN_WAIT", 120);
        router.in(p.tcp(PacketText.ACK, "198.51.100.80:80", "203.0.113.1:4000"));
        expectState("CLOSE_WAIT", 60);
        router.in(p.tcp(PacketText.FIN, "198.51.100.80:80", "203.0.113.1:4000"));
        expectState("LAST_ACK", 30);
        router.out(p.tcp(PacketText.ACK, "10.0.0.2:4000", "198.51.100.80:80"));
        expectState("TIME_WAIT", 120);
        router.out(p.tcp(PacketText.SYN, "10.0.0.2:4000", "198.51.100.80:80"));
        expectState("SYN_SENT", 120);
        router.in(p.tcp(PacketText.RST, "198.51.100.80:80", "203.0.113.1:4000"));
        expectState("CLOSE", 10);
        router.afterSeconds(10);
        assertThat(router.flows()).isZero();
        assertThat(router.events.getLast())
                .isEqualTo(new HostEvent.NatExpired(
                        "TCP", Endpoint.of("10.0.0.2:4000"), Endpoint.of("203.0.113.1:4000"), "its time-out passed"));
    }

    @Test
    void datagramsAreForgottenAfter30SecondsAndStreamsAfter120() {
        router.out(p.udp("10.0.0.2:5000", "198.51.100.53:53"));
        router.afterSeconds(29);
        assertThat(router.flows()).isEqualTo(1);
        router.afterSeconds(1);
        assertThat(router.flows()).isZero();
        assertThat(router.in(p.udp("198.51.100.53:53", "203.0.113.1:5000"))).endsWith("> 203.0.113.1:5000");
        router.afterSeconds(30);

        router.out(p.udp("10.0.0.2:5000", "198.51.100.53:53"));
        router.in(p.udp("198.51.100.53:53", "203.0.113.1:5000"));
        router.afterSeconds(3);
        router.out(p.udp("10.0.0.2:5000", "198.51.100.53:53"));
        router.afterSeconds(119);
        assertThat(router.translator.entries().getFirst().state()).isEqualTo("ASSURED");
        router.afterSeconds(1);
        assertThat(router.flows()).isZero();
    }

    @Test
    void aPingsIdentifierIsTranslatedLikeAPort() {
        assertThat(router.out(p.echo(true, "10.0.0.2", "198.51.100.1", 77)))
                .isEqualTo("echo 203.0.113.1 > 198.51.100.1 id 77");
        String other = router.out(p.echo(true, "10.0.0.3", "198.51.100.1", 77));
        int identifier = Integer.parseInt(other.substring(other.lastIndexOf(' ') + 1));
        assertThat(identifier).isNotEqualTo(77);
        assertThat(router.in(p.echo(false, "198.51.100.1", "203.0.113.1", identifier)))
                .isEqualTo("echo reply 198.51.100.1 > 10.0.0.3 id 77");
        assertThat(router.in(p.echo(false, "198.51.100.1", "203.0.113.1", 77)))
                .isEqualTo("echo reply 198.51.100.1 > 10.0.0.2 id 77");
    }

    @Test
    void anErrorComesBackAndQuotesWhatTheInsideHostSent() {
        for (int bytes : new int[] {8, 100}) {
            Packet udp = p.udp("10.0.0.2:5000", "198.51.100.53:53");
            Packet tcp = p.tcp(PacketText.SYN, "10.0.0.2:4000", "198.51.100.80:80");
            Packet echo = p.echo(true, "10.0.0.2", "198.51.100.1", 77);
            for (Packet sent : new Packet[] {udp, tcp, echo}) {
                String before = PacketText.of(sent);
                router.translator.prerouting(0, sent, false);
                router.translator.postrouting(0, sent, true);
                String hop = "198.18.0.9";
                Packet error = p.error(Icmpv4Message.TIME_EXCEEDED, 0, hop, "203.0.113.1", sent, bytes);
                assertThat(PacketText.of(error))
                        .contains("about (")
                        .contains(" 203.0.113.1")
                        .doesNotContain("10.0.0");
                assertThat(router.in(error)).isEqualTo("error " + hop + " > 10.0.0.2 about (" + before + ")");
                sent.release();
            }
        }
    }

    @Test
    void anErrorFromInsideGoesOutUnderTheRoutersName() {
        router.out(p.udp("10.0.0.2:5000", "198.51.100.53:53"));
        Packet answer = p.udp("198.51.100.53:53", "203.0.113.1:5000");
        String before = PacketText.of(answer);
        router.translator.prerouting(0, answer, true);
        router.translator.postrouting(0, answer, false);
        Packet error = p.error(
                Icmpv4Message.DESTINATION_UNREACHABLE,
                Icmpv4Message.PORT_UNREACHABLE,
                "10.0.0.2",
                "198.51.100.53",
                answer,
                100);
        assertThat(router.out(error)).isEqualTo("error 203.0.113.1 > 198.51.100.53 about (" + before + ")");
    }

    @Test
    void aPortForwardLetsOutsidersIn() {
        router.translator.forward(
                IpProtocol.TCP, 8080, (int) IpAddress.of("10.0.0.80").low(), 80);
        assertThat(router.in(p.tcp(PacketText.SYN, "198.51.100.7:4000", "203.0.113.1:8080")))
                .isEqualTo("TCP 198.51.100.7:4000 > 10.0.0.80:80");
        assertThat(router.out(p.tcp(PacketText.SYN_ACK, "10.0.0.80:80", "198.51.100.7:4000")))
                .isEqualTo("TCP 203.0.113.1:8080 > 198.51.100.7:4000");
        NatEntry entry = router.translator.entries().getFirst();
        assertThat(entry.forwarded()).isTrue();
        assertThat(entry.inside()).isEqualTo(Endpoint.of("10.0.0.80:80"));
        assertThat(entry.outside()).isEqualTo(Endpoint.of("203.0.113.1:8080"));
        assertThat(entry.peer()).isEqualTo(Endpoint.of("198.51.100.7:4000"));
        router.translator.removeForward(IpProtocol.TCP, 8080);
        assertThat(router.in(p.tcp(PacketText.SYN, "198.51.100.7:4001", "203.0.113.1:8080")))
                .endsWith("> 203.0.113.1:8080");
    }

    @Test
    void aForwardWorksFromInsideToo() {
        router.translator.forward(
                IpProtocol.TCP, 8080, (int) IpAddress.of("10.0.0.80").low(), 80);
        assertThat(router.within(p.tcp(PacketText.SYN, "10.0.0.2:4000", "203.0.113.1:8080")))
                .isEqualTo("TCP 203.0.113.1:4000 > 10.0.0.80:80");
        assertThat(router.within(p.tcp(PacketText.SYN_ACK, "10.0.0.80:80", "203.0.113.1:4000")))
                .isEqualTo("TCP 203.0.113.1:8080 > 10.0.0.2:4000");
    }

    @Test
    void theRoutersOwnConversationsKeepTheirPorts() {
        assertThat(router.own(p.udp("203.0.113.1:5000", "198.51.100.53:53")))
                .isEqualTo("UDP 203.0.113.1:5000 > 198.51.100.53:53");
        assertThat(router.out(p.udp("10.0.0.2:5000", "198.51.100.53:53"))).doesNotContain("203.0.113.1:5000");
        assertThat(router.in(p.udp("198.51.100.53:53", "203.0.113.1:5000"))).endsWith("> 203.0.113.1:5000");
        assertThat(router.translator.entries()).hasSize(1);

        router.in(p.udp("198.51.100.9:9000", "203.0.113.1:53"));
        assertThat(router.own(p.udp("203.0.113.1:53", "198.51.100.9:9000")))
                .isEqualTo("UDP 203.0.113.1:53 > 198.51.100.9:9000");
    }

    @Test
    void whatCannotBeginAFlowDoesNotLeave() {
        assertThat(router.out(p.tcp(PacketText.RST, "10.0.0.2:1", "198.51.100.80:80")))
                .isEqualTo("CONNTRACK_INVALID");
        assertThat(router.out(p.tcp(PacketText.SYN_ACK, "10.0.0.2:1", "198.51.100.80:80")))
                .isEqualTo("CONNTRACK_INVALID");
        assertThat(router.out(p.echo(false, "10.0.0.2", "198.51.100.80", 1))).isEqualTo("CONNTRACK_INVALID");
        assertThat(router.own(p.tcp(PacketText.RST, "203.0.113.1:1", "198.51.100.80:80")))
                .startsWith("TCP");
        assertThat(router.flows()).isZero();
    }

    @Test
    void aConnectionThatOutlivesTheTableIsTakenUpAgainFromInside() {
        router.out(p.tcp(PacketText.SYN, "10.0.0.2:4000", "198.51.100.80:80"));
        router.translator.tracking().clear(router.now, "the table was cleared");
        assertThat(router.flows()).isZero();
        assertThat(router.in(p.tcp(PacketText.RST, "198.51.100.80:80", "203.0.113.1:4000")))
                .as("nobody knows whose it is")
                .endsWith("> 203.0.113.1:4000");
        assertThat(router.out(p.tcp(PacketText.ACK, "10.0.0.2:4000", "198.51.100.80:80")))
                .isEqualTo("TCP 203.0.113.1:4000 > 198.51.100.80:80");
        assertThat(router.in(p.tcp(PacketText.ACK, "198.51.100.80:80", "203.0.113.1:4000")))
                .isEqualTo("TCP 198.51.100.80:80 > 10.0.0.2:4000");
    }

    @Test
    void withoutAnOutsideAddressNothingIsTranslated() {
        router.address = 0;
        assertThat(router.out(p.udp("10.0.0.2:5000", "198.51.100.53:53")))
                .isEqualTo("UDP 10.0.0.2:5000 > 198.51.100.53:53");
        assertThat(router.in(p.udp("198.51.100.53:53", "203.0.113.1:5000"))).startsWith("UDP");
    }

    @Test
    void anotherOutsideAddressEndsWhatWasTranslatedToTheOldOne() {
        router.out(p.udp("10.0.0.2:5000", "198.51.100.53:53"));
        router.address = (int) IpAddress.of("203.0.113.77").low();
        assertThat(router.out(p.udp("10.0.0.2:5001", "198.51.100.53:53")))
                .isEqualTo("UDP 203.0.113.77:5001 > 198.51.100.53:53");
        assertThat(router.translator.entries())
                .extracting(e -> e.outside().toString())
                .containsExactly("203.0.113.77:5001");
    }

    @Test
    void aSteadyFlowAllocatesNothing() {
        router.recording = false;
        Packet out = p.udp("10.0.0.2:5000", "198.51.100.53:53");
        Packet in = p.udp("198.51.100.53:53", "203.0.113.1:5000");
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int round = 0; round < 20; round++) { // the compiler's own work may count in early rounds
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 1000; i++) {
                router.translator.prerouting(i, out, false);
                router.translator.postrouting(i, out, true);
                Rewriting.replace(out, IpProtocol.UDP, true, 0x0a000002, 5000); // for the next round
                out.flow = null;
                router.translator.prerouting(i, in, true);
                router.translator.postrouting(i, in, false);
                Rewriting.replace(in, IpProtocol.UDP, false, router.address, 5000);
                in.flow = null;
            }
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(router.translator.entries().getFirst().packetsIn()).isEqualTo(20_000);
        assertThat(PacketText.of(in)).isEqualTo("UDP 198.51.100.53:53 > 203.0.113.1:5000");
        assertThat(least).isLessThan(1000); // bytes for two thousand packets
    }

    @Test
    void dhcpAndMulticastStayWhatTheyAre() {
        assertThat(router.own(p.udp("0.0.0.0:68", "255.255.255.255:67")))
                .isEqualTo("UDP 0.0.0.0:68 > 255.255.255.255:67");
        assertThat(router.own(p.udp("203.0.113.1:5353", "224.0.0.251:5353"))).startsWith("UDP 203.0.113.1:5353");
        assertThat(router.flows()).isZero();
    }

    @Test
    void aMissingUdpChecksumStaysMissing() {
        Packet packet = p.udp("10.0.0.2:5000", "198.51.100.53:53");
        UdpHeader.putChecksum(packet.bytes, packet.transport, 0);
        router.translator.prerouting(0, packet, false);
        router.translator.postrouting(0, packet, true);
        assertThat(UdpHeader.checksum(packet.bytes, packet.transport)).isZero();
    }

    @Test
    void identityAndCauseSurvive() {
        Packet packet = p.udp("10.0.0.2:5000", "198.51.100.53:53");
        packet.id = 42;
        packet.cause = new dev.netrarium.stack.Cause.Command("send");
        router.translator.prerouting(0, packet, false);
        router.translator.postrouting(0, packet, true);
        assertThat(packet.id).isEqualTo(42);
        assertThat(packet.cause).isEqualTo(new dev.netrarium.stack.Cause.Command("send"));
    }

    @Test
    void aFullTableSacrificesWhatWasNeverAnsweredAndKeepsWhatWas() {
        HomeRouter small = new HomeRouter(64);
        small.recording = false;
        small.out(p.tcp(PacketText.SYN, "10.0.0.2:4000", "198.51.100.80:80"));
        small.in(p.tcp(PacketText.SYN_ACK, "198.51.100.80:80", "203.0.113.1:4000"));
        small.out(p.tcp(PacketText.ACK, "10.0.0.2:4000", "198.51.100.80:80"));
        int refused = 0;
        for (int i = 0; i < 5000; i++) {
            small.now++;
            String out = small.out(p.udp("10.0.0." + (i % 200 + 3) + ":" + (1024 + i), "198.51.100.53:53"));
            refused += out.equals("CONNTRACK_TABLE_FULL") ? 1 : 0;
            assertThat(small.flows()).isLessThanOrEqualTo(64);
        }
        assertThat(refused).isLessThan(500);
        assertThat(small.out(p.tcp(PacketText.ACK, "10.0.0.2:4000", "198.51.100.80:80")))
                .isEqualTo("TCP 203.0.113.1:4000 > 198.51.100.80:80");
    }

    @Test
    void assuredFlowsAreNotSacrificed() {
        HomeRouter small = new HomeRouter(8);
        for (int i = 0; i < 8; i++) {
            small.out(p.tcp(PacketText.SYN, "10.0.0.2:" + (4000 + i), "198.51.100.80:80"));
            small.in(p.tcp(PacketText.SYN_ACK, "198.51.100.80:80", "203.0.113.1:" + (4000 + i)));
            small.out(p.tcp(PacketText.ACK, "10.0.0.2:" + (4000 + i), "198.51.100.80:80"));
        }
        assertThat(small.out(p.udp("10.0.0.2:5000", "198.51.100.53:53"))).isEqualTo("CONNTRACK_TABLE_FULL");
    }

    @Test
    void portsRunOutAsADropWithItsReason() {
        HomeRouter low = new HomeRouter(2000);
        low.recording = false;
        int mapped = 0;
        String last = "";
        for (int i = 0; i < 520; i++) {
            last = low.out(p.udp("10.0." + i / 250 + "." + (i % 250 + 1) + ":100", "198.51.100.53:53"));
            mapped += last.startsWith("UDP 203.0.113.1:") ? 1 : 0;
        }
        assertThat(mapped).as("low ports stay low: 1 to 511").isEqualTo(511);
        assertThat(last).isEqualTo("NAT_NO_PORT");
    }

    @Test
    void whateverComesItNeitherThrowsNorGrowsBeyondItsBound() {
        HomeRouter bounded = new HomeRouter(500);
        bounded.recording = false;
        bounded.translator.forward(
                IpProtocol.UDP, 53, (int) IpAddress.of("10.0.0.53").low(), 53);
        RandomStream chance = RandomStream.of(11, "nat", "fuzz");
        String[] ends = {"10.0.0.2:5000", "10.0.0.3:53", "198.51.100.53:53", "203.0.113.1:5000", "203.0.113.1:53"};
        int[] flags = {PacketText.SYN, PacketText.SYN_ACK, PacketText.ACK, PacketText.FIN, PacketText.RST};
        for (int round = 0; round < 200_000; round++) {
            String from = ends[chance.nextInt(ends.length)];
            String to = ends[chance.nextInt(ends.length)];
            Packet packet = switch (chance.nextInt(4)) {
                case 0 -> p.udp(from, to);
                case 1 -> p.tcp(flags[chance.nextInt(flags.length)], from, to);
                case 2 ->
                    p.echo(
                            chance.chance(0.5),
                            Endpoint.of(from).address().toString(),
                            Endpoint.of(to).address().toString(),
                            chance.nextInt(65536));
                default -> {
                    Packet quoted = chance.chance(0.5) ? p.udp(from, to) : p.echo(true, "10.0.0.2", "198.51.100.53", 1);
                    Packet error =
                            p.error(3, chance.nextInt(16), "198.18.0.1", "203.0.113.1", quoted, chance.nextInt(20));
                    quoted.release();
                    yield error;
                }
            };
            for (int flips = chance.nextInt(4); flips > 0; flips--) {
                int at = packet.transport + chance.nextInt(packet.end - packet.transport);
                packet.bytes[at] = (byte) chance.nextInt();
            }
            if (chance.chance(0.1)) {
                packet.end = packet.transport + chance.nextInt(packet.end - packet.transport + 1);
            }
            bounded.now += chance.nextInt(50_000_000);
            bounded.timers.expire(bounded.now);
            if (chance.chance(0.2)) {
                bounded.translator.postrouting(bounded.now, packet, true);
            } else {
                bounded.translator.prerouting(bounded.now, packet, chance.chance(0.5));
                bounded.translator.postrouting(bounded.now, packet, chance.chance(0.5));
            }
            packet.release();
            assertThat(bounded.flows()).isLessThanOrEqualTo(500);
        }
        assertThat(bounded.packets.pool.outstanding()).isZero();
        bounded.afterSeconds(1_000_000);
        assertThat(bounded.flows()).isZero();
        assertThat(bounded.timers.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    private void expectState(String state, long timeoutSeconds) {
        NatEntry entry = router.translator.entries().getFirst();
        assertThat(entry.state()).isEqualTo(state);
        assertThat(entry.expiresNanos() - router.now).isEqualTo(timeoutSeconds * 1_000_000_000L);
    }
}
