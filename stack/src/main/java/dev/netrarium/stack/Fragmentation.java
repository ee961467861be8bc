package dev.netrarium.stack;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import org.jspecify.annotations.Nullable;

/**
 * Cuts IP packets that are larger than the next link: IPv4 at the source and at routers (RFC 791 §3.2), IPv6 at the
 * source only (RFC 8200 §4.5).
 */
final class Fragmentation {
    private static final int COPIED = 0x80;
    private static final int OPTION_NOOP = 1;

    private final Host host;
    private final Forwarding forwarding;

    Fragmentation(Host host, Forwarding forwarding) {
        this.host = host;
        this.forwarding = forwarding;
    }

    /**
     * Sends a packet in pieces of at most {@code mtu} bytes; it is consumed.
     *
     * @param identification for IPv6; IPv4 packets bear theirs already
     * @param way how a packet of this host's leaves; null for one passed on, which leaves by {@code egress}
     */
    Transmit split(
            long now,
            Packet packet,
            int mtu,
            int identification,
            @Nullable DestinationEntry way,
            @Nullable NetInterface egress,
            @Nullable IpAddress gateway) {
        packet.start = packet.network;
        boolean isV4 = IpFields.isV4(packet);
        int header = isV4 ? Ipv4Header.headerBytes(packet.bytes, packet.start) : Ipv6Header.BYTES;
        int added = isV4 ? 0 : Ipv6Extensions.FRAGMENT_BYTES;
        int most = mtu - header - added & ~7;
        boolean forbidden = isV4 && Ipv4Header.dontFragment(packet.bytes, packet.start);
        if (forbidden || most < 8 || packet.gsoSize != 0) {
            host.drop(now, DropReason.IP_TOO_BIG, packet);
            return Transmit.UNREACHABLE;
        }
        if (packet.checksum == Packet.ChecksumState.PARTIAL) {
            PartialChecksum.complete(packet);
        }
        host.counters().add(Mib.IP_FRAGMENTED);
        int data = packet.start + header;
        Packet.Sender sender = packet.sender;
        packet.sender = null;
        Transmit outcome = Transmit.SENT;
        for (int at = data; at < packet.end; at += most) {
            int length = Math.min(most, packet.end - at);
            boolean last = at + length == packet.end;
            Packet piece = piece(packet, header, added, at, length);
            if (isV4) {
                finishIpv4(piece, at - data, last);
            } else {
                finishIpv6(piece, packet, at - data, last, identification);
            }
            piece.sender = last ? sender : null;
            host.counters().add(Mib.IP_FRAGMENTS_CREATED);
            Transmit one;
            if (way != null) {
                one = way.emit(now, piece);
            } else if (egress != null) {
                one = forwarding.emit(now, piece, egress, gateway);
            } else {
                throw new IllegalArgumentException("neither a way nor an interface");
            }
            if (one.compareTo(outcome) > 0) {
                outcome = one;
            }
        }
        packet.release();
        return outcome;
    }

    private Packet piece(Packet whole, int header, int added, int at, int length) {
        Packet piece = host.packets().take(Packet.HEADROOM, header + added + length);
        System.arraycopy(whole.bytes, whole.start, piece.bytes, piece.start, header);
        System.arraycopy(whole.bytes, at, piece.bytes, piece.start + header + added, length);
        piece.network = piece.start;
        piece.transport = piece.start + header;
        piece.ingress = whole.ingress;
        piece.receivedNanos = whole.receivedNanos;
        piece.mark = whole.mark;
        if (host.isTracing()) {
            piece.id = host.nextPacketId();
            piece.parentId = whole.id;
            piece.cause = whole.cause;
        }
        return piece;
    }

    private static void finishIpv4(Packet piece, int offset, boolean last) {
        byte[] b = piece.bytes;
        int at = piece.start;
        int before = Ipv4Header.flagsAndOffset(b, at);
        int more = last ? before & Ipv4Header.MORE_FRAGMENTS : Ipv4Header.MORE_FRAGMENTS;
        Ipv4Header.putFlagsAndOffset(b, at, more | (before & 0x1fff) + (offset >>> 3));
        Ipv4Header.putTotalLength(b, at, piece.length());
        if (offset > 0) {
            blankOptions(b, at + Ipv4Header.BYTES, at + Ipv4Header.headerBytes(b, at));
        }
        Ipv4Header.completeChecksum(b, at);
    }

    /** RFC 791 §3.1: options without the copied flag are in the first fragment only. */
    private static void blankOptions(byte[] b, int from, int end) {
        int o = from;
        while (o < end && b[o] != 0) {
            int length = b[o] == OPTION_NOOP ? 1 : o + 1 < end ? Math.max(2, b[o + 1] & 0xff) : 1;
            int next = Math.min(end, o + length);
            if ((b[o] & COPIED) == 0) {
                for (int i = o; i < next; i++) {
                    b[i] = OPTION_NOOP;
                }
            }
            o = next;
        }
    }

    private static void finishIpv6(Packet piece, Packet whole, int offset, boolean last, int identification) {
        byte[] b = piece.bytes;
        int at = piece.start;
        int fragment = at + Ipv6Header.BYTES;
        b[fragment] = (byte) Ipv6Header.nextHeader(whole.bytes, whole.start);
        b[fragment + 1] = 0;
        BigEndian.put16(b, fragment + 2, offset | (last ? 0 : 1));
        BigEndian.put32(b, fragment + 4, identification);
        Ipv6Header.putNextHeader(b, at, IpProtocol.FRAGMENT);
        Ipv6Header.putPayloadLength(b, at, piece.length() - Ipv6Header.BYTES);
    }
}
