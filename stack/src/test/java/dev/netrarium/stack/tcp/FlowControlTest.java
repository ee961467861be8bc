package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The sliding window: it closes, is probed, reopens; silly windows are avoided on both sides (RFC 9293 §3.8.6). */
class FlowControlTest {
    /** The peer's window of 2000 bytes is full and acknowledged at window 0; 3000 more bytes wait. */
    private static Conversation closedWindow(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 2000, 20);
        c.at(1000).offer(5000);
        c.expectFull(1, 2, 1000, "1").expectNothing();
        c.at(1020).receive(". 1:1(0) ack 2001 win 0").expectNothing();
        return c;
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aWindowUpdateLetsDataGoOn(IpFamily family) throws TcpException {
        Conversation c = closedWindow(family);
        c.at(1100)
                .receive(". 1:1(0) ack 2001 win 2000")
                .expectFull(2001, 2, 1000, "1")
                .expectNothing();
        c.at(1120).receive(". 1:1(0) ack 4001 win 2000").expect("P. 4001:5001(1000) ack 1");
        c.at(1130).receive(". 1:1(0) ack 5001 win 2000").at(600_000).expectNothing();
        assertThat(c.count(Mib.TCP_WINDOW_PROBES)).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aClosedWindowIsProbedAtDoublingIntervalsForAsLongAsThePeerAnswers(IpFamily family) throws TcpException {
        Conversation c = closedWindow(family);
        double when = 1020;
        double interval = c.connection.info(c.now).rtoMicros() / 1000.0;
        for (int i = 0; i < 40; i++) {
            when += interval;
            c.at(when - 0.001).expectNothing();
            c.expectAt(when, ". 2000:2000(0) ack 1"); // an old byte: the peer must answer
            c.receive(". 1:1(0) ack 2001 win 0");
            interval = Math.min(interval * 2, 120_000);
        }
        c.state(TcpState.ESTABLISHED);
        assertThat(c.count(Mib.TCP_WINDOW_PROBES)).isEqualTo(40);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theAnswerToAProbeReplacesALostWindowUpdate(IpFamily family) throws TcpException {
        Conversation c = closedWindow(family);
        // ". 1:1(0) ack 2001 win 2000" is lost here.
        double rto = c.connection.info(c.now).rtoMicros() / 1000.0;
        c.expectAt(1020 + rto, ". 2000:2000(0) ack 1");
        c.receive(". 1:1(0) ack 2001 win 2000").expectFull(2001, 2, 1000, "1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void unansweredProbesEndTheConnection(IpFamily family) throws TcpException {
        Conversation c = closedWindow(family);
        c.at(2_000_000).state(TcpState.CLOSED);
        assertThat(c.count(Mib.TCP_WINDOW_PROBES)).isEqualTo(15);
        assertThat(c.connection.takeError()).isEqualTo(TcpError.TIMED_OUT);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSillyWindowIsNotFilledUntilTheTimerRunsOut(IpFamily family) throws TcpException {
        Conversation c = closedWindow(family);
        c.at(1030).receive(". 1:1(0) ack 2001 win 100").expectNothing();
        double rto = c.connection.info(c.now).rtoMicros() / 1000.0;
        c.at(1020 + rto + 0.001);
        assertThat(c.drain()).singleElement().asString().startsWith("P. 2001:2101(100)");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void halfTheLargestWindowIsGoodEnough(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1460", 1000, 20);
        c.at(1000).offer(3000);
        c.expectFull(1, 2, 500, "1").expectNothing();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aReceiverWhoseProgramReadsLittleAnnouncesNoSillyWindow(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withReceiveBufferBytes(7300))
                .established("mss 1000", 65535);
        for (int i = 0; i < 7; i++) {
            c.receive(". " + (1 + 1000 * i) + ":" + (1001 + 1000 * i) + "(1000) ack 1 win 65535");
        }
        c.receive(". 7001:7301(300) ack 1 win 65535");
        c.at(1000).discardSent();
        for (int i = 0; i < 9; i++) {
            c.read(100).expectNothing();
        }
        c.read(100).expect(". 1:1(0) ack 7301 win 1000");
        c.read(6300).expect(". 1:1(0) ack 7301 win 5000"); // whole segments, and one is reserved
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anAckThatWasOvertakenDoesNotShrinkTheWindowAgain(IpFamily family) throws TcpException {
        Conversation c = closedWindow(family);
        c.receive(". 1:1(0) ack 2001 win 8000").receive(". 1:1(0) ack 2001 win 500");
        assertThat(c.connection.info(c.now).sendWindowBytes()).isEqualTo(8000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aWindowThatIsTakenBackIsBornePatiently(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000", 4000, 20);
        c.at(1000).offer(6000);
        c.expectFull(1, 4, 1000, "1");
        c.at(1020).receive(". 1:1(0) ack 1001 win 1000").expectNothing(); // three are out, one may be
        c.at(1030)
                .receive(". 1:1(0) ack 4001 win 4000")
                .expect(". 4001:5001(1000) ack 1")
                .expect("P. 5001:6001(1000) ack 1");
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theWindowGrowsWithWhatTheProgramReadsPerRoundTrip(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1460,nop,nop,sackOK,nop,wscale 7", 65535, 20);
        int next = 1;
        for (int round = 0; round < 20; round++) {
            int window = Math.min(c.connection.receiver.windowBytes(), 64_000);
            for (int sent = 0; sent + 1000 <= window; sent += 1000) {
                c.receive(". " + next + ":" + (next + 1000) + "(1000) ack 1 win 512")
                        .read(1000);
                next += 1000;
            }
            c.discardSent();
            c.at(1000 + 20 * round);
        }
        assertThat(c.connection.info(c.now).receiveWindowBytes()).isGreaterThan(100_000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aPeerThatSendsByteByByteCannotMoveTheWindowBeyondTheBuffer(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family)
                .listen(8, TcpSettings.DEFAULT.withReceiveBufferBytes(5000))
                .established("mss 1460,nop,nop,sackOK,nop,wscale 7", 65535);
        for (int i = 1; i < 8_000; i++) {
            c.receive(". " + i + ":" + (i + 1) + "(1) ack 1 win 512")
                    .at(100 * i)
                    .discardSent();
        }
        assertThat(c.connection.available()).isBetween(5000, 5000 + 128);
    }

    /** A buffer of 60,000 bytes in which 30,000 lie unread; the program then sets one of 40,000. */
    private static Conversation shrinkingBuffer(IpFamily family, String mayShrink) throws TcpException {
        Conversation c = new Conversation(family);
        c.tcp.config(c.tcp.config().with("net.ipv4.tcp_shrink_window", mayShrink));
        c.listen(8, TcpSettings.DEFAULT.withReceiveBufferBytes(131_072))
                .established("mss 1000,nop,nop,sackOK,nop,wscale 7", 65535);
        for (int i = 0; i < 30; i++) {
            c.receive(". " + (1 + 1000 * i) + ":" + (1001 + 1000 * i) + "(1000) ack 1 win 512");
        }
        c.at(1000).discardSent();
        c.connection.configure(c.now, c.connection.settings().withReceiveBufferBytes(40_000));
        return c;
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aWindowThatWasAnnouncedIsNeverTakenBack(IpFamily family) throws TcpException {
        Conversation c = shrinkingBuffer(family, "0");
        int edge = c.connection.receiver.announcedAt + c.connection.receiver.announcedBytes;
        c.receive(". 30001:31001(1000) ack 1 win 512").at(1100);
        assertThat(c.connection.receiver.announcedAt + c.connection.receiver.announcedBytes)
                .isBetween(edge, edge + 4);
        c.receive(". 70001:71001(1000) ack 1 win 512"); // still inside
        assertThat(c.connection.receiver.buffer.outOfOrder.count()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aHostThatMayShrinkWindowsDoesSoWhenTheBufferDoes(IpFamily family) throws TcpException {
        Conversation c = shrinkingBuffer(family, "1");
        c.receive(". 30001:31001(1000) ack 1 win 512").at(1100);
        assertThat(c.connection.receiver.windowBytes()).isBetween(8_900, 9_000);
        c.receive(". 70001:71001(1000) ack 1 win 512");
        assertThat(c.connection.receiver.buffer.outOfOrder.count()).isZero();
        c.read(31_000);
        assertThat(c.connection.receiver.windowBytes()).isGreaterThan(30_000);
    }
}
