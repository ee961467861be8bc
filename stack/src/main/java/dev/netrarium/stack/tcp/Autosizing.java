package dev.netrarium.stack.tcp;

/**
 * How many segments leave as one: Linux's automatic sizing of TSO packets. They are one packet where the path takes
 * super-segments; elsewhere they still leave together, and only the last of them asks to be pushed, as if a network card
 * had cut them.
 */
final class Autosizing {
    /** The most payload of a super-segment: Linux's 64 KiB, less what it keeps for headers. */
    static final int MOST_BYTES = 65_215;

    /** A share of a second's sending at most goes into one burst: {@code tcp_pacing_shift}, about 1 ms. */
    private static final int PACING_SHIFT = 10;

    /** After this long without sending, waiting for a larger burst makes it no smoother. */
    private static final long RECENT_NANOS = 1_000_000L;

    /** More than this never waits where {@code tcp_tso_win_divisor} is 0. */
    private static final long UNDIVIDED_SEGMENTS = 3;

    private Autosizing() {}

    /** {@code tcp_tso_autosize}: what is sent in a millisecond at the pacing rate, more on a short path. */
    static int segments(Sender sender, int segmentBytes) {
        TcpConfig config = sender.connection.tcp.config();
        long bytes = sender.pacing.rateBytesPerSecond() >>> PACING_SHIFT;
        long minimumRtt = sender.connection.rtt.minimumSeenNanos();
        long steps = minimumRtt / 1000 >>> config.tsoRttLog();
        if (minimumRtt > 0 && steps < Integer.SIZE) {
            bytes += MOST_BYTES >>> steps;
        }
        long segments = Math.max(Math.min(bytes, MOST_BYTES) / segmentBytes, config.minTsoSegs());
        return (int) Math.max(1, Math.min(segments, MOST_BYTES / segmentBytes));
    }

    /** What a portion of the {@link WriteQueue} grows to: whole segments, never more than half of the peer's window. */
    static int goalBytes(Sender sender) {
        int segment = sender.segmentBytes();
        int window = sender.largestPeerWindowBytes;
        int half = window > Sender.DEFAULT_MSS_V4 ? window >> 1 : window;
        int bound = half == 0 ? MOST_BYTES : Math.min(half, MOST_BYTES);
        return Math.max(1, bound / segment) * segment;
    }

    /** What congestion control lets leave at once now: half of cwnd at most, so that a burst is never all of it. */
    static int quota(CongestionWindow window, int inFlight) {
        int room = window.segments - inFlight;
        return room <= 0 ? 0 : Math.min(room, Math.max(1, window.segments >> 1));
    }

    /**
     * {@code tcp_tso_should_defer}: less than a full burst may leave, and an ACK that lets more leave is due soon.
     *
     * @param portion bytes that wait in the first portion
     */
    static boolean isDeferred(long now, Sender sender, int portion, int burst, int segmentBytes) {
        LossRecovery recovery = sender.recovery;
        if (recovery.state().ordinal() >= LossRecovery.State.RECOVERY.ordinal()
                || sender.flight.count() == 0
                || now - sender.lastDataSentNanos > RECENT_NANOS) {
            return false;
        }
        long byPeer = sender.windowRoomBytes();
        long byNetwork = (long) (sender.window.segments - recovery.inFlight()) * segmentBytes;
        long limit = Math.min(byPeer, byNetwork);
        boolean last = sender.writeQueue().portions() <= 1;
        if (limit >= (long) burst * segmentBytes || (!last && limit >= portion)) {
            return false;
        }
        int divisor = sender.connection.tcp.config().tsoWinDivisor();
        if (divisor > 0) {
            long whole = Math.min(sender.peerWindowBytes, (long) sender.window.segments * segmentBytes);
            if (limit >= whole / divisor) {
                return false;
            }
        } else if (limit > UNDIVIDED_SEGMENTS * segmentBytes) {
            return false;
        }
        long smoothed = sender.connection.rtt.smoothedNanos();
        long untilAck = sender.flight.sentNanos(0) + smoothed - now;
        if (untilAck > Math.min(smoothed >> 1, RECENT_NANOS)) {
            return false;
        }
        // What has its FIN will not grow; otherwise a program may still write.
        return limit <= portion || !last || !sender.finQueued;
    }
}
