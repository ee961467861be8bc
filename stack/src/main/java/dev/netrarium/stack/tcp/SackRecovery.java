package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Counters;
import dev.netrarium.stack.Mib;
import dev.netrarium.wire.SequenceNumber;

/**
 * Loss recovery with a peer that acknowledges selectively, as Linux does it: its states Open, Disorder, CWR, Recovery and
 * Loss, and what leads from one to another. What is lost says {@link Rack}; how much may leave meanwhile
 * {@link ProportionalRateReduction}; whether it was a mistake {@link Undo} and {@link ForwardRto}.
 */
final class SackRecovery implements LossRecovery {
    /** What Linux gives a peer that acknowledged beyond a gap and then seems to have forgotten it. */
    private static final long RENEGING_NANOS = 10_000_000L;

    final Sender sender;
    private final Flight flight;
    private final CongestionWindow window;
    final Scoreboard board;
    private final ReorderingDegree reordering;
    private final Rack rack;
    private final TailLossProbe probe;
    private final ProportionalRateReduction reduction = new ProportionalRateReduction();
    private final Undo undo = new Undo();
    private final ForwardRto forward = new ForwardRto();
    private State state = State.OPEN;
    private boolean cutAnew;

    /** Segments that came twice by the peer's account. */
    private int duplicates;

    /** SND.NXT when the state was entered: acknowledged, it ends. Linux's {@code high_seq}. */
    private int high;

