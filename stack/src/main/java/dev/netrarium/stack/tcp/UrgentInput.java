package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;

/**
 * The peer's urgent mark (RFC 9293 §3.8.5): one byte of the stream, which is read apart (MSG_OOB) or in its place
 * (SO_OOBINLINE); ordinary reading stops before it once. A pointer is only a place in the stream: one that points
 * nowhere marks nothing.
 *
 * <p>Exists only once a segment with URG has come.
 */
final class UrgentInput {
    private enum State {
        NONE,
        /** The byte has not come. */
        AWAITED,
        HERE,
        READ
    }

    private final Receiver receiver;
    private State state = State.NONE;
    private int mark;
    private byte value;

    UrgentInput(Receiver receiver) {
        this.receiver = receiver;
    }

    /** A segment came, before its data is taken; it may move the mark, and may bring the byte. */
    void arrived(Segment segment, boolean urgent) {
        if (urgent) {
            point(segment);
        }
        if (state == State.AWAITED) {
            int offset = mark - segment.sequence;
            if (offset >= 0 && offset < segment.dataLength) {
                value = segment.bytes[segment.dataAt + offset];
                state = State.HERE;
            }
        }
    }

    private void point(Segment segment) {
        int pointer = segment.urgentPointer;
        if (pointer > 0 && receiver.connection.tcp.config().stdurg() == 0) {
            pointer--; // as everybody reads it: the pointer is one beyond the byte (RFC 6093 §3.1)
        }
        int place = segment.sequence + pointer;
        boolean seen = SequenceNumber.lessThan(place, receiver.next);
        boolean newer = state == State.NONE || SequenceNumber.lessThan(mark, place);
        if (seen || !newer) {
            return;
        }
        if (isAtMark() && !isInline() && receiver.buffer.readable() > 0) {
            receiver.buffer.skip(1); // the last urgent byte is never read in line, whatever comes after it
        }
        mark = place;
        state = State.AWAITED;
    }

    /** SIOCATMARK: the next byte to read is the marked one. */
    boolean isAtMark() {
        return state != State.NONE && mark == receiver.firstUnread();
    }

    /** The byte has not come. */
    boolean isAwaited() {
        return state == State.AWAITED;
    }

    /** The byte can be read apart: POLLPRI. */
    boolean isHere() {
        return state == State.HERE;
    }

    /** Bytes that ordinary reading gives up to the mark (SIOCINQ). */
    int available() {
        int ahead = mark - receiver.firstUnread();
        int readable = receiver.buffer.readable();
        return state == State.NONE || isInline() || ahead < 0 || ahead >= readable ? readable : ahead;
    }

    int read(byte[] target, int at, int count) {
        int ahead = mark - receiver.firstUnread();
        if (state == State.NONE || ahead >= receiver.buffer.readable()) {
            return receiver.buffer.read(target, at, count);
        }
        if (ahead > 0) {
            return receiver.buffer.read(target, at, Math.min(count, ahead));
        }
        if (ahead == 0 && count > 0 && !isInline()) {
            receiver.buffer.skip(1);
        }
        int n = receiver.buffer.read(target, at, count);
        if (SequenceNumber.lessThan(mark, receiver.firstUnread())) {
            state = State.NONE;
        }
        return n;
    }

    int peek(byte[] target, int at, int count) {
        int ahead = mark - receiver.firstUnread();
        if (state == State.NONE || ahead < 0 || ahead >= receiver.buffer.readable()) {
            return receiver.buffer.peek(0, target, at, count);
        }
        if (ahead > 0) {
            return receiver.buffer.peek(0, target, at, Math.min(count, ahead));
        }
        return receiver.buffer.peek(isInline() ? 0 : 1, target, at, count);
    }

    /**
     * Reads the byte apart.
     *
     * @return 1, or 0 when it has not come yet
     * @throws TcpException {@link TcpError#INVALID_ARGUMENT} when there is none, it was read, or it is read in line
     */
    int readApart(byte[] target, int at, int length, boolean peek) throws TcpException {
        if (isInline() || state == State.NONE || state == State.READ) {
            throw new TcpException(TcpError.INVALID_ARGUMENT);
        }
        if (state == State.AWAITED || length == 0) {
            return 0;
        }
        target[at] = value;
        if (!peek) {
            state = State.READ;
        }
        return 1;
    }

    private boolean isInline() {
        return receiver.connection.settings().oobInline();
    }
}
