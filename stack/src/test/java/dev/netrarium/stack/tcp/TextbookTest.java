package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The exact exercises of the textbooks, with their figures. */
class TextbookTest {
    /** Hosts of a time before window scaling and timestamps. */
    private static Conversation plain(IpFamily family) {
        return new Conversation(
                family,
                k -> k.with("net.ipv4.tcp_timestamps", "0")
                        .with("net.ipv4.tcp_window_scaling", "0")
                        .with("net.ipv4.tcp_sack", "0"));
    }

    /**
     * Ten segments: handshake with MSS 1460 and 1024, 20 bytes one way, 10 bytes the other way carrying the ACK, four
     * segments to close. The book's numbers begin at 1000 and 8000; here each side's are counted from its first.
     */
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theTenSegmentTrace(IpFamily family) throws TcpException {
        Conversation c = plain(family).connect(TcpSettings.DEFAULT);
        c.expect("S 0:0(0) win 64240 <mss 1460>"); // 1
        c.receive("S. 0:0(0) ack 1 win 6144 <mss 1024>"); // 2
        c.expect(". 1:1(0) ack 1"); // 3
        c.write(20).expect("P. 1:21(20) ack 1"); // 4: 1001:1021
        c.receive("P. 1:11(10) ack 21 win 6144"); // 5: 8001:8011 ack 1021
        c.expect(". 21:21(0) ack 11").read(10); // 6: ack 8011
        c.shutdown().expect("F. 21:21(0) ack 11").state(TcpState.FIN_WAIT_1); // 7
        c.receive(". 11:11(0) ack 22 win 6144").state(TcpState.FIN_WAIT_2); // 8
        c.receive("F. 11:11(0) ack 22 win 6144").expect(". 22:22(0) ack 12").state(TcpState.TIME_WAIT); // 9, 10
        c.readEnd();
        assertThat(c.connection.info(c.now).sendMssBytes()).isEqualTo(1024);
    }

    /**
     * The sliding window: the sender may have 6 KB out (our peer announces 6144), segments of 1 KB. Six segments fill the
     * window; it reopens by 2 KB and 4 KB, the last data carries the FIN, and the other side reads 2 KB at a time.
     */
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theSlidingWindowAsTheSenderSeesIt(IpFamily family) throws TcpException {
        Conversation c = plain(family).connect(TcpSettings.DEFAULT).expect("S 0:0(0)");
        c.receive("S. 0:0(0) ack 1 win 6144 <mss 1024>").expect(". 1:1(0) ack 1");
        c.write(8192); // segments 4 to 9 fill the window
        c.expectFull(1, 6, 1024, "1").expectNothing();
        c.receive(". 1:1(0) ack 6145 win 0").expectNothing(); // 10
        c.receive(". 1:1(0) ack 6145 win 2048"); // 11: the program has read 2 KB
        c.expect(". 6145:7169(1024) ack 1"); // 12
        c.expect("P. 7169:8193(1024) ack 1"); // 13
        c.shutdown().expectNothing(); // the window is full again: not even the FIN fits
        c.receive(". 1:1(0) ack 8193 win 2048").expect("F. 8193:8193(0) ack 1");
        c.receive(". 1:1(0) ack 8194 win 4096").state(TcpState.FIN_WAIT_2); // 14: ACK 8194
        c.receive(". 1:1(0) ack 8194 win 6144").expectNothing(); // 15, 16
        c.receive("F. 1:1(0) ack 8194 win 6144").expect(". 8194:8194(0) ack 2").state(TcpState.TIME_WAIT); // 17, 18
    }

    /** The same window as the receiver makes it: 4 KB announced, filled, and reopened as the program reads. */
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theSlidingWindowAsTheReceiverMakesIt(IpFamily family) throws TcpException {
        Conversation c = plain(family)
                .listen(8, TcpSettings.DEFAULT.withReceiveBufferBytes(6144).withMaxSegmentBytes(1024))
                .established("mss 1024", 4096);
        for (int i = 0; i < 6; i++) {
            c.receive(". " + (1 + 1024 * i) + ":" + (1025 + 1024 * i) + "(1024) ack 1 win 4096");
        }
        c.at(200); // the delayed ACK's time, since the program does not read
        assertThat(c.drain()).last().asString().startsWith(". 1:1(0) ack 6145 win 0");
        c.read(2048).expect(". 1:1(0) ack 6145 win 2048");
        c.read(2048).expect(". 1:1(0) ack 6145 win 4096");
        c.receive(". 6145:7169(1024) ack 1 win 4096").receive("FP. 7169:8193(1024) ack 1 win 4096");
        c.at(300);
        assertThat(c.drain()).last().asString().startsWith(". 1:1(0) ack 8194");
        c.read(4096).readEnd().state(TcpState.CLOSE_WAIT);
        c.shutdown().expect("F. 1:1(0) ack 8194");
        c.receive(". 8194:8194(0) ack 2 win 4096").state(TcpState.CLOSED);
    }

    /** RFC 9293 §3.5, figure 9: an old duplicate SYN makes the listener answer, and the client's reset clears it. */
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anOldDuplicateSynDoesNoHarm(IpFamily family) throws TcpException {
        Conversation c = plain(family).listen(8);
        c.receive("S -500:-500(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack -499");
        // The client never sent that SYN lately; the acknowledgment means nothing to it.
        c.receive("R -499:-499(0) win 0");
        assertThat(c.listener.halfOpen()).isZero();
        c.receive("S 0:0(0) win 65535 <mss 1460>").expect("S. 0:0(0) ack 1");
    }

    /** One window of 65535 bytes for each round trip of 100 ms is 5.24 Mbit/s, whatever the line gives. */
    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void withoutScalingAWindowOfSixtyFourKilobytesBoundsARoundTrip(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family);
        c.network.path.initialWindowSegments = 1000;
        c.listen(8, TcpSettings.DEFAULT.withSendBufferBytes(1 << 20)).established("mss 1460", 65535, 100);
        c.offer(1 << 20);
        int sent = 0;
        while (!c.network.sent.isEmpty()) {
            for (var p : c.network.sent) {
                sent += p.end - p.transport - 20;
                FakeNetwork.depart(c.now, p);
            }
            c.discardSent();
            c.run();
        }
        assertThat(sent).isBetween(65535 - 1460, 65535);
    }
}
