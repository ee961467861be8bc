package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What {@code tcp_info} tells of the time and the bytes that sending took, as Linux reckons it. */
class TcpInfoTest {
    private static TcpInfo info(Conversation c) {
        return c.connection.info(c.now);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aConnectionIsBusyFromTheFirstByteToTheLastAck(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000,sackOK", 60_000, 20);
        assertThat(info(c).busyMicros()).isZero();
        c.at(1000).write(3000).expectFull(1, 2, 1000, "1").expect("P. 2001:3001(1000) ack 1");
        assertThat(info(c.at(1015)).busyMicros()).isEqualTo(15_000);
        c.at(1020).receive(". 1:1(0) ack 3001 win 60000").at(5000);
        assertThat(info(c).busyMicros()).isEqualTo(20_000);
        assertThat(info(c).receiveWindowLimitedMicros()).isZero();
        c.write(1000).expect("P. 3001:4001(1000) ack 1");
        c.at(5030).receive(". 1:1(0) ack 4001 win 60000");
        assertThat(info(c).busyMicros()).isEqualTo(50_000);
        assertThat(info(c).bytesSent()).isEqualTo(4000);
        assertThat(info(c).bytesRetransmitted()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theTimeInWhichThePeersWindowIsFullIsTold(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 2000, 20);
        c.at(1000).offer(5000);
        c.expectFull(1, 2, 1000, "1").expectNothing();
        c.at(1020).receive(". 1:1(0) ack 2001 win 0").expectNothing();
        c.at(1100).receive(". 1:1(0) ack 2001 win 4000").expectFull(2001, 2, 1000, "1");
        c.expect("P. 4001:5001(1000) ack 1").at(1120).receive(". 1:1(0) ack 5001 win 4000");
        assertThat(info(c).receiveWindowLimitedMicros()).isEqualTo(100_000); // it was full from 1000 to 1100 ms
        assertThat(info(c).busyMicros()).isEqualTo(120_000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theTimeInWhichTheSendBufferIsTooSmallIsTold(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family);
        c.listen(8, TcpSettings.DEFAULT.withSendBufferBytes(2000)).established("mss 1000", 60_000, 20);
        c.at(1000);
        assertThat(c.offer(5000)).isEqualTo(2000);
        c.expect(". 1:1001(1000) ack 1").expect("P. 1001:2001(1000) ack 1");
        c.at(1020).receive(". 1:1(0) ack 2001 win 60000").at(1050);
        assertThat(info(c).sendBufferLimitedMicros()).isEqualTo(20_000);
        assertThat(info(c).busyMicros()).isEqualTo(20_000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void timeOutsAreCountedByTheRowAndTimedUntilTheyAreRepaired(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_early_retrans", "0"))
                .established("mss 1000,sackOK", 60_000, 20);
        c.at(1000).write(1000).expect("P. 1:1001(1000) ack 1");
        long rto = info(c).rtoMicros() / 1000;
        c.expectAt(1000 + rto, "P. 1:1001(1000) ack 1").expectAt(1000 + 3 * rto, "P. 1:1001(1000) ack 1");
        assertThat(info(c).totalRto()).isEqualTo(2);
        assertThat(info(c).totalRtoRecoveries()).isEqualTo(1);
        c.at(1000 + 3 * rto + 20).receive(". 1:1(0) ack 1001 win 60000").at(9000);
        TcpInfo after = info(c);
        assertThat(after.totalRtoMillis()).isEqualTo(2 * rto + 20);
        assertThat(after.bytesSent()).isEqualTo(3000);
        assertThat(after.bytesRetransmitted()).isEqualTo(2000);
        c.write(1000).expect("P. 1001:2001(1000) ack 1");
        c.expectAt(9000 + info(c).rtoMicros() / 1000.0, "P. 1001:2001(1000) ack 1");
        assertThat(info(c).totalRto()).isEqualTo(3);
        assertThat(info(c).totalRtoRecoveries()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void segmentsBeyondAGapAreCounted(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000,sackOK", 60_000, 20);
        c.receive(". 1001:2001(1000) ack 1 win 60000").receive(". 2001:3001(1000) ack 1 win 60000");
        c.receive(". 1:1001(1000) ack 1 win 60000").discardSent();
        assertThat(info(c).outOfOrderSegments()).isEqualTo(2);
        assertThat(info(c).bytesReceived()).isEqualTo(3000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theQueuesThatSsShowsCountAFin(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 60_000, 20);
        c.shutdown().expect("F. 1:1(0) ack 1").state(TcpState.FIN_WAIT_1);
        assertThat(entry(c).sendQueue()).isEqualTo(1);
        c.receive(". 1:1(0) ack 2 win 60000").state(TcpState.FIN_WAIT_2);
        assertThat(entry(c).sendQueue()).isZero();

        c = new Conversation(family).established("mss 1000", 60_000, 20);
        c.receive("FP. 1:101(100) ack 1 win 60000").state(TcpState.CLOSE_WAIT).discardSent();
        assertThat(entry(c).receiveQueue()).isEqualTo(101);
        c.read(100);
        assertThat(entry(c).receiveQueue()).isEqualTo(1);
        c.readEnd();
        assertThat(entry(c).receiveQueue()).isZero();
        c.write(10).close();
        assertThat(entry(c).sendQueue()).isEqualTo(11);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSynThatIsNotAnsweredStandsInTheSendQueue(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).connect(TcpSettings.DEFAULT);
        assertThat(entry(c).state()).isEqualTo(TcpState.SYN_SENT);
        assertThat(entry(c).sendQueue()).isEqualTo(1);
    }

    private static TcpSocketEntry entry(Conversation c) {
        return c.tcp.sockets().stream()
                .filter(e -> e.state() != TcpState.LISTEN)
                .findFirst()
                .orElseThrow();
    }
}
