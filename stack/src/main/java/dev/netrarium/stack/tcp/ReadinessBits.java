package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Readiness;

/** What poll(2) tells of a connection, by Linux's rules. */
final class ReadinessBits {
    private ReadinessBits() {}

    static int of(TcpConnection c) {
        boolean gone = c.state == TcpState.CLOSED;
        boolean failed = c.pendingError() != null;
        boolean inputOver = c.receiver.finReceived || c.receiver.shutdown || gone;
        int bits = 0;
        if (c.receiver.isReadable() || inputOver || failed) {
            bits |= Readiness.READABLE;
        }
        if (c.receiver.hasUrgent()) {
            bits |= Readiness.URGENT;
        }
        if (inputOver) {
            bits |= Readiness.PEER_CLOSED;
        }
        if (isRoomy(c) || c.isDeferred() || gone || c.sender.finQueued || failed) {
            bits |= Readiness.WRITABLE;
        }
        if (failed) {
            bits |= Readiness.ERROR;
        }
        if (gone || (inputOver && c.sender.finQueued)) {
            bits |= Readiness.HANG_UP;
        }
        return bits;
    }

    /** Writable once a third of the buffer is free, so that writers wake for more than a byte. */
    private static boolean isRoomy(TcpConnection c) {
        Sender sender = c.sender;
        return c.maySend()
                && !sender.finQueued
                && 2L * sender.unsentBytes() < sender.notsentLowatBytes()
                && sender.capacityBytes() - sender.buffer.length() >= Math.max(1, sender.buffer.length() / 2);
    }
}
