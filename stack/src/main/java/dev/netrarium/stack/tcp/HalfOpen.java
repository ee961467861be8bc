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

    /** Our sequence number is a SYN cookie: this is kept nowhere, or was made from one. */
    final boolean isCookie;

    /** A Fast Open cookie that goes with the first SYN-ACK. */
    @Nullable FastOpenCookie cookieToTell;

    /** The third segment has come and was put off. */
    boolean acknowledged;

    /** SYN-ACKs sent again because nothing came. */
    int retries;

    @Nullable HalfOpen previous;

    @Nullable HalfOpen following;

    private final FourTuple tuple;
    private long lastAnswerNanos;

    /** From a SYN. */
    HalfOpen(SynQueue queue, long now, FourTuple tuple, Path path, Segment syn, int initial, boolean isCookie) {
        this(
                queue,
                now,
                tuple,
                path,
                initial,
                syn.sequence,
                syn.mss,
                syn.window,
                syn.hasTimestamps && queue.tcp.config().timestamps() != 0,
                syn.timestamp,
                syn.sackPermitted && queue.tcp.config().sack() != 0 && (syn.hasTimestamps || !isCookie),
                queue.tcp.config().windowScaling() != 0 && (syn.hasTimestamps || !isCookie) ? syn.windowScale : -1,
                Ecn.isTaken(queue.tcp.config(), path.isEcnCapable(), syn) && (syn.hasTimestamps || !isCookie),
                isCookie);
    }

    private HalfOpen(
            SynQueue queue,
            long now,
            FourTuple tuple,
            Path path,
            int initial,
            int peerInitial,
            int peerMss,
            int peerWindow,
            boolean hasTimestamps,
            int timestampRecent,
            boolean sackAgreed,
            int peerWindowScale,
            boolean ecnAgreed,
            boolean isCookie) {
        TcpConfig config = queue.tcp.config();
        TcpSettings settings = queue.listener.settings();
        this.queue = queue;
        this.tuple = tuple;
        this.path = path;
        this.openedNanos = now;
        this.initial = initial;
        this.timestampOffset = queue.tcp.sequenceNumbers.timestampOffset(tuple);
        this.advertisedMss = queue.tcp.advertisedMss(path, settings, tuple.isV4());
        this.firstWindowBytes =
                ReceiveWindow.firstWindow(ReceiveWindow.initialCapacity(settings, config), advertisedMss);
        this.peerInitial = peerInitial;
        this.peerMss = peerMss;
        this.peerWindow = peerWindow;
        this.peerWindowScale = peerWindowScale;
        this.hasTimestamps = hasTimestamps;
        this.sackAgreed = sackAgreed;
        this.timestampRecent = timestampRecent;
        this.ecnAgreed = ecnAgreed;
        this.isCookie = isCookie;
    }

    /** From the third segment, which brings a SYN cookie back. */
    static HalfOpen fromCookie(
            SynQueue queue,
            long now,
            FourTuple tuple,
            Path path,
            Segment ack,
            int mss,
            boolean sack,
            int windowScale,
            boolean ecn) {
        return new HalfOpen(
                queue,
                now,
                tuple,
                path,
                ack.acknowledgment - 1,
                ack.sequence - 1,
                mss,
                ack.window,
                ack.hasTimestamps,
                ack.timestamp,
                sack,
                windowScale,
                ecn,
                true);
    }

    @Override
    public FourTuple tuple() {
        return tuple;
    }

    /** True at most once in {@code tcp_invalid_ratelimit}: what does not fit the handshake may be answered. */
    boolean mayAnswer(long now) {
        long gap = queue.tcp.config().invalidRatelimitMillis() * 1_000_000L;
        if (lastAnswerNanos != 0 && now - lastAnswerNanos < gap) {
            return false;
        }
        lastAnswerNanos = Math.max(now, 1);
        return true;
    }

    @Override
    protected void fire(long now) {
        queue.expired(now, this);
    }
}
