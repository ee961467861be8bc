package dev.netrarium.stack.tcp;

import org.jspecify.annotations.Nullable;

/**
 * A connection in TIME-WAIT, or in FIN-WAIT-2 with nobody to receive: what it takes to answer a repeated FIN and to tell a
 * new SYN from an old one, no more. Servers have tens of thousands of them.
 */
final class TimeWait implements Demultiplexed {
    private final FourTuple tuple;
    final int sendNext;
    final int timestampOffset;
    final int windowBytes;
    final byte windowScale;
    final byte trafficClass;
    final boolean hasTimestamps;
    final boolean portReused;
    final boolean portByConnecting;

    /** The peer's FIN has not come yet. */
    boolean isFinMissing;

    private boolean waiting = true;
    int receiveNext;
    int timestampRecent;

    /** When TIME-WAIT began, which its repetitions do not change. */
    long enteredNanos;

    /** When its time last began anew. */
    long sinceNanos;

    long lastAnswerNanos;

    @Nullable PortUse portUse;

    @Nullable WaitingLine line;

    @Nullable TimeWait earlier;

    @Nullable TimeWait later;

    TimeWait(TcpConnection c, long now, @Nullable PortUse use, boolean reused, boolean byConnecting) {
        tuple = c.tuple();
        sendNext = c.sender.next;
        receiveNext = c.receiver.next;
        windowBytes = c.receiver.windowBytes();
        windowScale = (byte) c.receiver.windowScale;
        trafficClass = (byte) c.settings().trafficClass();
        hasTimestamps = c.hasTimestamps;
        timestampRecent = c.timestampRecent;
        timestampOffset = c.timestampOffset();
        portUse = use;
        portReused = reused;
        portByConnecting = byConnecting;
        enteredNanos = now;
    }

    @Override
    public FourTuple tuple() {
        return tuple;
    }

    TcpState state() {
        return isFinMissing ? TcpState.FIN_WAIT_2 : TcpState.TIME_WAIT;
    }

    /** When its time is over. */
    long endNanos() {
        WaitingLine in = line;
        return sinceNanos + (in == null ? 0 : in.durationNanos);
    }

    boolean isWaiting() {
        return waiting;
    }

    void end() {
        waiting = false;
    }
}
