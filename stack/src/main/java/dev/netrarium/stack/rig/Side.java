package dev.netrarium.stack.rig;

import dev.netrarium.stack.LinkPort;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.stack.Timer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One side of a {@link RigLink}: the port by which its end sends, and the packets on their way to the other side in order
 * of arrival. What is put in between two others moves those behind it, which is rare and near the end.
 */
public final class Side implements LinkPort {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    private final Rig rig;
    private final RigLink link;
    private final RandomStream chance;
    private LinkConditions conditions;
    Side opposite = this;

    @Nullable RigEnd end;

    private Packet[] packets = new Packet[64];
    private long[] arrivals = new long[64];

    /** For packets that come back because they were too big: the MTU; else 0. */
    private int[] bounced = new int[64];

    private int head;
    private int count;
    private long busyUntilNanos;
    private long sent;
    private long lost;
    private long overflowed;
    private boolean cut;

    Side(Rig rig, RigLink link, String name, LinkConditions conditions) {
        this.rig = rig;
        this.link = link;
        this.conditions = conditions;
        this.chance = RandomStream.of(rig.seed(), name, "faults");
    }

    public RigLink link() {
        return link;
    }

    /** Sets who stands at this side. */
    public void attach(RigEnd whoever) {
        end = whoever;
        rig.add(whoever);
    }

    /** What happens to packets sent from this side. */
    public LinkConditions conditions() {
        return conditions;
    }

    /** Changes what happens to packets sent from now on. */
    public void conditions(LinkConditions changed) {
        conditions = changed;
    }

    /** Cuts the cable in this direction, or heals it; what is on its way still arrives. */
    public void cut(boolean on) {
        cut = on;
    }

    /** Packets that were given to this side. */
    public long sent() {
        return sent;
    }

    /** Of these, lost by chance or by the cut. */
    public long lost() {
        return lost;
    }

    /** Of these, dropped because the queue before the wire was full. */
    public long overflowed() {
        return overflowed;
    }

    /** Packets on their way from here. */
    public int travelling() {
        return count;
    }

    @Override
    public boolean transmit(long now, Packet packet) {
        sent++;
        LinkConditions c = conditions;
        int bytes = packet.length();
        if (bytes > c.mtuBytes()) {
            depart(now, packet);
            opposite.insert(now + c.delayNanos() + opposite.conditions.delayNanos(), packet, c.mtuBytes());
            return true;
        }
        if (cut || chance.chance(c.loss())) {
            lost++;
            depart(now, packet);
            packet.release();
            return true;
        }
        long leaves = now;
        if (c.bitsPerSecond() > 0) {
            long from = Math.max(now, busyUntilNanos);
            long waitingBytes = (from - now) * (c.bitsPerSecond() / 8) / NANOS_PER_SECOND;
            if (waitingBytes + bytes > c.queueBytes()) {
                overflowed++;
                depart(now, packet);
                packet.release();
                return true;
            }
            leaves = from + bytes * 8L * NANOS_PER_SECOND / c.bitsPerSecond();
            busyUntilNanos = leaves;
        }
        if (chance.chance(c.corruption())) {
            flipBit(packet);
        }
        if (chance.chance(c.duplication())) {
            insert(arrival(leaves, c), packet.copy(), 0);
        }
        long arrives = arrival(leaves, c);
        if (arrives > now) {
            depart(now, packet); // else it lies in the sender's queue until the other end takes it
        }
        insert(arrives, packet, 0);
        return true;
    }

    long nextArrivalNanos() {
        return count == 0 ? Timer.NEVER : arrivals[head];
    }

    /** Hands over what has arrived, at most so many packets. */
    void deliver(long now, int most) {
        RigEnd target = opposite.end;
        int mask = packets.length - 1;
        while (most-- > 0 && count > 0 && arrivals[head] <= now) {
            Packet packet = packets[head];
            int mtu = bounced[head];
            packets[head] = null;
            head = (head + 1) & mask;
            count--;
            mask = packets.length - 1;
            depart(now, packet);
            if (target == null) {
                packet.release();
            } else if (mtu > 0) {
                target.tooBig(now, packet, mtu);
            } else {
                packet.receivedNanos = now;
                target.receive(now, packet);
            }
            mask = packets.length - 1;
        }
    }

    private long arrival(long leaves, LinkConditions c) {
        long arrives = leaves + c.delayNanos();
        if (c.jitterNanos() > 0) {
            arrives += chance.nextLong(c.jitterNanos() + 1);
        }
        if (chance.chance(c.reordering())) {
            arrives += c.reorderNanos();
        }
        return arrives;
    }

    private void insert(long arrives, Packet packet, int mtu) {
        if (count == packets.length) {
            grow();
        }
        int mask = packets.length - 1;
        int at = (head + count) & mask;
        while (at != head) {
            int before = (at - 1) & mask;
            if (arrivals[before] <= arrives) {
                break;
            }
            packets[at] = packets[before];
            arrivals[at] = arrivals[before];
            bounced[at] = bounced[before];
            at = before;
        }
        packets[at] = packet;
        arrivals[at] = arrives;
        bounced[at] = mtu;
        count++;
    }

    private void grow() {
        int size = packets.length;
        Packet[] morePackets = new Packet[2 * size];
        long[] moreArrivals = new long[2 * size];
        int[] moreBounced = new int[2 * size];
        for (int i = 0; i < count; i++) {
            int from = (head + i) & (size - 1);
            morePackets[i] = packets[from];
            moreArrivals[i] = arrivals[from];
            moreBounced[i] = bounced[from];
        }
        Arrays.fill(packets, null);
        packets = morePackets;
        arrivals = moreArrivals;
        bounced = moreBounced;
        head = 0;
    }

    private void flipBit(Packet packet) {
        int from = packet.transport >= packet.start ? packet.transport : packet.start;
        if (from < packet.end) {
            int bit = chance.nextInt((packet.end - from) * 8);
            packet.bytes[from + (bit >>> 3)] ^= (byte) (1 << (bit & 7));
        }
    }

    private static void depart(long now, Packet packet) {
        Packet.Sender sender = packet.sender;
        if (sender != null) {
            packet.sender = null;
            sender.departed(now, packet.length());
        }
    }
}
