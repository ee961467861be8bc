package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Readiness;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ending a connection: who closes first, together or half, and what happens when a segment of it is lost. */
class ClosingTest {
    private static Conversation established(IpFamily family) throws TcpException {
        return new Conversation(family).established("mss 1460", 65535, 20);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theActiveCloserEndsInTimeWait(IpFamily family) throws TcpException {
        Conversation c = established(family).close().expect("F. 1:1(0) ack 1").state(TcpState.FIN_WAIT_1);
        c.receive(". 1:1(0) ack 2 win 65535").expectNothing().state(TcpState.FIN_WAIT_2);
        c.receive("F. 1:1(0) ack 2 win 65535").expect(". 2:2(0) ack 2").state(TcpState.TIME_WAIT);
        assertThat(c.states()).endsWith("ESTABLISHED>FIN_WAIT_1", "FIN_WAIT_1>FIN_WAIT_2", "FIN_WAIT_2>TIME_WAIT");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void thePassiveCloserEndsInLastAck(IpFamily family) throws TcpException {
        Conversation c = established(family)
                .receive("F. 1:1(0) ack 1 win 65535")
                .expect(". 1:1(0) ack 2")
                .state(TcpState.CLOSE_WAIT);
        c.readEnd().close().expect("F. 1:1(0) ack 2").state(TcpState.LAST_ACK);
        c.receive(". 2:2(0) ack 2 win 65535").expectNothing().state(TcpState.CLOSED);
        assertThat(c.states()).endsWith("ESTABLISHED>CLOSE_WAIT", "CLOSE_WAIT>LAST_ACK", "LAST_ACK>CLOSED");
        assertThat(c.tcp.orphanCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void threeSegmentsAreEnoughWhenThePeerClosesWithItsAck(IpFamily family) throws TcpException {
        Conversation c = established(family).close().expect("F. 1:1(0) ack 1");
        c.receive("F. 1:1(0) ack 2 win 65535").expect(". 2:2(0) ack 2").state(TcpState.TIME_WAIT);
        assertThat(c.states()).endsWith("FIN_WAIT_1>FIN_WAIT_2", "FIN_WAIT_2>TIME_WAIT");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void finsThatCrossLeadThroughClosing(IpFamily family) throws TcpException {
        Conversation c = established(family).close().expect("F. 1:1(0) ack 1");
        c.receive("F. 1:1(0) ack 1 win 65535").expect(". 2:2(0) ack 2").state(TcpState.CLOSING);
        c.receive(". 2:2(0) ack 2 win 65535").expectNothing().state(TcpState.TIME_WAIT);
        assertThat(c.states()).endsWith("FIN_WAIT_1>CLOSING", "CLOSING>TIME_WAIT");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aHalfClosedConnectionStillReceives(IpFamily family) throws TcpException {
        Conversation c = established(family).shutdown().expect("F. 1:1(0) ack 1");
        c.receive(". 1:1(0) ack 2 win 65535").state(TcpState.FIN_WAIT_2);
        c.at(500_000)
                .receive("P. 1:1001(1000) ack 2 win 65535")
                .expect(". 2:2(0) ack 1001")
                .read(1000);
        c.receive("FP. 1001:2001(1000) ack 2 win 65535")
                .expect(". 2:2(0) ack 2002")
                .state(TcpState.TIME_WAIT);
        c.read(1000).readEnd();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aHalfClosedPeerIsStillSentTo(IpFamily family) throws TcpException {
        Conversation c =
                established(family).receive("F. 1:1(0) ack 1 win 65535").expect(". 1:1(0) ack 2");
        c.write(2000).expect(". 1:1461(1460) ack 2").expect("P. 1461:2001(540) ack 2");
        c.receive(". 2:2(0) ack 2001 win 65535").close().expect("F. 2001:2001(0) ack 2");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theFinFollowsTheLastByte(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 2000, 20);
        c.write(2500).expectFull(1, 2, 1000, "1").close().expectNothing().state(TcpState.FIN_WAIT_1);
        c.receive(". 1:1(0) ack 2001 win 2000").expect("FP. 2001:2501(500) ack 1");
        c.receive(". 1:1(0) ack 2502 win 2000").state(TcpState.FIN_WAIT_2);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aLostFinIsSentAgain(IpFamily family) throws TcpException {
        Conversation c = established(family).at(1000).close().expect("F. 1:1(0) ack 1");
        c.expectAt(1220, "F. 1:1(0) ack 1").expectAt(1660, "F. 1:1(0) ack 1");
        c.receive(". 1:1(0) ack 2 win 65535").state(TcpState.FIN_WAIT_2);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whenTheAckOfTheFinIsLostThePeersFinCarriesItAnew(IpFamily family) throws TcpException {
        Conversation c = established(family).at(1000).close().expect("F. 1:1(0) ack 1");
        // ". 1:1(0) ack 2" is lost here.
        c.at(1100).receive("F. 1:1(0) ack 2 win 65535").expect(". 2:2(0) ack 2").state(TcpState.TIME_WAIT);
        c.at(10_000).expectNothing();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whenThePeersFinIsLostItsRepetitionEndsTheConnection(IpFamily family) throws TcpException {
        Conversation c = established(family).close().expect("F. 1:1(0) ack 1");
        c.receive(". 1:1(0) ack 2 win 65535").at(30_000).state(TcpState.FIN_WAIT_2);
        c.receive("F. 1:1(0) ack 2 win 65535").expect(". 2:2(0) ack 2").state(TcpState.TIME_WAIT);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whenTheLastAckIsLostTheFinComesAgainAndIsAnsweredFromTimeWait(IpFamily family) throws TcpException {
        Conversation c = established(family).close().expect("F. 1:1(0) ack 1");
        c.receive("F. 1:1(0) ack 2 win 65535").expect(". 2:2(0) ack 2");
        c.at(1000).receive("F. 1:1(0) ack 2 win 65535").expect(". 2:2(0) ack 2").state(TcpState.TIME_WAIT);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aFinThatIsNeverAcknowledgedIsGivenUp(IpFamily family) throws TcpException {
        Conversation c =
                established(family).receive("F. 1:1(0) ack 1 win 65535").discardSent();
        c.at(1000).close().expect("F. 1:1(0) ack 2").state(TcpState.LAST_ACK);
        c.at(1_000_000).state(TcpState.CLOSED);
        // Nobody holds it: patience is that of eight time-outs, not of fifteen.
        assertThat(c.drain()).hasSizeBetween(7, 9);
        assertThat(c.tcp.orphanCount()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void finWait2EndsAfterSixtySecondsOnceTheProgramHasClosed(IpFamily family) throws TcpException {
        Conversation c = established(family).at(1000).close().expect("F. 1:1(0) ack 1");
        c.at(1020).receive(". 1:1(0) ack 2 win 65535");
        c.at(61_019).state(TcpState.FIN_WAIT_2).at(61_020).expectNothing().state(TcpState.CLOSED);
        c.receive("P. 1:2(1) ack 2 win 65535").expect("R 2:2(0)");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void finWait2LastsForEverWhileTheProgramHoldsTheConnection(IpFamily family) throws TcpException {
        Conversation c = established(family).shutdown().expect("F. 1:1(0) ack 1");
        c.receive(". 1:1(0) ack 2 win 65535").at(10_000_000).state(TcpState.FIN_WAIT_2);
        c.close().at(10_059_999).state(TcpState.FIN_WAIT_2).at(10_060_000).state(TcpState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void closeWaitLastsUntilTheProgramCloses(IpFamily family) throws TcpException {
        Conversation c =
                established(family).receive("F. 1:1(0) ack 1 win 65535").expect(". 1:1(0) ack 2");
        c.at(100_000_000).expectNothing().state(TcpState.CLOSE_WAIT);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aProgramThatNeverClosesCollectsCloseWaits(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(8);
        for (int i = 0; i < 50; i++) {
            c.peerPort = 50_000 + i;
            c.established().receive("F. 1:1(0) ack 1 win 65535").expect(". 1:1(0) ack 2");
        }
        c.at(86_400_000);
        assertThat(c.tcp.sockets())
                .filteredOn(e -> e.state() == TcpState.CLOSE_WAIT)
                .hasSize(50);
        assertThat(c.tcp.timeWaitCount()).as("the peers wait, we do not").isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aPeerThatHasRebootedAnswersDataWithAReset(IpFamily family) throws TcpException {
        Conversation c = established(family).write(100).expect("P. 1:101(100) ack 1");
        c.receive("R 1:1(0) win 0").expectNothing().state(TcpState.CLOSED);
        assertThat(c.connection.takeError()).isEqualTo(TcpError.CONNECTION_RESET);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aPulledCableIsNoticedOnlyWithDataInFlight(IpFamily family) throws TcpException {
        Conversation c = established(family);
        c.at(86_400_000).expectNothing().state(TcpState.ESTABLISHED); // nobody says anything
        c.write(100).at(86_400_000 + 1_200_000).state(TcpState.CLOSED); // about a quarter of an hour of time-outs
        assertThat(c.connection.takeError()).isEqualTo(TcpError.TIMED_OUT);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void dataForAProgramThatHasClosedIsAnsweredWithAReset(IpFamily family) throws TcpException {
        Conversation c = established(family).close().expect("F. 1:1(0) ack 1");
        c.receive("P. 1:101(100) ack 1 win 65535").expect("R 1:1(0)").state(TcpState.CLOSED);
        assertThat(c.count(Mib.TCP_ABORT_ON_DATA)).isEqualTo(1);
        c = established(family).close().expect("F. 1:1(0) ack 1");
        c.receive("FP. 1:101(100) ack 2 win 65535").expect("R 2:2(0)").state(TcpState.CLOSED);
        c = established(family).close().expect("F. 1:1(0) ack 1").receive(". 1:1(0) ack 2 win 65535");
        c.receive("P. 1:101(100) ack 2 win 65535").expect("R 2:2(0)").state(TcpState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aFinThatShowsThatDataIsUnderWayIsAnsweredWithAResetToo(IpFamily family) throws TcpException {
        Conversation c = established(family).close().expect("F. 1:1(0) ack 1");
        c.receive("F. 101:101(0) ack 1 win 65535").expect("R 1:1(0)").state(TcpState.CLOSED);
        c = established(family).close().expect("F. 1:1(0) ack 1").receive(". 1:1(0) ack 2 win 65535");
        c.receive("F. 101:101(0) ack 2 win 65535").expect("R 2:2(0)").state(TcpState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void finWait2WithNobodyToReceiveIsAsSmallAsTimeWait(IpFamily family) throws TcpException {
        Conversation c = established(family).close().expect("F. 1:1(0) ack 1").receive(". 1:1(0) ack 2 win 65535");
        assertThat(c.tcp.timeWaitCount()).isEqualTo(1);
        assertThat(c.tcp.orphanCount()).isZero();
        c.state(TcpState.FIN_WAIT_2);
        assertThat(c.tcp.sockets()).extracting(TcpSocketEntry::state).contains(TcpState.FIN_WAIT_2);
        c.at(1000)
                .receive(". 1:1(0) ack 2 win 65535")
                .receive(". 500:500(0) ack 2 win 65535")
                .expectNothing();
        c.receive(". -4:-4(0) ack 2 win 65535").expect(". 2:2(0) ack 1");
        c.receive(". -4:-4(0) ack 2 win 65535").expectNothing(); // at a limited rate
        c.at(30_000)
                .receive("F. 1:1(0) ack 2 win 65535")
                .expect(". 2:2(0) ack 2")
                .state(TcpState.TIME_WAIT);
        c.at(89_999).state(TcpState.TIME_WAIT).at(90_000).state(TcpState.CLOSED);
        assertThat(c.states()).endsWith("FIN_WAIT_2>TIME_WAIT", "TIME_WAIT>CLOSED");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theSmallFinWait2EndsWithAResetOrASyn(IpFamily family) throws TcpException {
        Conversation c = established(family).close().expect("F. 1:1(0) ack 1").receive(". 1:1(0) ack 2 win 65535");
        c.receive("R 1:1(0) win 0").expectNothing().state(TcpState.CLOSED);
        c = established(family).close().expect("F. 1:1(0) ack 1").receive(". 1:1(0) ack 2 win 65535");
        c.receive("S 1:1(0) win 65535 <mss 1460>").state(TcpState.CLOSED);
        assertThat(c.drain()).singleElement().asString().startsWith("R.").contains("ack 2");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void closingWithUnreadDataIsAReset(IpFamily family) throws TcpException {
        Conversation c =
                established(family).receive("P. 1:101(100) ack 1 win 65535").discardSent();
        c.close().expect("R. 1:1(0) ack 101").state(TcpState.CLOSED);
        assertThat(c.count(Mib.TCP_ABORT_ON_CLOSE)).isEqualTo(1);
        assertThat(c.tcp.bufferedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aPeerThatKeepsItsWindowClosedDoesNotKeepAnOrphanForEver(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 1000, 20);
        c.write(1500).discardSent().close();
        c.receive(". 1:1(0) ack 1001 win 0");
        for (int second = 1; second < 900 && c.connection.state() != TcpState.CLOSED; second++) {
            c.at(1000 * second);
            if (!c.drain().isEmpty()) {
                c.receive(". 1:1(0) ack 1001 win 0");
            }
        }
        c.state(TcpState.CLOSED);
        assertThat(c.tcp.orphanCount()).isZero();
        assertThat(c.tcp.bufferedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void orphansAreBounded(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_max_orphans", "2"));
        c.listen(8);
        for (int i = 0; i < 3; i++) {
            c.peerPort = 50_000 + i;
            c.established().close();
            c.expect(i < 2 ? "F. 1:1(0) ack 1" : "R. 1:1(0) ack 1");
        }
        assertThat(c.tcp.orphanCount()).isEqualTo(2);
        assertThat(c.count(Mib.TCP_ABORT_ON_MEMORY)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whereOrphansAreManyThoseWithNobodyOnTheOtherSideGoFirst(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_max_orphans", "3"));
        c.listen(8);
        for (int i = 0; i < 2; i++) {
            c.peerPort = 50_000 + i;
            c.established("mss 1460", 65535, 20).write(100).close().discardSent();
        }
        c.icmp(new IcmpError.HostUnreachable(c.peer), 1).at(1000);
        assertThat(c.count(Mib.TCP_OUT_RESETS)).isEqualTo(1);
        assertThat(c.tcp.orphanCount()).isEqualTo(1);
        assertThat(c.count(Mib.TCP_ABORT_ON_MEMORY)).isEqualTo(1);
        c.state(TcpState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void closingBeforeThePeerAnswersForgetsTheAttempt(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        c.close().expectNothing().state(TcpState.CLOSED);
        c.receive("S. 0:0(0) ack 1 win 65535 <mss 1460>").expect("R 1:1(0)");
        assertThat(c.timers.nextDeadlineNanos()).isEqualTo(dev.netrarium.stack.Timer.NEVER);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aFinQueuedDuringTheHandshakeLeavesAfterIt(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        c.receive("S 0:0(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 1").state(TcpState.SYN_RECEIVED);
        c.close().expectNothing();
        c.receive(". 1:1(0) ack 1 win 65535").expect("F. 1:1(0) ack 1").state(TcpState.FIN_WAIT_1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void readinessTellsTheEnd(IpFamily family) throws TcpException {
        Conversation c =
                established(family).receive("F. 1:1(0) ack 1 win 65535").discardSent();
        int bits = c.connection.bits();
        assertThat(bits & (Readiness.READABLE | Readiness.PEER_CLOSED))
                .isEqualTo(Readiness.READABLE | Readiness.PEER_CLOSED);
        assertThat(bits & Readiness.HANG_UP).isZero();
        c.shutdown();
        assertThat(c.connection.bits() & Readiness.HANG_UP).isNotZero();
    }
}
