package dev.netrarium.stack;

import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.MacAddress;
import org.jspecify.annotations.Nullable;

/**
 * One neighbour on a link: its link address, what is believed about it (RFC 4861 §7.3.2, for ARP too, as Linux does), the
 * packets that wait for it, and the Ethernet header that stands before every packet to it.
 */
final class Neighbour extends Timer {
    /** Memory charged to a waiting packet beside its buffer, as Linux charges the whole buffer. */
    private static final int PACKET_OVERHEAD_BYTES = 256;

    final NetInterface on;
    final IpAddress address;
    final long high;
    final long low;
    private final Neighbours table;
    private final PacketQueue pending = new PacketQueue();
    private final byte[] header = new byte[EthernetHeader.BYTES];
    private NeighbourState state = NeighbourState.INCOMPLETE;

    /** -1 while unknown. */
    private long mac = -1;

    private int pendingBytes;
    private int questions;
    long updatedNanos;
    private long confirmedNanos;

    /** Taken out of the table: whoever keeps it asks the table again. */
    boolean gone;

    /** Links of the table's list by age. */
    @Nullable Neighbour older;

    @Nullable Neighbour newer;

    Neighbour(Neighbours table, NetInterface on, IpAddress address, int etherType) {
        this.table = table;
        this.on = on;
        this.address = address;
        this.high = address.high();
        this.low = address.low();
        EthernetHeader.putSource(header, 0, on.macBits);
        EthernetHeader.putEtherType(header, 0, etherType);
    }

    NeighbourState state() {
        return state;
    }

    @Nullable MacAddress link() {
        return mac == -1 ? null : new MacAddress(mac);
    }

    /** True when another link address than this one is known. */
    boolean isElsewhereThan(long link) {
        return mac != -1 && mac != link;
    }

    /** Sends an IP packet to the neighbour, now or when its link address is known. */
    Transmit send(long now, Packet packet) {
        switch (state) {
            case REACHABLE, PERMANENT, DELAY, PROBE -> {
                return transmit(now, packet);
            }
            case STALE -> {
                become(now, NeighbourState.DELAY, "used while stale");
                table.arm(this, now + table.settings(this).delayNanos());
                return transmit(now, packet);
            }
            case INCOMPLETE -> {
                return hold(now, packet);
            }
            case FAILED -> {
                become(now, NeighbourState.INCOMPLETE, "needed again");
                questions = 0;
                Transmit outcome = hold(now, packet);
                ask(now);
                return outcome;
            }
        }
        throw new IllegalStateException("no such state");
    }

    /** The first packet to a neighbour nobody knew. */
    Transmit begin(long now, Packet packet) {
        updatedNanos = now;
        table.tell(now, this, "asked for");
        Transmit outcome = hold(now, packet);
        ask(now);
        return outcome;
    }

    /** The upper layer has seen forward progress. */
    void confirm(long now) {
        switch (state) {
            case REACHABLE -> confirmedNanos = now;
            case STALE, DELAY, PROBE -> reachable(now, "confirmed by the upper layer");
            default -> {}
        }
    }

    /** Sets the link address by hand. */
    void fix(long now, long link) {
        mac = link;
        EthernetHeader.putDestination(header, 0, link);
        become(now, NeighbourState.PERMANENT, "set by hand");
        table.arm(this, NEVER);
        flushPending(now);
    }

    /**
     * Learns from a message of the neighbour's.
     *
     * @param link its link address, or -1 when the message has none
     * @param confirms true for an answer to our question
     * @param override false keeps a known link address, and only doubts it (RFC 4861 §7.2.5)
     */
    void learn(long now, long link, boolean confirms, boolean override, String why) {
        if (state == NeighbourState.PERMANENT) {
            return;
        }
        boolean isKnown = mac != -1 && state != NeighbourState.INCOMPLETE && state != NeighbourState.FAILED;
        boolean changes = link != -1 && link != mac;
        if (!isKnown) {
            if (link == -1) {
                return;
            }
            take(link);
            settle(now, confirms, why);
            flushPending(now);
            return;
        }
        if (changes && !override) {
            if (state == NeighbourState.REACHABLE) {
                become(now, NeighbourState.STALE, "another link address was named");
                table.arm(this, NEVER);
            }
            return;
        }
        if (changes) {
            take(link);
            settle(now, confirms, why);
        } else if (confirms) {
            reachable(now, why);
        }
    }

