package dev.netrarium.stack.tcp;

import org.jspecify.annotations.Nullable;

/**
 * What a connection's sending took, for {@code tcp_info}: what it waited for (Linux's {@code tcp_chrono}), what was sent
 * again, and its time-outs. Small, because every connection that has sent has one; what only some meet is made when they
 * do.
 */
final class Chronicle {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What sending waits for: nothing is to be sent or acknowledged. */
    private static final byte IDLE = 0;

    /** There is something to send, or it is not acknowledged yet. */
    private static final byte BUSY = 1;

    /** The peer's window is full. */
    private static final byte PEER_WINDOW = 2;

    /** All is sent, cwnd would take more, and the program waits for room in the send buffer. Of two waits the later counts. */
    private static final byte SEND_BUFFER = 3;

    private byte wait;
    private long waitSince;
    private long busyNanos;
    private @Nullable Adversity adversity;

    /** What a connection on a good path never knows. */
    private static final class Adversity {
        long peerWindowNanos;
        long sendBufferNanos;
        long bytesResent;
        int timeouts;
        int timeoutRecoveries;
        long timeoutNanos;
        boolean recovers;
        long recoverySince;

        /** What a flight recorder was told last. */
        int toldWindow;

        int toldThreshold;
        LossRecovery.@Nullable State toldState;
    }

    /** There is something to send, or to be acknowledged. */
    void busy(long now) {
        if (wait == IDLE) {
            turn(now, BUSY);
        }
    }

    /** Everything is acknowledged. */
    void idle(long now) {
        turn(now, IDLE);
    }

    /** The peer's window holds sending back, or does so no more. */
    void waitsForPeer(long now, boolean waits) {
        waits(now, PEER_WINDOW, waits);
    }

    /** The program's bytes do not fit into the send buffer, and that holds sending back; or it does so no more. */
    void waitsForBuffer(long now, boolean waits) {
        waits(now, SEND_BUFFER, waits);
    }

    /** Payload was sent again. */
    void resent(int bytes) {
        adversity().bytesResent += bytes;
    }

    /** A retransmission timer ran out; {@code first}: nothing had run out since something was last acknowledged. */
    void timedOut(long now, boolean first) {
        Adversity a = adversity();
        if (first) {
            a.timeoutRecoveries++;
            a.recovers = true;
            a.recoverySince = now;
        }
        a.timeouts++;
    }

    /** What had timed out is repaired. */
    void recovered(long now) {
        Adversity a = adversity;
        if (a != null && a.recovers) {
            a.recovers = false;
            a.timeoutNanos += now - a.recoverySince;
        }
    }

    /** Tells a flight recorder of cwnd, ssthresh and state when they are not what was told before. */
    void recordCongestion(long now, Sender sender) {
        Adversity a = adversity();
        int window = sender.window.segments;
        int threshold = sender.window.ssthresh;
        LossRecovery.State state = sender.recovery.state();
        if (window != a.toldWindow || threshold != a.toldThreshold || state != a.toldState) {
            a.toldWindow = window;
            a.toldThreshold = threshold;
            a.toldState = state;
            TcpConnection connection = sender.connection;
            connection.tcp.network.recordCongestion(
                    now, connection.local(), connection.remote(), window, threshold, state.linuxName());
        }
    }

    /** Time with something to send or to be acknowledged, whatever it waited for. */
    long busyMicros(long now) {
        Adversity a = adversity;
        long waited = a == null ? 0 : a.peerWindowNanos + a.sendBufferNanos;
        return (busyNanos + waited + (wait == IDLE ? 0 : now - waitSince)) / NANOS_PER_MICRO;
    }

    long peerWindowMicros(long now) {
        Adversity a = adversity;
        return ((a == null ? 0 : a.peerWindowNanos) + (wait == PEER_WINDOW ? now - waitSince : 0)) / NANOS_PER_MICRO;
    }

    long sendBufferMicros(long now) {
        Adversity a = adversity;
        return ((a == null ? 0 : a.sendBufferNanos) + (wait == SEND_BUFFER ? now - waitSince : 0)) / NANOS_PER_MICRO;
    }

    long bytesResent() {
        Adversity a = adversity;
        return a == null ? 0 : a.bytesResent;
    }

    int timeouts() {
        Adversity a = adversity;
        return a == null ? 0 : a.timeouts;
    }

    /** Time-outs that were the first of a row. */
    int timeoutRecoveries() {
        Adversity a = adversity;
        return a == null ? 0 : a.timeoutRecoveries;
    }

    /** In repairing what had timed out. */
    long timeoutMillis(long now) {
        Adversity a = adversity;
        return a == null ? 0 : (a.timeoutNanos + (a.recovers ? now - a.recoverySince : 0)) / NANOS_PER_MILLI;
    }

    private Adversity adversity() {
        Adversity made = adversity;
        if (made == null) {
            made = new Adversity();
            adversity = made;
        }
        return made;
    }

    private void waits(long now, byte which, boolean begins) {
        if (begins) {
            if (wait != IDLE && which > wait) {
                turn(now, which);
            }
        } else if (wait == which) {
            turn(now, BUSY);
        }
    }

    private void turn(long now, byte to) {
        switch (wait) {
            case BUSY -> busyNanos += now - waitSince;
            case PEER_WINDOW -> adversity().peerWindowNanos += now - waitSince;
            case SEND_BUFFER -> adversity().sendBufferNanos += now - waitSince;
            default -> {}
        }
        wait = to;
        waitSince = now;
    }
}
