package dev.netrarium.stack.tcp;

import dev.netrarium.stack.DropReason;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.SequenceNumber;
import dev.netrarium.wire.TcpHeader;
import org.jspecify.annotations.Nullable;

/**
 * The receiving half of a connection: the receive sequence variables of RFC 9293 §3.3.1, the window that is announced,
 * the place of incoming bytes, and whether an ACK is owed.
 */
final class Receiver {
    /** The window field without scaling. */
    private static final int MAX_UNSCALED_WINDOW = 65535;

    /** What is announced at most while the host's TCP memory runs short, as on Linux. */
    private static final int PRESSED_WINDOW_SEGMENTS = 4;

    final TcpConnection connection;
    final ReceiveBuffer buffer;
    final DelayedAck delayedAck = new DelayedAck();

    /** IRS. */
    int initial;

    /** RCV.NXT. */
    int next;

    /** RCV.NXT when the window was last announced, and that window: the peer may send up to their sum. */
    int announcedAt;

    int announcedBytes;

    /** Shift of our window field. */
    int windowScale;

    /** Estimated payload of the peer's full segments. */
    int segmentBytes = Sender.DEFAULT_MSS_V4;

    /** When a segment last came that was acceptable. */
    long lastHeardNanos;

    /** The program wants no more input. */
    boolean shutdown;

    /** The peer's FIN was taken. */
    boolean finReceived;

    long bytesReceived;
    long segmentsIn;
    long dataSegmentsIn;

    /** A FIN that came before the bytes it follows. */
    private boolean finAhead;

    private int finAt;

    /** What to tell a peer that speaks SACK; null until there is something. */
    private @Nullable SackReport report;

    /** The window that is announced when the buffer is empty. */
    private int capacityBytes;

    private boolean owed;
    private boolean owedNow;

    /** Segments smaller than full that came since the last ACK: 0, 1 or 2 for more. */
    private int smallOnes;

    /** Bytes read, and since when, to see whether the window holds the peer back. */
    private int readSince;

    private int readLastRound;
    private long readSinceNanos;

    Receiver(TcpConnection connection) {
        this.connection = connection;
        this.buffer = new ReceiveBuffer(connection.tcp.chunks);
    }

    /** Decides the first window, before the SYN leaves. */
    void open(int mssBytes) {
        capacityBytes = initialCapacity(connection.settings(), connection.tcp.config());
        announcedBytes = firstWindow(capacityBytes, mssBytes);
        if (connection.settings().receiveBufferBytes() == 0) {
            capacityBytes = announcedBytes; // grows from here
        }
        windowScale = windowScale(connection.settings(), connection.tcp.config());
    }

    /** The window announced when nothing is buffered. */
    static int initialCapacity(TcpSettings settings, TcpConfig config) {
        int fixed = settings.receiveBufferBytes();
        return fixed > 0 ? fixed : Math.max(1, config.rmem().initial() / 2);
    }

    /** The window of a SYN: whole segments where that is possible, and never scaled. */
    static int firstWindow(int capacityBytes, int mssBytes) {
        int window = Math.min(capacityBytes, MAX_UNSCALED_WINDOW + 1);
        if (window > mssBytes) {
            window -= window % mssBytes;
        }
        return Math.min(window, MAX_UNSCALED_WINDOW);
    }

    /** The shift that lets the window reach what the buffer may become. */
    static int windowScale(TcpSettings settings, TcpConfig config) {
        int most = Math.max(settings.receiveBufferBytes(), config.rmem().maximum());
        int bits = 31 - Integer.numberOfLeadingZeros(most);
        return Math.max(0, Math.min(bits - 15, 14));
    }

    /** The peer's SYN came. */
    void synchronizedTo(int peerInitial) {
        initial = peerInitial;
        next = peerInitial + 1;
        announcedAt = next;
    }

    /** The window that the peer may still fill. */
    int windowBytes() {
        return Math.max(0, announcedAt + announcedBytes - next);
    }

    /** SEG.SEQ … SEG.END touches what we expect: Linux's form of RFC 9293 §3.10.7.4, which takes an ACK at a closed window. */
    boolean isAcceptable(int sequence, int end) {
        return !SequenceNumber.lessThan(end, announcedAt) && !SequenceNumber.lessThan(next + windowBytes(), sequence);
    }

