package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Fast Open as a client (RFC 7413): asking for a cookie, data with the SYN, and when it is given up. */
class FastOpenClientTest {
    private static final String PLAIN = "mss 1460,sackOK,TS,nop,wscale 7";
    private static final String ASKS = PLAIN + ",FO,nop,nop";
    private static final String HAS_COOKIE = PLAIN + ",FO aabbccdd,nop,nop";
    private static final TcpSettings ON_CONNECT =
            TcpSettings.DEFAULT.withFastOpen(FastOpenSettings.NONE.withOnConnect(true));

    private static Conversation client(IpFamily family, String... knobs) {
        UnaryOperator<TcpConfig> turn = k -> {
            TcpConfig turned = k;
            for (int i = 0; i < knobs.length; i += 2) {
                turned = turned.with("net.ipv4.tcp_" + knobs[i], knobs[i + 1]);
            }
            return turned;
        };
        return new Conversation(family, turn);
    }

    /** MSG_FASTOPEN. */
    private static int open(Conversation c, int bytes) throws TcpException {
        c.peerPort = 80;
        c.connection = c.tcp.connectWithData(c.now, null, Endpoint.of(c.peer, 80), TcpSettings.DEFAULT);
        return first(c, bytes);
    }

    private static int first(Conversation c, int bytes) throws TcpException {
        c.localPort = c.connection.local().port();
        byte[] data = new byte[bytes];
        for (int i = 0; i < bytes; i++) {
            data[i] = Conversation.pattern(1 + i);
        }
        int taken = c.connection.send(c.now, data, 0, bytes);
        c.run();
        return taken;
    }

