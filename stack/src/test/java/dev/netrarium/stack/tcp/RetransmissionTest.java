package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.HostEvent;
import dev.netrarium.stack.Mib;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The retransmission time-out: RFC 6298, Karn, doubling, giving up. */
class RetransmissionTest {
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theTimeOutDoublesUntilTheDataIsAcknowledged(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1460", 65535, 20);
        assertThat(c.connection.info(c.now).rtoMicros()).isEqualTo(220_000); // SRTT 20 ms and the least variance term
        c.at(1000).write(100).expect("P. 1:101(100) ack 1");
        double when = 1000;
        for (int i = 0; i < 6; i++) {
            when += 220 << i;
            c.at(when - 0.001).expectNothing();
            c.expectAt(when, "P. 1:101(100) ack 1");
        }
        assertThat(c.connection.info(c.now).backoff()).isEqualTo(6);
        c.receive(". 1:1(0) ack 101 win 65535").at(200_000).expectNothing();
        assertThat(c.connection.info(c.now).backoff()).isEqualTo(6); // whose ACK it is, is not known (RFC 6298, 5.7)
        c.write(100).expect("P. 101:201(100) ack 1");
        c.at(200_020).receive(". 1:1(0) ack 201 win 65535");
        assertThat(c.connection.info(c.now).backoff()).isZero();
        assertThat(c.count(Mib.TCP_TIMEOUTS)).isEqualTo(6);
        assertThat(c.network.events)
                .filteredOn(e -> e instanceof HostEvent.TcpRetransmitted)
                .hasSize(6);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void everyAckOfNewDataStartsTheTimerAnew(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 65535, 20);
        c.at(1000).write(2000).expect(". 1:1001(1000) ack 1").expect("P. 1001:2001(1000) ack 1");
        c.at(1020).receive(". 1:1(0) ack 1001 win 65535");
        double rto = c.connection.info(c.now).rtoMicros() / 1000.0;
        c.at(1020 + rto - 0.001).expectNothing();
        c.at(1020 + rto + 0.001);
        assertThat(c.drain()).singleElement().asString().startsWith("P. 1001:2001(1000)");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSegmentSentTwiceMeasuresNothing(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1460", 65535, 20);
        c.at(1000).write(100).expect("P. 1:101(100) ack 1");
        c.expectAt(1220, "P. 1:101(100) ack 1");
        c.at(1221).receive(". 1:1(0) ack 101 win 65535");
        assertThat(c.connection.info(c.now).rttMicros()).isEqualTo(20_000);
        c.at(2000).write(100).expect("P. 101:201(100) ack 1");
        c.at(2060).receive(". 1:1(0) ack 201 win 65535");
        assertThat(c.connection.info(c.now).rttMicros()).isEqualTo(25_000); // 7/8 · 20 + 1/8 · 60
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withTimestampsARetransmissionIsMeasuredToo(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1460,TS val 100 ecr 0", 65535, 20);
        c.at(1000).write(100).expect("P. 1:101(100) ack 1");
        c.expectAt(1220, "P. 1:101(100) ack 1");
        c.at(1240).receive(". 1:1(0) ack 101 win 65535 <nop,nop,TS val 200 ecr last>");
        assertThat(c.connection.info(c.now).rttMicros()).isEqualTo(20_000);
        c.at(2000).write(100).expect("P. 101:201(100) ack 1");
        c.expectAt(2220, "P. 101:201(100) ack 1");
        c.at(2280).receive(". 1:1(0) ack 201 win 65535 <nop,nop,TS val 300 ecr last>");
        assertThat(c.connection.info(c.now).rttMicros()).isEqualTo(25_000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void afterAHandshakeThatMeasuredNothingTheFirstTimeOutIsThreeSeconds(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(8).receive("S 0:0(0) win 65535 <mss 1000>");
        c.expect("S. 0:0(0) ack 1").expectAt(1000, "S. 0:0(0) ack 1").receive(". 1:1(0) ack 1 win 65535");
        c.connection = c.listener.accept();
        c.write(100).expect("P. 1:101(100) ack 1");
        c.at(3999).expectNothing().expectAt(4000, "P. 1:101(100) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void afterATimeOutAllIsSentAgainInSlowStart(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 65535, 20);
        c.at(1000).write(6000);
        c.expectFull(1, 5, 1000, "1").expect("P. 5001:6001(1000) ack 1");
        c.expectAt(1220, ". 1:1001(1000) ack 1").expectNothing();
        assertThat(c.connection.info(c.now).caState()).isEqualTo(4); // Loss
        assertThat(c.connection.info(c.now).sendCwnd()).isEqualTo(1);
        assertThat(c.connection.info(c.now).sendSsthresh()).isEqualTo(5);
        c.at(1240)
                .receive(". 1:1(0) ack 1001 win 65535")
                .expectFull(1001, 2, 1000, "1")
                .expectNothing();
        c.at(1260)
                .receive(". 1:1(0) ack 3001 win 65535")
                .expectFull(3001, 2, 1000, "1")
                .expect("P. 5001:6001(1000) ack 1")
                .expectNothing();
        c.at(1280).receive(". 1:1(0) ack 6001 win 65535").expectNothing();
        assertThat(c.connection.info(c.now).caState()).isEqualTo(4); // without SACK, until more is acknowledged
        c.write(1000);
        c.expect("P. 6001:7001(1000) ack 1");
        c.at(1300).receive(". 1:1(0) ack 7001 win 65535").expectNothing();
        assertThat(c.connection.info(c.now).caState()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theConnectionIsGivenUpAfter924Seconds(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1460", 65535, 20);
        c.at(1000).write(100);
        c.at(1000 + 924_600).discardSent().state(TcpState.ESTABLISHED);
        c.at(1000 + 1_200_000).state(TcpState.CLOSED);
        assertThat(c.connection.takeError()).isEqualTo(TcpError.TIMED_OUT);
        assertThat(c.count(Mib.TCP_ABORT_ON_TIMEOUT)).isEqualTo(1);
        assertThat(c.tcp.bufferedBytes()).isZero();
        assertThat(c.tcp.sockets()).hasSize(1); // the listener
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theProgramMayBeLessPatient(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withUserTimeoutMillis(3000))
                .established("mss 1460", 65535, 20);
        c.at(1000).write(100);
        c.at(4219).state(TcpState.ESTABLISHED);
        c.at(4300).state(TcpState.CLOSED);
        assertThat(c.connection.takeError()).isEqualTo(TcpError.TIMED_OUT);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aClosedWindowDoesNotOutlastTheProgramsPatience(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withUserTimeoutMillis(3000))
                .established("mss 1000", 1000, 20);
        c.at(1000).write(2000).discardSent().receive(". 1:1(0) ack 1001 win 0");
        double last = 0;
        for (int milli = 1000; c.connection.state() != TcpState.CLOSED && milli < 10_000; milli++) {
            c.at(milli);
            if (!c.drain().isEmpty()) {
                c.receive(". 1:1(0) ack 1001 win 0"); // answering does not help
                last = milli;
            }
        }
        assertThat(c.connection.takeError()).isEqualTo(TcpError.TIMED_OUT);
        assertThat(c.now / 1e6).as("three seconds after the first probe").isBetween(4200.0, 4230.0);
        assertThat(last).isLessThan(4200);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aWindowThatOpensAgainForgetsHowLongItWasClosed(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withUserTimeoutMillis(3000))
                .established("mss 1000", 4000, 20);
        c.at(1000).write(6000).discardSent().receive(". 1:1(0) ack 4001 win 0");
        c.at(4000).discardSent().receive(". 1:1(0) ack 4001 win 4000");
        c.expect(". 4001:5001(1000) ack 1").expect("P. 5001:6001(1000) ack 1");
        c.at(4500)
                .state(TcpState.ESTABLISHED)
                .receive(". 1:1(0) ack 6001 win 4000")
                .at(60_000);
        c.state(TcpState.ESTABLISHED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withAPatienceOfItsOwnAProgramCountsTimeAndNotProbes(IpFamily family) throws TcpException {
        TcpSettings settings = TcpSettings.DEFAULT
                .withKeepAlive(true)
                .withKeepAliveSchedule(20, 10, 2)
                .withUserTimeoutMillis(55_000);
        Conversation c = new Conversation(family).listen(8, settings).established();
        c.expectAt(20_000, ". 0:0(0) ack 1").expectAt(30_000, ". 0:0(0) ack 1").expectAt(40_000, ". 0:0(0) ack 1");
        c.expectAt(50_000, ". 0:0(0) ack 1").expectAt(60_000, "R. 1:1(0) ack 1").state(TcpState.CLOSED);
        assertThat(c.connection.takeError()).isEqualTo(TcpError.TIMED_OUT);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theTimeOutFollowsAVaryingRoundTrip(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1460", 65535, 100);
        long before = c.connection.info(c.now).rtoMicros();
        int next = 1;
        for (int i = 0; i < 20; i++) {
            c.at(1000 * (i + 1)).write(10).discardSent();
            next += 10;
            c.at(1000 * (i + 1) + (i % 2 == 0 ? 50 : 250)).receive(". 1:1(0) ack " + next + " win 65535");
        }
        assertThat(c.connection.info(c.now).rtoMicros()).isGreaterThan(before + 100_000);
    }
}
