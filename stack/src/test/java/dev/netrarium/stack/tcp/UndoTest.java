package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Needless recoveries are taken back: Eifel (RFC 3522), D-SACK (RFC 3708), F-RTO (RFC 5682). */
class UndoTest {
    private static Conversation tenOut(IpFamily family, String options, String... knobs) throws TcpException {
        Conversation c = new Conversation(family, k -> {
            TcpConfig config = k.with("net.ipv4.tcp_early_retrans", "0");
            for (int i = 0; i < knobs.length; i += 2) {
                config = config.with(knobs[i], knobs[i + 1]);
            }
            return config;
        });
        c.established("mss 1000,sackOK" + options, 60_000, 20);
        c.at(1000).offer(40_000);
        return c;
    }

    private static void assertAsBefore(Conversation c) {
        assertThat(c.connection.info(c.now).caState()).isLessThanOrEqualTo(1);
        assertThat(c.connection.info(c.now).sendCwnd()).isGreaterThanOrEqualTo(10);
        assertThat(c.connection.info(c.now).sendSsthresh()).isEqualTo(CongestionWindow.INFINITE);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void copiesThatAllArriveAsDuplicatesUndoTheRecovery(IpFamily family) throws TcpException {
        Conversation c = tenOut(family, "").discardSent();
        c.at(1020).receive(". 1:1(0) ack 1 win 60000 <nop,nop,sack 1001:4001>");
        assertThat(c.connection.info(c.now).sendSsthresh()).isEqualTo(5);
        c.at(1022).receive(". 1:1(0) ack 10001 win 60000"); // the original, late
        assertThat(c.connection.info(c.now).caState()).isZero();
        assertThat(c.connection.info(c.now).sendCwnd()).isLessThan(10);
        c.at(1040).receive(". 1:1(0) ack 10001 win 60000 <nop,nop,sack 1:1001>");
        assertThat(c.count(Mib.TCP_DSACK_UNDO)).isEqualTo(1);
        assertAsBefore(c);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aDuplicateThatWasNeverSentTwiceUndoesNothing(IpFamily family) throws TcpException {
        Conversation c = tenOut(family, "").discardSent();
        c.at(1020).receive(". 1:1(0) ack 2001 win 60000 <nop,nop,sack 1:1001>");
        assertThat(c.count(Mib.TCP_DSACK_IGNORED)).isEqualTo(1);
        assertThat(c.count(Mib.TCP_DSACK_UNDO)).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anEchoOfTheOriginalsTimestampUndoesTheRecovery(IpFamily family) throws TcpException {
        Conversation c = tenOut(family, ",TS val 100 ecr 0").discardSent();
        int original = c.lastTimestamp;
        c.at(1020).receive(". 1:1(0) ack 1 win 60000 <nop,nop,TS val 120 ecr last,nop,nop,sack 989:3953>");
        c.discardSent();
        assertThat(c.connection.info(c.now).caState()).isEqualTo(3);
        int next = c.connection.sender.next - c.localIsn;
        c.at(1022).receive(". 1:1(0) ack " + next + " win 60000 <nop,nop,TS val 122 ecr " + original + ">");
        assertThat(c.count(Mib.TCP_FULL_UNDO)).isEqualTo(1);
        assertAsBefore(c);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anEchoOfTheOriginalsTimestampUndoesATimeOut(IpFamily family) throws TcpException {
        Conversation c =
                tenOut(family, ",TS val 100 ecr 0", "net.ipv4.tcp_frto", "0").discardSent();
        int original = c.lastTimestamp;
        c.at(1220);
        assertThat(c.connection.info(c.now).caState()).isEqualTo(4);
        c.discardSent();
        c.at(1225).receive(". 1:1(0) ack 989 win 60000 <nop,nop,TS val 122 ecr " + original + ">");
        assertThat(c.count(Mib.TCP_LOSS_UNDO)).isEqualTo(1);
        assertThat(c.count(Mib.TCP_SPURIOUS_RTOS)).isZero();
        assertAsBefore(c);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void forwardRtoFindsANeedlessTimeOutWithoutTimestamps(IpFamily family) throws TcpException {
        Conversation c = tenOut(family, "").discardSent();
        c.expectAt(1220, ". 1:1001(1000) ack 1").expectNothing();
        // Step 2b: the first ACK lets new data out, not what is held lost.
        c.at(1225)
                .receive(". 1:1(0) ack 1001 win 60000")
                .expectFull(10_001, 2, 1000, "1")
                .expectNothing();
        // Step 3b: the second is for something that was sent once.
        c.at(1226).receive(". 1:1(0) ack 2001 win 60000");
        assertThat(c.count(Mib.TCP_SPURIOUS_RTOS)).isEqualTo(1);
        assertThat(c.count(Mib.TCP_RETRANSMITTED_SEGMENTS)).isEqualTo(1);
        assertAsBefore(c);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void forwardRtoFindsARealLossToo(IpFamily family) throws TcpException {
        Conversation c = tenOut(family, "").discardSent();
        c.expectAt(1220, ". 1:1001(1000) ack 1").expectNothing();
        c.at(1240)
                .receive(". 1:1(0) ack 1001 win 60000")
                .expectFull(10_001, 2, 1000, "1")
                .expectNothing();
        c.at(1260).receive(". 1:1(0) ack 1001 win 60000 <nop,nop,sack 10001:11001>");
        c.expect(". 1001:2001(1000) ack 1");
        assertThat(c.count(Mib.TCP_SPURIOUS_RTOS)).isZero();
        assertThat(c.connection.info(c.now).caState()).isEqualTo(4);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withTheSwitchOffATimeOutIsBelieved(IpFamily family) throws TcpException {
        Conversation c = tenOut(family, "", "net.ipv4.tcp_frto", "0").discardSent();
        c.expectAt(1220, ". 1:1001(1000) ack 1").expectNothing();
        c.at(1225)
                .receive(". 1:1(0) ack 1001 win 60000")
                .expectFull(1001, 2, 1000, "1")
                .expectNothing();
    }
}
