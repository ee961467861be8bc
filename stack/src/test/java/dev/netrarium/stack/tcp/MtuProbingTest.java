package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.rig.BulkTransfer;
import dev.netrarium.stack.rig.HostEnd;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.Rig;
import dev.netrarium.stack.rig.RigLink;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Path MTU by the transport's own probes (RFC 4821), on a path that eats large packets without a word. */
class MtuProbingTest {
    private static final Duration DELAY = Duration.ofMillis(10);
    private static final int BYTES = 3_000_000;

    private final Rig rig = Rig.seeded(1);
    private final RigLink link = rig.link(LinkConditions.IDEAL.withDelay(DELAY).withBandwidth(50_000_000, 4_000_000));
    private final HostEnd client = HostEnd.at(
            rig, link.left(), "client", InterfaceAddress.of("192.0.2.1/24"), InterfaceAddress.of("2001:db8::1/64"));
    private final HostEnd server = HostEnd.at(
            rig, link.right(), "server", InterfaceAddress.of("192.0.2.2/24"), InterfaceAddress.of("2001:db8::2/64"));

    private BulkTransfer transfer(IpFamily family, int probing) throws TcpException {
        client.host()
                .tcp()
                .config(client.host().tcp().config().with("net.ipv4.tcp_mtu_probing", String.valueOf(probing)));
        Endpoint address = Endpoint.of(IpAddress.of(family == IpFamily.IPV4 ? "192.0.2.2" : "2001:db8::2"), 80);
        return BulkTransfer.start(
                rig,
                client,
                client.host().tcp(),
                server,
                server.host().tcp(),
                address,
                BYTES,
                TcpSettings.DEFAULT,
                TcpSettings.DEFAULT,
                true);
    }

    private void eatPacketsLargerThan(int bytes) {
        link.conditions(link.left().conditions().withMtu(bytes));
    }

    private long count(Mib counter) {
        return client.host().counters().get(counter);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aBlackHoleSwallowsTheConnectionWithoutProbing(IpFamily family) throws TcpException {
        BulkTransfer t = transfer(family, 0);
        rig.run(DELAY.multipliedBy(3));
        eatPacketsLargerThan(1300);
        assertThat(rig.runUntil(t::isDone, Duration.ofMinutes(5))).isFalse();
        rig.runUntil(t::isDone, Duration.ofMinutes(30));
        assertThat(t.failure()).isNotNull();
        assertThat(t.failure().error()).isEqualTo(TcpError.TIMED_OUT);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withProbingASuspicionMakesSegmentsSmallerAndTheSearchMakesThemAsLargeAsFits(IpFamily family)
            throws TcpException {
        BulkTransfer t = transfer(family, 1);
        rig.run(DELAY.multipliedBy(3));
        eatPacketsLargerThan(1300);
        assertThat(rig.runUntil(t::isDone, Duration.ofSeconds(20))).isTrue();
        assertThat(t.sumRead()).isEqualTo(t.sumWritten());
        assertThat(count(Mib.TCP_MTU_PROBES_SUCCEEDED)).isPositive();
        assertThat(count(Mib.TCP_MTU_PROBES_FAILED)).isPositive();
        int headers = family == IpFamily.IPV4 ? 52 : 72;
        assertThat(t.client().info(rig.now()).sendMssBytes() + headers).isBetween(1300 - 8, 1300);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aProbeThatIsLostCostsNoCongestionWindow(IpFamily family) throws TcpException {
        BulkTransfer t = transfer(family, 2);
        rig.run(DELAY.multipliedBy(3));
        eatPacketsLargerThan(1300);
        assertThat(rig.runUntil(t::isDone, Duration.ofSeconds(20))).isTrue();
        assertThat(t.sumRead()).isEqualTo(t.sumWritten());
        assertThat(count(Mib.TCP_MTU_PROBES_FAILED)).isPositive();
        assertThat(count(Mib.TCP_TIMEOUTS)).isZero();
        assertThat(count(Mib.TCP_SACK_RECOVERY)).isZero();
        assertThat(t.client().info(rig.now()).sendSsthresh()).isGreaterThan(1_000_000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void onAWidePathTheSearchEndsAtItsMtu(IpFamily family) throws TcpException {
        BulkTransfer t = transfer(family, 2);
        rig.run(DELAY.multipliedBy(3));
        int headers = family == IpFamily.IPV4 ? 52 : 72;
        assertThat(t.client().info(rig.now()).sendMssBytes()).isEqualTo(1024);
        assertThat(rig.runUntil(t::isDone, Duration.ofSeconds(20))).isTrue();
        assertThat(t.client().info(rig.now()).sendMssBytes() + headers).isBetween(1500 - 8, 1500);
        assertThat(count(Mib.TCP_MTU_PROBES_FAILED)).isZero();
    }
}
