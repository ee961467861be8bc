package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Readiness;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data from the wire to the program: order, gaps, overlaps, repetitions, the window's edge. */
class ReceivingTest {
    private static final String SACK = "mss 1460,nop,nop,sackOK";

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void inOrderDataIsReadInOrder(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        assertThat(c.connection.bits() & Readiness.READABLE).isZero();
        c.receive("P. 1:101(100) ack 1 win 65535").expect(". 1:1(0) ack 101");
        assertThat(c.connection.bits() & Readiness.READABLE).isNotZero();
        c.receive("P. 101:301(200) ack 1 win 65535").expect(". 1:1(0) ack 301");
        assertThat(c.connection.available()).isEqualTo(300);
        c.read(150).read(150);
        assertThat(c.connection.bits() & Readiness.READABLE).isZero();
        assertThat(c.connection.receive(c.now, new byte[1], 0, 1)).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void peekLeavesTheBytesThere(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established().receive("P. 1:101(100) ack 1 win 65535");
        byte[] seen = new byte[40];
        assertThat(c.connection.peek(seen, 0, 40)).isEqualTo(40);
        assertThat(seen[39]).isEqualTo(Conversation.pattern(40));
        c.read(100);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void dataBeyondAGapIsKeptAndAcknowledgedAtOnce(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established(SACK, 65535);
        c.receive(". 1001:2001(1000) ack 1 win 65535").expect(". 1:1(0) ack 1 win 64240 <nop,nop,sack 1001:2001>");
        c.receive(". 3001:4001(1000) ack 1 win 65535")
                .expect(". 1:1(0) ack 1 win 64240 <nop,nop,sack 3001:4001 1001:2001>".replace(" 1001", ",sack 1001"));
        assertThat(c.connection.available()).isZero();
        c.receive(". 1:1001(1000) ack 1 win 65535").expect(". 1:1(0) ack 2001 win 63000 <nop,nop,sack 3001:4001>");
        c.read(2000);
        c.receive(". 2001:3001(1000) ack 1 win 65535").expect(". 1:1(0) ack 4001");
        c.read(2000);
        assertThat(c.count(Mib.TCP_OUT_OF_ORDER_QUEUED)).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void overlapsAreTakenOnce(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established(SACK, 65535);
        c.receive(". 1:501(500) ack 1 win 65535").expect(". 1:1(0) ack 501");
        c.receive(". 401:901(500) ack 1 win 65535").expect(". 1:1(0) ack 901");
        c.receive(". 2001:3001(1000) ack 1 win 65535").expect(". 1:1(0) ack 901");
        c.receive(". 1501:2501(1000) ack 1 win 65535")
                .expect(". 1:1(0) ack 901 win 63784 <nop,nop,sack 2001:2501,sack 1501:3001>");
        c.receive(". 1801:2301(500) ack 1 win 65535")
                .expect(". 1:1(0) ack 901 win 63784 <nop,nop,sack 1801:2301,sack 1501:3001>");
        c.receive(". 1:3501(3500) ack 1 win 65535").expect(". 1:1(0) ack 3501");
        c.read(3500);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aRepetitionIsAcknowledgedAtOnceAndNotReadTwice(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established().receive("P. 1:101(100) ack 1 win 65535");
        c.discardSent();
        c.receive("P. 1:101(100) ack 1 win 65535").expect(". 1:1(0) ack 101");
        c.read(100);
        assertThat(c.connection.available()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whatLiesOutsideTheWindowIsDroppedAndAnswered(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.at(1000).receive(". 70000:70100(100) ack 1 win 65535").expect(". 1:1(0) ack 1");
        c.at(1100).receive(". 70000:70100(100) ack 1 win 65535").expectNothing(); // at a limited rate
        c.at(1600).receive(". 70000:70100(100) ack 1 win 65535").expect(". 1:1(0) ack 1");
        assertThat(c.tcp.bufferedBytes()).isZero();
        // What reaches over the right edge is cut there.
        c.receive(". 64001:65001(1000) ack 1 win 65535").expect(". 1:1(0) ack 1");
        assertThat(c.connection.receiver.buffer.outOfOrder.end(0) - Conversation.PEER_ISN)
                .isEqualTo(64241);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theWindowClosesAsTheBufferFillsAndReopensAsItIsRead(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withReceiveBufferBytes(4000))
                .established("mss 1000", 65535);
        c.receive(". 1:1001(1000) ack 1 win 65535").expect(". 1:1(0) ack 1001 win 2920");
        c.receive(". 1001:2001(1000) ack 1 win 65535").expect(". 1:1(0) ack 2001 win 2000");
        c.receive(". 2001:3001(1000) ack 1 win 65535");
        c.receive(". 3001:4001(1000) ack 1 win 65535");
        c.at(500).discardSent();
        c.receive(". 4001:4002(1) ack 1 win 65535").expect(". 1:1(0) ack 4001 win 0");
        assertThat(c.count(Mib.TCP_ZERO_WINDOW_DROPS)).isEqualTo(1);
        c.read(500).expectNothing(); // silly-window avoidance: not worth an update
        c.read(3500).expect(". 1:1(0) ack 4001 win 2000");
        c.receive(". 4001:5001(1000) ack 1 win 65535").read(1000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aFinWaitsForTheDataBeforeIt(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.receive("F. 101:101(0) ack 1 win 65535").expect(". 1:1(0) ack 1").state(TcpState.ESTABLISHED);
        c.receive("P. 1:101(100) ack 1 win 65535").expect(". 1:1(0) ack 102").state(TcpState.CLOSE_WAIT);
        c.read(100).readEnd();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void nothingBelongsToTheStreamBeyondAFin(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.receive(". 201:301(100) ack 1 win 65535").expect(". 1:1(0) ack 1");
        c.receive("F. 101:101(0) ack 1 win 65535").expect(". 1:1(0) ack 1");
        c.receive(". 1:101(100) ack 1 win 65535").expect(". 1:1(0) ack 102").state(TcpState.CLOSE_WAIT);
        c.read(100).readEnd();
        assertThat(c.tcp.bufferedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void dataAndFinTravelTogether(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.at(100).receive("FP. 1:101(100) ack 1 win 65535").expectNothing().state(TcpState.CLOSE_WAIT);
        c.expectAt(140, ". 1:1(0) ack 102"); // the program may answer
        assertThat(c.connection.bits() & Readiness.PEER_CLOSED).isNotZero();
        c.read(100).readEnd();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSegmentWithoutAckIsDropped(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.receive("P 1:101(100) win 65535").expectNothing();
        assertThat(c.connection.available()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aWrongChecksumIsDroppedAndCounted(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        var packet = c.build("P. 1:101(100) ack 1 win 65535");
        packet.bytes[packet.end - 1] ^= 1;
        c.tcp.receive(c.now, packet);
        c.run();
        c.expectNothing();
        assertThat(c.count(Mib.TCP_CHECKSUM_ERRORS)).isEqualTo(1);
        assertThat(c.connection.available()).isZero();
    }
}
