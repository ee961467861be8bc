package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Timer;
import java.util.Arrays;

/** The several deadlines of one connection on one timer. */
final class ConnectionTimer extends Timer {
    private final TcpConnection connection;
    private final long[] deadlines = new long[TcpTimer.ALL.length];

    ConnectionTimer(TcpConnection connection) {
        this.connection = connection;
        Arrays.fill(deadlines, NEVER);
    }

    boolean isSet(TcpTimer timer) {
        return deadlines[timer.ordinal()] != NEVER;
    }

    /** {@link Timer#NEVER} when it is not set. */
    long deadline(TcpTimer timer) {
        return deadlines[timer.ordinal()];
    }

    void set(TcpTimer timer, long deadlineNanos) {
        deadlines[timer.ordinal()] = deadlineNanos;
        rearm();
    }

    /** Sets one of the three that watch over what is in flight, of which one runs at a time. */
    void setRepair(TcpTimer which, long deadlineNanos) {
        deadlines[TcpTimer.RETRANSMISSION.ordinal()] = NEVER;
        deadlines[TcpTimer.LOSS_PROBE.ordinal()] = NEVER;
        deadlines[TcpTimer.REORDERING.ordinal()] = NEVER;
        set(which, deadlineNanos);
    }

    /** One of the three is set. */
    boolean isRepairSet() {
        return isSet(TcpTimer.RETRANSMISSION) || isSet(TcpTimer.LOSS_PROBE) || isSet(TcpTimer.REORDERING);
    }

    /** Nothing is in flight. */
    void clearRepair() {
        if (isRepairSet()) {
            setRepair(TcpTimer.RETRANSMISSION, NEVER);
        }
    }

    void clear(TcpTimer timer) {
        if (deadlines[timer.ordinal()] != NEVER) {
            deadlines[timer.ordinal()] = NEVER;
            rearm();
        }
    }

    void clearAll() {
        Arrays.fill(deadlines, NEVER);
        connection.tcp.timers.forget(this);
    }

    @Override
    protected void fire(long now) {
        for (TcpTimer timer : TcpTimer.ALL) {
            if (deadlines[timer.ordinal()] <= now) {
                deadlines[timer.ordinal()] = NEVER;
                connection.expired(now, timer);
            }
        }
        rearm();
    }

    private void rearm() {
        long earliest = NEVER;
        for (long deadline : deadlines) {
            earliest = Math.min(earliest, deadline);
        }
        connection.tcp.timers.arm(this, earliest);
    }
}