    @Override
    protected void fire(long now) {
        NeighbourSettings settings = table.settings(this);
        switch (state) {
            case INCOMPLETE -> {
                if (questions >= settings.multicastQuestions()) {
                    fail(now);
                } else {
                    ask(now);
                }
            }
            case REACHABLE -> {
                long until = Deadline.after(confirmedNanos, table.reachableNanos(this));
                if (now < until) {
                    table.arm(this, until);
                } else {
                    become(now, NeighbourState.STALE, "not confirmed for a while");
                }
            }
            case DELAY -> {
                become(now, NeighbourState.PROBE, "not confirmed by the upper layer");
                questions = 0;
                ask(now);
            }
            case PROBE -> {
                if (questions >= settings.unicastQuestions()) {
                    fail(now);
                } else {
                    ask(now);
                }
            }
            default -> {}
        }
    }

    /** Drops what waits; the entry is leaving the table. */
    void forget(long now) {
        gone = true;
        table.forget(this);
        for (Packet p = pending.poll(); p != null; p = pending.poll()) {
            table.drop(now, DropReason.NEIGHBOUR_UNREACHABLE, p);
        }
        pendingBytes = 0;
    }

    private Transmit transmit(long now, Packet packet) {
        packet.start -= EthernetHeader.BYTES;
        System.arraycopy(header, 0, packet.bytes, packet.start, EthernetHeader.BYTES);
        return on.transmit(now, packet);
    }

    private Transmit hold(long now, Packet packet) {
        pendingBytes += packet.bytes.length + PACKET_OVERHEAD_BYTES;
        pending.add(packet);
        int most = table.settings(this).pendingBytes();
        while (pendingBytes > most && !pending.isEmpty()) {
            Packet oldest = pending.poll();
            if (oldest == null) {
                break;
            }
            pendingBytes -= oldest.bytes.length + PACKET_OVERHEAD_BYTES;
            table.drop(now, DropReason.NEIGHBOUR_PENDING_FULL, oldest);
            if (oldest == packet) {
                return Transmit.REFUSED;
            }
        }
        return Transmit.QUEUED;
    }

    private void ask(long now) {
        questions++;
        table.arm(this, Deadline.after(now, table.settings(this).retransmitNanos()));
        table.solicit(now, this, state == NeighbourState.PROBE ? mac : -1, pending.peek());
    }

    private void settle(long now, boolean confirms, String why) {
        if (confirms) {
            reachable(now, why);
        } else {
            become(now, NeighbourState.STALE, why);
            table.arm(this, NEVER);
        }
    }

    private void reachable(long now, String why) {
        confirmedNanos = now;
        become(now, NeighbourState.REACHABLE, why);
        table.arm(this, Deadline.after(now, table.reachableNanos(this)));
    }

    private void take(long link) {
        mac = link;
        EthernetHeader.putDestination(header, 0, link);
    }

    private void fail(long now) {
        become(now, NeighbourState.FAILED, "does not answer");
        table.arm(this, NEVER);
        pendingBytes = 0;
        for (Packet p = pending.poll(); p != null; p = pending.poll()) {
            table.unreachable(now, p);
        }
    }

    private void flushPending(long now) {
        pendingBytes = 0;
        for (Packet p = pending.poll(); p != null; p = pending.poll()) {
            transmit(now, p);
        }
    }

    private void become(long now, NeighbourState next, String why) {
        updatedNanos = now;
        if (state != next) {
            state = next;
            table.moved(this);
            table.tell(now, this, why);
        }
    }
}
