package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.SequenceNumber;
import dev.netrarium.wire.TcpHeader;

/**
 * Packetization-layer path MTU discovery (RFC 4821), as Linux does it: the path's MTU is searched for between two bounds by
 * sending one larger segment now and then, whose loss is no congestion. It finds the MTU where routers drop what is too
 * big without a word.
 *
 * <p>Exists from the beginning with {@code tcp_mtu_probing} 2, after a suspicion with 1.
 */
final class MtuProbing {
    /** A probe needs a cwnd that makes its loss cheap to find. */
    private static final int LEAST_WINDOW_SEGMENTS = 11;

    private final Sender sender;

    /** Packets of so many bytes pass. */
    private int lowBytes;

    /** Packets of more bytes do not. */
    private int highBytes;

    /** Bytes of the packet that is on trial; 0 while there is none. */
    private int probeBytes;

    private int probeStart;
    private int probeEnd;

    /** When the search began. */
    private long sinceNanos;

    private MtuProbing(long now, Sender sender) {
        this.sender = sender;
        lowBytes = packetBytes(sender.connection.tcp.config().baseMss());
        highBytes = mostBytes();
        sinceNanos = now;
    }

    /** The oldest segment is lost, but only because it was a probe of the path's MTU: no congestion. */
    static boolean isProbeLost(Sender sender) {
        MtuProbing search = sender.probing;
        return search != null && search.isProbeLost();
    }

    /** Starts it where the host wants it from the beginning. */
    static void start(long now, Sender sender) {
        if (sender.connection.tcp.config().mtuProbing() > 1) {
            sender.probing = new MtuProbing(now, sender);
        }
    }

    /** Nothing was acknowledged for long: perhaps only large packets vanish. Segments become smaller, each time more. */
    static void suspectBlackHole(long now, Sender sender) {
        TcpConfig config = sender.connection.tcp.config();
        if (config.mtuProbing() == 0) {
            return;
        }
        MtuProbing probing = sender.probing;
        if (probing == null) {
            sender.probing = new MtuProbing(now, sender);
        } else {
            int half = probing.segmentBytes(probing.lowBytes) >> 1;
            int mss = Math.max(Math.min(config.baseMss(), half), Math.max(config.mtuProbeFloor(), config.minSndMss()));
            probing.lowBytes = probing.packetBytes(mss);
        }
        SegmentSize.recompute(now, sender);
    }

    /** No segment but a probe makes a larger packet. */
    int lowBytes() {
        return lowBytes;
    }

    /** The path says that no larger packet passes. */
    void bound(int mtuBytes) {
        highBytes = Math.min(highBytes, mtuBytes);
    }

    /**
     * Bytes of a probe to send now.
     *
     * @return 0 when sending goes on as usual, -1 when one is due and sending must wait for room in cwnd
     */
    int due(long now) {
        if (probeBytes != 0
                || sender.recovery.state() != LossRecovery.State.OPEN
                || sender.window.segments < LEAST_WINDOW_SEGMENTS) {
            return 0;
        }
        int length = segmentBytes((highBytes + lowBytes) >> 1);
        int needed = length + (sender.recovery.reordering() + 1) * sender.mssBytes;
        TcpConfig config = sender.connection.tcp.config();
        if (length > segmentBytes(highBytes) || highBytes - lowBytes < config.probeThreshold()) {
            searchAnew(now, config);
            return 0;
        }
        if (sender.unsentBytes() < needed || sender.peerWindowBytes < needed) {
            return 0;
        }
        if (sender.windowRoomBytes() < needed) {
            return -1;
        }
        if (sender.recovery.inFlight() + 2 > sender.window.segments) {
            return sender.recovery.inFlight() == 0 ? 0 : -1;
        }
        return length;
    }

    /** The probe left: two segments' worth of cwnd. */
    void sent(int start, int length) {
        sender.window.segments--;
        probeBytes = packetBytes(length);
        probeStart = start;
        probeEnd = start + length;
    }

    /** SND.UNA has moved on. */
    void acknowledged(long now) {
        if (probeBytes == 0 || SequenceNumber.lessThan(sender.unacknowledged, probeEnd)) {
            return;
        }
        sender.connection.tcp.counters.add(Mib.TCP_MTU_PROBES_SUCCEEDED);
        long bytes = (long) sender.window.segments * packetBytes(sender.mssBytes);
        sender.window.segments = (int) Math.max(1, bytes / probeBytes);
        sender.window.acknowledgedSinceGrowth = 0;
        lowBytes = probeBytes;
        probeBytes = 0;
        SegmentSize.recompute(now, sender);
    }

    /** The oldest segment is lost; true when that was the probe, which it need not have been congestion to drop. */
    boolean isProbeLost() {
        if (probeBytes == 0 || sender.unacknowledged != probeStart) {
            return false;
        }
        sender.connection.tcp.counters.add(Mib.TCP_MTU_PROBES_FAILED);
        highBytes = probeBytes - 1;
        probeBytes = 0;
        sender.window.segments++;
        return true;
    }

    /** Something was sent again: a probe that is out proves nothing any more. */
    void inconclusive() {
        probeBytes = 0;
    }

    private void searchAnew(long now, TcpConfig config) {
        if (now - sinceNanos >= config.probeInterval() * 1_000_000_000L) {
            highBytes = mostBytes();
            lowBytes = packetBytes(sender.mssBytes);
            sinceNanos = now;
        }
    }

    private int mostBytes() {
        return Math.min(
                sender.peerMssBytes + TcpHeader.BYTES + SegmentSize.networkHeaderBytes(sender.connection),
                sender.pathMtuBytes);
    }

    private int packetBytes(int mss) {
        return mss + SegmentSize.headerBytes(sender.connection) + SegmentSize.networkHeaderBytes(sender.connection);
    }

    private int segmentBytes(int packet) {
        return packet - SegmentSize.headerBytes(sender.connection) - SegmentSize.networkHeaderBytes(sender.connection);
    }
}
