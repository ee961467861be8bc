package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** SO_LINGER and TCP_LINGER2. How long a blocked close waits is the matter of whoever blocks. */
class LingerTest {
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void lingerZeroResetsAndSkipsTimeWait(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withLingerSeconds(0))
                .established("mss 1460", 65535, 20);
        c.write(100).expect("P. 1:101(100) ack 1");
        c.close().expect("R. 101:101(0) ack 1").state(TcpState.CLOSED);
        assertThat(c.tcp.timeWaitCount()).isZero();
        assertThat(c.tcp.bufferedBytes()).isZero();
        c.at(100_000).expectNothing();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withATimeTheDataIsStillSent(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withLingerSeconds(10))
                .established("mss 1000", 2000, 20);
        c.write(2500).expectFull(1, 2, 1000, "1").close().expectNothing();
        c.receive(". 1:1(0) ack 2001 win 2000").expect("FP. 2001:2501(500) ack 1");
        assertThat(c.connection.unacknowledgedBytes()).isEqualTo(500);
        c.receive(". 1:1(0) ack 2502 win 2000").state(TcpState.FIN_WAIT_2);
        assertThat(c.connection.unacknowledgedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void linger2SetsTheTimeOfFinWait2(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withLinger2Seconds(5))
                .established();
        c.close().expect("F. 1:1(0) ack 1").receive(". 1:1(0) ack 2 win 65535");
        c.at(4999).state(TcpState.FIN_WAIT_2).at(5000).state(TcpState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void linger2BelowZeroDoesNotWaitAtAll(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withLinger2Seconds(-1))
                .established();
        c.close().expect("F. 1:1(0) ack 1").receive(". 1:1(0) ack 2 win 65535").expect("R 2:2(0)");
        c.state(TcpState.CLOSED);
        assertThat(c.count(Mib.TCP_ABORT_ON_LINGER)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void linger2BelowZeroResetsAConnectionWhosePeerHasStillToClose(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withLinger2Seconds(-1))
                .established();
        c.shutdown()
                .expect("F. 1:1(0) ack 1")
                .receive(". 1:1(0) ack 2 win 65535")
                .expectNothing();
        c.close().expect("R. 2:2(0) ack 1").state(TcpState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void finWait2IsNeverShorterThanThreeAndAHalfTimeOuts(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withLinger2Seconds(1))
                .established("mss 1000", 65535, 800); // the RTO is 2.4 s
        c.close().expect("F. 1:1(0) ack 1").receive(". 1:1(0) ack 2 win 65535");
        c.at(9799).state(TcpState.FIN_WAIT_2).at(9800).state(TcpState.CLOSED);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void abortResetsWhateverWaits(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established();
        c.write(10).expect("P. 1:11(10) ack 1");
        c.connection.abort(c.now);
        c.expect("R. 11:11(0) ack 1").state(TcpState.CLOSED);
    }
}