    SackRecovery(Sender sender) {
        this.sender = sender;
        this.flight = sender.flight;
        this.window = sender.window;
        this.board = new Scoreboard(flight);
        this.reordering = new ReorderingDegree(sender.connection.tcp.config().reordering());
        this.rack = new Rack(sender, board, reordering);
        this.probe = new TailLossProbe(sender);
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
    public int resent() {
        return board.resent;
    }

    @Override
    public int reordering() {
        return reordering.segments;
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
        return forward.wantsNewData;
    }

    @Override
    public void sentAgain(long now, int index) {
        board.resend(index);
        undo.copySent(sender.connection.timestampNow(now));
        if (isReducing()) {
            reduction.sentOne();
        }
        counters().add(state == State.RECOVERY ? Mib.TCP_FAST_RETRANSMITS : Mib.TCP_SLOW_START_RETRANSMITS);
        if (index == 0 && !sender.connection.timer.isSet(TcpTimer.REORDERING)) {
            sender.armRetransmission(now);
        }
    }

    @Override
    public void sentNew() {
        if (isReducing()) {
            reduction.sentOne();
        }
    }

    @Override
    public void burstSent(long now, boolean any) {
        if (forward.wantsNewData) {
            forward.triedNewData(SequenceNumber.lessThan(high, sender.next));
            if (!forward.wantsNewData && board.waiting > 0) {
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
        if (state == State.LOSS && !flight.has(index, Flight.EVER_RESENT)) {
            return "time-out";
        }
        return flight.has(index, Flight.EVER_RESENT) && state == State.RECOVERY
                ? "RACK: the copy sent again was lost too"
                : state == State.LOSS ? "time-out" : "RACK: segments sent later have arrived";
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
        if (!flight.has(index, Flight.EVER_RESENT)) {
            arrivedOnce(index, a);
            a.sackRttNanos = now - flight.sentNanos(index);
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
        if (reordering.seen && !a.duplicateOfProbe) {
            rack.sawDuplicate();
        }
        undo.duplicate(end, segments);
    }

    @Override
    public void leaving(long now, int segments, Acknowledgment a) {
        for (int i = 0; i < segments; i++) {
            int marks = flight.marks(i);
            if ((marks & Flight.SACKED) == 0) {
                a.delivered++;
                if ((marks & Flight.EVER_RESENT) == 0) {
                    arrivedOnce(i, a);
                }
                rack.arrived(now, i);
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
        if (!a.restartsTimer && a.sackRttNanos >= 0 && flight.count() > 0) {
            // Not when it was sent before the oldest was sent last, or recovery would put the time-out off for ever.
            a.restartsTimer = a.sackRttNanos > now - flight.sentNanos(0);
        }
        rack.adaptWindow();
        if (probe.answered(a)) {
            beginReduction();
            state = State.CONGESTION_WINDOW_REDUCED;
            endReduction();
            keepOpen();
            counters().add(Mib.TCP_LOSS_PROBE_RECOVERY);
        }
        if (state != State.OPEN || a.duplicate || a.sackedNews || a.duplicateReported) {
            alert(now, a);
        }
        if (a.old) {
            return;
        }
        if (isReducing()) {
            if (a.delivered > 0 && reduction.priorWindow > 0) {
                boolean progress = a.advances && board.everLost == a.lostBefore;
                window.segments = reduction.window(inFlight(), window.ssthresh, a.delivered, progress);
            }
        } else if (reordering.segments > config().reordering()) {
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
        boolean reneged = flight.has(0, Flight.SACKED);
        if (reneged) {
            counters().add(Mib.TCP_SACK_RENEGING);
            board.forgetSacked();
        }
        for (int i = 0; i < flight.count(); i++) {
            if (i == 0 || reneged || !rack.isYoung(now, i)) {
                if (board.lose(i)) {
                    counters().add(Mib.TCP_LOST_RETRANSMIT);
                }
            }
        }
        if (state.ordinal() <= State.DISORDER.ordinal()
                || !SequenceNumber.lessThan(sender.unacknowledged, high)
                || (state == State.LOSS && !again)) {
            undo.remember(window.segments, currentThreshold());
            reduction.begin(window.segments);
            reduceThreshold();
            undo.begin(sender.unacknowledged, board.resent);
        }
        if (state.ordinal() <= State.DISORDER.ordinal() && board.sacked >= config().reordering()) {
            reordering.fallBack(config().reordering());
        }
        window.segments = inFlight() + 1;
        window.acknowledgedSinceGrowth = 0;
        cutAnew = false;
        state = State.LOSS;
        high = sender.next;
        probe.forget();
        forward.begin(config().frto() != 0 && (fresh || again));
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
                enterRecovery();
            }
            window.segments = reduction.window(inFlight(), window.ssthresh, 1, false);
            sender.connection.owedToTimer(TcpTimer.REORDERING);
            sender.connection.schedule();
        }
        if (!sender.connection.timer.isSet(TcpTimer.RETRANSMISSION)) {
            sender.resumeRetransmission(now);
        }
    }

    @Override
    public void refused() {
        if (state.ordinal() < State.CONGESTION_WINDOW_REDUCED.ordinal()) {
            undo.forget();
            beginReduction();
            state = State.CONGESTION_WINDOW_REDUCED;
        }
    }

    @Override
    public void cutAnew() {
        board.reset();
        for (int i = 0; i < flight.count(); i++) {
            board.lose(i);
        }
        high = sender.next;
        undo.forget();
        probe.forget();
        forward.stop();
        cutAnew = true;
        state = State.LOSS;
    }

    /** Something may be wrong: Linux's {@code tcp_fastretrans_alert}. */
    private void alert(long now, Acknowledgment a) {
        if (a.advances && flight.count() > 0 && flight.has(0, Flight.SACKED)) {
            // SND.UNA stops before what the peer said it held.
            long wait = Math.max(sender.connection.rtt.smoothedNanos() / 2, RENEGING_NANOS);
            sender.connection.timer.setRepair(TcpTimer.RETRANSMISSION, now + wait);
            a.restartsTimer = false;
            return;
        }
        if (state == State.OPEN) {
            undo.noCopies();
        } else if (!SequenceNumber.lessThan(sender.unacknowledged, high)) {
            if (state == State.CONGESTION_WINDOW_REDUCED && sender.unacknowledged != high) {
                endReduction();
                open();
            } else if (state == State.RECOVERY) {
                undoRecovery(a);
                endReduction();
                open();
            }
        }
        switch (state) {
            case RECOVERY -> {
                if (a.advances && undoPartly(a)) {
                    return;
                }
                if (undoDuplicates()) {
                    tryToOpen();
                }
                findLost(now, a);
                if (state == State.RECOVERY || board.lost == 0) {
                    return;
                }
                enterRecovery();
            }
            case LOSS -> {
                loss(a);
                findLost(now, a);
                if (state == State.OPEN || a.secondLoss) {
                    decide();
                }
            }
            default -> {
                if (state.ordinal() <= State.DISORDER.ordinal()) {
                    undoDuplicates();
                }
                findLost(now, a);
                decide();
            }
        }
    }

    private void decide() {
        if (board.lost == 0) {
            tryToOpen();
        } else {
            enterRecovery();
        }
    }

    private void findLost(long now, Acknowledgment a) {
        if (flight.count() == 0 || !rack.takeAdvanced()) {
            return;
        }
        long wait = rack.detect(now, a, isRecovering());
        if (wait > 0) {
            sender.connection.timer.setRepair(TcpTimer.REORDERING, now + wait + Rack.TIMER_SLACK_NANOS);
            a.restartsTimer = false;
        }
    }

    private void enterRecovery() {
        counters().add(Mib.TCP_SACK_RECOVERY);
        int threshold = isReducing() ? 0 : currentThreshold();
        undo.begin(sender.unacknowledged, board.resent + (probe.isCopyOut() ? 1 : 0));
        undo.remember(window.segments, threshold);
        if (!isReducing()) {
            beginReduction();
        }
        forward.stop();
        cutAnew = false;
        state = State.RECOVERY;
    }

    /** In Loss: Linux's {@code tcp_process_loss}. */
    private void loss(Acknowledgment a) {
        boolean recovered = !SequenceNumber.lessThan(sender.unacknowledged, high);
        if (a.advances && undo.isNeedless(a)) {
            undoLoss();
            return;
        }
        if (forward.isNeedless(a)) {
            counters().add(Mib.TCP_SPURIOUS_RTOS);
            undoLoss();
            return;
        }
        if (forward.step(sender, a, high, recovered)) {
            high = sender.next;
            return;
        }
        if (recovered) {
            undoRecovery(a);
            open();
        }
    }

    private void undoLoss() {
        counters().add(Mib.TCP_LOSS_UNDO);
        takeBack(true);
        sender.retries = 0;
        open();
    }

    private void undoRecovery(Acknowledgment a) {
        if (undo.isNeedless(a)) {
            counters().add(state == State.LOSS ? Mib.TCP_LOSS_UNDO : Mib.TCP_FULL_UNDO);
            takeBack(false);
        } else {
            rack.recovered();
        }
    }

    /** A hole was filled by the original: true while copies are out, during which nothing more is held lost. */
    private boolean undoPartly(Acknowledgment a) {
        if (!undo.possible || !undo.isAnswerToOriginal(a)) {
            return false;
        }
        reordering.saw(a.before, a.highestBefore, sender.mssBytes, config(), counters(), true);
        if (board.resent > 0) {
            return true;
        }
        if (!anyCopySent()) {
            undo.noCopies();
        }
        counters().add(Mib.TCP_PARTIAL_UNDO);
        takeBack(true);
        keepOpen();
        return false;
    }

    private boolean undoDuplicates() {
        if (!undo.allWereDuplicates()) {
            return false;
        }
        rack.needless();
        counters().add(Mib.TCP_DSACK_UNDO);
        takeBack(false);
        return true;
    }

    private void takeBack(boolean unmarkLost) {
        if (unmarkLost) {
            board.unmarkLost();
        }
        undo.take(window);
        rack.judgeAnew();
    }

    private void tryToOpen() {
        if (!anyCopySent()) {
            undo.noCopies();
        }
        if (state != State.CONGESTION_WINDOW_REDUCED) {
            keepOpen();
        }
    }

    private void keepOpen() {
        State to = board.sacked + board.lost > 0 || anyCopySent() ? State.DISORDER : State.OPEN;
        if (state != to) {
            state = to;
            high = sender.next;
        }
    }

    private void open() {
        state = State.OPEN;
        forward.stop();
        cutAnew = false;
    }

    private void beginReduction() {
        high = sender.next;
        probe.forget();
        reduction.begin(window.segments);
        reduceThreshold();
    }

    private void endReduction() {
        if (window.ssthresh < CongestionWindow.INFINITE
                && (state == State.CONGESTION_WINDOW_REDUCED || undo.possible)) {
            window.segments = window.ssthresh;
        }
    }

    private void reduceThreshold() {
        window.ssthresh = sender.congestionControl.ssthreshAfterLoss(window);
        window.acknowledgedSinceGrowth = 0;
    }

    /** Linux's {@code tcp_current_ssthresh}. */
    private int currentThreshold() {
        return isReducing() ? window.ssthresh : Math.max(window.ssthresh, window.segments / 2 + window.segments / 4);
    }

    private void arrivedOnce(int index, Acknowledgment a) {
        int start = index == 0 ? sender.unacknowledged : flight.end(index - 1);
        if (SequenceNumber.lessThan(start, a.highestBefore)) {
            a.sawReordered(start);
        }
        if (!SequenceNumber.lessThan(high, flight.end(index))) {
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

    /** Something that was sent twice is still in flight. */
    private boolean anyCopySent() {
        return board.resent > 0 || (flight.count() > 0 && flight.has(0, Flight.EVER_RESENT));
    }

    private boolean isReducing() {
        return state == State.CONGESTION_WINDOW_REDUCED || state == State.RECOVERY;
    }

    private boolean isRecovering() {
        return state.ordinal() >= State.RECOVERY.ordinal();
    }

    private TcpConfig config() {
        return sender.connection.tcp.config();
    }

    private Counters counters() {
        return sender.connection.tcp.counters;
    }
}
