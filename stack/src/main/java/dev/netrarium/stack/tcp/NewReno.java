package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Counters;
import dev.netrarium.stack.Mib;
import dev.netrarium.wire.SequenceNumber;
import org.jspecify.annotations.Nullable;

/**
 * Fast retransmit and NewReno fast recovery (RFC 5681 §3.2, RFC 6582), and go-back-N after a time-out.
 *
 * <p>Instead of inflating cwnd by each duplicate ACK, each takes one segment out of the count in flight, which is the
 * same arithmetic and gives limited transmit (RFC 3042) for nothing. What was lost is always a run from the oldest
 * segment on: one segment in recovery, all of the flight after a time-out.
 */
final class NewReno implements LossRecovery {
    private final Sender sender;
    private final Flight flight;
    private final CongestionWindow window;
    private State state = State.OPEN;
    private boolean cutAnew;
    private boolean partialSeen;

    /** How cwnd falls while there is congestion without loss; null before the first. */
    private @Nullable ProportionalRateReduction reduction;

    /** Duplicate ACKs: segments that have left the network. */
    private int duplicates;

    private int lost;
    private int everLost;
    private int resent;

    /** SND.NXT when the loss was found: the end of recovery, and no new one begins before it is passed. */
    private int recover;

    NewReno(Sender sender) {
        this.sender = sender;
        this.flight = sender.flight;
        this.window = sender.window;
        this.recover = sender.initial;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public int inFlight() {
        return Math.max(0, flight.count() - duplicates - (lost - resent));
    }

    @Override
    public int sacked() {
        return duplicates;
    }

    @Override
    public int lost() {
        return lost;
    }

    @Override
    public int everLost() {
        return everLost;
    }

    @Override
    public int resent() {
        return resent;
    }

    @Override
    public int reordering() {
        return sender.connection.tcp.config().reordering();
    }

    @Override
    public int reorderingSeen() {
        return 0;
    }

    @Override
    public int duplicatesReported() {
        return 0;
    }

    @Override
    public int nextLost() {
        return resent < lost ? resent : -1;
    }

    @Override
    public boolean isWaiting(int index) {
        return index < lost;
    }

    @Override
    public boolean isForced(int lost) {
        return lost == 0 && state == State.RECOVERY;
    }

    @Override
    public boolean prefersNew() {
        return false;
    }

    @Override
    public void sentNew(int segments) {
        ProportionalRateReduction r = reduction;
        if (r != null) {
            r.sent(segments);
        }
    }

    @Override
    public void burstSent(long now, boolean any) {
        // no probe follows: without SACK its answer would say nothing
    }

    @Override
    public void sentAgain(long now, int index) {
        resent++;
        counters().add(state == State.RECOVERY ? Mib.TCP_FAST_RETRANSMITS : Mib.TCP_SLOW_START_RETRANSMITS);
    }

    @Override
    public String why(int index) {
        if (cutAnew) {
            return "path MTU";
        }
        return state == State.RECOVERY ? "3 duplicate ACKs" : "time-out";
    }

    @Override
    public void selective(long now, Segment segment, Acknowledgment a) {
        // the peer does not speak SACK
    }

    @Override
    public void leaving(long now, int segments, Acknowledgment a) {
        a.delivered = segments;
        a.acknowledged = segments;
        for (int i = 0; i < segments; i++) {
            sender.rate.arrived(now, i, true);
        }
    }

    @Override
    public void judge(long now, Acknowledgment a) {
        int held = duplicates;
        if (a.advances) {
            a.mayGrow = a.acknowledged > 0 && state != State.RECOVERY && state != State.CONGESTION_WINDOW_REDUCED;
            a.restartsTimer = advanced(a.acknowledged);
        } else if (a.duplicate) {
            duplicate();
        }
        if (a.echo) {
            enterReduced();
        }
        ProportionalRateReduction r = reduction;
        if (r != null && state == State.CONGESTION_WINDOW_REDUCED && !sender.congestionControl.controlsWindow()) {
            int arrived = a.advances ? Math.max(a.acknowledged - held, 1) : a.duplicate ? 1 : 0;
            if (arrived > 0) {
                window.segments = r.window(inFlight(), window.ssthresh, arrived, a.advances);
            }
        }
    }

    @Override
    public void armTimer(long now) {
        sender.armRetransmission(now);
    }

    @Override
    public void probeDue(long now) {
        throw new IllegalStateException("no probe is ever scheduled");
    }

    @Override
    public void reorderingOver(long now) {
        throw new IllegalStateException("duplicate ACKs are counted, not timed");
    }

    /** SND.UNA moved on over whole segments; answers whether the retransmission timer starts anew. */
    private boolean advanced(int segments) {
        switch (state) {
            case OPEN -> {
                if (SequenceNumber.lessThan(recover, sender.unacknowledged)) {
                    recover = sender.unacknowledged - 1; // keeps up, so that it never seems to lie ahead
                }
            }
            case DISORDER -> {
                duplicates = 0;
                state = State.OPEN;
            }
            case CONGESTION_WINDOW_REDUCED -> {
                duplicates = 0;
                if (SequenceNumber.lessThan(recover, sender.unacknowledged)) {
                    fallToThreshold();
                    state = State.OPEN;
                }
            }
            case RECOVERY -> {
                if (isRecovered()) {
                    // RFC 6582 §3.2 step 3: not all of ssthresh at once when little is in flight.
                    if (!sender.congestionControl.controlsWindow()) {
                        window.segments = Math.min(window.ssthresh, Math.max(flight.count(), 1) + 1);
                    }
                    settle();
                } else {
                    // A partial ACK: the segment after it is lost too; all but one of the others had been counted.
                    duplicates = Math.max(0, Math.min(duplicates - (segments - 1), flight.count() - 1));
                    lost = 1;
                    everLost++;
                    resent = 0;
                    // RFC 6582 §3.2 step 3: only the first restarts the timer, so that a window full of holes is not
                    // mended at one per round trip but in slow start after a time-out. (Linux restarts it each time.)
                    boolean first = !partialSeen;
                    partialSeen = true;
                    return first;
                }
            }
            case LOSS -> {
                lost = Math.max(0, lost - segments);
                resent = Math.max(0, resent - segments);
                // As Linux, held until more is acknowledged: duplicates of what was sent again shall start nothing.
                if (SequenceNumber.lessThan(recover, sender.unacknowledged)) {
                    settle();
                } else if (sender.unacknowledged == recover) {
                    cutAnew = false;
                }
            }
        }
        return true;
    }

    private void duplicate() {
        if (state == State.LOSS || flight.count() == 0) {
            return;
        }
        duplicates = Math.min(duplicates + 1, flight.count() - 1);
        if (state == State.RECOVERY) {
            return;
        }
        if (state == State.OPEN) {
            state = State.DISORDER;
        }
        // RFC 6582 §3.2 step 1: duplicates from segments that were sent again needlessly must not start it anew.
        if (duplicates >= sender.connection.tcp.config().reordering()
                && SequenceNumber.lessThan(recover, sender.unacknowledged)) {
            if (MtuProbing.isProbeLost(sender)) {
                recover = sender.next;
                duplicates = 0;
                lost = 1;
                resent = 0;
                cutAnew = true;
                state = State.LOSS;
                return;
            }
            if (state != State.CONGESTION_WINDOW_REDUCED) {
                reduce();
            }
            fallToThreshold();
            recover = sender.next;
            lost = 1;
            everLost++;
            resent = 0;
            partialSeen = false;
            state = State.RECOVERY;
            counters().add(Mib.TCP_RENO_RECOVERY);
        }
    }

    @Override
    public void timedOut(long now, boolean again) {
        if (state == State.OPEN || state == State.DISORDER || (state == State.LOSS && !again)) {
            reduce();
        }
        window.segments = 1;
        window.acknowledgedSinceGrowth = 0;
        Ecn.reduced(sender.connection);
        cutAnew = false;
        loseAll();
    }

    @Override
    public void refused() {
        enterReduced();
    }

    /** Congestion without loss, once a round trip: until something that is sent from now on is acknowledged. */
    private void enterReduced() {
        if (state == State.OPEN || state == State.DISORDER) {
            ProportionalRateReduction r = reduction;
            if (r == null) {
                r = new ProportionalRateReduction();
                reduction = r;
            }
            r.begin(window.segments);
            reduce();
            recover = sender.next;
            state = State.CONGESTION_WINDOW_REDUCED;
        }
    }

    @Override
    public void cutAnew() {
        loseAll();
        cutAnew = true;
    }

    private void loseAll() {
        duplicates = 0;
        lost = flight.count();
        everLost += lost;
        resent = 0;
        recover = sender.next;
        state = State.LOSS;
    }

    private void settle() {
        duplicates = 0;
        lost = 0;
        resent = 0;
        cutAnew = false;
        state = State.OPEN;
    }

    private void fallToThreshold() {
        if (!sender.congestionControl.controlsWindow()) {
            window.segments = window.ssthresh;
        }
    }

    private void reduce() {
        window.ssthresh = sender.congestionControl.ssthreshAfterLoss(window);
        window.acknowledgedSinceGrowth = 0;
        Ecn.reduced(sender.connection);
    }

    private boolean isRecovered() {
        return !SequenceNumber.lessThan(sender.unacknowledged, recover);
    }

    private Counters counters() {
        return sender.connection.tcp.counters;
    }
}
