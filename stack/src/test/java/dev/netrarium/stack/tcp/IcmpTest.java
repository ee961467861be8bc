package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Mib;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What ICMP errors do to connections: hard before they are open, soft afterwards, and the path MTU at any time. */
class IcmpTest {
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void beforeTheHandshakeIsOverAnErrorEndsTheAttempt(IpFamily family) throws TcpException {
        assertThat(attempt(family, new IcmpError.NetworkUnreachable(null))).isEqualTo(TcpError.NETWORK_UNREACHABLE);
        assertThat(attempt(family, new IcmpError.HostUnreachable(null))).isEqualTo(TcpError.HOST_UNREACHABLE);
        assertThat(attempt(family, new IcmpError.PortUnreachable(null))).isEqualTo(TcpError.CONNECTION_REFUSED);
        assertThat(attempt(family, new IcmpError.AdministrativelyProhibited(null)))
                .isEqualTo(family == IpFamily.IPV4 ? TcpError.HOST_UNREACHABLE : TcpError.PERMISSION_DENIED);
        assertThat(attempt(family, new IcmpError.TimeToLiveExceeded(null))).isEqualTo(TcpError.HOST_UNREACHABLE);
    }

    private static TcpError attempt(IpFamily family, IcmpError error) throws TcpException {
        Conversation c = new Conversation(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        c.icmp(error, 0).expectNothing().state(TcpState.CLOSED);
        return c.connection.takeError();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anOpenConnectionSurvivesAndNamesTheCauseOnlyWhenItGivesUp(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1460", 65535, 20);
        c.write(100).expect("P. 1:101(100) ack 1");
        c.icmp(new IcmpError.HostUnreachable(c.peer), 1).state(TcpState.ESTABLISHED);
        assertThat(c.connection.pendingError()).isNull();
        c.at(2_000_000).state(TcpState.CLOSED);
        assertThat(c.connection.takeError()).isEqualTo(TcpError.HOST_UNREACHABLE);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aProgramThatAsksHearsOfIt(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1460", 65535, 20);
        c.write(100).discardSent().icmp(new IcmpError.PortUnreachable(c.peer), 1);
        assertThat(c.connection.receive(c.now, new byte[1], 0, 1)).isZero();
        assertThat(c.connection.takeError()).isNull();
        assertThat(c.connection.takeAnyError()).isEqualTo(TcpError.CONNECTION_REFUSED);
        assertThat(c.connection.takeAnyError()).isNull();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aNetworkWithoutAWayDoesNotDoubleTheTimeOut(IpFamily family) throws TcpException {
        Conversation c =
                new Conversation(family).established("mss 1460", 65535, 20).at(1000);
        c.write(100).expect("P. 1:101(100) ack 1").expectAt(1220, "P. 1:101(100) ack 1");
        c.expectAt(1660, "P. 1:101(100) ack 1"); // 880 ms would be next
        c.at(1700).icmp(new IcmpError.NetworkUnreachable(c.peer), 1);
        c.expectAt(2100, "P. 1:101(100) ack 1"); // the doubling is taken back
        c.at(2900).icmp(new IcmpError.NetworkUnreachable(c.peer), 1); // 440 ms are over: at once
        c.expectAt(2900, "P. 1:101(100) ack 1");
        c.icmp(new IcmpError.PortUnreachable(c.peer), 1).expectAt(3780, "P. 1:101(100) ack 1"); // says another thing
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anMtuIsLearnedOnlyForASegmentOnItsWay(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1460", 65535, 20);
        c.write(100).discardSent();
        assertThat(c.isOnItsWay(-100)).isFalse();
        assertThat(c.isOnItsWay(1)).isTrue();
        assertThat(c.isOnItsWay(101)).isTrue();
        assertThat(c.isOnItsWay(5000)).isFalse();
        c.icmp(new IcmpError.PacketTooBig(c.peer, 600), 5000);
        assertThat(c.count(Mib.TCP_OUT_OF_WINDOW_ICMPS)).isEqualTo(1);
        c.peerPort++;
        assertThat(c.isOnItsWay(1)).isFalse();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anErrorAboutNumbersThatWereNeverSentIsIgnored(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1460", 65535, 20);
        c.write(100)
                .discardSent()
                .icmp(new IcmpError.PacketTooBig(c.peer, 600), 5000)
                .expectNothing();
        assertThat(c.connection.info(c.now).sendMssBytes()).isEqualTo(1460);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aHalfOpenConnectionWhosePeerCannotBeReachedIsDropped(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8)
                .receive("S 0:0(0) win 65535 <mss 1460>")
                .discardSent();
        c.icmp(new IcmpError.HostUnreachable(c.peer), 77);
        assertThat(c.listener.halfOpen()).isEqualTo(1);
        c.icmp(new IcmpError.HostUnreachable(c.peer), 0);
        assertThat(c.listener.halfOpen()).isZero();
        c.at(100_000).expectNothing();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSmallerPathMtuCutsWhatIsInFlightAnewWithoutCongestion(IpFamily family) throws TcpException {
        int headers = family == IpFamily.IPV4 ? 40 : 60;
        Conversation c = new Conversation(family).established("mss 1460", 65535, 20);
        c.at(1000).write(2920).expect(". 1:1461(1460) ack 1").expect("P. 1461:2921(1460) ack 1");
        c.network.path.mtuBytes = 1000 + headers;
        c.at(1010).icmp(new IcmpError.PacketTooBig(c.peer, 1000 + headers), 1);
        c.expectFull(1, 2, 1000, "1").expect("P. 2001:2921(920) ack 1").expectNothing();
        assertThat(c.connection.info(c.now).sendCwnd()).isEqualTo(10);
        assertThat(c.connection.info(c.now).pathMtuBytes()).isEqualTo(1000 + headers);
        c.at(1030).receive(". 1:1(0) ack 2921 win 65535").write(1500);
        c.expect(". 2921:3921(1000) ack 1").expect("P. 3921:4421(500) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anotherConnectionOfTheSamePathLearnsTheMtuToo(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1460", 65535, 20);
        c.network.path.mtuBytes = family == IpFamily.IPV4 ? 840 : 860;
        c.write(800).expect("P. 1:801(800) ack 1");
        c.receive(". 1:1(0) ack 801 win 65535").write(1000);
        c.expect(". 801:1601(800) ack 1").expect("P. 1601:1801(200) ack 1");
    }
}