    /** Takes the segment's data and FIN. */
    void text(long now, Segment segment) {
        if (segment.dataLength > 0) {
            dataSegmentsIn++;
            learnSegmentSize(segment.dataLength);
        }
        int skip = next - segment.sequence;
        if (skip > 0) {
            if (skip >= segment.length()) {
                repeated(segment);
                return;
            }
            cameTwice(segment.sequence, next);
            segment.trimFront(Math.min(skip, segment.dataLength));
        }
        int limit = next + windowBytes();
        if (SequenceNumber.lessThan(limit, segment.end())) {
            boolean nothing = !SequenceNumber.lessThan(segment.sequence, limit);
            if (nothing && segment.dataLength > 0) {
                if (windowBytes() == 0) {
                    connection.tcp.counters.add(Mib.TCP_ZERO_WINDOW_DROPS);
                }
                connection.tcp.drop(now, DropReason.TCP_OUTSIDE_WINDOW, segment);
                oweNow();
                return;
            }
            if (segment.dataLength > 0) {
                segment.trimBack(limit);
            }
        }
        int sequence = segment.sequence;
        int length = segment.dataLength;
        boolean fillsGap = finAhead;
        if (sequence == next) {
            if (length > 0 && !inOrder(now, segment)) {
                return;
            }
            if (segment.has(TcpHeader.FIN)) {
                finAhead = true;
                finAt = sequence + length;
            }
        } else if (length > 0 || segment.has(TcpHeader.FIN)) {
            beyondGap(now, segment);
        }
        if (finAhead && finAt == next) {
            finAhead = false;
            finReceived = true;
            next++;
            forgetOutOfOrder(); // nothing can lie beyond a FIN
            if (!fillsGap && connection.state == TcpState.ESTABLISHED && delayedAck.holdsBackAfterFin()) {
                owed = true;
            } else {
                oweNow();
            }
        }
    }

    /** Reads in-order bytes. */
    int read(long now, byte[] target, int at, int count) {
        int n = buffer.read(target, at, count);
        if (n > 0) {
            tuneWindow(now, n);
            windowMayOpen(now);
        }
        return n;
    }

    /** An ACK must leave with this segment's processing. */
    void oweNow() {
        owed = true;
        owedNow = true;
    }

    boolean owesAck() {
        return owed;
    }

    /** Sends the ACK that is owed, now or later. */
    void acknowledgeIfDue(long now) {
        if (!owed) {
            return;
        }
        if (owedNow || delayedAck.isQuick() || buffer.outOfOrder.count() > 0 || isSecondSegment()) {
            connection.tcp.output.acknowledgment(now, connection);
        } else if (!connection.timer.isSet(TcpTimer.DELAYED_ACK)) {
            connection.timer.set(TcpTimer.DELAYED_ACK, delayedAck.deadline(now, connection.rtt.smoothedNanos()));
        }
    }

    /** The delayed-ACK timer ran out. */
    void acknowledgeLate(long now) {
        if (owed) {
            delayedAck.expired(connection.rtt.rtoNanos());
            connection.tcp.counters.add(Mib.TCP_DELAYED_ACKS);
            connection.owedToTimer(TcpTimer.DELAYED_ACK);
            connection.tcp.output.acknowledgment(now, connection);
        }
    }

    /** A segment that carries RCV.NXT is leaving. */
    void acknowledgmentSent() {
        if (owed) {
            delayedAck.sent();
            owed = false;
            owedNow = false;
            smallOnes = 0;
            connection.timer.clear(TcpTimer.DELAYED_ACK);
        }
    }

    /** Decides the window to announce now (RFC 9293 §3.8.6.2.2), remembers it, and answers the header field's value. */
    int announce() {
        int window = selectWindow();
        announcedAt = next;
        announcedBytes = window;
        return Math.min(window >>> windowScale, MAX_UNSCALED_WINDOW);
    }

    /** The value of the window field of a SYN, which is never scaled. */
    int announceUnscaled() {
        return Math.min(announcedBytes, MAX_UNSCALED_WINDOW);
    }

    /** Writes the SACK blocks' edges as pairs, latest range first; answers how many blocks. */
    int sackBlocks(int[] edges, int most) {
        return report == null ? 0 : report.write(edges, most);
    }

