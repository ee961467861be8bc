package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Counters;
import dev.netrarium.stack.Mib;
import dev.netrarium.wire.SequenceNumber;

/**
 * Loss recovery with a peer that acknowledges selectively, as Linux does it. What is lost says {@link Rack}; how much may
 * leave meanwhile {@link ProportionalRateReduction}; what follows from all this {@link RecoveryStates}.
 */
final class SackRecovery implements LossRecovery {
    final Sender sender;
    final Scoreboard board;
    private final ReorderingDegree reordering;
    private final Rack rack;
    private final TailLossProbe probe;
    private final RecoveryStates states;

    /** Segments that came twice by the peer's account. */
    private int duplicates;

    SackRecovery(Sender sender) {
        this.sender = sender;
        this.board = new Scoreboard(sender.flight);
        this.reordering = new ReorderingDegree(sender.connection.tcp.config().reordering());
        this.rack = new Rack(sender, board, reordering);
        this.probe = new TailLossProbe(sender);
        this.states = new RecoveryStates(sender, board, reordering, rack, probe);
    }

    @Override
    public State state() {
        return states.state;
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
        return reordering.segments;
    }

    @Override
    public int reorderingSeen() {
        return reordering.seen;
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
    public boolean isForced(int lost) {
        return false; // PRR has room for the first
    }

    @Override
    public boolean prefersNew() {
        return states.wantsNewData();
    }

    @Override
    public void sentAgain(long now, int index) {
        board.resend(index);
        states.undo().copySent(sender.connection.timestampNow(now));
        if (states.isReducing()) {
            states.reduction().sentOne();
        }
        counters().add(states.state == State.RECOVERY ? Mib.TCP_FAST_RETRANSMITS : Mib.TCP_SLOW_START_RETRANSMITS);
        if (index == 0 && !sender.connection.timer.isSet(TcpTimer.REORDERING)) {
            sender.armRetransmission(now);
        }
    }

    @Override
    public void sentNew() {
        if (states.isReducing()) {
            states.reduction().sentOne();
        }
    }

    @Override
    public void burstSent(long now, boolean any) {
        if (states.wantsNewData()) {
            states.triedNewData();
            if (!states.wantsNewData() && board.waiting > 0) {
                sender.connection.schedule();
            }
        }
        if (any && !probe.schedule(now, states.state, false) && sender.connection.timer.isSet(TcpTimer.LOSS_PROBE)) {
            sender.resumeRetransmission(now);
        }
    }

    @Override
    public String why(int index) {
        if (states.cutAnew) {
            return "path MTU";
        }
        if (states.state == State.LOSS) {
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
        if (reordering.seen > 0 && !a.duplicateOfProbe) {
            rack.sawDuplicate();
        }
        states.undo().duplicate(end, segments);
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
            reordering.saw(a.reorderedFrom, a.highestBefore, sender.mssBytes, config(), counters(), false);
        }
        if (!a.restartsTimer && a.sackRttNanos >= 0 && sender.flight.count() > 0) {
            // Not when it was sent before the oldest was sent last, or recovery would put the time-out off for ever.
            a.restartsTimer = a.sackRttNanos > now - sender.flight.sentNanos(0);
        }
        rack.adaptWindow();
        if (probe.answered(a)) {
            states.beginReduction();
            states.state = State.CONGESTION_WINDOW_REDUCED;
            states.endReduction();
            states.keepOpen();
            counters().add(Mib.TCP_LOSS_PROBE_RECOVERY);
        }
        if (states.state != State.OPEN || a.echo || a.duplicate || a.sackedNews || a.duplicateReported) {
            states.alert(now, a);
        }
        if (a.old) {
            return;
        }
        if (states.isReducing()) {
            if (a.delivered > 0 && !sender.congestionControl.controlsWindow() && states.reduction().priorWindow > 0) {
                boolean progress = a.advances && board.everLost == a.lostBefore;
                sender.window.segments =
                        states.reduction().window(inFlight(), sender.window.ssthresh, a.delivered, progress);
            }
        } else if (reordering.segments > config().reordering()) {
            a.mayGrow = a.advances || a.sackedNews;
        } else {
            a.mayGrow = a.acknowledged > 0;
        }
    }

    @Override
    public void armTimer(long now) {
        if (probe.schedule(now, states.state, true)) {
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
        boolean fresh = states.state.ordinal() < State.RECOVERY.ordinal();
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
        if (states.state.ordinal() <= State.DISORDER.ordinal()
                || !SequenceNumber.lessThan(sender.unacknowledged, states.high)
                || (states.state == State.LOSS && !again)) {
            states.undo().remember(sender.window.segments, states.currentThreshold());
            states.reduction().begin(sender.window.segments);
            states.reduceThreshold();
            states.undo().begin(sender.unacknowledged, board.resent);
        }
        if (states.state.ordinal() <= State.DISORDER.ordinal() && board.sacked >= config().reordering()) {
            reordering.fallBack(config().reordering());
        }
        sender.window.segments = inFlight() + 1;
        sender.window.acknowledgedSinceGrowth = 0;
        states.cutAnew = false;
        states.state = State.LOSS;
        states.high = sender.next;
        probe.forget();
        Ecn.reduced(sender.connection);
        states.suspectTimeout(config().frto() != 0 && (fresh || again));
    }

    @Override
    public void probeDue(long now) {
        probe.send(now);
    }

    @Override
    public void reorderingOver(long now) {
        Acknowledgment a = sender.connection.tcp.acknowledgment;
        int before = inFlight();
        rack.detect(now, a, states.isRecovering());
        if (inFlight() != before) {
            if (states.state != State.RECOVERY) {
                states.enterRecovery(false);
            }
            if (states.isReducing() && !sender.congestionControl.controlsWindow()) {
                sender.window.segments = states.reduction().window(inFlight(), sender.window.ssthresh, 1, false);
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
        states.enterReduced();
    }

    @Override
    public void cutAnew() {
        board.reset();
        for (int i = 0; i < sender.flight.count(); i++) {
            board.lose(i);
        }
        states.high = sender.next;
        states.undo().forget();
        probe.forget();
        states.stopForward();
        states.cutAnew = true;
        states.state = State.LOSS;
    }

    private void arrivedOnce(int index, Acknowledgment a) {
        int start = index == 0 ? sender.unacknowledged : sender.flight.end(index - 1);
        if (SequenceNumber.lessThan(start, a.highestBefore)) {
            a.sawReordered(start);
        }
        if (!SequenceNumber.lessThan(states.high, sender.flight.end(index))) {
            a.originalArrived = true;
        }
    }

    private void countFailure() {
        if (states.state == State.RECOVERY) {
            counters().add(Mib.TCP_SACK_RECOVERY_FAIL);
        } else if (states.state == State.LOSS) {
            counters().add(Mib.TCP_LOSS_FAILURES);
        } else if (states.state == State.DISORDER || board.sacked > 0) {
            counters().add(Mib.TCP_SACK_FAILURES);
        }
    }

    private TcpConfig config() {
        return sender.connection.tcp.config();
    }

    private Counters counters() {
        return sender.connection.tcp.counters;
    }
}
