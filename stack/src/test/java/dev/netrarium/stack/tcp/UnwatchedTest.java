package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Packet;
import dev.netrarium.wire.IpFamily;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events are made for those who watch, and for nobody else: a flood of bad segments leaves no garbage. */
class UnwatchedTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aDropAllocatesNothingWhileNobodyWatches(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000,sackOK", 60_000, 20);
        c.network.watched = false;
        c.network.events.clear();
        Packet bad = c.build(". 1:1001(1000) ack 1 win 60000");
        bad.bytes[bad.end - 1] ^= 1; // its checksum is wrong
        int warm = 20_000;
        int measured = 20_000;
        drop(c, bad, warm);
        long before = THREADS.getCurrentThreadAllocatedBytes();
        drop(c, bad, measured);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        assertThat(c.count(Mib.TCP_CHECKSUM_ERRORS)).isEqualTo(warm + measured);
        assertThat(c.network.events).isEmpty();
        assertThat((double) allocated / measured).as("bytes allocated per drop").isLessThan(1);
    }

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aRetransmissionIsToldToThoseWhoWatchOnly(IpFamily family) throws TcpException {
        Conversation c = new Conversation(family).established("mss 1000,sackOK", 60_000, 20);
        c.at(1000).write(1000);
        c.network.watched = false;
        c.network.events.clear();
        c.at(3000);
        assertThat(c.count(Mib.TCP_RETRANSMITTED_SEGMENTS)).isPositive();
        assertThat(c.network.events).isEmpty();
        c.network.watched = true;
        c.at(30_000);
        assertThat(c.network.events).isNotEmpty();
    }

    private static void drop(Conversation c, Packet bad, int times) {
        for (int i = 0; i < times; i++) {
            Packet copy = c.network.take(bad.length());
            System.arraycopy(bad.bytes, bad.start, copy.bytes, copy.start, bad.length());
            copy.network = bad.network - bad.start + copy.start;
            copy.transport = copy.start;
            System.arraycopy(bad.bytes, bad.network, copy.bytes, copy.network, bad.transport - bad.network);
            copy.ingress = bad.ingress;
            c.tcp.receive(c.now, copy);
        }
    }
}
