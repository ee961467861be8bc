package dev.netrarium.stack.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.rig.BulkTransfer;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.RigPair;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the fast path promises: once warm, a segment costs no allocation, whatever the window; an idle end is small. */
class SteadyStateTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void aSegmentCostsNoAllocation(IpFamily family) throws TcpException {
        for (int window : new int[] {65_536, 1 << 20}) {
            for (Duration delay : new Duration[] {Duration.ZERO, Duration.ofMillis(1)}) {
                TcpSettings settings =
                        TcpSettings.DEFAULT.withReceiveBufferBytes(window).withSendBufferBytes(window);
                RigPair pair = new RigPair(1, family, LinkConditions.IDEAL.withDelay(delay));
                Endpoint address = Endpoint.of(pair.right.address(family), 80);
                BulkTransfer t = BulkTransfer.start(
                        pair.rig,
                        pair.left,
                        pair.left.tcp(),
                        pair.right,
                        pair.right.tcp(),
                        address,
                        Long.MAX_VALUE,
                        settings,
                        settings,
                        false);
                double perSegment = allocatedPerSegment(pair, t);
                assertThat(perSegment)
                        .as("bytes allocated per segment, window " + window + ", delay " + delay)
                        .isLessThan(1);
            }
        }
    }

    private static double allocatedPerSegment(RigPair pair, BulkTransfer t) {
        // Warm: buffers and pools have their size, and the interpreter has linked every call it makes.
        runUntilRead(pair, t, 100_000_000);
        long segments = segments(pair);
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        runUntilRead(pair, t, 200_000_000);
        allocated = THREADS.getCurrentThreadAllocatedBytes() - allocated;
        segments = segments(pair) - segments;
        assertThat(segments).isGreaterThan(60_000);
        return (double) allocated / segments;
    }

    private static void runUntilRead(RigPair pair, BulkTransfer t, long bytes) {
        assertThat(pair.rig.runUntil(() -> t.bytesRead() >= bytes, Duration.ofHours(1)))
                .isTrue();
    }

    private static long segments(RigPair pair) {
        return pair.left.counters().get(Mib.TCP_OUT_SEGMENTS)
                + pair.right.counters().get(Mib.TCP_OUT_SEGMENTS);
    }

    /**
     * 20,000 connections, each after a request and an answer: what an endpoint holds, its place in the tables included
     * and the pools of both hosts shared out. The typed socket has what is left of 1.5 KB.
     */
    @Test
    void anIdleEndpointIsSmall() throws TcpException {
        int pairs = 20_000;
        RigPair pair = new RigPair(1, IpFamily.IPV4, LinkConditions.IDEAL.withDelay(Duration.ofMillis(1)));
        Endpoint address = Endpoint.of(pair.right.address(IpFamily.IPV4), 80);
        TcpListener listener = pair.right.tcp().listen(address, 4096, TcpSettings.DEFAULT);
        List<TcpConnection> endpoints = new ArrayList<>(2 * pairs);
        long before = usedHeapBytes();
        byte[] message = new byte[100];
        for (int i = 0; i < pairs; i++) {
            TcpConnection client = pair.left.tcp().connect(pair.rig.now(), address, TcpSettings.DEFAULT);
            pair.rig.poke(pair.left);
            pair.rig.runUntil(() -> listener.waiting() > 0, Duration.ofSeconds(1));
            TcpConnection server = listener.accept();
            exchange(pair, client, server, message);
            exchange(pair, server, client, message);
            endpoints.add(client);
            endpoints.add(server);
        }
        pair.rig.run(Duration.ofSeconds(1));
        long each = (usedHeapBytes() - before) / endpoints.size();
        assertThat(endpoints).allMatch(e -> e.state() == TcpState.ESTABLISHED);
        assertThat(pair.left.tcp().bufferedBytes()).isZero();
        assertThat(each).as("bytes per idle endpoint").isBetween(500L, 1_380L);
    }

    private static void exchange(RigPair pair, TcpConnection from, TcpConnection to, byte[] message)
            throws TcpException {
        assertThat(from.send(pair.rig.now(), message, 0, message.length)).isEqualTo(message.length);
        pair.rig.poke(pair.left);
        pair.rig.poke(pair.right);
        pair.rig.runUntil(() -> to.available() == message.length, Duration.ofSeconds(1));
        assertThat(to.receive(pair.rig.now(), message, 0, message.length)).isEqualTo(message.length);
    }

    static long usedHeapBytes() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            Runtime runtime = Runtime.getRuntime();
            least = Math.min(least, runtime.totalMemory() - runtime.freeMemory());
        }
        return least;
    }
}
