package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Fair queueing: who leaves when. Packets are told apart by the source port, which is their flow. */
class FqTest {
    private static final long MILLISECOND = 1_000_000L;

    private final PacketPool pool = new PacketPool();
    private final Fq fq = new Fq(RandomStream.of(1, "test", "fq"));

    private Packet packet(int flow, int length, long departure) {
        Packet packet = pool.take(Packet.HEADROOM, length);
        int at = packet.start;
        Ipv4Header.write(packet.bytes, at, 0, length, 0, 0, 64, IpProtocol.UDP, 0xc0000201, 0xc0000202);
        packet.bytes[at + Ipv4Header.BYTES] = (byte) (flow >> 8);
        packet.bytes[at + Ipv4Header.BYTES + 1] = (byte) flow;
        packet.network = at;
        packet.departureNanos = departure;
        return packet;
    }

    private boolean put(long now, int flow, int length, long departure) {
        Packet packet = packet(flow, length, departure);
        boolean taken = fq.enqueue(now, packet);
        if (!taken) {
            packet.release();
        }
        return taken;
    }

    /** The flow of the next packet, or -1. */
    private int next(long now) {
        @Nullable Packet packet = fq.dequeue(now);
        if (packet == null) {
            return -1;
        }
        int at = packet.network + Ipv4Header.BYTES;
        int flow = (packet.bytes[at] & 0xff) << 8 | packet.bytes[at + 1] & 0xff;
        packet.release();
        return flow;
    }

    private List<Integer> drain(long now) {
        List<Integer> flows = new ArrayList<>();
        for (int flow = next(now); flow >= 0; flow = next(now)) {
            flows.add(flow);
        }
        return flows;
    }

    @Test
    void oldFlowsTakeTurnsByBytes() {
        for (int i = 0; i < 30; i++) {
            put(0, 1, 1500, 0);
            put(0, 2, 500, 0);
        }
        // The first turn of a flow is ten frames; then two frames' worth each: six small packets for two large ones.
        List<Integer> flows = drain(0);
        assertThat(flows).hasSize(60);
        List<Integer> later = flows.subList(40, 50);
        assertThat(later).contains(1, 2);
        long ofOne = flows.subList(0, 30).stream().filter(f -> f == 1).count();
        assertThat(ofOne).isLessThan(20);
    }

    @Test
    void aNewFlowGoesBeforeOldOnes() {
        for (int i = 0; i < 50; i++) {
            put(0, 1, 1500, 0);
        }
        for (int i = 0; i < 15; i++) {
            assertThat(next(0)).isEqualTo(1);
        }
        put(0, 2, 100, 0);
        assertThat(next(0)).isEqualTo(2);
        assertThat(next(0)).isEqualTo(1);
    }

    @Test
    void noPacketLeavesBeforeItsTime() {
        put(0, 1, 1000, 3 * MILLISECOND);
        put(0, 1, 1000, 5 * MILLISECOND);
        put(0, 2, 1000, 4 * MILLISECOND);
        assertThat(next(0)).isEqualTo(-1);
        assertThat(fq.nextReadyNanos(0)).isEqualTo(3 * MILLISECOND);
        assertThat(fq.throttledFlows()).isEqualTo(2);
        put(0, 3, 1000, 0); // who need not wait does not
        assertThat(fq.nextReadyNanos(0)).isZero();
        assertThat(drain(0)).containsExactly(3);
        assertThat(drain(3 * MILLISECOND)).containsExactly(1);
        assertThat(drain(4 * MILLISECOND)).containsExactly(2);
        assertThat(fq.nextReadyNanos(4 * MILLISECOND)).isEqualTo(5 * MILLISECOND);
        assertThat(drain(6 * MILLISECOND)).containsExactly(1);
        assertThat(fq.nextReadyNanos(6 * MILLISECOND)).isEqualTo(Timer.NEVER);
        assertThat(fq.packets()).isZero();
        assertThat(fq.bytes()).isZero();
    }

