package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.IpFamily;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a peer or a program can make a host hold, and where that ends. Queues of listeners: {@link ListenerTest}. */
class BoundsTest {
    private static final String SCALED = "mss 1460,nop,nop,sackOK,nop,wscale 7";

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void gapsAreKeptUpToABound(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established(SCALED, 65535);
        for (int i = 0; i < 2 * SequenceRanges.MAX_RANGES; i++) {
            int at = 11 + 20 * i;
            c.receive(". " + at + ":" + (at + 10) + "(10) ack 1 win 512").discardSent();
        }
        assertThat(c.connection.receiver.buffer.outOfOrder.count()).isEqualTo(SequenceRanges.MAX_RANGES);
        assertThat(c.count(Mib.TCP_OUT_OF_ORDER_DROPS)).isEqualTo(SequenceRanges.MAX_RANGES);
        // The stream still goes on once the gaps are filled.
        int end = 11 + 20 * 600;
        for (int at = 1; at < end; at += 1000) {
            c.receive(". " + at + ":" + (at + 1000) + "(1000) ack 1 win 512").discardSent();
        }
        c.read(12_000);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void whatLiesBeyondGapsIsBoundedByTheWindow(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established(SCALED, 65535);
        for (int at = 1001; at < 400_000; at += 1000) {
            c.receive(". " + at + ":" + (at + 1000) + "(1000) ack 1 win 512").discardSent();
        }
        assertThat(c.tcp.bufferedBytes()).isLessThanOrEqualTo(65_536 + ChunkPool.CHUNK_BYTES);
        c.connection.abort(c.now);
        c.discardSent();
        assertThat(c.tcp.bufferedBytes()).isZero();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theHostsMemoryIsBoundedForReceivers(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_mem", "65536"));
        c.listen(64);
        for (int i = 0; i < 10; i++) {
            c.peerPort = 50_000 + i;
            c.established(SCALED, 65535);
            for (int at = 1; at < 20_000; at += 1000) {
                c.receive(". " + at + ":" + (at + 1000) + "(1000) ack 1 win 512")
                        .discardSent();
            }
        }
        assertThat(c.tcp.bufferedBytes()).isLessThanOrEqualTo(65536);
        assertThat(c.count(Mib.TCP_RECEIVE_DROPS)).isPositive();
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void theHostsMemoryIsBoundedForSenders(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_mem", "32768"));
        c.listen(64, TcpSettings.DEFAULT.withSendBufferBytes(1 << 20)).established(SCALED, 65535);
        assertThat(c.offer(100_000)).isEqualTo(32768);
        c.discardSent();
        assertThat(c.offer(1)).isZero();
        c.receive(". 1:1(0) ack 1461 win 512").discardSent();
        TcpConnection first = c.connection;
        c.peerPort++;
        c.established(SCALED, 65535);
        assertThatThrownBy(() -> c.offer(10)).hasMessage("No buffer space available");
        first.abort(c.now);
        c.discardSent();
        assertThat(c.offer(10)).isEqualTo(10);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void dataInOrderTakesThePlaceOfDataBeyondAGap(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_mem", "8192")).established(SCALED, 65535);
        c.receive(". 17001:18001(1000) ack 1 win 512")
                .receive(". 33001:34001(1000) ack 1 win 512")
                .discardSent();
        assertThat(c.tcp.bufferedBytes()).isEqualTo(8192);
        c.receive(". 1:1001(1000) ack 1 win 512").expect(". 1:1(0) ack 1001").read(1000);
        assertThat(c.count(Mib.TCP_OUT_OF_ORDER_PRUNED)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void windowsStopGrowingWhileMemoryRunsShort(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family, k -> k.with("net.ipv4.tcp_mem", "65536")).listen(8);
        c.established(SCALED, 65535);
        c.receive(". 1:14601(14600) ack 1 win 512");
        c.receive(". 14601:29201(14600) ack 1 win 512").receive(". 29201:43801(14600) ack 1 win 512");
        c.receive(". 43801:58401(14600) ack 1 win 512").discardSent();
        assertThat(c.tcp.bufferedBytes()).isBetween(49_153L, 65_536L); // over three quarters
        c.peerPort++;
        c.established(SCALED, 65535);
        c.readPosition = 1;
        c.receive("P. 1:2(1) ack 1 win 512").discardSent();
        assertThat(c.connection.receiver.announcedBytes)
                .as("neither grown nor taken back")
                .isBetween(64_240, 64_240 + 128);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void anIdleConnectionHoldsNoBuffer(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established(SCALED, 65535);
        c.receive("P. 1:1001(1000) ack 1 win 512").discardSent().read(1000);
        c.write(1000).discardSent().receive(". 1001:1001(0) ack 1001 win 512");
        assertThat(c.tcp.bufferedBytes()).isZero();
        assertThat(c.connection.sender.flight.count()).isZero();
    }
}
