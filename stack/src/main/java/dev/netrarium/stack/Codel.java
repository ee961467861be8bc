package dev.netrarium.stack;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * CoDel, controlled delay (RFC 8289): a queue that judges itself by how long packets stay. Bursts may fill it; when even
 * the luckiest packet of an interval has stayed beyond the target, packets are dropped as they leave, at a rate that grows
 * with the square root of their number, until the delay is below the target. With ECN those that can be are marked
 * instead (RFC 3168 §5). In figures and order of steps it is Linux's {@code codel}.
 */
public final class Codel extends QueueDiscipline {
    /** What an interval's best packet may stay: 5 ms. */
    public static final Duration TARGET = Duration.ofMillis(5);

    /** About the longest round trip of those that pass: 100 ms. */
    public static final Duration INTERVAL = Duration.ofMillis(100);

    /** Dropping that pauses for less than so many intervals goes on where it was. */
    private static final int MEMORY_INTERVALS = 16;

    private final int limitPackets;
    private final long targetNanos;
    private final long intervalNanos;
    private final boolean ecn;
    private final long thresholdNanos;
    private final PacketQueue queue = new PacketQueue();

    /** When the delay will have been above the target for an interval; 0 while it is not above. */
    private long firstAboveNanos;

    private boolean dropping;
    private long dropNextNanos;

    /** Packets dropped or marked since dropping began, and when it began last. */
    private int count;

    private int lastCount;

    /** The largest packet seen: a queue of no more is no queue. */
    private int mostBytes = 256;

    private boolean shouldDrop;
    private long dropped;
    private long marked;

    /**
     * With RFC 8289's figures.
     *
     * @param ecn whether packets that can be marked are
     */
    public Codel(boolean ecn) {
        this(NetInterface.QUEUE_PACKETS, TARGET, INTERVAL, ecn, null);
    }

    /**
     * As {@code tc qdisc add … codel} takes it.
     *
     * @param limitPackets at least 1: more are refused, whatever their delay
     * @param ecn whether packets that can be marked are
     * @param threshold {@code ce_threshold}: every packet that stays longer is marked if it can be, as DCTCP wants it
     *     (RFC 8257); null for none
     */
    public Codel(int limitPackets, Duration target, Duration interval, boolean ecn, @Nullable Duration threshold) {
        if (limitPackets < 1 || !target.isPositive() || interval.compareTo(target) < 0) {
            throw new IllegalArgumentException("want room for a packet, and a target between 0 and the interval");
        }
        this.limitPackets = limitPackets;
        this.targetNanos = target.toNanos();
        this.intervalNanos = interval.toNanos();
        this.ecn = ecn;
        this.thresholdNanos = threshold == null ? Long.MAX_VALUE : threshold.toNanos();
    }

    @Override
    public boolean enqueue(long now, Packet packet) {
        if (queue.packets() >= limitPackets) {
            return false;
        }
        packet.queuedNanos = now;
        mostBytes = Math.max(mostBytes, packet.length());
        queue.add(packet);
        return true;
    }

    @Override
    public @Nullable Packet dequeue(long now) {
        Packet packet = next(now);
        if (packet == null) {
            dropping = false;
            return null;
        }
        if (dropping) {
            if (!shouldDrop) {
                dropping = false;
            } else if (now >= dropNextNanos) {
                packet = dropWhileDue(now, packet);
            }
        } else if (shouldDrop) {
            packet = beginDropping(now, packet);
        }
        if (packet != null && now - packet.queuedNanos > thresholdNanos && CongestionMark.mark(packet)) {
            marked++;
        }
        return packet;
    }

    @Override
    public int packets() {
        return queue.packets();
    }

    @Override
    public long bytes() {
        return queue.bytes();
    }

    /** Packets dropped because the queue was slow; those that found it full are not among them. */
    public long dropped() {
        return dropped;
    }

    /** Packets marked with CE. */
    public long marked() {
        return marked;
    }

    /** As {@code tc} names it. */
    @Override
    public String toString() {
        return "codel limit " + limitPackets + "p target " + targetNanos / 1000 + "us interval " + intervalNanos / 1000
                + "us" + (ecn ? " ecn" : "")
                + (thresholdNanos == Long.MAX_VALUE ? "" : " ce_threshold " + thresholdNanos / 1000 + "us");
    }

    /** The first packet, and whether its delay says that one is to be dropped. */
    private @Nullable Packet next(long now) {
        Packet packet = queue.poll();
        shouldDrop = false;
        if (packet == null) {
            firstAboveNanos = 0;
        } else if (now - packet.queuedNanos < targetNanos || queue.bytes() <= mostBytes) {
            firstAboveNanos = 0;
        } else if (firstAboveNanos == 0) {
            firstAboveNanos = now + intervalNanos;
        } else {
            shouldDrop = now > firstAboveNanos;
        }
        return packet;
    }

    private @Nullable Packet dropWhileDue(long now, Packet first) {
        Packet packet = first;
        while (dropping && now >= dropNextNanos && packet != null) {
            count++;
            if (punish(now, packet)) {
                dropNextNanos = after(dropNextNanos);
                return packet;
            }
            packet = next(now);
            if (shouldDrop) {
                dropNextNanos = after(dropNextNanos);
            } else {
                dropping = false;
            }
        }
        return packet;
    }

    private @Nullable Packet beginDropping(long now, Packet first) {
        Packet packet = punish(now, first) ? first : next(now);
        dropping = true;
        int since = count - lastCount;
        count = since > 1 && now - dropNextNanos < MEMORY_INTERVALS * intervalNanos ? since : 1;
        lastCount = count;
        dropNextNanos = after(now);
        return packet;
    }

    /** Marks the packet and answers true, or drops it. */
    private boolean punish(long now, Packet packet) {
        if (ecn && CongestionMark.mark(packet)) {
            marked++;
            return true;
        }
        dropped++;
        drop(now, DropReason.EGRESS_QUEUE_SLOW, packet);
        return false;
    }

    /** The control law: the next one sooner the more there were. The square root is exact by IEEE 754. */
    private long after(long then) {
        return then + (long) (intervalNanos / Math.sqrt(count));
    }
}
