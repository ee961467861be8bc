package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a silent peer still holds the connection: RFC 9293 §3.8.4. */
class KeepAliveTest {
    private static Conversation alive(IpFamily family, TcpSettings settings) throws TcpException {
        return new Conversation(family).listen(8, settings.withKeepAlive(true)).established();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aDeadPeerIsFoundAfterTwoHoursElevenMinutesFifteenSeconds(IpFamily family) throws TcpException {
        Conversation c = alive(family, TcpSettings.DEFAULT);
        c.at(7_199_999).expectNothing();
        for (int i = 0; i < 9; i++) {
            c.expectAt(7_200_000 + 75_000 * i, ". 0:0(0) ack 1");
        }
        c.at(7_874_999).expectNothing().state(TcpState.ESTABLISHED);
        c.expectAt(7_875_000, "R. 1:1(0) ack 1").state(TcpState.CLOSED);
        assertThat(7_875 / 3600).isEqualTo(2);
        assertThat(c.connection.takeError()).isEqualTo(TcpError.TIMED_OUT);
        assertThat(c.count(Mib.TCP_KEEPALIVES)).isEqualTo(9);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withIdleTwentyIntervalTenCountFiveADeadPeerIsFoundAfterSeventySeconds(IpFamily family) throws TcpException {
        Conversation c = alive(family, TcpSettings.DEFAULT.withKeepAliveSchedule(20, 10, 5));
        for (int second = 20; second <= 60; second += 10) {
            c.expectAt(second * 1000, ". 0:0(0) ack 1");
        }
        c.expectAt(70_000, "R. 1:1(0) ack 1").state(TcpState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anAnswerStartsTheIdleTimeAnew(IpFamily family) throws TcpException {
        Conversation c = alive(family, TcpSettings.DEFAULT.withKeepAliveSchedule(20, 10, 5));
        for (int round = 0; round < 50; round++) {
            c.expectAt(20_000 + 20_000 * round, ". 0:0(0) ack 1").receive(". 1:1(0) ack 1 win 65535");
        }
        c.state(TcpState.ESTABLISHED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aPeerThatHasRebootedAnswersWithAReset(IpFamily family) throws TcpException {
        Conversation c = alive(family, TcpSettings.DEFAULT.withKeepAliveSchedule(20, 10, 5));
        c.expectAt(20_000, ". 0:0(0) ack 1").receive("R 1:1(0) win 0").state(TcpState.CLOSED);
        assertThat(c.connection.takeError()).isEqualTo(TcpError.CONNECTION_RESET);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void trafficOfThePeersKeepsProbesAway(IpFamily family) throws TcpException {
        Conversation c = alive(family, TcpSettings.DEFAULT.withKeepAliveSchedule(20, 10, 5));
        for (int i = 0; i < 10; i++) {
            c.at(15_000 * (i + 1))
                    .receive("P. " + (1 + i) + ":" + (2 + i) + "(1) ack 1 win 65535")
                    .discardSent();
        }
        assertThat(c.count(Mib.TCP_KEEPALIVES)).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withoutTheOptionASilentConnectionLastsForEver(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.at(7 * 24 * 3_600_000.0).expectNothing().state(TcpState.ESTABLISHED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aProbeIsAnswered(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.at(1000).receive(". 0:0(0) ack 1 win 65535").expect(". 1:1(0) ack 1");
        c.at(2000).receive(". 0:1(1) ack 1 win 65535").expect(". 1:1(0) ack 1"); // as old systems probe
        assertThat(c.connection.available()).isZero();
    }
}
