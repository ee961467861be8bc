package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Counters;
import dev.netrarium.stack.Mib;
import dev.netrarium.wire.SequenceNumber;
import org.jspecify.annotations.Nullable;

/**
 * Linux's congestion states Open, Disorder, CWR, Recovery and Loss, and what leads from one to another when an
 * acknowledgment came: a loss that {@link Rack} found, a reduction that {@link Undo} or {@link ForwardRto} take back, or
 * the end of what was in flight when the state was entered.
 *
 * <p>The base of {@link SackRecovery} and not a part of its own, because every connection has one and each object costs.
 */
abstract class RecoveryStates implements LossRecovery {
    /** What Linux gives a peer that acknowledged beyond a gap and then seems to have forgotten it. */
    private static final long RENEGING_NANOS = 10_000_000L;

    /** Made at the first loss, as is {@link #undo}: most connections never see one. */
    private @Nullable ProportionalRateReduction reduction;

    private @Nullable Undo undo;

    /** Made at the first time-out. */
    private @Nullable ForwardRto forward;

    State state = State.OPEN;

    /** All is sent again because segments had to become smaller. */
    boolean cutAnew;

    /** SND.NXT when the state was entered: acknowledged, it ends. Linux's {@code high_seq}. */
    int high;

    final Sender sender;
    final Scoreboard board;
    final Rack rack;
    final TailLossProbe probe;

    RecoveryStates(Sender sender) {
        this.sender = sender;
        this.board = new Scoreboard(sender.flight);
        this.rack = new Rack(sender, board);
        this.probe = new TailLossProbe(sender);
    }

