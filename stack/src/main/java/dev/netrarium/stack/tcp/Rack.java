package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.SequenceNumber;

/**
 * RACK, loss detection by time (RFC 8985): a segment is lost when one that was sent later has arrived, and as long ago as
 * reordering might take. Second copies are judged by the same rule.
 */
final class Rack extends ReorderingDegree {
    /** What a timer adds, two ticks of Linux's clock. */
    static final long TIMER_SLACK_NANOS = 2_000_000L;

    /** {@code tcp_recovery}: the reordering window stays a quarter of the least round trip. */
    static final int STATIC_WINDOW = 2;

    /** {@code tcp_recovery}: many SACKed segments do not end the wait for reordered ones. */
    static final int NO_DUPLICATE_THRESHOLD = 4;

    /** RFC 8985 §6.2 step 4: so many recoveries keep a widened window. */
    private static final int KEPT_RECOVERIES = 16;

    private static final int MOST_STEPS = 255;

    /** Segments looked at to find the exact time-out; beyond, it is that of the latest that can come into question. */
    private static final int MOST_LOOKED_AT = 64;

    private final Sender sender;
    private final Scoreboard board;

    /** When the segment was sent that was sent latest of all that arrived, and its end: RACK.xmit_ts, RACK.end_seq. */
    private long sentNanos;

    private int end;

    /** The round trip of that segment: RACK.rtt. */
    private long rttNanos;

    private boolean advanced;

    /** The reordering window in quarters of the least round trip: RACK.reo_wnd_mult. */
    private int windowSteps = 1;

    private int keptRecoveries;

    /** Something came twice in a round: the window was too small. */
    private boolean duplicateSeen;

    /** While widening waits for the round to be over. */
    private boolean inRound;

    private int roundEnd;

    Rack(Sender sender, Scoreboard board) {
        super(sender.connection.tcp.config().reordering());
        this.sender = sender;
        this.board = board;
    }

    /** The segment has arrived (RFC 8985 §6.2 step 2). */
    void arrived(long now, int index) {
        long sent = sender.flight.sentNanos(index);
        long rtt = now - sent;
        if (sender.flight.has(index, Flight.EVER_RESENT) && rtt < sender.connection.rtt.minimumSeenNanos()) {
            return; // too soon to be the second copy's
        }
        advanced = true;
        rttNanos = rtt;
        int segmentEnd = sender.flight.end(index);
        if (sent > sentNanos || (sent == sentNanos && SequenceNumber.lessThan(end, segmentEnd))) {
            sentNanos = sent;
            end = segmentEnd;
        }
    }

    /** The peer got something twice, in a way that reordering explains. */
    void sawDuplicate() {
        duplicateSeen = true;
    }

    /** Widens the window by what duplicates told, at most once per round trip (RFC 8985 §6.2 step 4). */
    void adaptWindow() {
        if ((sender.connection.tcp.config().recovery() & STATIC_WINDOW) != 0) {
            return;
        }
        if (inRound) {
            if (SequenceNumber.lessThan(sender.unacknowledged, roundEnd)) {
                duplicateSeen = false;
            } else {
                inRound = false;
            }
        }
        if (duplicateSeen) {
            windowSteps = Math.min(windowSteps + 1, MOST_STEPS);
            keptRecoveries = KEPT_RECOVERIES;
            duplicateSeen = false;
            inRound = true;
            roundEnd = sender.next;
        } else if (keptRecoveries == 0) {
            windowSteps = 1;
        }
    }

    /** A recovery ended without a sign that it was needless. */
    void recovered() {
        keptRecoveries = Math.max(0, keptRecoveries - 1);
    }

    /** A recovery was needless. */
    void needless() {
        keptRecoveries = Math.min(KEPT_RECOVERIES, keptRecoveries + 1);
    }

    /** What is held lost must be judged again. */
    void judgeAnew() {
        advanced = true;
    }

    /** Whether something arrived since losses were last looked for. */
    boolean takeAdvanced() {
        boolean was = advanced;
        advanced = false;
        return was;
    }

    /**
     * Marks what is lost (RFC 8985 §6.2 step 5).
     *
     * @return nanoseconds until all that is in doubt now will be held lost, 0 when nothing is in doubt
     */
    long detect(long now, Acknowledgment a, boolean recovering) {
        long window = windowNanos(recovering);
        long wait = 0;
        int looked = 0;
        for (int i = board.firstOriginal();
                i < sender.flight.count() && isSentBefore(i);
                i = board.nextOriginal(i + 1)) {
            long left = rttNanos + window - (now - sender.flight.sentNanos(i));
            if (left <= 0) {
                board.lose(i);
            } else {
                wait = Math.max(wait, left);
                if (++looked == MOST_LOOKED_AT) {
                    wait = Math.max(wait, rttNanos + window - (now - sentNanos));
                    break;
                }
            }
        }
        looked = 0;
        for (int i = board.earliestResent(); i >= 0 && isSentBefore(i); ) {
            int after = board.nextResent(i);
            long left = rttNanos + window - (now - sender.flight.sentNanos(i));
            if (left <= 0) {
                board.lose(i);
                a.secondLoss = true;
                sender.connection.tcp.counters.add(Mib.TCP_LOST_RETRANSMIT);
            } else {
                wait = Math.max(wait, left);
                if (++looked == MOST_LOOKED_AT) {
                    wait = Math.max(wait, rttNanos + window - (now - sentNanos));
                    break;
                }
            }
            i = after;
        }
        return wait;
    }

    /** Whether the segment may still arrive: it was sent less than a round trip ago. */
    boolean isYoung(long now, int index) {
        return now - sender.flight.sentNanos(index) < rttNanos;
    }

    /** How long reordered segments are given: RACK.reo_wnd. */
    long windowNanos(boolean recovering) {
        if (reorderingSeen == 0) {
            if (recovering) {
                return 0;
            }
            boolean threshold = (sender.connection.tcp.config().recovery() & NO_DUPLICATE_THRESHOLD) == 0;
            if (threshold && board.sacked >= degree) {
                return 0;
            }
        }
        RttEstimator rtt = sender.connection.rtt;
        return Math.min(rtt.minimumSeenNanos() / 4 * windowSteps, rtt.smoothedNanos());
    }

    private boolean isSentBefore(int index) {
        long sent = sender.flight.sentNanos(index);
        return sent < sentNanos || (sent == sentNanos && SequenceNumber.lessThan(sender.flight.end(index), end));
    }
}
