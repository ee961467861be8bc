package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;
import dev.netrarium.wire.SequenceNumber;

/**
 * The tail loss probe (RFC 8985 §7): when the end of a flight is lost, nothing follows it that could tell. So one more
 * segment is sent after two round trips, long before the retransmission time-out, and its answer starts RACK.
 */
final class TailLossProbe {
    /** {@code tcp_early_retrans} values that switch probes on. */
    private static final int ON = 3;

    private static final int ON_TOO = 4;

    private final Sender sender;

    /** One probe is out at a time: Linux's {@code tlp_high_seq}, SND.NXT when it was sent. */
    private boolean out;

    private int probedTo;

    /** The probe was a second copy, and not new data. */
    private boolean wasCopy;

    TailLossProbe(Sender sender) {
        this.sender = sender;
    }

    /** A recovery begins, which the probe's answer can add nothing to. */
    void forget() {
        out = false;
    }

    /** A copy is on its way that no loss called for. */
    boolean isCopyOut() {
        return out && wasCopy;
    }

    boolean endsAt(int end) {
        return out && probedTo == end;
    }

    /**
     * Sets the timer for a probe, in the place of the retransmission timer.
     *
     * @param forward the retransmission timer would start now, and not run on
     * @return false when there is nothing to probe for
     */
    boolean schedule(long now, LossRecovery.State state, boolean forward) {
        TcpConnection connection = sender.connection;
        TcpConfig config = connection.tcp.config();
        int mode = config.earlyRetrans();
        if ((mode != ON && mode != ON_TOO)
                || sender.flight.count() == 0
                || !connection.state.isSynchronized()
                || (state != LossRecovery.State.OPEN && state != LossRecovery.State.CONGESTION_WINDOW_REDUCED)) {
            return false;
        }
        long smoothed = connection.rtt.smoothedNanos();
        long wait = RttEstimator.INITIAL_RTO_NANOS;
        if (smoothed > 0) {
            // The only segment's ACK may be delayed.
            wait = 2 * smoothed + (sender.flight.count() == 1 ? connection.minimumRtoNanos() : Rack.TIMER_SLACK_NANOS);
        }
        long timeout = sender.timeoutNanos();
        long left = forward ? timeout : sender.flight.sentNanos(0) + timeout - now;
        connection.timer.setRepair(TcpTimer.LOSS_PROBE, now + (left > 0 ? Math.min(wait, left) : wait));
        return true;
    }

    /** Sends the probe: new data if the peer's window lets it, else the last segment again. */
    void send(long now) {
        if (out) {
            sender.resumeRetransmission(now);
            return;
        }
        sender.connection.owedToTimer(TcpTimer.LOSS_PROBE);
        boolean isNew = NewData.probe(now, sender);
        if (!isNew && !sender.probeWithLast(now)) {
            sender.resumeRetransmission(now);
            return;
        }
        out = true;
        wasCopy = !isNew;
        probedTo = sender.next;
        sender.connection.tcp.counters.add(Mib.TCP_LOSS_PROBES);
        sender.armRetransmission(now);
    }

    /**
     * An acknowledgment came.
     *
     * @return true when the probe repaired a loss, which must reduce cwnd as any other would (RFC 8985 §7.4.2)
     */
    boolean answered(Acknowledgment a) {
        if (!out || a.old || SequenceNumber.lessThan(sender.unacknowledged, probedTo)) {
            return false;
        }
        if (!wasCopy || a.duplicateOfProbe) {
            out = false;
        } else if (SequenceNumber.lessThan(probedTo, sender.unacknowledged)) {
            out = false;
            return true;
        } else if (a.duplicate && !a.sackedNews) {
            out = false;
        }
        return false;
    }
}
