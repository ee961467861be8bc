package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.Readiness;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Data from the program to the wire: segmentation, the initial window, slow start, the send buffer. */
class SendingTest {
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void writtenBytesLeaveAtOnceAndTheLastSegmentPushes(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.write(3000)
                .expect(". 1:1461(1460) ack 1")
                .expect(". 1461:2921(1460) ack 1")
                .expect("P. 2921:3001(80) ack 1")
                .expectNothing();
        assertThat(c.connection.unacknowledgedBytes()).isEqualTo(3000);
        c.receive(". 1:1(0) ack 3001 win 65535").expectNothing();
        assertThat(c.connection.unacknowledgedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theInitialWindowIsTenSegmentsAndEachAckedSegmentLetsTwoMoreOut(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000,nop,nop,sackOK,nop,wscale 7", 30_000);
        c.offer(40_000);
        c.expectFull(1, 10, 1000, "1").expectNothing();
        c.receive(". 1:1(0) ack 2001 win 30000")
                .expectFull(10_001, 4, 1000, "1")
                .expectNothing();
        assertThat(c.connection.info(c.now).sendCwnd()).isEqualTo(12);
        assertThat(c.connection.info(c.now).unacked()).isEqualTo(12);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theRouteMaySetTheInitialWindow(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family);
        c.network.path.initialWindowSegments = 2;
        c.established("mss 1000", 65535).offer(10_000);
        c.expectFull(1, 2, 1000, "1").expectNothing();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withoutMssOptionTheDefaultHolds(IpFamily family) throws TcpException {
        int mss = family == IpFamily.IPV4 ? 536 : 1220;
        Conversation c = new Conversation(family).listen(8);
        c.receive("S 0:0(0) win 65535").expect("S. 0:0(0) ack 1").receive(". 1:1(0) ack 1 win 65535");
        c.connection = c.listener.accept();
        c.write(2 * mss).expect(". 1:" + (mss + 1) + "(" + mss + ") ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void timestampsTakeTheirTwelveBytesFromEachSegment(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7", 1000);
        c.write(2000).expect(". 1:1449(1448) ack 1").expect("P. 1449:2001(552) ack 1");
        assertThat(c.connection.info(c.now).sendMssBytes()).isEqualTo(1448);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void thePeersWindowIsScaled(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(8);
        c.receive("S 0:0(0) win 2920 <mss 1460,nop,nop,sackOK,nop,wscale 3>").expect("S. 0:0(0) ack 1");
        c.connection = c.receive(". 1:1(0) ack 1 win 365").listener.accept();
        assertThat(c.connection.info(c.now).sendWindowBytes()).isEqualTo(2920);
        c.write(5000).expectFull(1, 2, 1460, "1").expectNothing();
        c.receive(". 1:1(0) ack 2921 win 730").expect(". 2921:4381(1460) ack 1").expect("P. 4381:5001(620) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aFullSendBufferTakesNoMoreUntilAnAckMakesRoom(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withSendBufferBytes(4000))
                .established("mss 1000", 2000);
        assertThat(c.offer(5000)).isEqualTo(4000);
        c.expectFull(1, 2, 1000, "1").expectNothing();
        assertThat(c.connection.bits() & Readiness.WRITABLE).isZero();
        assertThat(c.offer(1)).isZero();
        c.receive(". 1:1(0) ack 2001 win 2000")
                .expect(". 2001:3001(1000) ack 1")
                .expect("P. 3001:4001(1000) ack 1");
        assertThat(c.connection.bits() & Readiness.WRITABLE).isNotZero();
        assertThat(c.offer(5000)).isEqualTo(2000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void nothingIsTakenBeforeTheHandshakeIsOverNorAfterShutdown(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        assertThat(c.connection.send(c.now, new byte[10], 0, 10)).isZero();
        c.receive("S. 0:0(0) ack 1 win 65535 <mss 1460>").expect(". 1:1(0) ack 1");
        c.write(10).expect("P. 1:11(10) ack 1").shutdown().expect("F. 11:11(0) ack 1");
        assertThatThrownBy(() -> c.connection.send(c.now, new byte[1], 0, 1)).hasMessage("Broken pipe");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anIdleConnectionStartsSlowlyAgain(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000,nop,nop,sackOK,nop,wscale 7", 60_000, 10);
        int next = 1;
        for (int round = 0; round < 3; round++) {
            c.offer(25_000);
            while (!c.network.sent.isEmpty()) {
                c.discardSent();
                next = c.connection.sender.next - c.localIsn;
                c.receive(". 1:1(0) ack " + next + " win 60000");
            }
        }
        assertThat(c.connection.info(c.now).sendCwnd()).isGreaterThan(20);
        c.at(5000).offer(30_000);
        c.expectFull(next, 10, 1000, "1").expectNothing();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aRefusedPacketIsLocalCongestionAndIsSentAgainSoon(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 65535, 10);
        c.network.outcome = dev.netrarium.stack.Transmit.REFUSED;
        c.offer(1000);
        c.expectNothing();
        c.network.outcome = dev.netrarium.stack.Transmit.SENT;
        assertThat(c.connection.info(c.now).caState()).isEqualTo(2); // CWR
        c.expectAt(220, "P. 1:1001(1000) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void atMostTwoBurstsLieBelowTcp(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family);
        c.network.path.initialWindowSegments = 60;
        c.network.departing = false;
        c.established("mss 1000", 65535, 100); // bursts of two segments, on a path as long as this
        c.offer(60_000);
        assertThat(c.network.sent).hasSize(32);
        var first = c.network.sent.peek();
        FakeNetwork.depart(c.now, first);
        c.run();
        assertThat(c.network.sent).hasSize(34);
    }
}
