package dev.netrarium.stack.tcp;

import dev.netrarium.wire.TcpHeader;

/**
 * Explicit congestion notification (RFC 3168) in both roles: the agreement in the two SYNs, the mark on new data, the echo
 * of a router's mark until the sender says that it has slowed down. What slowing down means is {@link RecoveryStates}'s
 * matter.
 *
 * <p>As on Linux no socket option turns it on: the host's {@code tcp_ecn} does, or the route's {@code features ecn}.
 */
final class Ecn {
    /** The two low bits of TOS and traffic class. */
    static final int MASK = 3;

    /** Not-ECT: routers may only drop it. */
    static final int NOT_CAPABLE = 0;

    /** ECT(0). ECT(1) means the same to a receiver; RFC 8311 took the nonce of RFC 3540 back. */
    static final int CAPABLE = 2;

    /** CE: a router would have dropped it. */
    static final int CONGESTED = 3;

    /** Bits of {@link TcpConnection#ecn}, as Linux's {@code ecn_flags}: our SYN asked for it. */
    private static final int OFFERED = 1;

    /** Both sides agreed. */
    private static final int AGREED = 2;

    /** The next new data tells that cwnd was reduced. */
    private static final int REDUCED = 4;

    /** A mark came: every segment says so until the peer says that it has heard. */
    private static final int ECHO = 8;

    /** Data with a mark of any kind has come: the path lets marks through. */
    private static final int SEEN = 16;

    /** The first ACKs after a mark are not delayed: the sender's cwnd may be very low. */
    private static final int QUICK_ACKS = 2;

    private static final int SYN_FLAGS = TcpHeader.ECE | TcpHeader.CWR;

    private Ecn() {}

    // The handshake (RFC 3168 §6.1.1).

    /** The flags that our SYN carries beside SYN; none when it is sent again, lest a middlebox drops it each time. */
    static int synFlags(TcpConnection c) {
        TcpConfig config = c.tcp.config();
        if (c.sender.retries == 0 && (config.ecn() == 1 || c.path().isEcnCapable())) {
            c.ecn = OFFERED;
        }
        boolean fallsBack = c.sender.retries > 0 && config.ecnFallback() != 0;
        return c.ecn != 0 && !fallsBack ? SYN_FLAGS : 0;
    }

    /** The flags that the SYN-ACK of a simultaneous open carries beside SYN and ACK. */
    static int synAckFlags(TcpConnection c) {
        return isAgreed(c) ? TcpHeader.ECE : 0;
    }

    /** The SYN-ACK came, or with {@code crossing} the peer's SYN: does the peer want what we offered? */
    static void answered(TcpConnection c, Segment segment, boolean crossing) {
        int wanted = crossing ? SYN_FLAGS : TcpHeader.ECE;
        boolean agreed = (c.ecn & OFFERED) != 0 && (segment.flags & SYN_FLAGS) == wanted;
        c.ecn = agreed ? c.ecn & REDUCED | AGREED : 0;
    }

    /**
     * A SYN came for a listener: is what it offers taken? An ECT mark on a SYN tells of a broken middlebox, unless reserved
     * bits tell of a protocol that is newer than this one.
     */
    static boolean isTaken(TcpConfig config, boolean ecnCapableRoute, Segment syn) {
        return (syn.flags & SYN_FLAGS) == SYN_FLAGS
                && (config.ecn() != 0 || ecnCapableRoute)
                && (syn.ecn == NOT_CAPABLE || syn.has(TcpHeader.AE | TcpHeader.RESERVED));
    }

    /** A listener's connection begins with what its SYN was answered. */
    static void accepted(TcpConnection c, boolean agreed) {
        c.ecn = agreed ? AGREED : 0;
    }

    // Sending.

    /** The codepoint of a segment with data or without, of which {@code isNew} says whether it was never sent before. */
    static int mark(TcpConnection c, int dataBytes, boolean isNew) {
        return isAgreed(c) && dataBytes > 0 && isNew ? CAPABLE : NOT_CAPABLE;
    }

    /** The flags of a segment that is marked so, taking out what is told once. */
    static int flags(TcpConnection c, int mark) {
        int flags = (c.ecn & ECHO) != 0 ? TcpHeader.ECE : 0;
        if (mark != NOT_CAPABLE && (c.ecn & REDUCED) != 0) {
            c.ecn &= ~REDUCED;
            flags |= TcpHeader.CWR;
        }
        return flags;
    }

    /** Nothing was sent after all. */
    static void notSent(TcpConnection c, int flags) {
        if ((flags & TcpHeader.CWR) != 0) {
            c.ecn |= REDUCED;
        }
    }

    /** The ACK says that a router marked what we sent (RFC 3168 §6.1.2). */
    static boolean isEcho(TcpConnection c, Segment segment) {
        return segment.has(TcpHeader.ECE) && !segment.has(TcpHeader.SYN) && isAgreed(c);
    }

    /** cwnd was reduced, for whatever reason; a SYN that was not answered in time is one, as on Linux. */
    static void reduced(TcpConnection c) {
        if ((c.ecn & (OFFERED | AGREED)) != 0) {
            c.ecn |= REDUCED;
        }
    }

    /** The reduction was taken back. */
    static void restored(TcpConnection c) {
        c.ecn &= ~REDUCED;
    }

    // Receiving (RFC 3168 §6.1.3).

    /** An acceptable segment may say that the peer has slowed down; with data it is answered at once, since cwnd is low. */
    static void heard(TcpConnection c, Segment segment) {
        if (segment.has(TcpHeader.CWR) && isAgreed(c)) {
            c.ecn &= ~ECHO;
            if (segment.length() > 0) {
                c.receiver.oweNow();
            }
        }
    }

    /** Data came that was not here before. That marks come through is kept in mind without agreement too, as on Linux. */
    static void arrived(TcpConnection c, Segment segment) {
        Receiver receiver = c.receiver;
        if (segment.ecn == NOT_CAPABLE) {
            if ((c.ecn & SEEN) != 0) {
                // Unmarked after marked: most likely sent again.
                receiver.delayedAck.quickenNow(QUICK_ACKS);
            }
            return;
        }
        if (segment.ecn == CONGESTED && (c.ecn & (AGREED | ECHO)) == AGREED) {
            receiver.delayedAck.quickenNow(QUICK_ACKS);
            c.ecn |= ECHO;
        }
        c.ecn |= SEEN;
    }

    // Telling.

    static boolean isAgreed(TcpConnection c) {
        return (c.ecn & AGREED) != 0;
    }

    /** The bits of {@link TcpInfo#options}. */
    static int options(TcpConnection c) {
        return (isAgreed(c) ? TcpInfo.ECN : 0) | ((c.ecn & SEEN) != 0 ? TcpInfo.ECN_SEEN : 0);
    }
}
