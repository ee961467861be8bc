package dev.netrarium.stack;

import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/** A raw socket: sends and receives the packets of one IP protocol. */
public final class RawEndpoint extends Readiness {
    /** Packets that wait for their reader, in bytes with {@link #PACKET_BYTES} each: Linux's {@code rmem_default}. */
    private static final int QUEUE_BYTES = 212_992;

    private static final int PACKET_BYTES = 256;
    private static final int MOST_IP_BYTES = 65535;

    private final Host host;
    private final IpFamily family;
    private final int protocol;
    private final ArrayDeque<RawPacket> packets = new ArrayDeque<>();
    private int queuedBytes;
    private long dropped;
    private boolean headerIncluded;
    private int timeToLive = 64;
    private int interfaceIndex;
    private @Nullable IpAddress local;
    private @Nullable IcmpError error;
    private boolean closed;

    RawEndpoint(Host host, IpFamily family, int protocol) {
        this.host = host;
        this.family = family;
        this.protocol = protocol;
        set(WRITABLE);
    }

    public int protocol() {
        return protocol;
    }

    /**
     * IP_HDRINCL: packets sent carry their IP header already. The host writes total length and checksum of IPv4 headers,
     * and source and identification where they are zero, as raw(7) says.
     */
    public void headerIncluded(boolean on) {
        headerIncluded = on;
    }

    /** TTL or hop limit of packets that follow, 1 to 255. */
    public void timeToLive(int hops) {
        if (hops < 1 || hops > 255) {
            throw new IllegalArgumentException("a TTL is 1 to 255: " + hops);
        }
        timeToLive = hops;
    }

    /** Takes only packets to this address and sends from it; null for any. */
    public void bind(@Nullable IpAddress address) {
        local = address;
    }

    /** SO_BINDTODEVICE: 0 for any interface. */
    public void bindToInterface(int index) {
        interfaceIndex = index;
    }

    /**
     * Sends a packet. For ICMPv6 the host makes the checksum (RFC 3542 §3.1).
     *
     * @return null when it went out, or the error: EMSGSIZE, EINVAL, ENETUNREACH, EADDRNOTAVAIL, ENOBUFS …
     */
    public @Nullable Errno send(long now, byte[] b, int at, int length, IpAddress destination) {
        if (closed) {
            return Errno.EBADF;
        }
        if (destination.family() != family) {
            return Errno.EAFNOSUPPORT;
        }
        int most = MOST_IP_BYTES - (headerIncluded || family == IpFamily.IPV6 ? 0 : Ipv4Header.BYTES);
        if (length > most) {
            return Errno.EMSGSIZE;
        }
        host.at(now);
        DestinationEntry path = host.paths().find(local, destination, interfaceIndex);
        Path.PathError problem = path.error();
        if (problem != null) {
            return Errno.of(problem);
        }
        Packet packet = host.packets().take(Packet.HEADROOM, length);
        System.arraycopy(b, at, packet.bytes, packet.start, length);
        if (host.isTracing()) {
            packet.cause = new Cause.Command("send");
        }
        Transmit outcome;
        if (headerIncluded) {
            if (!completeHeader(packet, path)) {
                packet.release();
                return Errno.EINVAL;
            }
            if (length > path.mtuBytes()) {
                packet.release();
                return Errno.EMSGSIZE; // as Linux: with its header given, a packet is not cut
            }
            host.counters().add(Mib.IP_OUT_REQUESTS);
            outcome = host.output().sendComplete(now, path, packet);
        } else {
            if (protocol == IpProtocol.ICMPV6 && family == IpFamily.IPV6 && length >= Icmpv6Message.BYTES) {
                Icmpv6Message.putChecksum(packet.bytes, packet.start, 0);
                long sum = Checksum.pseudoHeader(path.source(), path.destination(), IpProtocol.ICMPV6, length);
                sum = Checksum.add(sum, packet.bytes, packet.start, length);
                Icmpv6Message.putChecksum(packet.bytes, packet.start, Checksum.finish(sum));
            }
            outcome = host.output().send(now, path, packet, protocol, timeToLive, 0, Fragments.HERE);
        }
        return switch (outcome) {
            case SENT, QUEUED -> null;
            case REFUSED -> Errno.ENOBUFS;
            case UNREACHABLE -> Errno.EPERM;
        };
    }

