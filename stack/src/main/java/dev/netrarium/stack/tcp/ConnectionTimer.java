package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Timer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The several deadlines of one connection on one timer. They take a pooled array only while one of them is set. */
final class ConnectionTimer extends Timer {
    /** The power of two that holds {@link TcpTimer#SLOTS}. */
    private static final int CAPACITY = 8;

    private final TcpConnection connection;
    private long[] deadlines = LongArrayPool.EMPTY;

    /** Which of those that watch over what is in flight the first deadline is for. */
    private TcpTimer repair = TcpTimer.RETRANSMISSION;

    ConnectionTimer(TcpConnection connection) {
        this.connection = connection;
    }

    boolean isSet(TcpTimer timer) {
        return deadline(timer) != NEVER;
    }

    /** {@link Timer#NEVER} when it is not set. */
    long deadline(TcpTimer timer) {
        return timer.isRepair() && timer != repair ? NEVER : slot(timer);
    }

    void set(TcpTimer timer, long deadlineNanos) {
        if (deadlines.length == 0) {
            deadlines = connection.tcp.rings.take(CAPACITY);
            Arrays.fill(deadlines, NEVER);
        }
        deadlines[timer.slot()] = deadlineNanos;
        rearm();
    }

    /** Sets one of the three that watch over what is in flight, of which one runs at a time. */
    void setRepair(TcpTimer which, long deadlineNanos) {
        repair = which;
        set(which, deadlineNanos);
    }

    /** One of the three is set. */
    boolean isRepairSet() {
        return slot(repair) != NEVER;
    }

    /** Nothing is in flight. */
    void clearRepair() {
        if (isRepairSet()) {
            setRepair(TcpTimer.RETRANSMISSION, NEVER);
        }
    }

    void clear(TcpTimer timer) {
        if (isSet(timer)) {
            deadlines[timer.slot()] = NEVER;
            rearm();
        }
    }

    /** The one that {@code ss -o} shows; null when none of these runs. */
    @Nullable TcpTimerEntry shown() {
        Sender sender = connection.sender;
        if (isRepairSet()) {
            return new TcpTimerEntry(TcpTimerEntry.Kind.ON, deadline(repair), sender.retries);
        }
        if (isSet(TcpTimer.PERSIST)) {
            return new TcpTimerEntry(TcpTimerEntry.Kind.PERSIST, deadline(TcpTimer.PERSIST), sender.probes);
        }
        return isSet(TcpTimer.KEEP_ALIVE)
                ? new TcpTimerEntry(TcpTimerEntry.Kind.KEEPALIVE, deadline(TcpTimer.KEEP_ALIVE), sender.probes)
                : null;
    }

    void clearAll() {
        giveBack();
        connection.tcp.timers.forget(this);
    }

    @Override
    protected void fire(long now) {
        for (TcpTimer timer : TcpTimer.ALL) {
            if (deadline(timer) <= now) {
                deadlines[timer.slot()] = NEVER;
                expired(now, timer);
            }
        }
        rearm();
    }

    /** One of the deadlines has passed. */
    private void expired(long now, TcpTimer which) {
        switch (which) {
            case RETRANSMISSION -> {
                if (connection.state == TcpState.SYN_SENT || connection.state == TcpState.SYN_RECEIVED) {
                    Opening.expired(now, connection);
                } else {
                    RetransmissionTimeout.expired(now, connection);
                }
            }
            case LOSS_PROBE -> connection.sender.recovery.probeDue(now);
            case REORDERING -> connection.sender.recovery.reorderingOver(now);
            case PERSIST -> Persist.expired(now, connection);
            case DELAYED_ACK -> connection.receiver.acknowledgeLate(now);
            case KEEP_ALIVE -> KeepAlive.expired(now, connection);
            case PACING -> {
                connection.owedToTimer(TcpTimer.PACING);
                connection.schedule();
            }
        }
    }

    private void rearm() {
        long earliest = NEVER;
        for (long deadline : deadlines) {
            earliest = Math.min(earliest, deadline);
        }
        connection.tcp.timers.arm(this, earliest);
        if (earliest == NEVER) {
            giveBack();
        }
    }

    private long slot(TcpTimer timer) {
        return deadlines.length == 0 ? NEVER : deadlines[timer.slot()];
    }

    private void giveBack() {
        if (deadlines.length > 0) {
            connection.tcp.rings.give(deadlines);
            deadlines = LongArrayPool.EMPTY;
        }
    }
}