    /** Something may be wrong: Linux's {@code tcp_fastretrans_alert}. */
    void alert(long now, Acknowledgment a) {
        if (a.echo) {
            undo().keepReduction();
        }
        if (a.advances && sender.flight.count() > 0 && sender.flight.has(0, Flight.SACKED)) {
            // SND.UNA stops before what the peer said it held.
            long wait = Math.max(sender.connection.rtt.smoothedNanos() / 2, RENEGING_NANOS);
            sender.connection.timer.setRepair(TcpTimer.RETRANSMISSION, now + wait);
            a.restartsTimer = false;
            return;
        }
        if (state == State.OPEN) {
            undo().noCopies();
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
                    tryToOpen(a);
                }
                findLost(now, a);
                if (state == State.RECOVERY || board.lost == 0) {
                    return;
                }
                enterRecovery(a.echo);
            }
            case LOSS -> {
                loss(a);
                findLost(now, a);
                if (state == State.OPEN || a.secondLoss) {
                    decide(a);
                }
            }
            default -> {
                if (state.ordinal() <= State.DISORDER.ordinal()) {
                    undoDuplicates();
                }
                findLost(now, a);
                decide(a);
            }
        }
    }

    private void decide(Acknowledgment a) {
        if (board.lost == 0) {
            tryToOpen(a);
        } else {
            enterRecovery(a.echo);
        }
    }

    private void findLost(long now, Acknowledgment a) {
        if (sender.flight.count() == 0 || !rack.takeAdvanced()) {
            return;
        }
        long wait = rack.detect(now, a, isRecovering());
        if (wait > 0) {
            sender.connection.timer.setRepair(TcpTimer.REORDERING, now + wait + Rack.TIMER_SLACK_NANOS);
            a.restartsTimer = false;
        }
    }

    /** A loss is certain; where a router's mark came with it the reduction is never taken back. */
    void enterRecovery(boolean marked) {
        if (MtuProbing.isProbeLost(sender)) {
            high = sender.next;
            undo().forget();
            stopForward();
            cutAnew = true;
            state = State.LOSS;
            return;
        }
        counters().add(Mib.TCP_SACK_RECOVERY);
        int threshold = isReducing() || marked ? 0 : currentThreshold();
        undo().begin(sender.unacknowledged, board.resent + (probe.isCopyOut() ? 1 : 0));
        undo().remember(sender.window.segments, threshold);
        if (!isReducing()) {
            beginReduction();
        }
        stopForward();
        cutAnew = false;
        state = State.RECOVERY;
    }

    /** In Loss: Linux's {@code tcp_process_loss}. */
    private void loss(Acknowledgment a) {
        boolean recovered = !SequenceNumber.lessThan(sender.unacknowledged, high);
        if (a.advances && undo().isNeedless(a)) {
            undoLoss();
            return;
        }
        ForwardRto suspicion = forward;
        if (suspicion != null && suspicion.isNeedless(a)) {
            counters().add(Mib.TCP_SPURIOUS_RTOS);
            undoLoss();
            return;
        }
        if (suspicion != null && suspicion.step(sender, a, high, recovered)) {
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
        if (undo().isNeedless(a)) {
            counters().add(state == State.LOSS ? Mib.TCP_LOSS_UNDO : Mib.TCP_FULL_UNDO);
            takeBack(false);
        } else {
            rack.recovered();
        }
    }

    /** A hole was filled by the original: true while copies are out, during which nothing more is held lost. */
    private boolean undoPartly(Acknowledgment a) {
        if (!undo().possible || !undo().isAnswerToOriginal(a)) {
            return false;
        }
        rack.sawReordering(a.before, a.highestBefore, sender.mssBytes, config(), counters(), true);
        if (board.resent > 0) {
            return true;
        }
        if (!anyCopySent()) {
            undo().noCopies();
        }
        counters().add(Mib.TCP_PARTIAL_UNDO);
        takeBack(true);
        keepOpen();
        return false;
    }

    private boolean undoDuplicates() {
        if (!undo().allWereDuplicates()) {
            return false;
        }
        rack.needless();
        counters().add(Mib.TCP_DSACK_UNDO);
        takeBack(false);
        return true;
    }

    /** Congestion without loss, once a round trip: Linux's {@code tcp_enter_cwr}. */
    void enterReduced() {
        undo().keepReduction();
        if (state.ordinal() < State.CONGESTION_WINDOW_REDUCED.ordinal()) {
            undo().forget();
            beginReduction();
            state = State.CONGESTION_WINDOW_REDUCED;
        }
    }

    private void takeBack(boolean unmarkLost) {
        if (unmarkLost) {
            board.unmarkLost();
        }
        int before = sender.window.ssthresh;
        undo().take(sender);
        if (sender.window.ssthresh > before) {
            Ecn.restored(sender.connection);
        }
        rack.judgeAnew();
    }

    private void tryToOpen(Acknowledgment a) {
        if (!anyCopySent()) {
            undo().noCopies();
        }
        if (a.echo) {
            enterReduced();
        }
        if (state != State.CONGESTION_WINDOW_REDUCED) {
            keepOpen();
        }
    }

    void keepOpen() {
        State to = board.sacked + board.lost > 0 || anyCopySent() ? State.DISORDER : State.OPEN;
        if (state != to) {
            state = to;
            high = sender.next;
        }
    }

    private void open() {
        state = State.OPEN;
        stopForward();
        cutAnew = false;
    }

    /** A time-out came, which {@link ForwardRto} looks at if {@code on}. */
    void suspectTimeout(boolean on) {
        ForwardRto made = forward;
        if (made == null && on) {
            made = new ForwardRto();
            forward = made;
        }
        if (made != null) {
            made.begin(on);
        }
    }

    void stopForward() {
        ForwardRto made = forward;
        if (made != null) {
            made.stop();
        }
    }

    /** New data goes before what is held lost. */
    boolean wantsNewData() {
        ForwardRto made = forward;
        return made != null && made.wantsNewData;
    }

    /** What {@link #wantsNewData} asked for was tried. */
    void triedNewData() {
        ForwardRto made = forward;
        if (made != null) {
            made.triedNewData(SequenceNumber.lessThan(high, sender.next));
        }
    }

    Undo undo() {
        Undo made = undo;
        if (made == null) {
            made = new Undo();
            undo = made;
        }
        return made;
    }

    ProportionalRateReduction reduction() {
        ProportionalRateReduction made = reduction;
        if (made == null) {
            made = new ProportionalRateReduction();
            reduction = made;
        }
        return made;
    }

    void beginReduction() {
        high = sender.next;
        probe.forget();
        reduction().begin(sender.window.segments);
        reduceThreshold();
        Ecn.reduced(sender.connection);
    }

    void endReduction() {
        if (!sender.congestionControl.controlsWindow()
                && sender.window.ssthresh < CongestionWindow.INFINITE
                && (state == State.CONGESTION_WINDOW_REDUCED || undo().possible)) {
            sender.window.segments = sender.window.ssthresh;
        }
    }

    void reduceThreshold() {
        sender.window.ssthresh = sender.congestionControl.ssthreshAfterLoss(sender.window);
        sender.window.acknowledgedSinceGrowth = 0;
    }

    /** Linux's {@code tcp_current_ssthresh}. */
    int currentThreshold() {
        return isReducing() ? sender.window.ssthresh : sender.window.rememberedThreshold();
    }

    /** Something that was sent twice is still in sender.flight. */
    private boolean anyCopySent() {
        return board.resent > 0 || (sender.flight.count() > 0 && sender.flight.has(0, Flight.EVER_RESENT));
    }

    boolean isReducing() {
        return state == State.CONGESTION_WINDOW_REDUCED || state == State.RECOVERY;
    }

    boolean isRecovering() {
        return state.ordinal() >= State.RECOVERY.ordinal();
    }

    final TcpConfig config() {
        return sender.connection.tcp.config();
    }

    final Counters counters() {
        return sender.connection.tcp.counters;
    }
}
