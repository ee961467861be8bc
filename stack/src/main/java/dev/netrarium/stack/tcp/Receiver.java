package dev.netrarium.stack.tcp;

import dev.netrarium.stack.DropReason;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.SequenceNumber;
import dev.netrarium.wire.TcpHeader;

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

    /** The range that came last beyond a gap: the first SACK block (RFC 2018 §4). */
    private int latestStart;

    private int latestEnd;

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
            buffer.forgetOutOfOrder(); // nothing can lie beyond a FIN
            oweNow();
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

    /** Writes the SACK blocks' edges, latest range first, as pairs; answers how many blocks. */
    int sackBlocks(int[] edges, int most) {
        SequenceRanges ranges = buffer.outOfOrder;
        int n = 0;
        if (ranges.count() > 0 && most > 0) {
            int latest = -1;
            for (int i = 0; i < ranges.count() && latest < 0; i++) {
                if (!SequenceNumber.lessThan(latestStart, ranges.start(i))
                        && !SequenceNumber.lessThan(ranges.end(i), latestEnd)) {
                    latest = i;
                }
            }
            if (latest >= 0) {
                edges[0] = ranges.start(latest);
                edges[1] = ranges.end(latest);
                n = 1;
            }
            for (int i = ranges.count() - 1; i >= 0 && n < most; i--) {
                if (i != latest) {
                    edges[2 * n] = ranges.start(i);
                    edges[2 * n + 1] = ranges.end(i);
                    n++;
                }
            }
        }
        return n;
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
            buffer.forgetOutOfOrder();
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
            next = buffer.outOfOrder.advance(next);
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
        if (length > 0) {
            if (buffer.outOfOrder.covers(sequence, sequence + length)) {
                connection.tcp.counters.add(Mib.TCP_DELAYED_ACKS_LOST);
            } else if (!buffer.place(sequence - next, segment.bytes, segment.dataAt, length)) {
                connection.tcp.drop(now, DropReason.TCP_MEMORY, segment);
                return;
            } else if (buffer.outOfOrder.add(sequence, sequence + length) < 0) {
                connection.tcp.drop(now, DropReason.TCP_OUT_OF_ORDER_FULL, segment);
                return;
            } else {
                connection.tcp.counters.add(Mib.TCP_OUT_OF_ORDER_QUEUED);
            }
            latestStart = sequence;
            latestEnd = sequence + length;
        }
        if (segment.has(TcpHeader.FIN)) {
            finAhead = true;
            finAt = sequence + length;
        }
    }

    /** All of it was here before: our ACK was lost, or the peer's patience was short. */
    private void repeated(Segment segment) {
        if (segment.length() > 0) {
            connection.tcp.counters.add(Mib.TCP_DELAYED_ACKS_LOST);
            delayedAck.quickenNow(windowBytes(), segmentBytes);
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
        if (!connection.state().mayReceive()) {
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
