package dev.netrarium.stack.tcp;

/** Takes what the peer's SYN says: its MSS, and which options both sides agree on (RFC 7323, RFC 2018, RFC 9293 §3.7.1). */
final class PeerOptions {
    private PeerOptions() {}

    /** The peer's SYN told its options; ours were told in our SYN. */
    static void take(long now, TcpConnection connection, Segment segment) {
        TcpConfig config = connection.tcp.config();
        take(
                now,
                connection,
                segment.mss,
                segment.hasTimestamps && config.timestamps() != 0,
                segment.timestamp,
                segment.sackPermitted && config.sack() != 0,
                config.windowScaling() != 0 ? segment.windowScale : -1);
    }

    static void take(
            long now,
            TcpConnection connection,
            int peerMss,
            boolean timestamps,
            int peerTimestamp,
            boolean sack,
            int peerScale) {
        Sender sender = connection.sender;
        Receiver receiver = connection.receiver;
        connection.hasTimestamps = timestamps;
        if (timestamps) {
            connection.timestampRecent = peerTimestamp;
            connection.timestampRecentNanos = now;
        }
        connection.sackAgreed = sack;
        if (sack) {
            sender.recovery = new SackRecovery(sender);
        }
        connection.scaleAgreed = peerScale >= 0;
        sender.peerWindowScale = (byte) Math.max(peerScale, 0);
        if (!connection.scaleAgreed) {
            receiver.windowScale = 0;
        }
        int most = connection
                .settings()
                .maxSegmentBytes(); // counts here and in our SYN; later changes mean nothing, as on Linux
        int told = peerMss > 0 ? peerMss : connection.isV4() ? Sender.DEFAULT_MSS_V4 : Sender.DEFAULT_MSS_V6;
        sender.peerMssBytes = most > 0 ? Math.min(told, most) : told;
        SegmentSize.recompute(now, sender);
        MtuProbing.start(now, sender);
        if (connection.state == TcpState.SYN_SENT) {
            SegmentSize.recompute(
                    now, sender); // Linux lets an accepted connection begin with the path's MTU all the same
        }
        receiver.segmentBytes = Math.min(sender.mssBytes, Sender.DEFAULT_MSS_V4);
    }
}
