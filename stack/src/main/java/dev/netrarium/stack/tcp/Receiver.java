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
    /** Linux's TCP_MSS_DEFAULT: a steady size from here on is taken for the peer's full segment. */
    private static final int LEAST_STEADY_BYTES = 536;

    private static final int NO_RANGE = -1;

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

    /** What the buffer takes of in-order data. */
    int capacityBytes;

    /** Linux's {@code window_clamp} and {@code rcv_ssthresh}: see {@link ReceiveWindow}. */
    int clampBytes;

    int thresholdBytes;

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

    /** Segments with data that came beyond a gap. */
    int outOfOrderSegments;

    /** A FIN that came before the bytes it follows. */
    private boolean finAhead;

    private int finAt;

    /** What to tell a peer that speaks SACK; null until there is something. */
    private @Nullable SackReport report;

    /** The peer's urgent mark; null until there was one. */
    private @Nullable UrgentInput urgent;

    /** How the buffer grows; null until data has come. */
    private @Nullable ReceiveTuning tuning;

    /** Length of the last segment that was smaller than full. */
    private short lastSmall;

    private boolean owed;
    private boolean owedNow;

    /** Segments smaller than full that came since the last ACK: 0, 1 or 2 for more. */
    private byte smallOnes;

    Receiver(TcpConnection connection) {
        this.connection = connection;
        this.buffer = new ReceiveBuffer(connection.tcp.chunks);
    }

    /** Decides the first window, before the SYN leaves. */
    void open(int mssBytes) {
        announcedBytes = ReceiveWindow.open(this, mssBytes);
        windowScale = ReceiveWindow.scale(connection.settings(), connection.tcp.config());
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
            dataSegmentsIn += segment.segments();
            learnSegmentSize(segment.largestBytes());
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
        UrgentInput mark = urgent;
        int n = mark == null ? buffer.read(target, at, count) : mark.read(target, at, count);
        if (n > 0) {
            if (tuning != null) {
                tuning.read(now);
            }
            windowMayOpen(now);
        }
        return n;
    }

    int peek(byte[] target, int at, int count) {
        UrgentInput mark = urgent;
        return mark == null ? buffer.peek(0, target, at, count) : mark.peek(target, at, count);
    }

    /** Bytes that can be read without meeting the urgent mark. */
    int available() {
        UrgentInput mark = urgent;
        return mark == null ? buffer.readable() : mark.available();
    }

    /** Looks for urgent data in a segment whose text comes next. */
    void urgent(Segment segment) {
        boolean marked = segment.has(TcpHeader.URG);
        UrgentInput mark = urgent;
        if (mark == null) {
            if (!marked) {
                return;
            }
            mark = new UrgentInput(this);
            urgent = mark;
        }
        mark.arrived(segment, marked);
    }

    /** An urgent byte was announced and has not come: each segment must be looked at. */
    boolean awaitsUrgent() {
        UrgentInput mark = urgent;
        return mark != null && mark.isAwaited();
    }

    /** The urgent byte is here to be read apart. */
    boolean hasUrgent() {
        UrgentInput mark = urgent;
        return mark != null && mark.isHere();
    }

    /** The next byte is the urgent one. */
    boolean isAtMark() {
        UrgentInput mark = urgent;
        return mark != null && mark.isAtMark();
    }

    /** Reads the urgent byte apart; see {@link UrgentInput#readApart}. */
    int readUrgent(byte[] target, int at, int length, boolean peek) throws TcpException {
        UrgentInput mark = urgent;
        if (mark == null) {
            throw new TcpException(TcpError.INVALID_ARGUMENT);
        }
        return mark.readApart(target, at, length, peek);
    }

    /** poll(2) tells of data: as much as SO_RCVLOWAT asks for, or all that the window lets come. */
    boolean isReadable() {
        int needed = connection.settings().receiveLowatBytes();
        if (isAtMark() && !connection.settings().oobInline()) {
            needed++;
        }
        int readable = buffer.readable();
        return readable >= needed || (readable > 1 && needed > 2 && windowBytes() <= segmentBytes);
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
        if (owedNow || delayedAck.isQuick() || isSecondSegment()) {
            connection.tcp.output.acknowledgment(now, connection);
        } else if (finAhead || buffer.outOfOrder.count() > 0) {
            repeatOrCompress(now);
        } else {
            delay(now);
        }
    }

    private void delay(long now) {
        long deadline = delayedAck.deadline(now, connection.rtt.smoothedNanos());
        long waits = connection.timer.deadline(TcpTimer.DELAYED_ACK);
        if (waits <= now + (deadline - now) / 4) {
            connection.tcp.output.acknowledgment(now, connection); // nearly due anyway
        } else if (deadline < waits) {
            connection.timer.set(TcpTimer.DELAYED_ACK, deadline);
        }
    }

    /**
     * RFC 5681 §4.2 wants each segment beyond a gap acknowledged at once. Three of them tell the peer of the loss; from
     * then on one ACK with SACK blocks says as much as many, so that they are gathered for a moment, as Linux does.
     */
    private void repeatOrCompress(long now) {
        TcpConfig config = connection.tcp.config();
        if (!connection.sackAgreed || delayedAck.repeats(next, config.compSackNr())) {
            connection.tcp.output.acknowledgment(now, connection);
        } else if (!connection.timer.isSet(TcpTimer.DELAYED_ACK) || delayedAck.compressed() == 1) {
            long rtt = tuning == null ? 0 : tuning.rttNanos();
            long smoothed = connection.rtt.smoothedNanos();
            rtt = smoothed > 0 && smoothed < rtt ? smoothed : rtt;
            connection.timer.set(
                    TcpTimer.DELAYED_ACK,
                    now + DelayedAck.compressionNanos(config.compSackDelayNs(), rtt) + config.compSackSlackNs());
        }
    }

    /** The delayed-ACK timer ran out. */
    void acknowledgeLate(long now) {
        if (!owed) {
            return;
        }
        connection.owedToTimer(TcpTimer.DELAYED_ACK);
        if (delayedAck.compressed() == 0) {
            delayedAck.expired(connection.rtt.rtoNanos());
            connection.tcp.counters.add(Mib.TCP_DELAYED_ACKS);
        }
        connection.tcp.output.acknowledgment(now, connection);
    }

    /** A segment that carries RCV.NXT is leaving. */
    void acknowledgmentSent() {
        if (owed) {
            delayedAck.sent();
            if (delayedAck.compressed() > 0) {
                connection.tcp.counters.add(Mib.TCP_ACK_COMPRESSED, delayedAck.compressed() - 1);
                delayedAck.forgetCompressed();
            }
            owed = false;
            owedNow = false;
            smallOnes = 0;
            connection.timer.clear(TcpTimer.DELAYED_ACK);
        }
    }

    /** Decides the window to announce now (RFC 9293 §3.8.6.2.2), remembers it, and answers the header field's value. */
    int announce() {
        int before = announcedBytes;
        announcedBytes = ReceiveWindow.select(this);
        announcedAt = next;
        int field = announcedBytes >>> windowScale;
        if (field == 0 && before > 0) {
            connection.tcp.counters.add(Mib.TCP_TO_ZERO_WINDOW);
        } else if (field > 0 && before == 0) {
            connection.tcp.counters.add(Mib.TCP_FROM_ZERO_WINDOW);
        }
        return field;
    }

    /** The value of the window field of a SYN, which is never scaled. */
    int announceUnscaled() {
        return Math.min(announcedBytes, ReceiveWindow.MAX_UNSCALED);
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

    /** The sequence number of the first byte that the program has not read. */
    int firstUnread() {
        return next - buffer.readable() - (finReceived ? 1 : 0);
    }

    /** For {@code tcp_info}; 0 before data has come. */
    long rttNanos() {
        return tuning == null ? 0 : tuning.rttNanos();
    }

    /** For {@code tcp_info}. */
    int spaceBytes() {
        return tuning == null ? 0 : tuning.spaceBytes();
    }

    /** The program has changed its options. */
    void configure(TcpSettings before, TcpSettings changed) {
        int bytes = changed.receiveBufferBytes();
        if (bytes > 0 && bytes != before.receiveBufferBytes()) {
            ReceiveWindow.resize(this, bytes);
        }
        int clamp = changed.windowClampBytes();
        int old = before.windowClampBytes();
        if (clamp != old) {
            ReceiveWindow.clampChanged(this, clamp > 0 && (old == 0 || clamp < old));
        }
    }

    /** TCP_QUICKACK (tcp(7)): acknowledge what was read, and for now hold no ACK back; or the reverse. */
    void quickAck(long now, int value) {
        delayedAck.interactive(value == 0);
        boolean worth = next - announcedAt > segmentBytes || buffer.readable() == 0;
        if (value != 0 && owed && worth && connection.state().mayReceive()) {
            connection.owedToCommand("setsockopt");
            connection.tcp.output.acknowledgment(now, connection);
            delayedAck.interactive((value & 1) == 0);
        }
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
        Ecn.arrived(connection, segment);
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
        ReceiveTuning tuned = tuning(now);
        tuned.dataArrived(now);
        if (segment.hasTimestamps && segment.timestampEcho != 0 && length >= segmentBytes) {
            tuned.echoed(segment.timestampEcho, (connection.timestampNow(now) - segment.timestampEcho) * 1_000_000L);
        }
        ReceiveWindow.grow(this, length);
        return true;
    }

    private void beyondGap(long now, Segment segment) {
        int sequence = segment.sequence;
        int length = segment.dataLength;
        owed = true; // RFC 5681 §4.2: out-of-order data is acknowledged at once, or nearly so
        Ecn.arrived(connection, segment);
        outOfOrderSegments += length > 0 ? 1 : 0;
        int index = length > 0 ? placeBeyondGap(now, segment) : NO_RANGE;
        if (length > 0 && index < 0) {
            return;
        }
        if (segment.has(TcpHeader.FIN)) {
            finAhead = true;
            finAt = sequence + length;
        }
        if (connection.sackAgreed) {
            reportBeyondGap(index);
        }
    }

    /** A FIN belongs to the range that it follows, and is one of its own where it follows none. */
    private void reportBeyondGap(int index) {
        SequenceRanges ranges = buffer.outOfOrder;
        int range = index >= 0 ? index : ranges.firstOverlapping(finAt - 1, finAt);
        int left = range >= 0 ? ranges.start(range) : finAt;
        int right = range >= 0 ? ranges.end(range) : finAt;
        report().received(left, finAhead && right == finAt ? right + 1 : right);
    }

    /** Answers the range that holds the data now, or {@link #NO_RANGE} where there is no room. */
    private int placeBeyondGap(long now, Segment segment) {
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
                return NO_RANGE;
            }
            index = buffer.addRange(left, right);
            if (index < 0) {
                connection.tcp.drop(now, DropReason.TCP_OUT_OF_ORDER_FULL, segment);
                return NO_RANGE;
            }
            connection.tcp.counters.add(Mib.TCP_OUT_OF_ORDER_QUEUED);
            tuning(now).gapWidened();
        }
        return index;
    }

    private void forgetOutOfOrder() {
        buffer.forgetOutOfOrder();
        if (report != null) {
            report.clear();
        }
    }

    private ReceiveTuning tuning(long now) {
        ReceiveTuning made = tuning;
        if (made == null) {
            made = new ReceiveTuning(now, this);
            tuning = made;
        }
        return made;
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

    /** Linux's tcp_measure_rcv_mss. */
    private void learnSegmentSize(int length) {
        if (length >= segmentBytes) {
            segmentBytes = Math.min(length, connection.sender.mssBytes > 0 ? connection.sender.mssBytes : length);
            return;
        }
        if (length >= LEAST_STEADY_BYTES) {
            boolean steady = length == lastSmall;
            lastSmall = (short) Math.min(length, Short.MAX_VALUE);
            if (steady) {
                segmentBytes = length; // the peer's path has become narrower
                return;
            }
        }
        smallOnes = (byte) Math.min(smallOnes + 1, 2);
    }

    /**
     * More than one full segment is unacknowledged, and the program has kept up, or waits for more: otherwise its reading
     * sends the ACK, with the window that it opens.
     */
    private boolean isSecondSegment() {
        return next - announcedAt > segmentBytes
                && (buffer.readable() < connection.settings().receiveLowatBytes()
                        || ReceiveWindow.wanted(this) >= announcedBytes);
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
        } else if (ReceiveWindow.opensMuch(this)) {
            connection.owedToCommand("receive");
            connection.tcp.output.acknowledgment(now, connection);
        }
    }

    /** For {@code tcp_info}: when data last came, or {@link Timer#NEVER}. */
    long lastDataNanos() {
        return delayedAck.lastDataNanos();
    }
}
