package dev.netrarium.stack.tcp;

import dev.netrarium.wire.TcpHeader;

/**
 * What a full segment carries: the least of what the peer's MSS option, the path's MTU and the search for that allow,
 * less the options of every segment (RFC 9293 §3.7.1, RFC 6691).
 */
final class SegmentSize {
    private SegmentSize() {}

    /** The path's MTU or the options have changed: what is in flight is cut anew when it no longer fits. */
    static void recompute(long now, Sender sender) {
        TcpConnection connection = sender.connection;
        sender.pathMtuBytes = connection.path().mtuBytes();
        int packet = Math.min(sender.pathMtuBytes, Sender.LARGEST_PACKET_BYTES);
        MtuProbing search = sender.probing;
        if (search != null) {
            search.bound(packet);
            packet = Math.min(packet, search.lowBytes());
        }
        int limit = Math.min(sender.peerMssBytes, packet - networkHeaderBytes(connection) - TcpHeader.BYTES);
        limit = Math.max(limit, connection.tcp.config().minSndMss());
        int smaller = limit - (headerBytes(connection) - TcpHeader.BYTES);
        boolean shrunk = smaller < sender.mssBytes;
        sender.mssBytes = smaller;
        if (shrunk && sender.flight.count() > 0) {
            Retransmission.cutAnew(now, sender);
        }
    }

    /** Bytes of the TCP header of a data segment. */
    static int headerBytes(TcpConnection connection) {
        return TcpHeader.BYTES + (connection.hasTimestamps ? Segment.TIMESTAMP_BYTES : 0);
    }

    static int networkHeaderBytes(TcpConnection connection) {
        return connection.isV4() ? 20 : 40;
    }
}
