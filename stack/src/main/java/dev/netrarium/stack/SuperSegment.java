package dev.netrarium.stack;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.TcpHeader;

/**
 * Cuts a TCP super-segment into the segments that its sender would have sent one by one, with finished checksums: what
 * a network card does under the name TSO.
 */
final class SuperSegment {
    private static final int CWR = 0x80;

    private SuperSegment() {}

    /** Sends the pieces; the packet is consumed. Its sender hears of the last piece only. */
    static Transmit cut(long now, Packet whole, EgressQueue queue) {
        byte[] b = whole.bytes;
        int network = whole.network;
        int transport = whole.transport;
        int data = transport + TcpHeader.headerBytes(b, transport);
        int headers = data - whole.start;
        int identification = isV4(b, network) ? Ipv4Header.identification(b, network) : 0;
        Packet.Sender sender = whole.sender;
        whole.sender = null;
        Transmit outcome = Transmit.SENT;
        for (int at = data; at < whole.end; at += whole.gsoSize) {
            int length = Math.min(whole.gsoSize, whole.end - at);
            boolean last = at + length >= whole.end;
            Packet piece = whole.pool.take(whole.start, headers + length);
            System.arraycopy(b, whole.start, piece.bytes, piece.start, headers);
            System.arraycopy(b, at, piece.bytes, piece.start + headers, length);
            piece.network = network;
            piece.transport = transport;
            piece.id = whole.id;
            piece.parentId = whole.parentId;
            piece.cause = whole.cause;
            adjust(piece, at - data, at == data, last, identification++);
            piece.sender = last ? sender : null;
            Transmit one = queue.send(now, piece);
            if (one.compareTo(outcome) > 0) {
                outcome = one;
            }
        }
        whole.release();
        return outcome;
    }

    private static void adjust(Packet piece, int offset, boolean first, boolean last, int identification) {
        byte[] b = piece.bytes;
        int network = piece.network;
        int transport = piece.transport;
        if (isV4(b, network)) {
            Ipv4Header.putTotalLength(b, network, piece.end - network);
            Ipv4Header.putIdentification(b, network, identification);
            Ipv4Header.completeChecksum(b, network);
        } else {
            Ipv6Header.putPayloadLength(b, network, piece.end - network - Ipv6Header.BYTES);
        }
        TcpHeader.putSequenceNumber(b, transport, TcpHeader.sequenceNumber(b, transport) + offset);
        int flags = b[transport + TcpHeader.OFFSET_FLAGS + 1];
        if (!first) {
            flags &= ~CWR;
        }
        if (!last) {
            flags &= ~(TcpHeader.FIN | TcpHeader.PSH);
        }
        b[transport + TcpHeader.OFFSET_FLAGS + 1] = (byte) flags;
        TcpHeader.putChecksum(b, transport, 0);
        int length = piece.end - transport;
        IpFamily family = isV4(b, network) ? IpFamily.IPV4 : IpFamily.IPV6;
        long sum = Checksum.pseudoHeader(family, b, network, IpProtocol.TCP, length);
        BigEndian.put16(b, transport + TcpHeader.CHECKSUM, Checksum.finish(Checksum.add(sum, b, transport, length)));
        piece.checksum = Packet.ChecksumState.VERIFIED;
    }

    private static boolean isV4(byte[] b, int network) {
        return Ipv4Header.version(b, network) == 4;
    }
}