    /** The next packet, or null when none has come. */
    public @Nullable RawPacket receive() {
        RawPacket next = packets.poll();
        if (next != null) {
            queuedBytes -= PACKET_BYTES + next.bytes().length;
            if (packets.isEmpty()) {
                set(bits() & ~READABLE);
            }
        }
        return next;
    }

    /** The last ICMP error about a packet of this protocol that this host sent, once. */
    public @Nullable IcmpError takeError() {
        IcmpError last = error;
        error = null;
        set(bits() & ~ERROR);
        return last;
    }

    /** Packets that found no room since the socket was opened. */
    public long dropped() {
        return dropped;
    }

    /** Takes no more packets; what waits is forgotten. */
    public void close() {
        if (!closed) {
            closed = true;
            packets.clear();
            host.raw().closed(this);
            set(HANG_UP);
        }
    }

    /** Copies a packet if it is for this socket; false when it is not. */
    boolean take(long now, Packet packet) {
        boolean isV4 = IpFields.isV4(packet);
        NetInterface in = packet.ingress;
        IpAddress to = IpFields.destination(packet);
        if (isV4 != (family == IpFamily.IPV4)
                || (local != null && !local.equals(to))
                || (interfaceIndex != 0 && (in == null || in.index() != interfaceIndex))) {
            return false;
        }
        int from = isV4 ? packet.network : packet.transport;
        int length = packet.end - from;
        if (queuedBytes + PACKET_BYTES + length > QUEUE_BYTES) {
            dropped++;
            host.counters().add(DropReason.RAW_RECEIVE_BUFFER_FULL.counter());
            return true;
        }
        byte[] copy = new byte[length];
        System.arraycopy(packet.bytes, from, copy, 0, length);
        packets.add(new RawPacket(
                copy, IpFields.source(packet), to, IpFields.timeToLive(packet), IpFields.trafficClass(packet), now));
        queuedBytes += PACKET_BYTES + length;
        set(bits() | READABLE);
        signal(READABLE);
        return true;
    }

    void fail(IcmpError what, Packet quoted) {
        boolean isV4 = IpFields.isV4(quoted);
        if (isV4 == (family == IpFamily.IPV4) && (local == null || local.equals(IpFields.source(quoted)))) {
            error = what;
            set(bits() | ERROR);
            signal(ERROR);
        }
    }

    /** False when the bytes do not begin with a header of the family. */
    private boolean completeHeader(Packet packet, DestinationEntry path) {
        byte[] b = packet.bytes;
        int at = packet.start;
        packet.network = at;
        if (family == IpFamily.IPV6) {
            if (packet.length() < Ipv6Header.BYTES || Ipv6Header.version(b, at) != 6) {
                return false;
            }
            Ipv6Header.putPayloadLength(b, at, packet.length() - Ipv6Header.BYTES);
            Ipv6Extensions.locateTransport(packet);
            return true;
        }
        int header = packet.length() < Ipv4Header.BYTES ? 0 : Ipv4Header.headerBytes(b, at);
        if (header < Ipv4Header.BYTES || header > packet.length() || Ipv4Header.version(b, at) != 4) {
            return false;
        }
        packet.transport = at + header;
        Ipv4Header.putTotalLength(b, at, packet.length());
        if (Ipv4Header.source(b, at) == 0) {
            path.source().writeTo(b, at + Ipv4Header.SOURCE);
        }
        if (Ipv4Header.identification(b, at) == 0) {
            Ipv4Header.putIdentification(b, at, path.nextIdentification++);
        }
        Ipv4Header.completeChecksum(b, at);
        return true;
    }
}