    /** Part of a segment came that had come before (RFC 2883): it is reported with the next ACK. */
    void cameTwice(int left, int right) {
        if (!connection.sackAgreed || connection.tcp.config().dsack() == 0) {
            return;
        }
        boolean below = SequenceNumber.lessThan(left, next);
        connection.tcp.counters.add(below ? Mib.TCP_DSACK_OLD_SENT : Mib.TCP_DSACK_BEYOND_GAP_SENT);
        report().duplicate(left, below && SequenceNumber.lessThan(next, right) ? next : right);
    }

    /** Nothing lies beyond the gap but a FIN. */
    boolean hasOnlyFinAhead() {
        return finAhead && buffer.outOfOrder.count() == 0;
    }

    int capacityBytes() {
        return capacityBytes;
    }

    /** The program has set another buffer size. */
    void resize(int bytes) {
        capacityBytes = Math.max(bytes, 1);
    }

    private boolean inOrder(long now, Segment segment) {
        int length = segment.dataLength;
        boolean placed = buffer.place(0, segment.bytes, segment.dataAt, length);
        if (!placed && buffer.outOfOrder.count() > 0) {
            // What lies beyond a gap gives way, or a host whose memory is full of gaps would never fill one.
            forgetOutOfOrder();
            connection.tcp.counters.add(Mib.TCP_OUT_OF_ORDER_PRUNED);
            placed = buffer.place(0, segment.bytes, segment.dataAt, length);
        }
        if (!placed) {
            connection.tcp.drop(now, DropReason.TCP_MEMORY, segment);
            oweNow();
            segment.flags &= ~TcpHeader.FIN;
            return false;
        }
        int before = next;
        next += length;
        if (buffer.outOfOrder.count() > 0) {
            if (SequenceNumber.lessThan(buffer.outOfOrder.start(0), next)) {
                int end = buffer.outOfOrder.end(0);
                cameTwice(buffer.outOfOrder.start(0), SequenceNumber.lessThan(next, end) ? next : end);
            }
            next = buffer.outOfOrder.advance(next);
            if (report != null) {
                report.advance(next);
            }
            oweNow(); // RFC 5681 §4.2: a segment that fills all or part of a gap
        }
        buffer.advance(next - before);
        bytesReceived += next - before;
        owed = true;
        delayedAck.dataArrived(now, windowBytes(), segmentBytes, connection.rtt.rtoNanos());
        return true;
    }

    private void beyondGap(long now, Segment segment) {
        int sequence = segment.sequence;
        int length = segment.dataLength;
        oweNow(); // RFC 5681 §4.2: out-of-order data is acknowledged at once
        delayedAck.quickenNow(windowBytes(), segmentBytes);
        if (length > 0 && !placeBeyondGap(now, segment)) {
            return;
        }
        if (segment.has(TcpHeader.FIN)) {
            finAhead = true;
            finAt = sequence + length;
        }
    }

    private boolean placeBeyondGap(long now, Segment segment) {
        SequenceRanges ranges = buffer.outOfOrder;
        int left = segment.sequence;
        int right = left + segment.dataLength;
        int overlapped = ranges.firstOverlapping(left, right);
        if (overlapped >= 0) {
            int start = ranges.start(overlapped);
            int end = ranges.end(overlapped);
            cameTwice(
                    SequenceNumber.lessThan(start, left) ? left : start,
                    SequenceNumber.lessThan(right, end) ? right : end);
        }
        int index = ranges.covers(left, right) ? overlapped : -1;
        if (index >= 0) {
            connection.tcp.counters.add(Mib.TCP_DELAYED_ACKS_LOST);
        } else {
            if (!buffer.place(left - next, segment.bytes, segment.dataAt, segment.dataLength)) {
                connection.tcp.drop(now, DropReason.TCP_MEMORY, segment);
                return false;
            }
            index = ranges.add(left, right);
            if (index < 0) {
                connection.tcp.drop(now, DropReason.TCP_OUT_OF_ORDER_FULL, segment);
                return false;
            }
            connection.tcp.counters.add(Mib.TCP_OUT_OF_ORDER_QUEUED);
        }
        if (connection.sackAgreed) {
            report().received(ranges.start(index), ranges.end(index));
        }
        return true;
    }

    private void forgetOutOfOrder() {
        buffer.forgetOutOfOrder();
        if (report != null) {
            report.clear();
        }
    }

