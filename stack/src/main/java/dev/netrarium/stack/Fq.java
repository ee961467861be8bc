package dev.netrarium.stack;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import org.jspecify.annotations.Nullable;

/**
 * Fair queueing with pacing, as Linux's {@code fq}: each flow has a queue of its own, flows take turns of {@code quantum}
 * bytes (deficit round robin, new flows first), and no packet leaves before its {@link Packet#departureNanos}: a flow
 * whose next packet must wait is set aside until then.
 *
 * <p>Flows are told apart by a keyed hash of addresses, protocol and ports into {@value #FLOWS} queues; two that fall
 * together share a turn, and their packets are kept in the order of their departure times. What is not IP goes first.
 */
public final class Fq extends QueueDiscipline {
    /** Linux's defaults: packets in all, packets of one flow, and how far ahead a departure time may lie. */
    public static final int LIMIT_PACKETS = 10_000;

    public static final int FLOW_LIMIT_PACKETS = 100;
    public static final long HORIZON_NANOS = 10_000_000_000L;

    /** Linux's {@code buckets}, and a bound of the memory that flows take. */
    private static final int FLOWS = 1024;

    private static final int FRAME_BYTES = 1514;
    private static final int FIRST_TURN_FRAMES = 10;
    private static final int TURN_FRAMES = 2;

    /** A flow that was away for so long has a whole turn again. */
    private static final long REFILL_NANOS = 40_000_000L;

    private final int limitPackets;
    private final int flowLimitPackets;
    private final int quantumBytes;
    private final SipHash hash;
    private final @Nullable FqFlow[] flows = new FqFlow[FLOWS];
    private final FqFlows fresh = new FqFlows();
    private final FqFlows old = new FqFlows();
    private final FqThrottled throttled = new FqThrottled(FLOWS);
    private final PacketQueue control = new PacketQueue();
    private int packets;
    private long bytes;

    /**
     * With Linux's limits, for frames of {@value #FRAME_BYTES} bytes.
     *
     * @param secrets where the key of the hash comes from
     */
    public Fq(RandomStream secrets) {
        this(secrets, LIMIT_PACKETS, FLOW_LIMIT_PACKETS, TURN_FRAMES * FRAME_BYTES);
    }

    /**
     * @param limitPackets packets in all, at least 1
     * @param flowLimitPackets packets of one flow, at least 1
     * @param quantumBytes what a flow sends in one turn, at least {@value #FRAME_BYTES}
     */
    public Fq(RandomStream secrets, int limitPackets, int flowLimitPackets, int quantumBytes) {
        if (limitPackets < 1 || flowLimitPackets < 1 || quantumBytes < FRAME_BYTES) {
            throw new IllegalArgumentException("want limits of at least 1, and a quantum of at least " + FRAME_BYTES);
        }
        this.hash = SipHash.keyedBy(secrets);
        this.limitPackets = limitPackets;
        this.flowLimitPackets = flowLimitPackets;
        this.quantumBytes = quantumBytes;
    }

    @Override
    public boolean keepsDepartureTimes() {
        return true;
    }

    @Override
    public boolean isPassedBy(long now, Packet packet) {
        return packet.departureNanos <= now;
    }

    /** False beyond the limits, and for what would wait for more than {@link #HORIZON_NANOS}. */
    @Override
    public boolean enqueue(long now, Packet packet) {
        if (packets >= limitPackets || packet.departureNanos - now > HORIZON_NANOS) {
            return false;
        }
        if (!isIp(packet)) {
            control.add(packet);
        } else {
            FqFlow flow = flowOf(packet);
            if (flow.packets >= flowLimitPackets) {
                return false;
            }
            if (flow.place == FqFlow.Place.NOWHERE) {
                if (now - flow.leftNanos > REFILL_NANOS) {
                    flow.credit = Math.max(flow.credit, quantumBytes);
                }
                flow.place = FqFlow.Place.IN_TURN;
                fresh.add(flow);
            }
            packet.departureNanos = Math.max(packet.departureNanos, now);
            flow.add(packet);
        }
        packets++;
        bytes += packet.length();
        return true;
    }

    @Override
    public @Nullable Packet dequeue(long now) {
        Packet first = control.poll();
        if (first == null) {
            wake(now);
            first = byTurns(now);
        }
        if (first != null) {
            packets--;
            bytes -= first.length();
        }
        return first;
    }

    /** Packets leave at once, or the first flow that was set aside has its time. */
    @Override
    public long nextReadyNanos(long now) {
        if (packets == 0) {
            return Timer.NEVER;
        }
        return control.isEmpty() && fresh.isEmpty() && old.isEmpty() ? throttled.firstNanos() : now;
    }

    @Override
    public int packets() {
        return packets;
    }

    @Override
    public long bytes() {
        return bytes;
    }

    /** Flows whose next packet must wait. */
    int throttledFlows() {
        return throttled.size();
    }

    private @Nullable Packet byTurns(long now) {
        while (true) {
            FqFlows from = fresh.isEmpty() ? old : fresh;
            FqFlow flow = from.first();
            if (flow == null) {
                return null;
            }
            if (flow.credit <= 0) {
                flow.credit += quantumBytes;
                from.removeFirst();
                old.add(flow);
                continue;
            }
            Packet first = flow.peek();
            if (first == null) {
                from.removeFirst();
                if (from == fresh) {
                    old.add(flow); // or one that comes and goes would starve the old ones
                } else {
                    flow.place = FqFlow.Place.NOWHERE;
                    flow.leftNanos = now;
                }
            } else if (first.departureNanos > now) {
                from.removeFirst();
                flow.place = FqFlow.Place.THROTTLED;
                throttled.add(flow, first.departureNanos);
            } else {
                flow.poll();
                flow.credit -= first.length();
                return first;
            }
        }
    }

    private void wake(long now) {
        while (throttled.size() > 0 && throttled.firstNanos() <= now) {
            FqFlow flow = throttled.removeFirst();
            flow.place = FqFlow.Place.IN_TURN;
            old.add(flow);
        }
    }

    private FqFlow flowOf(Packet packet) {
        int slot = (int) (key(packet) & (FLOWS - 1));
        FqFlow flow = flows[slot];
        if (flow == null) {
            flow = new FqFlow(FIRST_TURN_FRAMES / TURN_FRAMES * quantumBytes);
            flows[slot] = flow;
        }
        return flow;
    }

    private long key(Packet packet) {
        byte[] b = packet.bytes;
        int at = packet.network;
        boolean v4 = IpFields.isV4(packet);
        int protocol = v4 ? Ipv4Header.protocol(b, at) : Ipv6Header.nextHeader(b, at);
        int transport = at + (v4 ? Ipv4Header.headerBytes(b, at) : Ipv6Header.BYTES);
        boolean ports = (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP)
                && !(v4 && Ipv4Header.isFragment(b, at))
                && transport + 4 <= packet.end;
        return hash.forTable(
                5,
                IpFields.sourceHigh(packet),
                IpFields.sourceLow(packet),
                IpFields.destinationHigh(packet),
                IpFields.destinationLow(packet),
                (ports ? BigEndian.u32(b, transport) : 0) << 8 | protocol);
    }

    /** An IP packet whose header is there. */
    private static boolean isIp(Packet packet) {
        int at = packet.network;
        return at >= 0 && packet.end - at >= (IpFields.isV4(packet) ? Ipv4Header.BYTES : Ipv6Header.BYTES);
    }
}
