package dev.netrarium.stack.tcp;

import org.jspecify.annotations.Nullable;

/**
 * What held a connection's sending up, for {@code tcp_info}: the peer's window, the send buffer (Linux's
 * {@code tcp_chrono}), what was sent again, and time-outs. Made when the first of these happens: most connections never
 * know any.
 */
final class Chronicle {
    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_MILLI = 1_000_000;

    /** What sending waits for. Of two that hold the later counts. */
    private enum Wait {
        /** For ACKs, or for nothing. */
        NONE,
        /** The peer's window is full. */
        PEER_WINDOW,
        /** All is sent, cwnd would take more, and the program waits for room in the send buffer. */
        SEND_BUFFER
    }

    private Wait wait = Wait.NONE;
    private long waitSince;
    private long peerWindowNanos;
    private long sendBufferNanos;

    private long bytesResent;
    private int timeouts;
    private int timeoutRecoveries;
    private long timeoutNanos;
    private boolean recovers;
    private long recoverySince;

    /** What a flight recorder was told last. */
    private int toldWindow;

    private int toldThreshold;
    private LossRecovery.@Nullable State toldState;

    /** After sending: what does the rest wait for (Linux's {@code tcp_write_xmit} and {@code tcp_cwnd_validate})? */
    static void sent(long now, Sender sender, boolean some) {
        int unsent = sender.unsentBytes();
        boolean windowHasRoom = sender.recovery.inFlight() < sender.window.segments;
        if (unsent > 0 && windowHasRoom && sender.windowRoomBytes() < Math.min(unsent, sender.segmentBytes())) {
            sender.chronicle().begin(now, Wait.PEER_WINDOW);
        } else {
            end(now, sender, Wait.PEER_WINDOW);
        }
        if (some && unsent == 0 && windowHasRoom && !sender.connection.hasSendRoom() && !sender.finQueued) {
            sender.chronicle().begin(now, Wait.SEND_BUFFER);
        }
        recordCongestion(now, sender);
    }

    /** After an acknowledgment, that of our SYN included. */
    static void acknowledged(long now, Sender sender) {
        if (sender.flight.count() == 0 && sender.buffer.length() == 0) {
            sender.idle(now);
            end(now, sender, Wait.PEER_WINDOW);
        }
        if (sender.room() > 0) {
            end(now, sender, Wait.SEND_BUFFER);
        }
        Chronicle known = sender.chronicleIfAny();
        if (known != null && known.recovers && sender.recovery.state() != LossRecovery.State.LOSS) {
            known.recovers = false;
            known.timeoutNanos += now - known.recoverySince;
        }
        recordCongestion(now, sender);
    }

    /** Payload was sent again. */
    void resent(int bytes) {
        bytesResent += bytes;
    }

    /** A retransmission timer ran out; {@code first}: for the first time since something was acknowledged. */
    void timedOut(long now, boolean first) {
        if (first) {
            timeoutRecoveries++;
            recovers = true;
            recoverySince = now;
        }
        timeouts++;
    }

    long peerWindowMicros(long now) {
        return (peerWindowNanos + (wait == Wait.PEER_WINDOW ? now - waitSince : 0)) / NANOS_PER_MICRO;
    }

    long sendBufferMicros(long now) {
        return (sendBufferNanos + (wait == Wait.SEND_BUFFER ? now - waitSince : 0)) / NANOS_PER_MICRO;
    }

    long bytesResent() {
        return bytesResent;
    }

    int timeouts() {
        return timeouts;
    }

    /** Time-outs that were the first of a row. */
    int timeoutRecoveries() {
        return timeoutRecoveries;
    }

    /** In repairing what had timed out. */
    long timeoutMillis(long now) {
        return (timeoutNanos + (recovers ? now - recoverySince : 0)) / NANOS_PER_MILLI;
    }

    private void begin(long now, Wait which) {
        if (which.ordinal() > wait.ordinal()) {
            turn(now, which);
        }
    }

    private static void end(long now, Sender sender, Wait which) {
        Chronicle known = sender.chronicleIfAny();
        if (known != null && known.wait == which) {
            known.turn(now, Wait.NONE);
        }
    }

    private void turn(long now, Wait to) {
        switch (wait) {
            case PEER_WINDOW -> peerWindowNanos += now - waitSince;
            case SEND_BUFFER -> sendBufferNanos += now - waitSince;
            case NONE -> {}
        }
        wait = to;
        waitSince = now;
    }

    /** Tells a flight recorder, if there is one, of cwnd, ssthresh and state when they are not what was told before. */
    private static void recordCongestion(long now, Sender sender) {
        TcpConnection connection = sender.connection;
        if (!connection.tcp.network.recordsCongestion()) {
            return;
        }
        Chronicle known = sender.chronicle();
        int window = sender.window.segments;
        int threshold = sender.window.ssthresh;
        LossRecovery.State state = sender.recovery.state();
        if (window != known.toldWindow || threshold != known.toldThreshold || state != known.toldState) {
            known.toldWindow = window;
            known.toldThreshold = threshold;
            known.toldState = state;
            connection.tcp.network.recordCongestion(
                    now, connection.local(), connection.remote(), window, threshold, state.linuxName());
        }
    }
}
