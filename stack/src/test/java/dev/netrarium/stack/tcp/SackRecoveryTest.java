package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Packet;
import dev.netrarium.wire.IpFamily;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Recovery with SACK as Linux does it: RACK (RFC 8985), PRR (RFC 6937bis), limited transmit (RFC 3042). */
class SackRecoveryTest {
    /** Ten segments are out, sent at 1000 ms on a round trip of 20 ms, more is waiting; no probes come in between. */
    private static Conversation tenOut(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_early_retrans", "0"));
        c.network.tracing = true;
        c.established("mss 1000,sackOK", 60_000, 20);
        c.at(1000).offer(40_000);
        return c.expectFull(1, 10, 1000, "1").expectNothing();
    }

    private static Conversation sack(Conversation c, int acknowledgment, String blocks) {
        return c.receive(". 1:1(0) ack " + acknowledgment + " win 60000 <nop,nop,sack " + blocks + ">");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void threeSegmentsBeyondAHoleMakeItLost(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        c.at(1020);
        sack(c, 1, "1001:2001").expect(". 10001:11001(1000) ack 1").expectNothing();
        // One more segment could leave, but with the next ACK two can.
        sack(c, 1, "1001:3001").expectNothing();
        assertThat(c.connection.info(c.now).caState()).isEqualTo(1); // Disorder
        sack(c, 1, "1001:4001").expect(". 1:1001(1000) ack 1").expectNothing();
        TcpInfo info = c.connection.info(c.now);
        assertThat(info.caState()).isEqualTo(3); // Recovery
        assertThat(info.sacked()).isEqualTo(3);
        assertThat(info.lost()).isEqualTo(1);
        assertThat(info.retransmitted()).isEqualTo(1);
        assertThat(info.sendSsthresh()).isEqualTo(5);
        assertThat(c.count(Mib.TCP_SACK_RECOVERY)).isEqualTo(1);
        // PRR: ssthresh is half of cwnd, so that every second delivery lets one segment out.
        sack(c, 1, "1001:5001").expectNothing();
        sack(c, 1, "1001:6001").expect(". 11001:12001(1000) ack 1").expectNothing();
        sack(c, 1, "1001:7001").expectNothing();
        sack(c, 1, "1001:8001").expectNothing(); // as many are in flight as ssthresh says
        sack(c, 1, "1001:9001").expect(". 12001:13001(1000) ack 1").expectNothing();
        c.at(1040).receive(". 1:1(0) ack 13001 win 60000");
        info = c.connection.info(c.now);
        assertThat(info.caState()).isZero();
        assertThat(info.sendCwnd()).isEqualTo(6); // ssthresh, and one for the seven segments that this ACK delivered
        assertThat(info.sacked() + info.lost() + info.retransmitted()).isZero();
        assertThat(info.delivered()).isEqualTo(13);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aHoleIsLostAQuarterOfARoundTripAfterALaterSegmentArrived(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        c.at(1020);
        sack(c, 1, "1001:2001").discardSent();
        c.at(1026.9).expectNothing(); // 20/4 ms, and two ticks of the clock
        c.expectAt(1027, ". 1:1001(1000) ack 1").expectNothing();
        assertThat(c.connection.info(c.now).caState()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void manyHolesAreFilledInOneRoundTrip(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        c.at(1020);
        sack(c, 1, "1001:2001 3001:4001 5001:6001 7001:8001");
        List<String> again = c.drain();
        sack(c, 1, "9001:10001 7001:8001 5001:6001 3001:4001");
        again.addAll(c.drain());
        for (int i = 0; again.size() < 4 && i < 10; i++) {
            sack(c, 1, "10001:" + (11_001 + 1000 * i));
            again.addAll(c.drain());
        }
        assertThat(again).element(0).asString().startsWith(". 1:1001(");
        assertThat(again).element(1).asString().startsWith(". 2001:3001(");
        assertThat(again).element(2).asString().startsWith(". 4001:5001(");
        assertThat(again).element(3).asString().startsWith(". 6001:7001(");
        assertThat(c.count(Mib.TCP_TIMEOUTS)).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aLostCopyIsSentAThirdTimeWithoutATimeOut(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        c.at(1020);
        sack(c, 1, "1001:4001").expect(". 1:1001(1000) ack 1");
        assertThat(c.discardSent().count(Mib.TCP_RETRANSMITTED_SEGMENTS)).isEqualTo(1);
        c.at(1022);
        sack(c, 1, "1001:10001");
        assertThat(c.drain()).last().asString().startsWith(". 1"); // new data, sent after the copy
        c.at(1042);
        sack(c, 1, "1001:11001");
        Packet third = c.network.sent.peek();
        assertThat(third.cause).isEqualTo(new Cause.Retransmission("RACK: the copy sent again was lost too", 1));
        c.expect(". 1:1001(1000) ack 1");
        assertThat(c.count(Mib.TCP_LOST_RETRANSMIT)).isEqualTo(1);
        assertThat(c.count(Mib.TCP_TIMEOUTS)).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void reorderingIsLearnedAndThenTolerated(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        c.at(1020);
        sack(c, 1, "1001:3001").discardSent();
        c.at(1022).receive(". 1:1(0) ack 3001 win 60000").discardSent();
        assertThat(c.count(Mib.TCP_SACK_REORDER)).isEqualTo(1);
        sack(c, 3001, "4001:10001").discardSent(); // six beyond a hole, and nobody is alarmed
        assertThat(c.connection.info(c.now).caState()).isEqualTo(1);
        c.at(1024).receive(". 1:1(0) ack 10001 win 60000");
        assertThat(c.connection.info(c.now).reordering()).isEqualTo(7);
        assertThat(c.connection.info(c.now).caState()).isZero();
        assertThat(c.count(Mib.TCP_RETRANSMITTED_SEGMENTS)).isZero();
    }

    /** RFC 8985 §6.2 step 4: a copy that was needless makes the reordering window a quarter of a round trip longer. */
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aNeedlessCopyWidensTheReorderingWindow(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        c.at(1020);
        sack(c, 1, "1001:3001").discardSent();
        c.at(1022).receive(". 1:1(0) ack 3001 win 60000").discardSent(); // the path reorders
        sack(c, 3001, "4001:5001").discardSent();
        c.expectAt(1029, ". 3001:4001(1000) ack 1"); // 5 + 2 ms
        c.at(1030).receive(". 1:1(0) ack 5001 win 60000").discardSent();
        sack(c, 5001, "3001:4001");
        assertThat(c.count(Mib.TCP_DSACK_UNDO) + c.count(Mib.TCP_FULL_UNDO)).isEqualTo(1);
        acknowledgeAll(c, 1050);
        assertThat(c.connection.info(c.now).dsackDuplicates()).isEqualTo(1);
        assertThat(c.connection.info(c.now).reorderingSeen()).isPositive();
        int first = c.connection.sender.next - c.localIsn;
        c.at(3000).offer(5000);
        c.discardSent().at(3020);
        sack(c, first, first + 1000 + ":" + (first + 2000));
        c.at(3031.9).expectNothing(); // 10 + 2 ms
        c.expectAt(3032, ". " + first + ":" + (first + 1000) + "(1000) ack 1");
    }

    private static void acknowledgeAll(Conversation c, double fromMillis) {
        double when = fromMillis;
        while (c.connection.sender.flight.count() > 0) {
            int next = c.connection.sender.next - c.localIsn;
            c.at(when).discardSent().receive(". 1:1(0) ack " + next + " win 60000");
            when += 20;
        }
        c.discardSent();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aPeerThatForgetsWhatItHadIsServedAllOfItAgain(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        c.at(1020);
        sack(c, 1, "1001:3001").discardSent();
        c.at(1021).receive(". 1:1(0) ack 1001 win 60000").discardSent(); // but 1001 was SACKed
        c.at(1031).expectNothing(); // half a round trip to think better of it
        c.at(1032);
        assertThat(c.drain()).singleElement().asString().startsWith(". 1001:2001(1000)");
        assertThat(c.count(Mib.TCP_SACK_RENEGING)).isEqualTo(1);
        assertThat(c.connection.info(c.now).sacked()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void blocksThatCannotBeTrueChangeNothing(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        c.at(1020);
        sack(c, 1, "20001:30001").expectNothing();
        sack(c, 1, "5001:5001").expectNothing();
        sack(c, 1, "5001:4001").expectNothing();
        sack(c, 1, "5001:1000005001").expectNothing();
        sack(c, 1, "2301:2800").expectNothing(); // within one segment
        assertThat(c.connection.info(c.now).sacked()).isZero();
        assertThat(c.count(Mib.TCP_SACK_DISCARD)).isEqualTo(4);
        assertThat(c.connection.info(c.now).caState()).isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anOldAcknowledgmentsBlocksAreStillNews(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        c.at(1020).receive(". 1:1(0) ack 2001 win 60000").discardSent();
        sack(c, 1001, "3001:6001").expect(". 2001:3001(1000) ack 1");
        assertThat(c.connection.info(c.now).sacked()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theCauseNamesTheMechanism(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        c.at(1020);
        sack(c, 1, "1001:4001");
        assertThat(c.network.sent.peek().cause)
                .isEqualTo(new Cause.Retransmission("RACK: segments sent later have arrived", 1));
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aTimeOutSendsOnlyTheOldestAgainAndSparesWhatThePeerHolds(IpFamily family) throws TcpException {
        Conversation c = tenOut(family);
        c.at(1020);
        sack(c, 1, "9001:10001").discardSent();
        c.at(1027).discardSent(); // RACK: cwnd lets some of the nine be sent again
        c.at(1500);
        assertThat(c.connection.info(c.now).caState()).isEqualTo(4); // Loss
        c.discardSent();
        assertThat(c.connection.info(c.now).sacked()).isEqualTo(1);
        for (int una = 1001; una <= 8001; una += 1000) {
            c.receive(". 1:1(0) ack " + una + " win 60000 <nop,nop,sack 9001:10001>");
        }
        assertThat(c.drain()).noneMatch(s -> s.contains(" 9001:10001("));
    }
}
