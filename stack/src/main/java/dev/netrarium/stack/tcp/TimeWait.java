package dev.netrarium.stack.tcp;

import org.jspecify.annotations.Nullable;

/** A connection in TIME-WAIT: what it takes to answer a repeated FIN and to tell a new SYN from an old one, no more. */
final class TimeWait implements Demultiplexed {
    private final FourTuple tuple;
    final int sendNext;
    final int receiveNext;
    final int windowField;
    final boolean hasTimestamps;
    final int timestampOffset;
    final boolean portReused;
    final boolean portByConnecting;
    int timestampRecent;
    long enteredNanos;
    long lastAnswerNanos;

    @Nullable PortUse portUse;

    @Nullable TimeWait earlier;

    @Nullable TimeWait later;

    private boolean waiting = true;

    TimeWait(TcpConnection c, long now, @Nullable PortUse use, boolean reused, boolean byConnecting) {
        tuple = c.tuple();
        sendNext = c.sender.next;
        receiveNext = c.receiver.next;
        windowField = Math.min(c.receiver.windowBytes() >>> c.receiver.windowScale, 65535);
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

    boolean isWaiting() {
        return waiting;
    }

    void end() {
        waiting = false;
    }
}
