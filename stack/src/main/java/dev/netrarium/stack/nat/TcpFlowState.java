package dev.netrarium.stack.nat;

import dev.netrarium.wire.TcpHeader;

/**
 * What a middle box sees of a TCP connection's state, and how long it remembers one that is silent: Linux's conntrack
 * states and time-outs, by flags alone. Sequence numbers are not checked against windows, unlike Linux: that would need
 * both ends' window scales, and tests want to send what they like.
 */
enum TcpFlowState {
    SYN_SENT(120),
    SYN_RECEIVED(60),
    /** Five days; RFC 5382 §5 asks for two hours and four minutes at least. */
    ESTABLISHED(432_000),
    FIN_WAIT(120),
    CLOSE_WAIT(60),
    LAST_ACK(30),
    TIME_WAIT(120),
    CLOSE(10);

    private static final long SECOND = 1_000_000_000L;

    final long timeoutNanos;

    TcpFlowState(int seconds) {
        this.timeoutNanos = seconds * SECOND;
    }

    /** The state of a flow that begins with a segment of these flags; null when none may. */
    static @org.jspecify.annotations.Nullable TcpFlowState first(int flags) {
        if ((flags & TcpHeader.RST) != 0) {
            return null;
        }
        return switch (flags & (TcpHeader.SYN | TcpHeader.ACK | TcpHeader.FIN)) {
            case TcpHeader.SYN -> SYN_SENT;
            // A connection older than the table goes on (nf_conntrack_tcp_loose), as after a restart.
            case TcpHeader.ACK -> ESTABLISHED;
            default -> null;
        };
    }

    /** The state after a segment with these flags. */
    TcpFlowState after(int flags, boolean fromOriginator) {
        if ((flags & TcpHeader.RST) != 0) {
            return CLOSE;
        }
        boolean ack = (flags & TcpHeader.ACK) != 0;
        if ((flags & TcpHeader.SYN) != 0) {
            if (ack) {
                return this == SYN_SENT && !fromOriginator ? SYN_RECEIVED : this;
            }
            return fromOriginator && (this == TIME_WAIT || this == CLOSE) ? SYN_SENT : this;
        }
        if ((flags & TcpHeader.FIN) != 0) {
            return switch (this) {
                case SYN_RECEIVED, ESTABLISHED -> FIN_WAIT;
                case FIN_WAIT, CLOSE_WAIT -> LAST_ACK;
                default -> this;
            };
        }
        if (!ack) {
            return this;
        }
        return switch (this) {
            case SYN_RECEIVED -> fromOriginator ? ESTABLISHED : this;
            case FIN_WAIT -> CLOSE_WAIT;
            case LAST_ACK -> TIME_WAIT;
            default -> this;
        };
    }
}
