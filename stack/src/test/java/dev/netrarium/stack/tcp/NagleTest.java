package dev.netrarium.stack.tcp;

import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a small segment waits for company: RFC 9293 §3.7.4 with Minshall's change, TCP_NODELAY, TCP_CORK. */
class NagleTest {
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSecondSmallSegmentWaitsForTheAckOfTheFirst(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 65535, 20);
        c.at(1000).write(10).expect("P. 1:11(10) ack 1");
        c.write(10).write(10).write(10).expectNothing();
        c.at(1020).receive(". 1:1(0) ack 11 win 65535").expect("P. 11:41(30) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aFullSegmentNeverWaits(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 65535, 20);
        c.at(1000).write(10).expect("P. 1:11(10) ack 1");
        c.write(990).expectNothing();
        c.write(10).expect("P. 11:1011(1000) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSmallTailAfterFullSegmentsDoesNotWait(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 65535, 20);
        c.at(1000).write(2500).expectFull(1, 2, 1000, "1").expect("P. 2001:2501(500) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void noDelaySendsEachWriteAtOnce(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withNoDelay(true))
                .established("mss 1000", 65535, 20);
        c.write(10).expect("P. 1:11(10) ack 1").write(10).expect("P. 11:21(10) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void turningNoDelayOnLetsGoWhatWaits(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 65535, 20);
        c.write(10).expect("P. 1:11(10) ack 1").write(10).expectNothing();
        c.connection.configure(c.now, c.connection.settings().withNoDelay(true));
        c.run();
        c.expect("P. 11:21(10) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aFinLetsTheTailGo(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 65535, 20);
        c.write(10).expect("P. 1:11(10) ack 1").write(10).expectNothing();
        c.shutdown().expect("FP. 11:21(10) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aCorkHoldsPartsOfSegmentsBackUntilItIsPulledOrARetransmissionTimeOutHasPassed(IpFamily family)
            throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withCork(true))
                .established("mss 1000", 65535, 20);
        c.at(1000).write(1500).expect(". 1:1001(1000) ack 1").expectNothing();
        c.at(1010).receive(". 1:1(0) ack 1001 win 65535").expectNothing();
        c.connection.configure(c.now, c.connection.settings().withCork(false));
        c.run();
        c.expect("P. 1001:1501(500) ack 1").receive(". 1:1(0) ack 1501 win 65535");
        c.connection.configure(c.now, c.connection.settings().withCork(true));
        c.at(2000).write(10).expectNothing();
        double timeOut = c.connection.sender.timeoutNanos() / 1e6;
        c.at(2000 + timeOut - 1).expectNothing().expectAt(2000 + timeOut, "P. 1501:1511(10) ack 1");
    }
}