    private SackReport report() {
        SackReport made = report;
        if (made == null) {
            made = new SackReport();
            report = made;
        }
        return made;
    }

    /** All of it was here before: our ACK was lost, or the peer's patience was short. */
    private void repeated(Segment segment) {
        if (segment.length() > 0) {
            connection.tcp.counters.add(Mib.TCP_DELAYED_ACKS_LOST);
            delayedAck.quickenNow(windowBytes(), segmentBytes);
            cameTwice(segment.sequence, segment.end());
            oweNow();
        }
    }

    private void learnSegmentSize(int length) {
        if (length < segmentBytes) {
            smallOnes = Math.min(smallOnes + 1, 2);
        } else {
            segmentBytes = Math.min(length, connection.sender.mssBytes > 0 ? connection.sender.mssBytes : length);
        }
    }

    /**
     * More than one full segment is unacknowledged, and the program has kept up: otherwise its reading sends the ACK,
     * with the window that it opens.
     */
    private boolean isSecondSegment() {
        return next - announcedAt > segmentBytes && selectWindow() >= announcedBytes;
    }

    private int selectWindow() {
        int free = capacityBytes - buffer.readable();
        int current = windowBytes();
        if (connection.tcp.chunks.isUnderPressure()) {
            free = Math.min(free, PRESSED_WINDOW_SEGMENTS * segmentBytes);
        }
        if (free < segmentBytes && free < capacityBytes / 2) {
            free = 0;
        }
        int window;
        if (windowScale > 0) {
            int unit = 1 << windowScale;
            window = (free + unit - 1) & -unit; // a small window must not be scaled away
            if (window < current) {
                // Never take back what was announced. Rounding up moves the edge on, so only while the buffer has room:
                // else the field says up to a unit less than what is still accepted (RFC 7323 §2.4).
                int rounded = (current + unit - 1) & -unit;
                window = buffer.readable() + rounded <= capacityBytes + unit ? rounded : current;
            }
        } else {
            window = current;
            if (free >= current + segmentBytes || free >= current + capacityBytes / 2) {
                window = free - free % segmentBytes;
                if (window <= current) {
                    window = free;
                }
            }
            window = Math.min(Math.max(window, current), MAX_UNSCALED_WINDOW);
        }
        return window;
    }

    /**
     * The program has read: announce the window when it has at least doubled, or send the ACK that waited for this. The
     * end of a message, which a small segment is, is acknowledged when it was read, unless the program tends to answer
     * (Linux's ICSK_ACK_PUSHED).
     */
    private void windowMayOpen(long now) {
        if (!connection.state().mayReceive() && !connection.isEarly()) {
            return;
        }
        if (owed
                && (next - announcedAt > segmentBytes
                        || (buffer.readable() == 0
                                && (smallOnes > 1 || (smallOnes == 1 && !delayedAck.isInteractive()))))) {
            connection.tcp.output.acknowledgment(now, connection);
            return;
        }
        int current = windowBytes();
        if (2L * current <= capacityBytes && selectWindow() >= Math.max(1, 2 * current)) {
            connection.owedToCommand("receive");
            connection.tcp.output.acknowledgment(now, connection);
        }
    }

    /** Doubles the window while the program reads about all of it each round trip (Linux's dynamic right-sizing). */
    private void tuneWindow(long now, int bytes) {
        if (connection.settings().receiveBufferBytes() > 0
                || connection.tcp.config().moderateRcvbuf() == 0) {
            return;
        }
        readSince += bytes;
        if (readSinceNanos == 0) {
            readSinceNanos = now;
        }
        long round = connection.rtt.smoothedNanos();
        if (round == 0) {
            readSince = 0;
            return;
        }
        if (now - readSinceNanos < round) {
            return;
        }
        if (readSince > readLastRound && !connection.tcp.chunks.isUnderPressure()) {
            readLastRound = readSince;
            long wanted = 2L * readSince + 16L * segmentBytes;
            int most = connection.tcp.config().rmem().maximum() / 2;
            capacityBytes = (int) Math.max(capacityBytes, Math.min(wanted, most));
        }
        readSince = 0;
        readSinceNanos = now;
    }

    /** For {@code tcp_info}: when data last came, or {@link Timer#NEVER}. */
    long lastDataNanos() {
        return delayedAck.lastDataNanos();
    }
}
