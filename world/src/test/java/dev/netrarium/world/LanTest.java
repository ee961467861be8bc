package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.netrarium.stack.sockets.UdpSocket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.world.TraceRecord.FrameFiltered;
import dev.netrarium.world.TraceRecord.FrameSent;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A switch and its cables, seen from the hosts. */
@Timeout(30)
class LanTest {
    private World world;
    private Lan lan;
    private Node a;
    private Node b;
    private Node c;

    @BeforeEach
    void threeHosts() {
        world = World.seeded(3);
        lan = world.lan("office", "192.0.2.0/24").delay(Duration.ofMillis(1));
        a = world.host("a").join(lan);
        b = world.host("b").join(lan);
        c = world.host("c").join(lan);
    }

    @AfterEach
    void close() {
        world.close();
    }

    /** Sends a datagram and waits until it has arrived; answers the one-way time. */
    private long say(Node from, Node to) throws Exception {
        try (UdpSocket receiver = to.sockets().udp(9000);
                UdpSocket sender = from.sockets().udp(0)) {
            long sent = world.now();
            sender.send(new byte[100], 0, 100, Endpoint.of(to.address(), 9000));
            receiver.receive(world.now() + 1_000_000_000L);
            return world.now() - sent;
        }
    }

    private static List<String> wires(Trace trace) {
        return trace.records().stream()
                .filter(r -> r instanceof FrameSent)
                .map(r -> ((FrameSent) r).direction().name())
                .toList();
    }

    @Test
    void theDelayOfALanIsThatFromHostToHost() throws Exception {
        say(a, b); // ARP
        assertThat(say(a, b)).isEqualTo(1_000_000);
    }

    @Test
    void aStrangersFrameIsFloodedAndTheAnswerGoesStraightBack() throws Exception {
        Trace trace = world.trace();
        say(a, b);

        assertThat(wires(trace))
                .startsWith(
                        "a:eth0->office", // who has b?
                        "office->b:eth0",
                        "office->c:eth0",
                        "b:eth0->office", // the answer
                        "office->a:eth0",
                        "a:eth0->office", // the datagram
                        "office->b:eth0");
        assertThat(lan.learnedAddresses()).isEqualTo(2);
    }

    @Test
    void whatTheSwitchHasForgottenIsFloodedAgain() throws Exception {
        say(a, b);
        world.run(Duration.ofSeconds(20)); // longer would make the hosts ask again themselves
        Trace soon = world.trace();
        say(a, b);
        soon.close();
        assertThat(wires(soon)).doesNotContain("office->c:eth0");

        world.run(Duration.ofSeconds(301));
        Trace late = world.trace();
        say(a, b);
        assertThat(wires(late)).contains("office->c:eth0");
    }

    @Test
    void lossOnTheLanActsOncePerCrossing() throws Exception {
        say(a, b);
        say(b, a);
        lan.loss(0.2);
        int arrived = 0;
        try (UdpSocket receiver = b.sockets().udp(9000);
                UdpSocket sender = a.sockets().udp(0)) {
            for (int i = 0; i < 1000; i++) {
                sender.send(new byte[10], 0, 10, Endpoint.of(b.address(), 9000));
                try {
                    receiver.receive(world.now() + 2_000_000);
                    arrived++;
                } catch (SocketTimeoutException e) {
                    continue; // this one was lost
                }
            }
        }
        assertThat(arrived).isCloseTo(800, within(45));
    }

    @Test
    void aPortHasConditionsOfItsOwn() throws Exception {
        say(a, b);
        b.port(lan).delay(Duration.ofMillis(30));
        assertThat(say(a, b)).isEqualTo(30_000_000);
        assertThat(say(b, a)).isEqualTo(31_000_000);
        say(a, c);
        assertThat(say(a, c)).isEqualTo(1_000_000);
    }

    @Test
    void bandwidthHoldsForEachCableOnTheWayInAndOut() throws Exception {
        say(a, b);
        lan.bandwidth(1_000_000).delay(Duration.ZERO);
        // 100 bytes of data, 8 of UDP, 20 of IP, 14 of Ethernet: 1136 bits, stored and forwarded.
        assertThat(say(a, b)).isEqualTo(2 * 1_136_000);
    }

    @Test
    void framesOfOnePortThatAreForItselfAreFiltered() throws Exception {
        say(a, b);
        Trace trace = world.trace();
        Plug test = lan.plug("test", (bytes, at, length) -> {});
        byte[] frame = new byte[60];
        frame[6] = 0x02; // from 02:00:00:00:00:00
        frame[0] = 0x02; // to the same
        assertThat(test.send(frame, 0, frame.length)).isTrue();
        world.run(Duration.ofMillis(5));
        assertThat(trace.records()).anyMatch(r -> r instanceof FrameFiltered);
        assertThat(wires(trace)).containsExactly("test->office");
    }

    @Test
    void somethingThatIsNoNodeMayBePluggedIn() throws Exception {
        List<byte[]> seen = new java.util.ArrayList<>();
        Plug tap =
                lan.plug("tap0", (bytes, at, length) -> seen.add(java.util.Arrays.copyOfRange(bytes, at, at + length)));
        say(a, b);
        assertThat(seen).hasSize(1); // the ARP request; nothing else is for everybody
        assertThat(seen.get(0)).startsWith(0xff, 0xff, 0xff, 0xff, 0xff, 0xff);

        tap.outward().delay(Duration.ofMillis(20));
        long before = b.port(lan).inward().statistics().deliveredFrames();
        assertThat(tap.send(seen.get(0), 0, seen.get(0).length)).isTrue();
        world.run(Duration.ofMillis(20));
        assertThat(b.port(lan).inward().statistics().deliveredFrames()).isEqualTo(before);
        world.run(Duration.ofMillis(1));
        assertThat(b.port(lan).inward().statistics().deliveredFrames()).isEqualTo(before + 1);
        lan.cut();
        assertThat(tap.inward().conditions().cut()).isTrue();
        assertThat(tap.outward().conditions().delay()).isEqualTo(Duration.ofMillis(20));
    }

    @Test
    void aLanMayGrowAndChangeItsMtuWhileItRuns() throws Exception {
        say(a, b);
        lan.mtu(9000);
        Node late = world.host("late").join(lan);

        assertThat(late.port(lan).networkInterface().mtuBytes()).isEqualTo(9000);
        assertThat(a.port(lan).networkInterface().mtuBytes()).isEqualTo(9000);
        assertThat(late.port(lan).inward().conditions().delay()).isEqualTo(Duration.ofMillis(1));
        say(a, late);
    }

    @Test
    void aHostWithoutAnAddressGetsNoRouteByTheGatewayUntilItHasOne() {
        lan.gateway(a);
        Node d = world.host("d").join(lan, new String[0]);
        assertThat(d.host().routes().list())
                .noneMatch(route -> route.destination().length() == 0);
        assertThat(b.host().routes().list())
                .anyMatch(route -> route.destination().length() == 0);
    }
}
