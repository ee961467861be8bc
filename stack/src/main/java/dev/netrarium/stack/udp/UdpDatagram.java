package dev.netrarium.stack.udp;

import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Packet;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.UdpHeader;
import org.jspecify.annotations.Nullable;

/**
 * A received datagram, in a holder that is filled again and again: {@link UdpEndpoint#receive} allocates nothing, and
 * addresses become objects only when they are asked for and differ from the last ones.
 */
public final class UdpDatagram {
    private static final long MAPPED = 0xffff_0000_0000L;

    private byte[] bytes;
    private int offset;
    private int capacity;
    private int length;
    private int fullLength;
    private int timeToLive;
    private int trafficClass;
    private long receivedNanos;
    private long packetId;
    private @Nullable NetInterface ingress;

    private long fromHigh;
    private long fromLow;
    private int fromPort;
    private long toHigh;
    private long toLow;
    private int toPort;
    private @Nullable Endpoint from;
    private @Nullable Endpoint to;

    /** A holder with a buffer of its own. */
    public UdpDatagram(int capacityBytes) {
        this(new byte[capacityBytes], 0, capacityBytes);
    }

    /** A holder for data that goes to {@code bytes[offset, offset + capacity)}. */
    public UdpDatagram(byte[] bytes, int offset, int capacity) {
        java.util.Objects.checkFromIndexSize(offset, capacity, bytes.length);
        this.bytes = bytes;
        this.offset = offset;
        this.capacity = capacity;
    }

    /** Lets the next data go elsewhere. */
    public void into(byte[] target, int at, int capacityBytes) {
        java.util.Objects.checkFromIndexSize(at, capacityBytes, target.length);
        bytes = target;
        offset = at;
        capacity = capacityBytes;
    }

    /** Where the data is, from {@link #offset} on. */
    public byte[] bytes() {
        return bytes;
    }

    public int offset() {
        return offset;
    }

    /** Bytes of data that are here: what came, cut to the buffer's capacity. */
    public int length() {
        return length;
    }

    /** Bytes of data that came, as MSG_TRUNC tells. */
    public int fullLength() {
        return fullLength;
    }

    public Endpoint from() {
        Endpoint known = from;
        if (known == null || !isOf(known, fromHigh, fromLow, fromPort)) {
            known = endpoint(fromHigh, fromLow, fromPort);
            from = known;
        }
        return known;
    }

    /** The destination in the packet: which of the host's addresses, or which group, it was sent to (IP_PKTINFO). */
    public Endpoint to() {
        Endpoint known = to;
        if (known == null || !isOf(known, toHigh, toLow, toPort)) {
            known = endpoint(toHigh, toLow, toPort);
            to = known;
        }
        return known;
    }

    /** TTL or hop limit with which it arrived. */
    public int timeToLive() {
        return timeToLive;
    }

    /** TOS or traffic class, ECN included. */
    public int trafficClass() {
        return trafficClass;
    }

    /** When the packet came in, in the loop's time. */
    public long receivedNanos() {
        return receivedNanos;
    }

    /** The packet's identity in the trace, 0 while nobody traces. */
    public long packetId() {
        return packetId;
    }

    /** The interface it came in by; null from this host itself before any interface saw it. */
    public @Nullable NetInterface ingress() {
        return ingress;
    }

    /** Bytes of data in a packet whose offsets are set and whose UDP header is valid. */
    static int dataLength(Packet packet) {
        return UdpHeader.length(packet.bytes, packet.transport) - UdpHeader.BYTES;
    }

    /** Fills this from a packet whose offsets are set and whose UDP header is valid. */
    void fill(Packet packet) {
        byte[] b = packet.bytes;
        int network = packet.network;
        if ((b[network] & 0xf0) == 0x40) {
            fromHigh = 0;
            fromLow = MAPPED | BigEndian.u32(b, network + Ipv4Header.SOURCE);
            toHigh = 0;
            toLow = MAPPED | BigEndian.u32(b, network + Ipv4Header.DESTINATION);
            timeToLive = Ipv4Header.timeToLive(b, network);
            trafficClass = b[network + Ipv4Header.TOS] & 0xff;
        } else {
            fromHigh = Ipv6Header.sourceHigh(b, network);
            fromLow = Ipv6Header.sourceLow(b, network);
            toHigh = Ipv6Header.destinationHigh(b, network);
            toLow = Ipv6Header.destinationLow(b, network);
            timeToLive = Ipv6Header.hopLimit(b, network);
            trafficClass = Ipv6Header.trafficClass(b, network);
        }
        int transport = packet.transport;
        fromPort = UdpHeader.sourcePort(b, transport);
        toPort = UdpHeader.destinationPort(b, transport);
        fullLength = dataLength(packet);
        length = Math.min(fullLength, capacity);
        System.arraycopy(b, transport + UdpHeader.BYTES, bytes, offset, length);
        receivedNanos = packet.receivedNanos;
        packetId = packet.id;
        ingress = packet.ingress;
    }

    private Endpoint endpoint(long high, long low, int port) {
        return new Endpoint(IpAddress.ofBits(high, low), port, zone(high));
    }

    private boolean isOf(Endpoint known, long high, long low, int port) {
        return known.port() == port
                && known.address().low() == low
                && known.address().high() == high
                && known.zone().equals(zone(high));
    }

    /** A link-local address means something only together with the interface. */
    private String zone(long high) {
        NetInterface in = ingress;
        return in != null && high >>> 54 == 0xfe80 >>> 6 ? in.name() : "";
    }
}
