package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The SACK blocks that a receiver sends: RFC 2018 §4, and RFC 2883 for what came twice. */
class SackReceiverTest {
    private static Conversation receiver(IpFamily family) throws TcpException {
        return eager(family).established("mss 1000,sackOK", 60_000);
    }

    /** Each ACK leaves at once. */
    private static Conversation eager(IpFamily family) {
        Conversation c = new Conversation(family);
        c.tcp.config(c.tcp.config().with("net.ipv4.tcp_comp_sack_nr", "0"));
        return c;
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void afterThreeAcksForAGapTheRestAreGatheredForAMoment(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000,sackOK,TS val 100 ecr 0", 60_000, 10);
        c.at(100);
        for (int i = 0; i < 20; i++) { // until the quick ACKs are used up
            c.receive(segment(i)).read(1000).discardSent();
        }
        c.at(110);
        for (int i = 21; i <= 23; i++) {
            c.receive(segment(i));
            assertThat(c.drain()).as("duplicate ACK " + (i - 20)).hasSize(1);
        }
        for (int i = 24; i <= 28; i++) {
            c.at(110 + 0.01 * (i - 24)).receive(segment(i)).expectNothing();
        }
        c.at(110.599).expectNothing();
        c.expectAt(110.6, ". 1:1(0) ack 20001 <nop,nop,TS,nop,nop,sack 21001:29001>"); // 5 % of 10 ms, and the slack
        assertThat(c.count(Mib.TCP_ACK_COMPRESSED)).isEqualTo(4);
        c.receive(segment(20)).expect(". 1:1(0) ack 29001 <nop,nop,TS>");
    }

    private static String segment(int index) {
        int from = 1 + 1000 * index;
        return ". " + from + ":" + (from + 1000) + "(1000) ack 1 <nop,nop,TS val 100 ecr last>";
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theLatestBlockComesFirstAndTheOthersAreRepeated(IpFamily family) throws TcpException {
        Conversation c = receiver(family);
        c.receive(". 2001:3001(1000) ack 1").expect(". 1:1(0) ack 1 <nop,nop,sack 2001:3001>");
        c.receive(". 6001:7001(1000) ack 1").expect(". 1:1(0) ack 1 <nop,nop,sack 6001:7001,sack 2001:3001>");
        c.receive(". 4001:5001(1000) ack 1");
        c.expect(". 1:1(0) ack 1 <nop,nop,sack 4001:5001,sack 6001:7001,sack 2001:3001>");
        c.receive(". 3001:4001(1000) ack 1").expect(". 1:1(0) ack 1 <nop,nop,sack 2001:5001,sack 6001:7001>");
        c.receive(". 1:1001(1000) ack 1").expect(". 1:1(0) ack 1001 <nop,nop,sack 2001:5001,sack 6001:7001>");
        c.receive(". 1001:2001(1000) ack 1").expect(". 1:1(0) ack 5001 <nop,nop,sack 6001:7001>");
        c.receive(". 5001:6001(1000) ack 1").expect(". 1:1(0) ack 7001 <>");
        c.read(7000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void atMostFourBlocksFitAndThreeBesideTimestamps(IpFamily family) throws TcpException {
        Conversation c = receiver(family);
        for (int i = 1; i <= 6; i++) {
            c.discardSent();
            int from = 1 + 2000 * i;
            c.receive(". " + from + ":" + (from + 1000) + "(1000) ack 1");
        }
        c.expect(". 1:1(0) ack 1 <nop,nop,sack 12001:13001,sack 10001:11001,sack 8001:9001,sack 6001:7001>");
        Conversation t = eager(family).established("mss 1000,sackOK,TS val 100 ecr 0", 60_000);
        for (int i = 1; i <= 6; i++) {
            t.discardSent();
            int from = 1 + 2000 * i;
            t.receive(". " + from + ":" + (from + 1000) + "(1000) ack 1 <nop,nop,TS val 100 ecr last>");
        }
        t.expect(". 1:1(0) ack 1 <nop,nop,TS,nop,nop,sack 12001:13001,sack 10001:11001,sack 8001:9001>");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whatCameTwiceIsReportedOnceAndFirst(IpFamily family) throws TcpException {
        Conversation c = receiver(family);
        c.receive(". 1:1001(1000) ack 1").receive(". 1001:2001(1000) ack 1").discardSent();
        c.receive(". 1:1001(1000) ack 1").expect(". 1:1(0) ack 2001 <nop,nop,sack 1:1001>");
        assertThat(c.count(Mib.TCP_DSACK_OLD_SENT)).isEqualTo(1);
        c.receive(". 4001:5001(1000) ack 1").expect(". 1:1(0) ack 2001 <nop,nop,sack 4001:5001>");
        c.receive(". 4001:5001(1000) ack 1").expect(". 1:1(0) ack 2001 <nop,nop,sack 4001:5001,sack 4001:5001>");
        assertThat(c.count(Mib.TCP_DSACK_BEYOND_GAP_SENT)).isEqualTo(1);
        c.receive(". 4501:5501(1000) ack 1").expect(". 1:1(0) ack 2001 <nop,nop,sack 4501:5001,sack 4001:5501>");
        c.receive(". 2001:4501(2500) ack 1").expect(". 1:1(0) ack 5501 <nop,nop,sack 4001:4501>");
        c.read(5500);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withTheSwitchOffDuplicatesAreNotReported(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_dsack", "0"));
        c.established("mss 1000,sackOK", 60_000);
        c.receive(". 1:1001(1000) ack 1").discardSent().receive(". 1:1001(1000) ack 1");
        c.expect(". 1:1(0) ack 1001 <>");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aPeerWithoutSackGetsNoBlocks(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 60_000);
        c.receive(". 2001:3001(1000) ack 1").expect(". 1:1(0) ack 1 <>");
        c.receive(". 2001:3001(1000) ack 1").expect(". 1:1(0) ack 1 <>");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aFinBeyondAGapIsReportedWithTheDataItFollows(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000,sackOK,nop,nop", 65535, 20);
        c.receive("F. 1001:2001(1000) ack 1 win 65535").expect(". 1:1(0) ack 1 <nop,nop,sack 1001:2002>");
        c.receive(". 1:1001(1000) ack 1 win 65535")
                .expect(". 1:1(0) ack 2002 <>")
                .state(TcpState.CLOSE_WAIT);
        c = new Conversation(family).established("mss 1000,sackOK,nop,nop", 65535, 20);
        c.receive("F. 1001:1001(0) ack 1 win 65535").expect(". 1:1(0) ack 1 <nop,nop,sack 1001:1002>");
        c.receive(". 501:1001(500) ack 1 win 65535").expect(". 1:1(0) ack 1 <nop,nop,sack 501:1002>");
        c.receive(". 1:501(500) ack 1 win 65535").expect(". 1:1(0) ack 1002 <>").state(TcpState.CLOSE_WAIT);
    }
}
