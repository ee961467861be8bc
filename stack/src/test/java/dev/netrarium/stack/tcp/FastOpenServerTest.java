package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Readiness;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fast Open as a server (RFC 7413): cookies, data before the handshake is over, and the queue that bounds it. */
class FastOpenServerTest {
    private static final String KEY = "a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4";

    private static Conversation server(IpFamily family, int queue) throws TcpException {
        Conversation c = new Conversation(
                family, k -> k.with("net.ipv4.tcp_fastopen", "3").with("net.ipv4.tcp_fastopen_key", KEY));
        TcpSettings settings = TcpSettings.DEFAULT.withFastOpen(FastOpenSettings.NONE.withQueue(queue));
        return c.listen(8, settings);
    }

    private static String cookie(Conversation c) {
        FourTuple tuple = FourTuple.of(c.local, 80, Endpoint.of(c.peer, 40_000));
        return String.format("%016x", FastOpenKeys.parse(KEY).cookie(tuple));
    }

    private static void knock(Conversation c) {
        c.receive("S 0:100(100) win 65535 <mss 1460,FO " + cookie(c) + ",nop,nop>");
    }

    @Test
    void cookiesAreThoseThatLinuxMakes() {
        FastOpenKeys keys = FastOpenKeys.parse(KEY);
        FourTuple v4 = FourTuple.of(IpAddress.of("192.168.0.1"), 80, Endpoint.of(IpAddress.of("192.0.2.1"), 1));
        FourTuple v6 =
                FourTuple.of(IpAddress.of("fd3d:0a0b:17d6::1"), 80, Endpoint.of(IpAddress.of("fd3d:fa7b:d17d::1"), 1));
        assertThat(keys.cookie(v4)).isEqualTo(0x3021b9d889017eebL);
        assertThat(keys.cookie(v6)).isEqualTo(0xc1d1e9742a47a9bcL);
    }

    @Test
    void keysAreReadAndWritten() {
        FastOpenKeys two = FastOpenKeys.parse("1-2-3-4,a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4");
        assertThat(FastOpenKeys.of(two.bytes())).isEqualTo(two);
        assertThat(two.bytes())
                .hasSize(32)
                .startsWith(1, 0, 0, 0, 2, 0, 0, 0, 3)
                .endsWith(0xd4, 0xd4, 0xd4, 0xd4);
        assertThatThrownBy(() -> FastOpenKeys.parse("1-2-3")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> FastOpenKeys.of(new byte[8])).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void dataOfTheSynIsReadAndAnsweredBeforeTheThirdSegment(IpFamily family) throws TcpException {
        Conversation c = server(family, 8);
        knock(c);
        c.expect("S. 0:0(0) ack 101 win 64240 <mss 1460>");
        assertThat(c.listener.bits() & Readiness.READABLE).isNotZero();
        c.connection = c.listener.accept();
        c.state(TcpState.SYN_RECEIVED).read(100).write(3000);
        c.expect(". 1:1461(1460) ack 101").expect(". 1461:2921(1460) ack 101").expect("P. 2921:3001(80) ack 101");
        c.at(100)
                .receive(". 101:101(0) ack 3001 win 65535")
                .state(TcpState.ESTABLISHED)
                .expectNothing();
        assertThat(c.connection.unacknowledgedBytes()).isZero();
        assertThat(c.connection.info(c.now).rttMicros()).isEqualTo(100_000);
        assertThat(c.connection.info(c.now).options()).isEqualTo(TcpInfo.SYN_DATA | TcpInfo.FAST_OPEN_CHILD);
        assertThat(c.count(Mib.TCP_PASSIVE_OPENS)).isEqualTo(1);
        assertThat(c.listener.waiting()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void nothingButTheSynAckIsRepeatedUntilTheThirdSegment(IpFamily family) throws TcpException {
        Conversation c = server(family, 8);
        knock(c);
        c.expect("S. 0:0(0) ack 101").connection = c.listener.accept();
        c.read(100).write(500).expect("P. 1:501(500) ack 101");
        for (int seconds : new int[] {1, 3, 7, 15, 31, 63}) {
            c.expectAt(1000.0 * seconds, "S. 0:0(0) ack 101");
        }
        c.at(126_999).state(TcpState.SYN_RECEIVED).at(127_000).state(TcpState.CLOSED);
        assertThat(c.connection.takeError()).isEqualTo(TcpError.TIMED_OUT);
        assertThat(c.listener.fastOpenQueue.count()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void dataThatWasLostIsSentAgainAfterTheHandshake(IpFamily family) throws TcpException {
        Conversation c = server(family, 8);
        knock(c);
        c.expect("S. 0:0(0) ack 101").connection = c.listener.accept();
        c.read(100).write(500).expect("P. 1:501(500) ack 101");
        c.at(100).receive(". 101:101(0) ack 1 win 65535").state(TcpState.ESTABLISHED);
        c.expectAt(400, "P. 1:501(500) ack 101").receive(". 101:101(0) ack 501 win 65535");
        assertThat(c.connection.unacknowledgedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSynThatComesAgainIsAnsweredAgain(IpFamily family) throws TcpException {
        Conversation c = server(family, 8);
        knock(c);
        c.expect("S. 0:0(0) ack 101").at(600);
        c.receive("S 0:0(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 101").at(700);
        c.receive("S 0:0(0) win 65535 <mss 1460>").expectNothing();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theQueueBoundsWhatCookiesOpen(IpFamily family) throws TcpException {
        Conversation c = server(family, 2);
        for (int i = 0; i < 3; i++) {
            c.peerPort = 50_000 + i;
            knock(c);
            c.expect("S. 0:0(0) ack " + (i < 2 ? 101 : 1));
        }
        assertThat(c.listener.waiting()).isEqualTo(2);
        assertThat(c.listener.halfOpen()).isEqualTo(1);
        assertThat(c.count(Mib.TCP_FAST_OPEN_LISTEN_OVERFLOWS)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aResetHoldsThePlaceOfAnAcceptedConnectionForAMinute(IpFamily family) throws TcpException {
        Conversation c = server(family, 1);
        knock(c);
        c.expect("S. 0:0(0) ack 101").connection = c.listener.accept();
        c.receive("R 101:101(0) win 0").state(TcpState.CLOSED);
        assertThat(c.connection.takeError()).isEqualTo(TcpError.CONNECTION_RESET);
        c.peerPort = 50_001;
        knock(c);
        c.expect("S. 0:0(0) ack 1").receive("R 1:1(0) win 0").at(60_000);
        knock(c);
        c.expect("S. 0:0(0) ack 101");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void closingTheListenerResetsWhatNobodyAccepted(IpFamily family) throws TcpException {
        Conversation c = server(family, 8);
        knock(c);
        c.expect("S. 0:0(0) ack 101").listener.close(c.now);
        c.expect("R. 1:1(0) ack 101");
        assertThat(c.tcp.table.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void cookiesOfOddSizesAreNoCookies(IpFamily family) throws TcpException {
        Conversation c = server(family, 8);
        for (String bad : new String[] {"aabb", "aabbcc", "aabbccddee", "00112233445566778899aabbccddeeff0011"}) {
            c.peerPort++;
            c.receive("S 0:100(100) win 65535 <mss 1460,FO " + bad + ">")
                    .expect("S. 0:0(0) ack 1 win 64240 <mss 1460>");
        }
        assertThat(c.listener.waiting()).isZero();
    }
}
