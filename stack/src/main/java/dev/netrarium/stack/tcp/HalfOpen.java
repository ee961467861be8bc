package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Path;
import dev.netrarium.stack.Timer;
import org.jspecify.annotations.Nullable;

/** A connection in SYN-RECEIVED that a listener made: what its SYN said, and no more, until the third segment comes. */
final class HalfOpen extends Timer implements Demultiplexed {
    final SynQueue queue;
    final Path path;
    final long openedNanos;
    final int initial;
    final int timestampOffset;
    final int advertisedMss;
    final int firstWindowBytes;

    /** From the peer's SYN. */
    final int peerInitial;

    final int peerMss;
    final int peerWindow;
    final int peerWindowScale;
    final boolean hasTimestamps;
    final boolean sackAgreed;
    final boolean ecnAgreed;
    int timestampRecent;

    /** SYN-ACKs sent again because nothing came, and when one was last sent. */
    int retries;

    long lastSentNanos;

    @Nullable HalfOpen previous;

    @Nullable HalfOpen following;

    private final FourTuple tuple;

    HalfOpen(SynQueue queue, long now, FourTuple tuple, Path path, Segment syn, int initial, int timestampOffset) {
        TcpConfig config = queue.tcp.config();
        TcpSettings settings = queue.listener.settings();
        this.queue = queue;
        this.tuple = tuple;
        this.path = path;
        this.openedNanos = now;
        this.initial = initial;
        this.timestampOffset = timestampOffset;
        this.advertisedMss = queue.tcp.advertisedMss(path, settings, tuple.isV4());
        this.firstWindowBytes =
                ReceiveWindow.firstWindow(ReceiveWindow.initialCapacity(settings, config), advertisedMss);
        this.peerInitial = syn.sequence;
        this.peerMss = syn.mss;
        this.peerWindow = syn.window;
        this.peerWindowScale = config.windowScaling() != 0 ? syn.windowScale : -1;
        this.hasTimestamps = syn.hasTimestamps && config.timestamps() != 0;
        this.sackAgreed = syn.sackPermitted && config.sack() != 0;
        this.ecnAgreed = Ecn.isTaken(config, path.isEcnCapable(), syn);
        this.timestampRecent = syn.timestamp;
    }

    @Override
    public FourTuple tuple() {
        return tuple;
    }

    @Override
    protected void fire(long now) {
        queue.expired(now, this);
    }
}