    /** A first connection that is given a cookie, and over. */
    private static Conversation withCookie(Conversation c) throws TcpException {
        assertThat(open(c, 100)).isZero();
        c.expect("S 0:0(0) <" + ASKS + ">")
                .receive("S. 0:0(0) ack 1 win 65535 <mss 1000,FO aabbccdd,nop,nop>")
                .expect(". 1:1(0) ack 1");
        c.connection.abort(c.now);
        return c.expect("R. 1:1(0) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void dataGoesWithTheSynOnceACookieIsKnown(IpFamily family) throws TcpException {
        Conversation c = withCookie(client(family));
        assertThat(open(c, 3000))
                .as("the server's MSS less 40 bytes for options")
                .isEqualTo(960);
        c.expect("S 0:960(960) <" + HAS_COOKIE + ">");
        c.at(50).receive("S. 0:0(0) ack 961 win 65535 <mss 1000>").expect(". 961:961(0) ack 1");
        assertThat(c.connection.unacknowledgedBytes()).isZero();
        assertThat(c.connection.info(c.now).options() & TcpInfo.SYN_DATA).isNotZero();
        assertThat(c.connection.rtt.latestNanos()).isEqualTo(50_000_000);
        assertThat(c.count(Mib.TCP_FAST_OPEN_ACTIVE)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theAnswerComesAfterOneRoundTripInsteadOfTwo(IpFamily family) throws TcpException {
        Conversation c = withCookie(client(family));
        open(c, 100);
        c.expect("S 0:100(100)").at(100).receive("S. 0:0(0) ack 101 win 65535 <mss 1000>");
        c.expect(". 101:101(0) ack 1").receive("P. 1:201(200) ack 101 win 65535");
        c.read(200);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void dataThatIsNotAcknowledgedFollowsTheHandshake(IpFamily family) throws TcpException {
        Conversation c = withCookie(client(family));
        open(c, 900);
        c.expect("S 0:900(900)").receive("S. 0:0(0) ack 1 win 65535 <mss 500>");
        c.expect(". 1:501(500) ack 1").expect("P. 501:901(400) ack 1").expectNothing();
        assertThat(c.connection.sender.window.segments)
                .as("nothing was congested")
                .isEqualTo(10);
        c.receive(". 1:1(0) ack 901 win 65535");
        assertThat(c.connection.unacknowledgedBytes()).isZero();
        assertThat(c.count(Mib.TCP_FAST_OPEN_ACTIVE_FAIL)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSynThatIsSentAgainHasNeitherDataNorOption(IpFamily family) throws TcpException {
        Conversation c = withCookie(client(family));
        open(c, 900);
        c.expect("S 0:900(900) <" + HAS_COOKIE + ">");
        c.expectAt(1000, "S 0:0(0) <" + PLAIN + ">").expectAt(3000, "S 0:0(0) <" + PLAIN + ">");
        c.receive("S. 0:0(0) ack 1 win 65535 <mss 1460>").expect("P. 1:901(900) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aRequestIsMadeInTheOtherFormWhenOneWasNotAnswered(IpFamily family) throws TcpException {
        Conversation c = client(family);
        String[] asked = {ASKS, PLAIN + ",FOEXP", ASKS};
        for (String option : asked) {
            open(c, 100);
            c.expect("S 0:0(0) <" + option + ">").receive("S. 0:0(0) ack 1 win 65535 <mss 1460>");
            c.expect(". 1:1(0) ack 1").connection.abort(c.now);
            c.discardSent();
        }
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anUnaskedCookieIsIgnored(IpFamily family) throws TcpException {
        Conversation c = client(family).connect(TcpSettings.DEFAULT);
        c.expect("S 0:0(0) <" + PLAIN + ">").receive("S. 0:0(0) ack 1 win 65535 <mss 1460,FO aabbccdd,nop,nop>");
        assertThat(c.network.path.fastOpen).isNull();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void connectWaitsForDataWhereACookieIsKnown(IpFamily family) throws TcpException {
        Conversation c = withCookie(client(family));
        c.connect(ON_CONNECT).expectNothing().at(5000);
        assertThat(c.connection.isDeferred()).isTrue();
        first(c, 100);
        c.expect("S 0:100(100) <" + HAS_COOKIE + ">").at(5010);
        c.receive("S. 0:0(0) ack 101 win 65535 <mss 1000>").expect(". 101:101(0) ack 1");
        assertThat(c.connection.rtt.latestNanos())
                .as("measured from the SYN, not from connect")
                .isEqualTo(10_000_000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aDeferredConnectionThatIsClosedSentNothing(IpFamily family) throws TcpException {
        Conversation c = withCookie(client(family)).connect(ON_CONNECT);
        c.close().expectNothing().state(TcpState.CLOSED);
        assertThat(c.tcp.table.size()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void threeTimeoutsSwitchFastOpenOffForAWhileThatDoubles(IpFamily family) throws TcpException {
        Conversation c = withCookie(client(family, "fastopen_blackhole_timeout_sec", "100"));
        double off = 0;
        for (int pause : new int[] {100, 200, 400}) {
            open(c, 100);
            c.expect("S 0:100(100) <" + HAS_COOKIE + ">").at(c.now / 1e6 + 7000).discardSent();
            off = c.now / 1e6;
            c.connection.abort(c.now);
            c.at(off + pause * 1000.0 - 1);
            open(c, 100);
            c.expect("S 0:0(0) <" + PLAIN + ">").connection.abort(c.now);
            c.at(off + pause * 1000.0);
        }
        assertThat(c.count(Mib.TCP_FAST_OPEN_BLACKHOLES)).isEqualTo(3);
        // A connection that brings data shows that all is well again.
        open(c, 100);
        c.expect("S 0:100(100)")
                .receive("S. 0:0(0) ack 101 win 65535 <mss 1000>")
                .discardSent();
        c.receive("P. 1:101(100) ack 101 win 65535").discardSent();
        c.connection.abort(c.now);
        c.discardSent();
        open(c, 100);
        c.expect("S 0:100(100)").at(c.now / 1e6 + 7000).discardSent();
        off = c.now / 1e6;
        c.connection.abort(c.now);
        c.at(off + 100_000);
        open(c, 100);
        c.expect("S 0:100(100)");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withoutABlackholeTimeoutNothingSwitchesItOff(IpFamily family) throws TcpException {
        Conversation c = withCookie(client(family));
        open(c, 100);
        c.expect("S 0:100(100)").at(127_000).discardSent();
        open(c, 100);
        c.expect("S 0:100(100) <" + HAS_COOKIE + ">");
    }
}
