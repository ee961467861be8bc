package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fast retransmit, fast recovery and its partial acknowledgments: RFC 5681 §3.2, RFC 6582. */
class FastRetransmitTest {
    private static final String DUPLICATE = ". 1:1(0) ack 1001 win 60000";

    /** Ten segments are out, the second is lost: each later one makes a duplicate ACK. */
    private static Conversation tenOut(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 60_000, 20);
        c.at(1000).offer(25_000);
        c.expectFull(1, 10, 1000, "1").expectNothing();
        c.at(1020).receive(DUPLICATE).expectFull(10_001, 2, 1000, "1").expectNothing();
        return c;
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void threeDuplicatesSendTheLostSegmentAgain(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        // RFC 3042: the first two duplicates let a new segment out each, here both together.
        c.receive(DUPLICATE).expectNothing();
        c.receive(DUPLICATE).expectFull(12_001, 2, 1000, "1").expectNothing();
        assertThat(c.connection.info(c.now).caState()).isEqualTo(1); // Disorder
        c.receive(DUPLICATE).expect(". 1001:2001(1000) ack 1").expectNothing();
        assertThat(c.connection.info(c.now).caState()).isEqualTo(3); // Recovery
        assertThat(c.connection.info(c.now).sendSsthresh()).isEqualTo(5);
        assertThat(c.count(Mib.TCP_FAST_RETRANSMITS)).isEqualTo(1);
        // Further duplicates: 13 are out, and a new one leaves when fewer than ssthresh are believed in flight.
        for (int i = 4; i <= 8; i++) {
            c.receive(DUPLICATE).expectNothing();
        }
        c.receive(DUPLICATE).expect(". 14001:15001(1000) ack 1").expectNothing();
        // A full acknowledgment ends recovery.
        c.receive(". 1:1(0) ack 14001 win 60000");
        assertThat(c.connection.info(c.now).caState()).isZero();
        assertThat(c.connection.info(c.now).sendCwnd()).isBetween(2, 5);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aPartialAcknowledgmentSendsTheNextLostSegmentAtOnce(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        for (int i = 0; i < 3; i++) {
            c.receive(DUPLICATE);
        }
        c.discardSent();
        c.at(1040).receive(". 1:1(0) ack 4001 win 60000").expect(". 4001:5001(1000) ack 1");
        assertThat(c.connection.info(c.now).caState()).isEqualTo(3);
        c.discardSent();
        c.at(1060).receive(". 1:1(0) ack 7001 win 60000").expect(". 7001:8001(1000) ack 1");
        c.discardSent();
        c.at(1080).receive(". 1:1(0) ack 25001 win 60000");
        assertThat(c.connection.state()).isEqualTo(TcpState.ESTABLISHED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void twoDuplicatesAreReorderingAndNothingIsSentAgain(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        c.receive(DUPLICATE).receive(DUPLICATE).discardSent();
        c.receive(". 1:1(0) ack 12001 win 60000").discardSent();
        assertThat(c.connection.info(c.now).caState()).isZero();
        assertThat(c.count(Mib.TCP_RETRANSMITTED_SEGMENTS)).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void windowUpdatesAndDataAreNoDuplicates(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        c.receive(". 1:1(0) ack 1001 win 60001").receive(". 1:1(0) ack 1001 win 60002");
        c.receive("P. 1:11(10) ack 1001 win 60002").receive("P. 11:21(10) ack 1001 win 60002");
        c.discardSent();
        assertThat(c.connection.info(c.now).caState()).isZero();
        assertThat(c.count(Mib.TCP_RETRANSMITTED_SEGMENTS)).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void duplicatesOfASecondRepairDoNotHalveTheWindowAgain(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        for (int i = 0; i < 3; i++) {
            c.receive(DUPLICATE);
        }
        c.discardSent();
        int ssthresh = c.connection.info(c.now).sendSsthresh();
        for (int i = 0; i < 5; i++) {
            c.receive(DUPLICATE);
        }
        assertThat(c.connection.info(c.now).sendSsthresh()).isEqualTo(ssthresh);
        assertThat(c.count(Mib.TCP_RENO_RECOVERY)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aLostRetransmissionIsLeftToTheTimer(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        for (int i = 0; i < 3; i++) {
            c.receive(DUPLICATE);
        }
        c.discardSent();
        double rto = c.connection.info(c.now).rtoMicros() / 1000.0;
        c.at(1020 + rto + 1);
        assertThat(c.drain()).first().asString().startsWith(". 1001:2001(1000)");
        assertThat(c.connection.info(c.now).caState()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void congestionAvoidanceGrowsByOneSegmentPerRoundTrip(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        for (int i = 0; i < 3; i++) {
            c.receive(DUPLICATE);
        }
        c.discardSent().receive(". 1:1(0) ack 14001 win 60000").discardSent();
        c.offer(25_000);
        int cwnd = c.connection.info(c.now).sendCwnd();
        int ssthresh = c.connection.info(c.now).sendSsthresh();
        for (int round = 0; round < 8; round++) {
            c.discardSent();
            int next = c.connection.sender.next - c.localIsn;
            c.at(2000 + 20 * round).receive(". 1:1(0) ack " + next + " win 60000");
            int grown = c.connection.info(c.now).sendCwnd();
            assertThat(grown - cwnd).isLessThanOrEqualTo(cwnd < ssthresh ? cwnd : 1);
            cwnd = grown;
            c.offer(5000);
        }
        assertThat(cwnd).isGreaterThan(ssthresh);
    }
}
