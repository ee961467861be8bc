package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Readiness;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Opening a connection: three segments, their options, and what happens when one of them is lost. */
class HandshakeTest {
    private static final String LINUX_SYN = "mss 1460,sackOK,TS val 100 ecr 0,nop,wscale 7";

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aServerAnswersASynAsLinuxDoes(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(8);
        c.receive("S 0:0(0) win 65535 <" + LINUX_SYN + ">")
                .expect("S. 0:0(0) ack 1 win 64240 <mss 1460,sackOK,TS,nop,wscale 7>");
        assertThat(c.listener.accept())
                .as("nothing to accept before the third segment")
                .isNull();
        c.receive(". 1:1(0) ack 1 win 512 <nop,nop,TS val 101 ecr last>").expectNothing();
        assertThat(c.listener.bits() & Readiness.READABLE).isNotZero();
        TcpConnection accepted = c.listener.accept();
        assertThat(accepted.state()).isEqualTo(TcpState.ESTABLISHED);
        assertThat(accepted.info(c.now).options()).isEqualTo(7);
        assertThat(c.count(Mib.TCP_PASSIVE_OPENS)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aServerUsesOnlyTheOptionsThatTheClientOffers(IpFamily family) throws TcpException {
        new Conversation(family)
                .listen(8)
                .receive("S 0:0(0) win 65535 <mss 1460>")
                .expect("S. 0:0(0) ack 1 win 64240 <mss 1460>");
        new Conversation(family)
                .listen(8)
                .receive("S 0:0(0) win 65535 <mss 1460,nop,nop,sackOK,nop,wscale 7>")
                .expect("S. 0:0(0) ack 1 win 64240 <mss 1460,nop,nop,sackOK,nop,wscale 7>");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aClientConnects(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).connect(TcpSettings.DEFAULT);
        c.expect("S 0:0(0) win 64240 <mss 1460,sackOK,TS,nop,wscale 7>").state(TcpState.SYN_SENT);
        assertThat(c.localPort).isBetween(32768, 60999);
        assertThat(c.connection.bits() & Readiness.WRITABLE).isZero();
        c.at(20)
                .receive("S. 0:0(0) ack 1 win 65535 <mss 1460,sackOK,TS val 700 ecr last,nop,wscale 7>")
                .expect(". 1:1(0) ack 1 win 502 <nop,nop,TS>")
                .state(TcpState.ESTABLISHED);
        assertThat(c.lastTimestampEcho).isEqualTo(700);
        assertThat(c.connection.bits() & Readiness.WRITABLE).isNotZero();
        assertThat(c.connection.info(c.now).rttMicros()).isEqualTo(20_000);
        assertThat(c.states()).containsExactly("CLOSED>SYN_SENT", "SYN_SENT>ESTABLISHED");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aLostSynIsSentAgainAndAgainFor127Seconds(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        for (int second : new int[] {1, 3, 7, 15, 31, 63}) {
            c.at(second * 1000 - 0.001).expectNothing();
            c.expectAt(second * 1000, "S 0:0(0) win 64240 <mss 1460,sackOK,TS,nop,wscale 7>");
        }
        c.at(126_999).expectNothing().state(TcpState.SYN_SENT);
        c.at(127_000).expectNothing().state(TcpState.CLOSED);
        assertThat(c.connection.takeError()).isEqualTo(TcpError.TIMED_OUT);
        assertThat(c.tcp.sockets()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void newerKernelsSendTheFirstSynsASecondApart(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_syn_linear_timeouts", "4"));
        c.connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        for (int second : new int[] {1, 2, 3, 4, 5, 7}) {
            c.expectAt(second * 1000, "S 0:0(0)");
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aLostSynAckIsSentAgainByTheServer(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(8);
        c.receive("S 0:0(0) win 65535 <" + LINUX_SYN + ">").expect("S. 0:0(0) ack 1");
        for (int second : new int[] {1, 3, 7, 15, 31}) {
            c.expectAt(second * 1000, "S. 0:0(0) ack 1 win 64240 <mss 1460,sackOK,TS,nop,wscale 7>");
        }
        c.at(62_999);
        assertThat(c.listener.halfOpen()).isEqualTo(1);
        c.at(63_000).expectNothing();
        assertThat(c.listener.halfOpen()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aRepeatedSynIsAnsweredAgain(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(8);
        c.receive("S 0:0(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 1");
        c.at(900).receive("S 0:0(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 1");
        assertThat(c.listener.halfOpen()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whenTheThirdSegmentIsLostDataCompletesTheHandshake(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(8);
        c.receive("S 0:0(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 1");
        c.at(50).receive("P. 1:101(100) ack 1 win 65535").expect(". 1:1(0) ack 101");
        c.connection = c.listener.accept();
        c.state(TcpState.ESTABLISHED).read(100);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aClosedPortRefuses(IpFamily family) throws TcpException {
        Conversation server = new Conversation(family);
        server.receive("S 0:0(0) win 65535 <mss 1460>");
        server.expect("R. 0:0(0) ack 1 win 0 <>");
        server.receive(". 5:5(0) ack 77 win 65535").expect("R 77:77(0) win 0");
        server.receive("R 5:5(0) win 0").expectNothing();

        Conversation client =
                new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        client.receive("R. 0:0(0) ack 1 win 0").expectNothing().state(TcpState.CLOSED);
        assertThat(client.connection.bits() & Readiness.ERROR).isNotZero();
        assertThatThrownBy(() -> client.connection.receive(client.now, new byte[1], 0, 1))
                .isInstanceOf(TcpException.class)
                .hasMessage("Connection refused");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aResetThatDoesNotAcknowledgeTheSynIsIgnored(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        c.receive("R 0:0(0) win 0").expectNothing().state(TcpState.SYN_SENT);
        c.receive("R. 0:0(0) ack 5 win 0").expectNothing().state(TcpState.SYN_SENT);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anAckOfSomethingElseIsAnsweredWithAResetAndTheSynGoesOn(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        // An old connection of the peer: half-open connection discovery, RFC 9293 §3.5.1.
        c.receive(". 500:500(0) ack 300 win 1000").expect("R 300:300(0) win 0").state(TcpState.SYN_SENT);
        c.expectAt(2, "S 0:0(0)"); // by then the reset has done its work, as Linux hopes
        c.receive(". 500:500(0) ack 300 win 1000").expect("R 300:300(0) win 0").expectAt(2002, "S 0:0(0)");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void bothMayOpenAtOnce(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        c.at(10)
                .receive("S 0:0(0) win 65535 <mss 1460>")
                .expect("S. 0:0(0) ack 1 win 64240 <mss 1460,sackOK,TS,nop,wscale 7>")
                .state(TcpState.SYN_RECEIVED);
        c.at(20).receive("S. 0:0(0) ack 1 win 65535 <mss 1460>").state(TcpState.ESTABLISHED);
        c.discardSent();
        c.write(10).expect("P. 1:11(10) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anIcmpErrorForTheSynEndsTheAttempt(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        c.icmp(new IcmpError.HostUnreachable(c.peer), 99_999).state(TcpState.SYN_SENT); // not our sequence number
        c.icmp(new IcmpError.HostUnreachable(c.peer), 0).state(TcpState.CLOSED);
        assertThat(c.connection.takeError()).isEqualTo(TcpError.HOST_UNREACHABLE);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theSynQueueIsBounded(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_syncookies", "0")).listen(3);
        for (int i = 0; i < 10; i++) {
            c.peerPort = 50_000 + i;
            c.receive("S 0:0(0) win 65535 <mss 1460>");
        }
        assertThat(c.listener.halfOpen()).isEqualTo(3);
        assertThat(c.drain()).hasSize(3);
        assertThat(c.count(Mib.TCP_REQUEST_QUEUE_DROPS)).isEqualTo(7);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theAcceptQueueIsBoundedAndTheLastAckIsThenIgnored(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(1);
        for (int i = 0; i < 3; i++) {
            c.peerPort = 50_000 + i;
            c.receive("S 0:0(0) win 65535 <mss 1460>");
            if (i < 2) {
                c.expect("S. 0:0(0) ack 1").receive(". 1:1(0) ack 1 win 65535");
            } else {
                c.expectNothing();
            }
        }
        assertThat(c.listener.waiting()).isEqualTo(2);
        assertThat(c.count(Mib.TCP_LISTEN_OVERFLOWS)).isEqualTo(1);
        assertThat(c.listener.accept()).isNotNull();
        c.receive("S 0:0(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void closingAListenerResetsWhoWaits(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(8);
        c.receive("S 0:0(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 1");
        c.receive(". 1:1(0) ack 1 win 65535");
        int isn = c.localIsn;
        c.peerPort++;
        c.receive("S 0:0(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 1");
        c.listener.close(c.now);
        c.expect("R. 1:1(0) ack 1");
        c.localIsn = isn;
        c.expect("R. 1:1(0) ack 1");
        assertThat(c.tcp.sockets()).isEmpty();
        c.localIsn = 0;
        c.receive("S 0:0(0) win 65535 <mss 1460>").expect("R. 0:0(0) ack 1");
    }
}
