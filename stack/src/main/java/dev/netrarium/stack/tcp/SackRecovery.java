package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.SequenceNumber;

/**
 * Loss recovery with a peer that acknowledges selectively, as Linux does it. What is lost says {@link Rack}; how much may
 * leave meanwhile {@link ProportionalRateReduction}; what follows from all this {@link RecoveryStates}.
 */
final class SackRecovery extends RecoveryStates {
    /** Segments that came twice by the peer's account. */
    private int duplicates;

    SackRecovery(Sender sender) {
        super(sender);
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public int inFlight() {
        return board.inFlight();
    }

    @Override
    public int sacked() {
        return board.sacked;
    }

    @Override
    public int lost() {
        return board.lost;
    }

    @Override
    public int everLost() {
        return board.everLost;
    }

    @Override
    public int resent() {
        return board.resent;
    }

    @Override
    public int reordering() {
        return rack.degree;
    }

    @Override
    public int reorderingSeen() {
        return rack.reorderingSeen;
    }

    @Override
    public int duplicatesReported() {
        return duplicates;
    }

    @Override
    public int nextLost() {
        return board.nextWaiting();
    }

    @Override
    public boolean isWaiting(int index) {
        return (sender.flight.marks(index) & (Flight.SACKED | Flight.LOST | Flight.RESENT)) == Flight.LOST;
    }

    @Override
    public boolean isForced(int lost) {
        return false; // PRR has room for the first
    }

    @Override
    public boolean prefersNew() {
        return wantsNewData();
    }

    @Override
    public void sentAgain(long now, int index) {
        board.resend(index);
        undo().copySent(sender.connection.timestampNow(now));
        if (isReducing()) {
            reduction().sent(1);
        }
        counters().add(state == State.RECOVERY ? Mib.TCP_FAST_RETRANSMITS : Mib.TCP_SLOW_START_RETRANSMITS);
        if (index == 0 && !sender.connection.timer.isSet(TcpTimer.REORDERING)) {
            sender.armRetransmission(now);
        }
    }

    @Override
    public void sentNew(int segments) {
        if (isReducing()) {
            reduction().sent(segments);
        }
    }

    @Override
    public void burstSent(long now, boolean any) {
        if (wantsNewData()) {
            triedNewData();
            if (!wantsNewData() && board.waiting > 0) {
                sender.connection.schedule();
            }
        }
        if (any && !probe.schedule(now, state, false) && sender.connection.timer.isSet(TcpTimer.LOSS_PROBE)) {
            sender.resumeRetransmission(now);
        }
    }

    @Override
    public String why(int index) {
        if (cutAnew) {
            return "path MTU";
        }
        if (state == State.LOSS) {
            return "time-out";
        }
        return sender.flight.has(index, Flight.EVER_RESENT)
                ? "RACK: the copy sent again was lost too"
                : "RACK: segments sent later have arrived";
    }

    @Override
    public void selective(long now, Segment segment, Acknowledgment a) {
        a.lostBefore = board.everLost;
        a.highestBefore = board.highestSacked(sender.unacknowledged);
        if (segment.sackBlocks > 0) {
            SelectiveAcks.read(now, this, segment, a);
        }
    }

    /** A segment arrived beyond a gap. */
    void arrivedBeyondGap(long now, int index, Acknowledgment a) {
        rack.arrived(now, index);
        sender.rate.arrived(now, index, false);
        if (!sender.flight.has(index, Flight.EVER_RESENT)) {
            arrivedOnce(index, a);
            a.sackRttNanos = Math.max(a.sackRttNanos, now - sender.flight.sentNanos(index));
        }
        board.sack(index);
        a.delivered++;
        a.sackedNews = true;
    }

    /** The peer got something twice. */
    void duplicateReported(int end, int segments, Acknowledgment a) {
        if (duplicates + segments > sender.totalRetransmits) {
            counters().add(Mib.TCP_DSACK_IGNORED);
            return; // the network doubled it, not we
        }
        duplicates += segments;
        a.duplicateReported = true;
        a.duplicateOfProbe = probe.endsAt(end);
        if (rack.reorderingSeen > 0 && !a.duplicateOfProbe) {
            rack.sawDuplicate();
        }
        undo().duplicate(end, segments);
    }

    @Override
    public void leaving(long now, int segments, Acknowledgment a) {
        for (int i = 0; i < segments; i++) {
            int marks = sender.flight.marks(i);
            if ((marks & Flight.SACKED) == 0) {
                a.delivered++;
                if ((marks & Flight.EVER_RESENT) == 0) {
                    arrivedOnce(i, a);
                }
                rack.arrived(now, i);
                sender.rate.arrived(now, i, true);
            }
        }
        board.leave(segments);
        a.acknowledged = segments;
        a.restartsTimer = segments > 0;
    }

    @Override
    public void judge(long now, Acknowledgment a) {
        if (a.reordered) {
            rack.sawReordering(a.reorderedFrom, a.highestBefore, sender.mssBytes, config(), counters(), false);
        }
        if (!a.restartsTimer && a.sackRttNanos >= 0 && sender.flight.count() > 0) {
            // Not when it was sent before the oldest was sent last, or recovery would put the time-out off for ever.
            a.restartsTimer = a.sackRttNanos > now - sender.flight.sentNanos(0);
        }
        rack.adaptWindow();
        if (probe.answered(a)) {
            beginReduction();
            state = State.CONGESTION_WINDOW_REDUCED;
            endReduction();
            keepOpen();
            counters().add(Mib.TCP_LOSS_PROBE_RECOVERY);
        }
        if (state != State.OPEN || a.echo || a.duplicate || a.sackedNews || a.duplicateReported) {
            alert(now, a);
        }
        if (a.old) {
            return;
        }
        if (isReducing()) {
            if (a.delivered > 0 && !sender.congestionControl.controlsWindow() && reduction().priorWindow > 0) {
                boolean progress = a.advances && board.everLost == a.lostBefore;
                sender.window.segments = reduction().window(inFlight(), sender.window.ssthresh, a.delivered, progress);
            }
        } else if (rack.degree > config().reordering()) {
            a.mayGrow = a.advances || a.sackedNews;
        } else {
            a.mayGrow = a.acknowledged > 0;
        }
    }

    @Override
    public void armTimer(long now) {
        if (probe.schedule(now, state, true)) {
            return;
        }
        ConnectionTimer timer = sender.connection.timer;
        if (timer.isSet(TcpTimer.REORDERING) || timer.isSet(TcpTimer.LOSS_PROBE)) {
            sender.resumeRetransmission(now);
        } else {
            sender.armRetransmission(now);
        }
    }

    @Override
    public void timedOut(long now, boolean again) {
        if (!again) {
            countFailure();
        }
        boolean fresh = state.ordinal() < State.RECOVERY.ordinal();
        boolean reneged = sender.flight.has(0, Flight.SACKED);
        if (reneged) {
            counters().add(Mib.TCP_SACK_RENEGING);
            board.forgetSacked();
        }
        for (int i = 0; i < sender.flight.count(); i++) {
            if (i == 0 || reneged || !rack.isYoung(now, i)) {
                if (board.lose(i)) {
                    counters().add(Mib.TCP_LOST_RETRANSMIT);
                }
            }
        }
        if (state.ordinal() <= State.DISORDER.ordinal()
                || !SequenceNumber.lessThan(sender.unacknowledged, high)
                || (state == State.LOSS && !again)) {
            undo().remember(sender.window.segments, currentThreshold());
            reduction().begin(sender.window.segments);
            reduceThreshold();
            undo().begin(sender.unacknowledged, board.resent);
        }
        if (state.ordinal() <= State.DISORDER.ordinal() && board.sacked >= config().reordering()) {
            rack.fallBackTo(config().reordering());
        }
        sender.window.segments = inFlight() + 1;
        sender.window.acknowledgedSinceGrowth = 0;
        cutAnew = false;
        state = State.LOSS;
        high = sender.next;
        probe.forget();
        Ecn.reduced(sender.connection);
        suspectTimeout(config().frto() != 0 && (fresh || again));
    }

    @Override
    public void probeDue(long now) {
        probe.send(now);
    }

    @Override
    public void reorderingOver(long now) {
        Acknowledgment a = sender.connection.tcp.acknowledgment;
        int before = inFlight();
        rack.detect(now, a, isRecovering());
        if (inFlight() != before) {
            if (state != State.RECOVERY) {
                enterRecovery(false);
            }
            if (isReducing() && !sender.congestionControl.controlsWindow()) {
                sender.window.segments = reduction().window(inFlight(), sender.window.ssthresh, 1, false);
            }
            sender.connection.owedToTimer(TcpTimer.REORDERING);
            sender.connection.schedule();
        }
        if (!sender.connection.timer.isSet(TcpTimer.RETRANSMISSION)) {
            sender.resumeRetransmission(now);
        }
    }

    @Override
    public void refused() {
        enterReduced();
    }

    @Override
    public void cutAnew() {
        board.reset();
        for (int i = 0; i < sender.flight.count(); i++) {
            board.lose(i);
        }
        high = sender.next;
        undo().forget();
        probe.forget();
        stopForward();
        cutAnew = true;
        state = State.LOSS;
    }

    private void arrivedOnce(int index, Acknowledgment a) {
        int start = index == 0 ? sender.unacknowledged : sender.flight.end(index - 1);
        if (SequenceNumber.lessThan(start, a.highestBefore)) {
            a.sawReordered(start);
        }
        if (!SequenceNumber.lessThan(high, sender.flight.end(index))) {
            a.originalArrived = true;
        }
    }

    private void countFailure() {
        if (state == State.RECOVERY) {
            counters().add(Mib.TCP_SACK_RECOVERY_FAIL);
        } else if (state == State.LOSS) {
            counters().add(Mib.TCP_LOSS_FAILURES);
        } else if (state == State.DISORDER || board.sacked > 0) {
            counters().add(Mib.TCP_SACK_FAILURES);
        }
    }
}