    @Test
    void anEarlierTimeOvertakesInItsFlow() {
        put(0, 1, 1000, 5 * MILLISECOND);
        Packet early = packet(1, 77, MILLISECOND);
        assertThat(fq.enqueue(0, early)).isTrue();
        assertThat(next(0)).isEqualTo(-1);
        assertThat(fq.dequeue(MILLISECOND)).isSameAs(early);
        assertThat(next(MILLISECOND)).isEqualTo(-1);
        assertThat(next(5 * MILLISECOND)).isEqualTo(1);
        early.release();
    }

    @Test
    void limitsHoldPerFlowAndInAll() {
        for (int i = 0; i < Fq.FLOW_LIMIT_PACKETS; i++) {
            assertThat(put(0, 1, 100, 0)).isTrue();
        }
        assertThat(put(0, 1, 100, 0)).isFalse();
        int taken = Fq.FLOW_LIMIT_PACKETS;
        for (int flow = 2; flow < 2000 && taken < Fq.LIMIT_PACKETS; flow++) {
            for (int i = 0; i < 20 && taken < Fq.LIMIT_PACKETS; i++) {
                taken += put(0, flow, 100, 0) ? 1 : 0;
            }
        }
        assertThat(fq.packets()).isEqualTo(Fq.LIMIT_PACKETS);
        assertThat(put(0, 3000, 100, 0)).isFalse();
        assertThat(drain(0)).hasSize(Fq.LIMIT_PACKETS);
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void nothingWaitsBeyondTheHorizon() {
        assertThat(put(0, 1, 100, Fq.HORIZON_NANOS)).isTrue();
        assertThat(put(0, 1, 100, Fq.HORIZON_NANOS + 1)).isFalse();
    }

    @Test
    void whatIsNotIpGoesFirst() {
        put(0, 1, 1000, 0);
        Packet arp = pool.take(Packet.HEADROOM, 42);
        assertThat(fq.enqueue(0, arp)).isTrue();
        assertThat(fq.dequeue(0)).isSameAs(arp);
        arp.release();
        Packet stub = packet(1, 40, 0);
        stub.end = stub.network + 3; // an IP header that is not there
        assertThat(fq.enqueue(0, stub)).isTrue();
        assertThat(fq.dequeue(0)).isSameAs(stub);
        stub.release();
        assertThat(next(0)).isEqualTo(1);
    }

    @Test
    void senselessLimitsAreRefused() {
        assertThatThrownBy(() -> new Fq(RandomStream.of(1, "a", "b"), 0, 1, 1514))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Fq(RandomStream.of(1, "a", "b"), 1, 1, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everyPacketLeavesOnceInTheOrderOfItsFlowAndNotTooEarly() {
        RandomStream chance = RandomStream.of(7, "fq", "property");
        long now = 0;
        int in = 0;
        int out = 0;
        for (int step = 0; step < 50_000; step++) {
            if (chance.chance(0.5)) {
                long departure = chance.chance(0.5) ? 0 : now + chance.nextLong(20 * MILLISECOND);
                in += put(now, chance.nextInt(60), 100 + chance.nextInt(1400), departure) ? 1 : 0;
            } else {
                Packet packet = fq.dequeue(now);
                if (packet == null) {
                    long ready = fq.nextReadyNanos(now);
                    assertThat(ready).isGreaterThan(now);
                    now = ready == Timer.NEVER ? now + MILLISECOND : Math.min(ready, now + MILLISECOND);
                } else {
                    assertThat(packet.departureNanos).isLessThanOrEqualTo(now);
                    out++;
                    packet.release();
                }
            }
        }
        while (fq.packets() > 0) {
            now = Math.max(now, fq.nextReadyNanos(now));
            out += drain(now).size();
        }
        assertThat(out).isEqualTo(in);
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void aPacketCostsNoAllocation() {
        churn(20_000);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        churn(20_000);
        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
    }

    private void churn(int packets) {
        for (int i = 0; i < packets; i++) {
            put(i * 1000L, i % 50, 1000, i % 3 == 0 ? i * 1000L + 30_000 : 0);
            next(i * 1000L);
        }
        long end = packets * 1000L + MILLISECOND;
        while (next(end) >= 0) {
            // all of them leave
        }
    }
}
