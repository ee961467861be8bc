package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.rig.BulkTransfer;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.RigPair;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** BBR on a line of 50 Mbit/s and 40 ms: what it finds out, and how it uses that. */
class BbrTest {
    private static final long BITS_PER_SECOND = 50_000_000;

    private static final LinkConditions LINE =
            LinkConditions.IDEAL.withDelay(Duration.ofMillis(20)).withBandwidth(BITS_PER_SECOND, 500_000);

    private static TcpSettings with(String control) {
        return TcpSettings.DEFAULT.withCongestionControl(control);
    }

    private static BulkTransfer endless(RigPair pair, IpFamily family, TcpSettings settings) throws TcpException {
        Endpoint address = Endpoint.of(pair.right.address(family), 80);
        return BulkTransfer.start(
                pair.rig,
                pair.left,
                pair.left.tcp(),
                pair.right,
                pair.right.tcp(),
                address,
                Long.MAX_VALUE,
                settings,
                settings,
                false);
    }

    private static TcpConnection connection(RigPair pair) {
        TcpConnection found = pair.left.tcp().sockets().getFirst().connection();
        assertThat(found).isNotNull();
        return found;
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void itFindsTheBandwidthDrainsTheQueueAndCruises(IpFamily family) throws TcpException {
        RigPair pair = new RigPair(1, family, LINE);
        endless(pair, family, with("bbr"));
        Set<Bbr.Mode> seen = EnumSet.noneOf(Bbr.Mode.class);
        List<Bbr.Mode> order = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            pair.rig.run(Duration.ofMillis(10));
            Bbr.Mode mode = ((Bbr) connection(pair).sender.congestionControl).mode();
            if (seen.add(mode)) {
                order.add(mode);
            }
        }
        assertThat(order).containsExactly(Bbr.Mode.STARTUP, Bbr.Mode.DRAIN, Bbr.Mode.PROBE_BANDWIDTH);
        Sender sender = connection(pair).sender;
        // The line carries 50 Mbit/s of packets; what it pays out in payload is less by the headers.
        assertThat(sender.rate.bytesPerSecond() * 8).isBetween(44_000_000L, 50_000_000L);
        assertThat(sender.pacing.isActive()).isTrue();
        assertThat(sender.pacing.rateBytesPerSecond() * 8).isBetween(33_000_000L, 63_000_000L);
        long product = BITS_PER_SECOND / 8 * 40 / 1000 / 1500;
        assertThat((long) sender.window.segments).isBetween(2 * product - 40, 2 * product + 60);
        assertThat(pair.left.counters().get(Mib.TCP_TIMEOUTS)).isZero();
    }

    @Test
    void everyTenSecondsItMeasuresTheRoundTripAnew() throws TcpException {
        RigPair pair = new RigPair(1, IpFamily.IPV4, LINE);
        endless(pair, IpFamily.IPV4, with("bbr"));
        pair.rig.run(Duration.ofSeconds(9));
        int probing = 0;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i < 300; i++) {
            pair.rig.run(Duration.ofMillis(10));
            Sender sender = connection(pair).sender;
            if (((Bbr) sender.congestionControl).mode() == Bbr.Mode.PROBE_ROUND_TRIP) {
                probing++;
                least = Math.min(least, sender.window.segments);
            }
        }
        assertThat(probing).as("of 300 looks at intervals of 10 ms").isBetween(18, 40); // 200 ms and a round trip
        assertThat(least).isEqualTo(4);
        assertThat(connection(pair).sender.window.segments).isGreaterThan(100); // it is given back
    }

    /** The figure that BBR is known for: loss that has nothing to do with congestion does not slow it down. */
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void itFillsALossyLineOnWhichRenoCollapses(IpFamily family) throws TcpException {
        long reno = readInTenSeconds(family, "reno");
        long bbr = readInTenSeconds(family, "bbr");
        assertThat(bbr * 8 / 10).as("bits per second of BBR").isGreaterThan(BITS_PER_SECOND * 80 / 100);
        assertThat(reno * 8 / 10).as("bits per second of Reno").isLessThan(BITS_PER_SECOND * 20 / 100);
    }

    private static long readInTenSeconds(IpFamily family, String control) throws TcpException {
        RigPair pair = new RigPair(5, family, LINE.withLoss(0.01));
        BulkTransfer t = endless(pair, family, with(control));
        pair.rig.run(Duration.ofSeconds(10));
        return t.bytesRead();
    }

    @Test
    void theSameSeedGivesTheSameRun() throws TcpException {
        List<Long> reads = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            RigPair pair = new RigPair(9, IpFamily.IPV6, LINE.withLoss(0.02));
            BulkTransfer t = endless(pair, IpFamily.IPV6, with("bbr"));
            pair.rig.run(Duration.ofSeconds(4));
            reads.add(t.bytesRead());
        }
        assertThat(reads.get(0)).isEqualTo(reads.get(1));
    }

    @Test
    void withoutSackItWorksToo() throws TcpException {
        RigPair pair = new RigPair(
                3, IpFamily.IPV4, LINE.withLoss(0.005), TcpConfig.linux().with("net.ipv4.tcp_sack", "0"));
        BulkTransfer t = pair.transfer(3_000_000, with("bbr"), with("bbr"));
        assertThat(pair.rig.runUntil(t::isDone, Duration.ofMinutes(5))).isTrue();
        assertThat(t.sumRead()).isEqualTo(t.sumWritten());
        pair.assertNothingIsLeft();
    }

    @Test
    void theGreatestOfAWindowIsForgottenWhenItIsOld() {
        WindowedMaximum max = new WindowedMaximum(10);
        max.add(0, 100);
        max.add(3, 80);
        max.add(6, 90);
        assertThat(max.greatest()).isEqualTo(100);
        max.add(9, 50);
        assertThat(max.greatest()).isEqualTo(100);
        max.add(11, 40);
        assertThat(max.greatest()).isEqualTo(90);
        max.add(17, 30);
        assertThat(max.greatest()).isEqualTo(50);
        max.add(18, 200);
        assertThat(max.greatest()).isEqualTo(200);
        max.add(60, 1);
        assertThat(max.greatest()).isEqualTo(1);
    }
}
