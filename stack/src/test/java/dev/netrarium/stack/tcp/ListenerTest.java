package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Readiness;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who listens where, and how many may wait. */
class ListenerTest {
    private static void knock(Conversation c, int peerPort) throws TcpException {
        c.peerPort = peerPort;
        c.receive("S 0:0(0) win 65535 <mss 1460>");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void connectionsAreAcceptedInTheOrderInWhichTheyWereCompleted(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(8);
        int[] isns = new int[3];
        for (int i = 0; i < 3; i++) {
            knock(c, 50_000 + i);
            c.expect("S. 0:0(0) ack 1");
            isns[i] = c.localIsn;
        }
        for (int i : new int[] {2, 0, 1}) {
            c.peerPort = 50_000 + i;
            c.localIsn = isns[i];
            c.receive(". 1:1(0) ack 1 win 65535");
        }
        assertThat(c.listener.waiting()).isEqualTo(3);
        assertThat(c.listener.accept().remote().port()).isEqualTo(50_002);
        assertThat(c.listener.accept().remote().port()).isEqualTo(50_000);
        assertThat(c.listener.bits() & Readiness.READABLE).isNotZero();
        assertThat(c.listener.accept().remote().port()).isEqualTo(50_001);
        assertThat(c.listener.bits() & Readiness.READABLE).isZero();
        assertThat(c.listener.accept()).isNull();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whenTheAcceptQueueIsFullTheLastAckIsIgnoredAndTheSynAckComesAgain(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(2);
        int[] isns = new int[4];
        for (int i = 0; i < 2; i++) {
            knock(c, 50_000 + i);
            c.expect("S. 0:0(0) ack 1");
            isns[i] = c.localIsn;
        }
        c.peerPort = 50_000;
        c.localIsn = isns[0];
        c.receive(". 1:1(0) ack 1 win 65535");
        knock(c, 50_002);
        c.expect("S. 0:0(0) ack 1");
        isns[2] = c.localIsn;
        c.peerPort = 50_001;
        c.localIsn = isns[1];
        c.receive(". 1:1(0) ack 1 win 65535");
        knock(c, 50_003);
        c.expect("S. 0:0(0) ack 1");
        isns[3] = c.localIsn;
        for (int i = 2; i < 4; i++) {
            c.peerPort = 50_000 + i;
            c.localIsn = isns[i];
            c.receive(". 1:1(0) ack 1 win 65535").expectNothing();
        }
        assertThat(c.listener.waiting()).as("one more than the backlog").isEqualTo(3);
        assertThat(c.count(Mib.TCP_LISTEN_OVERFLOWS)).isEqualTo(1);
        assertThat(c.listener.halfOpen()).isEqualTo(1);
        // The program accepts one; the SYN-ACK's repetition brings the ACK again.
        assertThat(c.listener.accept()).isNotNull();
        c.expectAt(1000, "S. 0:0(0) ack 1").receive(". 1:1(0) ack 1 win 65535");
        assertThat(c.listener.waiting()).isEqualTo(3);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void abortOnOverflowResetsInstead(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_abort_on_overflow", "1")).listen(0);
        knock(c, 50_000);
        c.expect("S. 0:0(0) ack 1");
        int first = c.localIsn;
        c.peerPort = 50_000;
        c.receive(". 1:1(0) ack 1 win 65535");
        assertThat(first).isEqualTo(c.localIsn);
        assertThat(c.listener.waiting()).isEqualTo(1);
        knock(c, 50_001); // full now: not even a SYN is taken
        c.expectNothing();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aHostMayBoundTheSynQueueOfEveryListener(IpFamily family) throws TcpException {
        Conversation c = new Conversation(
                        family, k -> k.with("net.ipv4.tcp_syncookies", "0").with("net.ipv4.tcp_max_syn_backlog", "4"))
                .listen(1000);
        for (int i = 0; i < 100; i++) {
            knock(c, 50_000 + i);
        }
        assertThat(c.listener.halfOpen()).isEqualTo(4);
        assertThat(c.count(Mib.TCP_REQUEST_QUEUE_DROPS)).isEqualTo(96);
        c.at(63_000);
        assertThat(c.listener.halfOpen()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theExactAddressIsPreferredToTheWildcard(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family);
        IpAddress any = family == IpFamily.IPV4 ? Ipv4Address.ANY : Ipv6Address.ANY;
        TcpSettings shared = TcpSettings.DEFAULT.withReuseAddress(true);
        TcpListener wide = c.tcp.listen(Endpoint.of(any, 81), 8, shared);
        assertThatThrownBy(() -> c.tcp.listen(Endpoint.of(c.local, 81), 8, shared))
                .hasMessage("Address already in use");
        TcpListener exact = c.tcp.listen(Endpoint.of(c.local, 80), 8, shared);
        c.localPort = 81;
        knock(c, 50_000);
        assertThat(wide.halfOpen()).isEqualTo(1);
        c.localPort = 80;
        knock(c, 50_000);
        assertThat(exact.halfOpen()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theUnspecifiedAddressOfIpv6TakesBothFamiliesUnlessToldOtherwise(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family);
        TcpListener both = c.tcp.listen(Endpoint.of(Ipv6Address.ANY, 80), 8, TcpSettings.DEFAULT);
        TcpListener six = c.tcp.listen(Endpoint.of(Ipv6Address.ANY, 81), 8, TcpSettings.DEFAULT.withV6Only(true));
        knock(c, 50_000);
        assertThat(both.halfOpen()).isEqualTo(1);
        c.localPort = 81;
        knock(c, 50_001);
        assertThat(six.halfOpen()).isEqualTo(family == IpFamily.IPV6 ? 1 : 0);
        c.tcp.listen(Endpoint.of(Ipv4Address.ANY, 81), 8, TcpSettings.DEFAULT);
        assertThatThrownBy(() -> c.tcp.listen(Endpoint.of(Ipv4Address.ANY, 80), 8, TcpSettings.DEFAULT))
                .hasMessage("Address already in use");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aListenerForAnythingTakesWhatNobodyElseDoes(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family);
        TcpListener any = c.tcp.listenAny(8, TcpSettings.DEFAULT);
        c.localPort = 12345;
        c.receive("S 0:0(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 1").receive(". 1:1(0) ack 1 win 65535");
        assertThat(any.accept().local()).isEqualTo(Endpoint.of(c.local, 12345));
        assertThatThrownBy(() -> c.tcp.listenAny(8, TcpSettings.DEFAULT)).hasMessage("Address already in use");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anAcceptedConnectionThatWasResetMeanwhileSaysSo(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).listen(8);
        knock(c, 50_000);
        c.expect("S. 0:0(0) ack 1").receive(". 1:1(0) ack 1 win 65535").receive("R 1:1(0) win 0");
        TcpConnection accepted = c.listener.accept();
        assertThat(accepted.state()).isEqualTo(TcpState.CLOSED);
        assertThat(accepted.takeError()).isEqualTo(TcpError.CONNECTION_RESET);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void ephemeralPortsAreUsedUpAndSaySo(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family);
        Endpoint remote = Endpoint.of(c.peer, 80);
        int ports = EphemeralPorts.LAST - EphemeralPorts.FIRST + 1;
        for (int i = 0; i < ports; i++) {
            c.tcp.connect(c.now, remote, TcpSettings.DEFAULT);
            c.network.sent.remove().release();
        }
        assertThatThrownBy(() -> c.tcp.connect(c.now, remote, TcpSettings.DEFAULT))
                .hasMessage("Cannot assign requested address");
        // Another destination has all of them again.
        c.tcp.connect(c.now, Endpoint.of(c.peer, 81), TcpSettings.DEFAULT);
    }
}
