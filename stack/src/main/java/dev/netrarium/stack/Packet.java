package dev.netrarium.stack;

import org.jspecify.annotations.Nullable;

/**
 * One packet on its way through a host: a pooled byte array and what the host knows about the bytes.
 *
 * <p>A packet has <b>one owner at a time</b>. A method that takes a packet either passes it on or releases it; whoever
 * needs the bytes for longer (flooding, duplication, capture, an ICMP quotation) copies them. The fields are public and
 * plain because every protocol reads and writes them once per packet.
 *
 * <p>{@code bytes[start, end)} is the view of the layer that holds the packet now: the whole frame at an interface, the
 * segment while a transport builds it. Space before {@code start} is headroom for the headers of lower layers.
 */
public final class Packet {
    /** Headroom that a transport leaves free for an IPv6 header, a tagged Ethernet header and some options. */
    public static final int HEADROOM = 96;

    /** Says whether the transport checksum in {@link #bytes} can be trusted, as {@code skb->ip_summed} does. */
    public enum ChecksumState {
        /** Nothing is known: a receiver must verify. */
        NONE,
        /** Only the pseudo-header is summed; whoever needs wire bytes must complete it from {@link #checksumStart}. */
        PARTIAL,
        /** Verified already, or never left this process's memory. */
        VERIFIED
    }

    /** The buffer; its length is fixed by the pool. */
    public final byte[] bytes;

    /** Offset of the first byte in view. */
    public int start;

    /** Offset one past the last byte in view. */
    public int end;

    /** Offset of the IP header, or -1. */
    public int network;

    /** Offset of the transport header, or -1. */
    public int transport;

    /** The interface by which the packet came in; null for one that this host made. */
    public @Nullable NetInterface ingress;

    /** True when the network layer found that the destination is a multicast or broadcast address. */
    public boolean toMany;

    /** True when the frame was sent to a multicast or broadcast MAC address. */
    boolean linkGroup;

    /** When it came in, in nanoseconds of the world's time. */
    public long receivedNanos;

    /** Identity in the trace, unique in a world; 0 while nobody traces. */
    public long id;

    /** The packet that this one was made from (forwarded, translated, fragmented, duplicated); 0 for none. */
    public long parentId;

    /** Why it was sent; null while nobody traces. */
    public @Nullable Cause cause;

    /** It must not leave the host before; 0, or what is past, for at once. Only some queues keep to it: {@link Fq}. */
    public long departureNanos;

    /** The firewall mark, as {@code skb->mark}. */
    public int mark;

    /** The tracked connection that this packet belongs to, set by conntrack. */
    public @Nullable Object flow;

    /** Payload bytes per wire segment when this is a super-segment; 0 for an ordinary packet. */
    public int gsoSize;

    /** Routers may fragment it although they need not: its IPv4 header says so (IP_PMTUDISC_DONT). */
    public boolean mayBeFragmented;

    public ChecksumState checksum = ChecksumState.NONE;

    /** For {@link ChecksumState#PARTIAL}: where summing starts. */
    public int checksumStart;

    /** For {@link ChecksumState#PARTIAL}: the checksum field's distance from {@link #checksumStart}. */
    public int checksumOffset;

    /**
     * Told once when the packet leaves the host (sent or dropped); lets TCP bound what it has below itself. Of a packet
     * that is cut in pieces it hears of the last.
     */
    public @Nullable Sender sender;

    /** When it joined the queue that it stands in, where that is of interest. */
    long queuedNanos;

    /** Link of the intrusive queue that holds the packet. */
    @Nullable Packet next;

    /** The pool that the packet returns to. */
    final PacketPool pool;

    /** True between {@link PacketPool#take} and {@link #release}: a second release is a defect and is refused. */
    boolean inUse;

    /** One who wants to know when his packet has left the egress queue. */
    public interface Sender {
        /**
         * The packet is no longer queued on this host: sent, refused, or dropped. Must not send from inside.
         *
         * @param bytes its length when it left, lower layers' headers included
         */
        void departed(long now, int bytes);
    }

    Packet(PacketPool pool, byte[] bytes) {
        this.pool = pool;
        this.bytes = bytes;
    }

    /** Bytes in view. */
    public int length() {
        return end - start;
    }

    /** Free bytes before the view. */
    public int headroom() {
        return start;
    }

    /** Gives the packet back to its pool. The caller must not touch it again. */
    public void release() {
        pool.release(this);
    }

    /** A copy of the view and of what is known about it, from the same pool, with the same headroom. */
    public Packet copy() {
        Packet copy = pool.take(start, length());
        System.arraycopy(bytes, start, copy.bytes, copy.start, length());
        copy.network = network;
        copy.transport = transport;
        copy.ingress = ingress;
        copy.toMany = toMany;
        copy.linkGroup = linkGroup;
        copy.receivedNanos = receivedNanos;
        copy.id = id;
        copy.parentId = parentId;
        copy.cause = cause;
        copy.mark = mark;
        copy.gsoSize = gsoSize;
        copy.checksum = checksum;
        copy.checksumStart = checksumStart;
        copy.checksumOffset = checksumOffset;
        return copy;
    }

    /** The packet has come in: what the host that sent it knew about it means nothing here, but for the trace. */
    void enterHost(long now, NetInterface by) {
        network = -1;
        transport = -1;
        ingress = by;
        toMany = false;
        linkGroup = false;
        receivedNanos = now;
        mark = 0;
        flow = null;
        sender = null;
    }

    /** The packet that came in is to leave again as an answer: it is this host's own from now on. */
    void becomeAnswer(@Nullable Cause why) {
        cause = why;
        parentId = id;
        id = 0;
        ingress = null;
        toMany = false;
        linkGroup = false;
        mark = 0;
        flow = null;
        checksum = ChecksumState.NONE;
    }

    /**
     * The packet goes to a port: what only this host knows about it stays here.
     *
     * @param keepsChecksumState true where the bytes cannot change on the way
     */
    void leaveHost(boolean keepsChecksumState) {
        ingress = null;
        flow = null;
        departureNanos = 0;
        sender = null;
        if (!keepsChecksumState) {
            checksum = ChecksumState.NONE;
        }
    }

    /** Forgets everything but the buffer. */
    void reset() {
        network = -1;
        transport = -1;
        ingress = null;
        toMany = false;
        linkGroup = false;
        receivedNanos = 0;
        id = 0;
        parentId = 0;
        cause = null;
        departureNanos = 0;
        mark = 0;
        flow = null;
        gsoSize = 0;
        mayBeFragmented = false;
        checksum = ChecksumState.NONE;
        checksumStart = 0;
        checksumOffset = 0;
        sender = null;
        next = null;
    }
}
