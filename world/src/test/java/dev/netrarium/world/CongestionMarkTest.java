package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Codel;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Pfifo;
import dev.netrarium.stack.QueueDiscipline;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.world.TraceRecord.FrameSent;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A router before a narrow link that marks instead of dropping: congestion without a single loss, and a short queue. */
@Timeout(60)
class CongestionMarkTest {
    private static final int BYTES = 8_000_000;

    /** What a transfer left in the trace. */
    private static final class Seen implements TraceListener {
        private final IpFamily family;
        private int marked;
        private int echoed;
        private int reduced;

        Seen(IpFamily family) {
            this.family = family;
        }

        @Override
        public void happened(TraceRecord record) {
            if (!(record instanceof FrameSent sent) || !sent.direction().name().startsWith("router")) {
                return;
            }
            byte[] b = sent.bytes();
            boolean v4 = family == IpFamily.IPV4;
            int tcp = EthernetHeader.BYTES + (v4 ? Ipv4Header.BYTES : Ipv6Header.BYTES);
            int protocol =
                    v4 ? Ipv4Header.protocol(b, EthernetHeader.BYTES) : Ipv6Header.nextHeader(b, EthernetHeader.BYTES);
            if (protocol != 6 || b.length < tcp + TcpHeader.BYTES) {
                return;
            }
            int trafficClass =
                    v4 ? Ipv4Header.tos(b, EthernetHeader.BYTES) : Ipv6Header.trafficClass(b, EthernetHeader.BYTES);
            int flags = TcpHeader.flags(b, tcp);
            boolean syn = (flags & TcpHeader.SYN) != 0;
            marked += (trafficClass & 3) == 3 ? 1 : 0;
            echoed += !syn && (flags & TcpHeader.ECE) != 0 ? 1 : 0;
            reduced += !syn && (flags & TcpHeader.CWR) != 0 ? 1 : 0;
        }
    }

    private record Outcome(Seen seen, double meanQueueBytes, long retransmitted, long drops, double seconds) {}

    /** 8 MB from one LAN to another of 10 Mbit/s, through a router; both ends ask for ECN. */
    private static Outcome transfer(IpFamily family, QueueDiscipline before) throws Exception {
        try (World world = World.seeded(3)) {
            Lan near = world.lan("near", "192.0.2.0/24", "2001:db8:1::/64").delay(Duration.ofMillis(1));
            Lan far = world.lan("far", "198.51.100.0/24", "2001:db8:2::/64")
                    .delay(Duration.ofMillis(10))
                    .bandwidth(10_000_000);
            Node router = world.router("router").join(near).join(far);
            Node sender = world.host("sender").join(near);
            Node receiver = world.host("receiver").join(far);
            near.gateway(router);
            far.gateway(router);
            for (Node node : List.of(sender, receiver)) {
                node.host().sysctl().set("net.ipv4.tcp_ecn", "1");
            }
            router.port(far).networkInterface().queue(before);
            double[] sum = new double[2];
            for (int at = 500; at < 6000; at += 10) {
                world.at(Duration.ofMillis(at), () -> {
                    sum[0] += before.bytes();
                    sum[1]++;
                });
            }
            Seen seen = new Seen(family);
            try (Trace trace = world.trace(seen)) {
                String[] digests = Transfer.run(sender, receiver, sender.address(family), BYTES);
                assertThat(digests[1]).isEqualTo(digests[0]);
                assertThat(trace.discarded()).isZero();
            }
            return new Outcome(
                    seen,
                    sum[0] / sum[1],
                    sender.host().counters().get(Mib.TCP_RETRANSMITTED_SEGMENTS),
                    router.port(far).networkInterface().statistics().sendDrops(),
                    world.now() / 1e9);
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void congestionIsToldWithoutALossAndTheQueueStaysShort(IpFamily family) throws Exception {
        Codel codel = new Codel(true);
        Outcome marking = transfer(family, codel);

        assertThat(marking.drops()).isZero();
        assertThat(marking.retransmitted()).as("segments sent again").isZero();
        assertThat(codel.marked()).isPositive();
        assertThat(marking.seen().marked).isEqualTo((int) codel.marked());
        assertThat(marking.seen().echoed).as("ACKs that say so").isPositive();
        assertThat(marking.seen().reduced).as("segments that answer").isBetween(1, marking.seen().marked);

        Outcome waiting = transfer(family, new Pfifo(NetInterface.QUEUE_PACKETS));

        assertThat(waiting.seen().marked + waiting.seen().echoed).isZero();
        assertThat(marking.meanQueueBytes()).as("bytes that wait").isLessThan(waiting.meanQueueBytes() / 5);
        assertThat(marking.seconds()).as("and it takes hardly longer").isLessThan(1.15 * waiting.seconds());
    }
}
