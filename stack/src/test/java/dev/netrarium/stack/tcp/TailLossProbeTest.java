package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.Mib;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tail loss probes: RFC 8985 §7. */
class TailLossProbeTest {
    private static Conversation sackConnection(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family);
        c.network.tracing = true;
        return c.established("mss 1000,sackOK", 60_000, 20).at(1000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aLostTailIsRepairedWithoutATimeOut(IpFamily family) throws TcpException {
        Conversation c = sackConnection(family);
        c.offer(3000);
        c.discardSent().at(1041.9).expectNothing().at(1042); // two round trips and two ticks
        assertThat(c.network.sent.peek().cause).isEqualTo(new Cause.Retransmission("tail loss probe", 1));
        c.expect("P. 2001:3001(1000) ack 1").expectNothing();
        assertThat(c.count(Mib.TCP_LOSS_PROBES)).isEqualTo(1);
        assertThat(c.connection.info(c.now).retransmitted()).isZero();
        c.at(1062).receive(". 1:1(0) ack 1 win 60000 <nop,nop,sack 2001:3001>");
        c.expect(". 1:1001(1000) ack 1");
        c.at(1082).receive(". 1:1(0) ack 1001 win 60000 <nop,nop,sack 2001:3001>");
        c.expect(". 1001:2001(1000) ack 1");
        c.at(1102).receive(". 1:1(0) ack 3001 win 60000");
        assertThat(c.connection.info(c.now).caState()).isZero();
        assertThat(c.count(Mib.TCP_TIMEOUTS)).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void newDataIsTheBetterProbe(IpFamily family) throws TcpException {
        Conversation c = sackConnection(family);
        c.offer(20_000);
        c.expectFull(1, 10, 1000, "1");
        c.expectAt(1042, ". 10001:11001(1000) ack 1").expectNothing();
        assertThat(c.count(Mib.TCP_RETRANSMITTED_SEGMENTS)).isZero();
        assertThat(c.count(Mib.TCP_LOSS_PROBES)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theOnlySegmentsAckMayBeDelayedSoItsProbeWaitsLonger(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .established("mss 1000,sackOK", 60_000, 100)
                .at(1000);
        double rto = c.connection.info(c.now).rtoMicros() / 1000.0; // 300 ms: sooner than 2 · 100 + 200
        c.offer(500);
        c.discardSent().at(1000 + rto - 0.1).expectNothing().expectAt(1000 + rto, "P. 1:501(500) ack 1");
        assertThat(c.count(Mib.TCP_LOSS_PROBES)).isEqualTo(1);
        assertThat(c.count(Mib.TCP_TIMEOUTS)).isZero();
        c.expectAt(1000 + 2 * rto, "P. 1:501(500) ack 1");
        assertThat(c.count(Mib.TCP_TIMEOUTS)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aProbeThatRepairedALossReducesTheWindow(IpFamily family) throws TcpException {
        Conversation c = sackConnection(family);
        c.offer(100);
        c.discardSent().expectAt(1220, "P. 1:101(100) ack 1");
        c.at(1240).receive(". 1:1(0) ack 101 win 60000");
        c.offer(100);
        c.expect("P. 101:201(100) ack 1").at(1260).receive(". 1:1(0) ack 201 win 60000");
        assertThat(c.count(Mib.TCP_LOSS_PROBE_RECOVERY)).isEqualTo(1);
        assertThat(c.connection.info(c.now).sendSsthresh()).isEqualTo(5);
        assertThat(c.connection.info(c.now).sendCwnd()).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aProbeThatArrivedBesideTheOriginalDoesNot(IpFamily family) throws TcpException {
        Conversation c = sackConnection(family);
        c.offer(100);
        c.discardSent().expectAt(1220, "P. 1:101(100) ack 1");
        c.at(1240).receive(". 1:1(0) ack 101 win 60000 <nop,nop,sack 1:101>");
        assertThat(c.count(Mib.TCP_DSACK_RECEIVED)).isEqualTo(1);
        c.offer(100);
        c.expect("P. 101:201(100) ack 1").at(1260).receive(". 1:1(0) ack 201 win 60000");
        assertThat(c.count(Mib.TCP_LOSS_PROBE_RECOVERY)).isZero();
        assertThat(c.connection.info(c.now).sendCwnd()).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withTheSwitchOffOnlyTheTimeOutHelps(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_early_retrans", "0"));
        c.established("mss 1000,sackOK", 60_000, 20).at(1000).offer(3000);
        c.discardSent()
                .at(1219.9)
                .expectNothing()
                .expectAt(1220, ". 1:1001(1000) ack 1")
                .expectNothing();
        assertThat(c.count(Mib.TCP_LOSS_PROBES)).isZero();
    }
}
