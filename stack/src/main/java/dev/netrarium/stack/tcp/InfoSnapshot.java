package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Timer;
import org.jspecify.annotations.Nullable;

/** Fills {@link TcpInfo} from a connection. */
final class InfoSnapshot {
    private InfoSnapshot() {}

    static TcpInfo of(long now, TcpConnection c) {
        Sender sender = c.sender;
        Receiver receiver = c.receiver;
        LossRecovery recovery = sender.recovery;
        Chronicle chronicle = sender.chronicleIfAny();
        if (chronicle == null) {
            chronicle = new Chronicle();
        }
        int options = (c.hasTimestamps ? TcpInfo.TIMESTAMPS : 0)
                | (c.sackAgreed ? TcpInfo.SACK : 0)
                | (c.scaleAgreed ? TcpInfo.WINDOW_SCALE : 0)
                | fastOpen(c.fastOpen)
                | Ecn.options(c);
        return new TcpInfo(
                c.state(),
                recovery.state().ordinal(),
                sender.retries,
                sender.probes,
                sender.backoff,
                options,
                sender.peerWindowScale,
                receiver.windowScale,
                sender.timeoutNanos() / 1000,
                receiver.delayedAck.predictedNanos() / 1000,
                sender.mssBytes,
                receiver.segmentBytes,
                sender.flight.count(),
                recovery.sacked(),
                recovery.lost(),
                recovery.resent(),
                millisSince(now, sender.lastDataSentNanos),
                receiver.lastDataNanos() == Timer.NEVER ? 0 : millisSince(now, receiver.lastDataNanos()),
                millisSince(now, sender.lastAckNanos),
                c.path().mtuBytes(),
                receiver.thresholdBytes,
                c.rtt.smoothedNanos() / 1000,
                c.rtt.deviationNanos() / 1000,
                sender.window.ssthresh,
                sender.window.segments,
                c.advertisedMss - (c.hasTimestamps ? Segment.TIMESTAMP_BYTES : 0),
                recovery.reordering(),
                sender.totalRetransmits,
                sender.bytesAcked,
                receiver.bytesReceived,
                sender.segmentsOut,
                receiver.segmentsIn,
                sender.unsentBytes(),
                c.rtt.minimumSeenNanos() / 1000,
                sender.dataSegmentsOut,
                receiver.dataSegmentsIn,
                sender.delivered,
                sender.deliveredMarked,
                sender.peerWindowBytes,
                receiver.windowBytes(),
                recovery.duplicatesReported(),
                recovery.reorderingSeen(),
                receiver.rttNanos() / 1000,
                receiver.spaceBytes(),
                rate(sender.pacing.rateBytesPerSecond()),
                rate(c.settings().maxPacingBytesPerSecond()),
                sender.rate.bytesPerSecond(),
                sender.rate.isLastAppLimited(),
                sender.busyNanos(now) / 1000,
                chronicle.peerWindowMicros(now),
                chronicle.sendBufferMicros(now),
                sender.bytesAcked + sender.buffer.length() - sender.unsentBytes() + chronicle.bytesResent(),
                chronicle.bytesResent(),
                receiver.outOfOrderSegments,
                chronicle.timeouts(),
                chronicle.timeoutRecoveries(),
                chronicle.timeoutMillis(now),
                sender.congestionControl.name());
    }

    private static long rate(long bytesPerSecond) {
        return bytesPerSecond == Pacing.UNLIMITED ? TcpInfo.UNLIMITED_RATE : bytesPerSecond;
    }

    private static int fastOpen(@Nullable FastOpenUse use) {
        if (use == null) {
            return 0;
        }
        return (use.dataTaken ? TcpInfo.SYN_DATA : 0) | (use.isChild ? TcpInfo.FAST_OPEN_CHILD : 0);
    }

    private static long millisSince(long now, long then) {
        return then == 0 ? 0 : (now - then) / 1_000_000;
    }
}
