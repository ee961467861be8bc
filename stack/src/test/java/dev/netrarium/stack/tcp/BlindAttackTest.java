package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Resets, and what somebody who guesses cannot do: RFC 5961, RFC 9293 §3.10.7, PAWS. */
class BlindAttackTest {
    private static final String TIMESTAMPS = "mss 1460,sackOK,TS val 100 ecr 0";

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aResetAtExactlyTheExpectedNumberIsObeyed(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.receive("P. 1:101(100) ack 1 win 65535").discardSent();
        c.receive("R 101:101(0) win 0").expectNothing().state(TcpState.CLOSED);
        c.read(100); // what came before can still be read
        assertThatThrownBy(() -> c.connection.receive(c.now, new byte[1], 0, 1)).hasMessage("Connection reset by peer");
        assertThat(c.connection.receive(c.now, new byte[1], 0, 1)).isEqualTo(TcpConnection.END_OF_STREAM);
        assertThat(c.count(Mib.TCP_ESTABLISHED_RESETS)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aResetElsewhereInTheWindowIsChallenged(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.at(1000).receive("R 5000:5000(0) win 0").expect(". 1:1(0) ack 1").state(TcpState.ESTABLISHED);
        c.at(1001).receive("R 6000:6000(0) win 0").expectNothing(); // one per connection in half a second
        assertThat(c.count(Mib.TCP_CHALLENGE_ACKS)).isEqualTo(1);
        c.at(1010).receive("R 1:1(0) win 0").state(TcpState.CLOSED); // the answer of a peer that meant it
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aResetOutsideTheWindowIsIgnored(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.at(1000).receive("R 100000:100000(0) win 0").expectNothing().state(TcpState.ESTABLISHED);
        c.receive("R -5:-5(0) win 0").expectNothing().state(TcpState.ESTABLISHED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSynForAnOpenConnectionIsChallengedAndTheRealPeersResetClearsTheWay(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.at(1000)
                .receive("S 500:500(0) win 65535 <mss 1460>")
                .expect(". 1:1(0) ack 1")
                .state(TcpState.ESTABLISHED);
        c.at(1010).receive("R 1:1(0) win 0").state(TcpState.CLOSED);
        c.at(2010).receive("S 500:500(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 501");
        assertThat(c.count(Mib.TCP_SYN_CHALLENGES)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void dataWithAnImpossibleAckIsDroppedAndChallenged(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.at(1000).receive("P. 1:101(100) ack 5000 win 65535").expect(". 1:1(0) ack 1");
        assertThat(c.connection.available()).isZero();
        c.at(2000).receive("P. 1:101(100) ack -100000 win 65535").expect(". 1:1(0) ack 1");
        assertThat(c.connection.available()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theHostSendsOnlySoManyChallengesPerSecond(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_challenge_ack_limit", "5"));
        c.listen(64);
        int[] isns = new int[10];
        for (int i = 0; i < 10; i++) {
            c.peerPort = 50_000 + i;
            c.established();
            isns[i] = c.localIsn;
        }
        c.at(1000);
        for (int i = 0; i < 10; i++) {
            c.peerPort = 50_000 + i;
            c.localIsn = isns[i];
            c.receive("R 5000:5000(0) win 0");
        }
        assertThat(c.network.sent).hasSize(5);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anOldTimestampIsProtectionAgainstWrappedNumbers(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established(TIMESTAMPS, 65535);
        c.at(1000)
                .receive("P. 1:101(100) ack 1 win 65535 <nop,nop,TS val 1000 ecr last>")
                .expect(". 1:1(0) ack 101");
        assertThat(c.lastTimestampEcho).isEqualTo(1000);
        c.at(2000)
                .receive("P. 101:201(100) ack 1 win 65535 <nop,nop,TS val 900 ecr last>")
                .expect(". 1:1(0) ack 101");
        assertThat(c.connection.available()).isEqualTo(100);
        assertThat(c.count(Mib.TCP_PAWS_DROPS)).isEqualTo(1);
        // After 24 days of silence the remembered timestamp says nothing.
        c.at(25.0 * 24 * 3_600_000).receive("P. 101:201(100) ack 1 win 65535 <nop,nop,TS val 900 ecr last>");
        assertThat(c.connection.available()).isEqualTo(200);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theEchoIsThatOfTheSegmentWhichIsAcknowledged(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established(TIMESTAMPS, 65535);
        // RFC 7323 §4.3 (B): a hole, then the segment that fills it.
        c.receive(". 1001:2001(1000) ack 1 win 65535 <nop,nop,TS val 300 ecr last>")
                .expect(". 1:1(0) ack 1");
        assertThat(c.lastTimestampEcho).isLessThan(300);
        c.receive(". 1:1001(1000) ack 1 win 65535 <nop,nop,TS val 310 ecr last>")
                .expect(". 1:1(0) ack 2001");
        assertThat(c.lastTimestampEcho).isEqualTo(310);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSynAckThatEchoesAForeignTimestampIsRefused(IpFamily family) throws TcpException {
        Conversation c =
                new Conversation(family).at(5000).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        int sent = c.lastTimestamp;
        c.receive("S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,TS val 1 ecr " + (sent - 500) + ">")
                .expect("R 1:1(0)")
                .state(TcpState.SYN_SENT);
        c.receive("S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,TS val 1 ecr " + sent + ">")
                .expect(". 1:1(0) ack 1")
                .state(TcpState.ESTABLISHED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aResetMeetsEachStateWithItsOwnError(IpFamily family) throws TcpException {
        Conversation wait = new Conversation(family).established().receive("F. 1:1(0) ack 1 win 65535");
        wait.receive("R 2:2(0) win 0").state(TcpState.CLOSED);
        assertThat(wait.connection.takeError()).isEqualTo(TcpError.BROKEN_PIPE);

        Conversation syn = new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        syn.receive("R. 0:0(0) ack 1 win 0").state(TcpState.CLOSED);
        assertThat(syn.connection.takeError()).isEqualTo(TcpError.CONNECTION_REFUSED);

        Conversation half = new Conversation(family).listen(8).receive("S 0:0(0) win 65535 <mss 1460>");
        half.discardSent().receive("R 1:1(0) win 0").expectNothing();
        assertThat(half.listener.halfOpen()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aGuessedResetDoesNotEndAHandshake(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8)
                .receive("S 0:0(0) win 65535 <mss 1460>")
                .discardSent();
        c.at(700).receive("R 500:500(0) win 0").expect(". 1:1(0) ack 1");
        assertThat(c.listener.halfOpen()).isEqualTo(1);
    }
}
