package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Work;
import dev.netrarium.wire.SequenceNumber;
import org.jspecify.annotations.Nullable;

/**
 * The sending half of a connection: the send sequence variables of RFC 9293 §3.3.1, what may leave now (window, cwnd,
 * Nagle, silly-window avoidance), and what an acknowledgment does to all that. When something is lost is
 * {@link LossRecovery}'s matter, when a timer runs out that of {@link RetransmissionTimeout} and {@link Persist}.
 */
final class Sender extends Work {
    /** After so many segments of one connection the others have their turn. */
    static final int TURN_SEGMENTS = 16;

    /** Packets below where one can be a super-segment of 64 KB. */
    private static final int SUPER_SEGMENTS_BELOW = 4;

    /** The default MSS of a peer that announces none (RFC 9293 §3.7.1). */
    static final int DEFAULT_MSS_V4 = 536;

    static final int DEFAULT_MSS_V6 = 1220;

    /** What IPv4's length field can say; Linux's loopback has an MTU one larger. */
    static final int LARGEST_PACKET_BYTES = 65535;

    /** Payload of the largest super-segment that Linux makes. */
    private static final int SUPER_SEGMENT_BYTES = 65_215;

    /** The timestamp clock's unit. */
    private static final long TIMESTAMP_TICK_NANOS = 1_000_000L;

    /** RFC 6928. */
    private static final int INITIAL_WINDOW_SEGMENTS = 10;

    /** No segment is made smaller than this to fit a tiny window, as on Linux. */
    static final int SMALLEST_SEGMENT_BYTES = 48;

    final TcpConnection connection;
    final SendBuffer buffer;
    final Flight flight;
    final CongestionWindow window = new CongestionWindow(INITIAL_WINDOW_SEGMENTS);
    CongestionControl congestionControl;
    final Pacing pacing = new Pacing(this);
    final DeliveryRate rate = new DeliveryRate(this);

    /** NewReno until the peer agrees to SACK. */
    LossRecovery recovery;

    /** ISS. */
    final int initial;

    /** SND.UNA. */
    int unacknowledged;

    /** SND.NXT. */
    int next;

    /** SND.WND, scaled. */
    int peerWindowBytes;

    /** SND.WL1 and SND.WL2: the segment that the window was last taken from. */
    int windowSequence;

    int windowAcknowledgment;

    /** The largest window that the peer ever announced. */
    int largestPeerWindowBytes;

    /** Shift of the peer's window field. */
    byte peerWindowScale;

    /** What the peer's MSS option said. */
    int peerMssBytes;

    /** The path's MTU that {@link #mssBytes} was reckoned from. */
    int pathMtuBytes;

    /** Payload of a full segment on this path now. */
    int mssBytes;

    /** The program will write no more: a FIN follows the last byte. */
    boolean finQueued;

    boolean finSent;

    /** SO_MAX_PACING_RATE was set once: paced from then on, as on Linux, also when the bound is lifted. */
    boolean paced;

    /** Consecutive time-outs without an ACK of new data, and how often the time-out has doubled. */
    int retries;

    short backoff;

    /** Unanswered window or keep-alive probes. */
    int probes;

    /** When the oldest data was first sent again, 0 while none was. */
    long firstResentNanos;

    long lastDataSentNanos;
    long lastAckNanos;
    int totalRetransmits;
    long segmentsOut;
    long dataSegmentsOut;
    long bytesAcked;
    long delivered;

    private boolean busy;

    /** How long it was busy; while it is, less the time at which that began. */
    private long busyNanos;

    /** Made when something first goes wrong. */
    private @Nullable Chronicle chronicle;

    /** Of these, acknowledged together with a router's mark. */
    long deliveredMarked;

    /** While something waits in it. */
    private @Nullable WriteQueue writeQueue;

    /** The end of what a write marked last to be pushed. */
    private int pushedTo;

    /** The host's queue was full in this turn. */
    boolean refused;

    /** The path takes super-segments in this turn. */
    boolean superSegments;

    /** In this turn a burst was put off because cwnd leaves too little room for it. */
    boolean putOff;

    /** The search for the path's MTU; null while there is none. */
    @Nullable MtuProbing probing;

    /** The sequence number after the last byte that the program wrote as urgent. */
    private int urgentEnd;

    /** What the send buffer has grown to; 0 while it has its first size. */
    private int grownBytes;

    /** The end of the last segment smaller than full (Minshall's rule). */
    int smallEnd;

    /** Packets that lie in queues below, on this host. */
    int below;

    Sender(TcpConnection connection, int initial) {
        this.connection = connection;
        this.initial = initial;
        this.unacknowledged = initial;
        this.next = initial;
        this.smallEnd = initial;
        this.pushedTo = initial + 1;
        this.urgentEnd = initial;
        this.buffer = new SendBuffer(connection.tcp.chunks);
        this.congestionControl = CongestionControl.of(connection);
        this.flight = new Flight(connection.tcp.rings);
        this.recovery = new NewReno(this);
    }

    /** The handshake is over: cwnd as RFC 6928 and the route say. */
    void established(long now, int synsResent) {
        window.segments = synsResent > 1 ? 1 : initialWindow();
        window.roundFrom(now, next);
        congestionControl.begin(now, this);
        smallEnd = unacknowledged;
        growBuffer();
    }

    /** Puts the connection under the control that its settings name now, which begins with the cwnd that there is. */
    void control(long now) {
        congestionControl = CongestionControl.of(connection);
        if (connection.state.isSynchronized()) {
            congestionControl.begin(now, this);
        }
    }

    /** What cwnd is at the beginning: the route's {@code initcwnd}, or RFC 6928's. */
    int initialWindow() {
        int routed = connection.path().initialWindowSegments();
        return routed > 0 ? routed : INITIAL_WINDOW_SEGMENTS;
    }

    /** Bytes written and not sent. */
    int unsentBytes() {
        return Math.max(0, buffer.length() - (next - firstByte()));
    }

    boolean hasUnacknowledged() {
        return unacknowledged != next;
    }

    /** Everything is acknowledged, the FIN included when there is one. */
    boolean isFinAcknowledged() {
        return finSent && unacknowledged == next;
    }

    /** How many bytes the program may write now. */
    int room() {
        int room = Math.max(0, capacityBytes() - buffer.length());
        if (!isBoundByNotsent()) {
            return room;
        }
        // Linux looks at the mark when it begins a super-segment, and fills that in any case.
        long unsent = notsentLowatBytes() - unsentBytes();
        int most = Math.max(mssBytes, Math.min(SUPER_SEGMENT_BYTES, largestPeerWindowBytes >> 1));
        int goal = most - most % Math.max(mssBytes, 1);
        return unsent <= 0 ? 0 : (int) Math.min(room, (unsent + goal - 1) / goal * goal);
    }

    /** TCP_NOTSENT_LOWAT, or the host's. */
    long notsentLowatBytes() {
        int own = connection.settings().notsentLowatBytes();
        return own != 0 ? own & 0xffffffffL : connection.tcp.config().notsentLowat();
    }

    boolean isBoundByNotsent() {
        return notsentLowatBytes() <= Integer.MAX_VALUE;
    }

    /** The send buffer's size: fixed by the program, or as {@link SendTuning} has let it grow. */
    int capacityBytes() {
        int fixed = connection.settings().sendBufferBytes();
        return fixed > 0
                ? fixed
                : Math.max(grownBytes, connection.tcp.config().wmem().initial());
    }

    /** The program waits for room. */
    void growBuffer() {
        if (SendTuning.isDue(this)) {
            grownBytes = Math.max(grownBytes, SendTuning.wantedBytes(this));
        }
    }

    /** The last byte written is urgent. */
    void markUrgent() {
        urgentEnd = firstByte() + buffer.length();
    }

    /** What the urgent pointer of a segment says that begins with {@code sequence}; 0 for no urgent data. */
    int urgentPointer(int sequence) {
        if (!isUrgent() || !SequenceNumber.lessThan(sequence, urgentEnd)) {
            return 0;
        }
        int distance = urgentEnd - sequence;
        if (distance <= 0xffff) {
            return distance;
        }
        return SequenceNumber.lessThan(next, sequence + 0xffff) ? 0xffff : 0;
    }

    boolean isUrgent() {
        return SequenceNumber.lessThan(unacknowledged, urgentEnd);
    }

    /** Takes a window from an acceptable segment (RFC 9293 §3.10.7.4). */
    void updateWindow(Segment segment, int scaledBytes) {
        windowSequence = segment.sequence;
        windowAcknowledgment = segment.acknowledgment;
        peerWindowBytes = scaledBytes;
        largestPeerWindowBytes = Math.max(largestPeerWindowBytes, scaledBytes);
    }

    /** Its turn in the host's queue of work has come. */
    @Override
    protected void run(long now) {
        connection.run(now);
    }

    /** Sends what may leave, at most one burst; true when more may leave after others had their turn. */
    boolean transmit(long now) {
        refused = false;
        putOff = false;
        superSegments = connection.path().takesSuperSegments();
        int before = next;
        int sent = 0;
        int one = 0;
        boolean held;
        do {
            held = pacing.holdsBack(now);
            one = held ? 0 : transmitOne(now);
            sent += one;
        } while (one > 0 && !refused && sent < TURN_SEGMENTS);
        if (held && (hasUnsent() || recovery.nextLost() >= 0)) {
            connection.timer.set(TcpTimer.PACING, pacing.nextSendNanos());
        }
        boolean full = putOff || recovery.inFlight() >= window.segments;
        if (next != before || (full && hasUnsent())) {
            WindowValidation.sent(now, this, full);
        }
        recovery.burstSent(now, sent > 0);
        Chronicle.sent(now, this, sent > 0);
        return one > 0 && !refused;
    }

    /** A packet handed down has left the host; true when that opens the way for more. */
    boolean departed() {
        boolean opens = below == mostBelow();
        below--;
        return opens;
    }

    /**
     * An acknowledgment not beyond SND.NXT came.
     *
     * @param duplicate it says only what was said before (RFC 5681 §2)
     */
    void acknowledged(long now, Segment segment, boolean duplicate) {
        Acknowledgment a = connection.tcp.acknowledgment.begin(this, segment, duplicate);
        RateSample sample = connection.tcp.rateSample;
        sample.begin(recovery);
        recovery.selective(now, segment, a);
        if (a.advances) {
            advance(now, segment, a);
        } else if (a.sackRttNanos >= 0) {
            connection.measured(a.sackRttNanos, unacknowledged);
        }
        long rtt = sample.rttNanos();
        if (rtt >= 0) {
            connection.rtt.sawLeast(rtt);
        }
        delivered += a.delivered;
        deliveredMarked += a.echo ? a.delivered : 0;
        recovery.judge(now, a);
        rate.complete(now, sample, a);
        if (congestionControl.controlsWindow()) {
            congestionControl.sampled(now, this, sample);
        } else if (a.mayGrow) {
            if (window.isLimited()) {
                congestionControl.acknowledged(now, this, a.delivered);
            }
            window.confirm(now);
        }
        if (flight.count() == 0) {
            connection.timer.clearRepair();
        } else if (a.restartsTimer) {
            recovery.armTimer(now);
        }
        if (recovery.nextLost() >= 0) {
            connection.schedule();
        }
        Chronicle.acknowledged(now, this);
    }

    /** SND.UNA moves on. */
    private void advance(long now, Segment segment, Acknowledgment a) {
        int acknowledgment = segment.acknowledgment;
        int bytes = acknowledgment - unacknowledged;
        int segments = flight.covered(acknowledgment);
        boolean certain = measure(now, segments, segment, a);
        recovery.leaving(now, segments, a);
        flight.remove(segments);
        int dataBytes = Math.min(bytes - (unacknowledged == initial ? 1 : 0), buffer.length());
        if (dataBytes > 0) {
            buffer.release(dataBytes);
            bytesAcked += dataBytes;
        }
        unacknowledged = acknowledgment;
        if (!isUrgent()) {
            urgentEnd = acknowledgment; // keeps up, so that it never seems to lie ahead
        }
        MtuProbing search = probing;
        if (search != null) {
            search.acknowledged(now);
        }
        retries = 0;
        backoff = certain ? 0 : backoff; // Karn: what was not measured keeps its patience
        firstResentNanos = 0;
    }

    void armRetransmission(long now) {
        connection.timer.setRepair(TcpTimer.RETRANSMISSION, now + timeoutNanos());
    }

    /** The retransmission timer takes the place of another that had taken its own: due when it would have been. */
    void resumeRetransmission(long now) {
        long due = flight.sentNanos(0) + timeoutNanos();
        connection.timer.setRepair(TcpTimer.RETRANSMISSION, Math.max(due, now + TIMESTAMP_TICK_NANOS));
    }

    /** The retransmission time-out, doubled as often as it ran out. */
    long timeoutNanos() {
        long maximum = connection.tcp.config().rtoMaxMillis() * 1_000_000L;
        long rto = connection.rtt.rtoNanos();
        return backoff >= 32 || rto > maximum >> backoff ? maximum : rto << backoff;
    }

    /**
     * Takes bytes that the program writes into the send buffer, fewer than asked for when the host's memory is used up;
     * answers how many.
     */
    int write(byte[] source, int at, int count) {
        int from = firstByte() + buffer.length();
        int taken = buffer.append(source, at, count);
        if (taken > 0) {
            int goal = Autosizing.goalBytes(this);
            pushedTo = writeQueue().append(next, from, taken, goal, pushedTo, largestPeerWindowBytes);
        }
        return taken;
    }

    /** A tail loss probe with the last segment, unless that lies in a queue below still. */
    boolean probeWithLast(long now) {
        return below == 0 && Retransmission.probe(now, this);
    }

    /** What the peer's window still takes; negative when it was taken back. */
    int windowRoomBytes() {
        return unacknowledged + peerWindowBytes - next;
    }

    /** The window is too small for what waits, and no ACK is under way that could open it. */
    boolean isWindowBlocked() {
        return flight.count() == 0
                && (unsentBytes() > 0 || (finQueued && !finSent))
                && windowRoomBytes() < Math.max(1, Math.min(unsentBytes(), segmentBytes()));
    }

    /** Bytes of a full segment, never more than half of the largest window that the peer ever had (RFC 9293 §3.8.6.2.1). */
    int segmentBytes() {
        int half = largestPeerWindowBytes > DEFAULT_MSS_V4 ? largestPeerWindowBytes >> 1 : largestPeerWindowBytes;
        return half == 0 || mssBytes <= half ? mssBytes : Math.max(half, SMALLEST_SEGMENT_BYTES);
    }

    /** Sends one burst: segments that leave together. Answers how many segments. */
    private int transmitOne(long now) {
        if (isFullBelow()) {
            return 0;
        }
        int lost = recovery.nextLost();
        if (lost >= 0 && !recovery.prefersNew()) {
            int room = window.segments - recovery.inFlight();
            if (room <= 0 && recovery.isForced(lost)) {
                room = 1;
            }
            int burst = Autosizing.segments(this, segmentBytes());
            return room <= 0 ? 0 : Retransmission.send(now, this, lost, Math.min(room, burst));
        }
        MtuProbing search = probing;
        if (search != null && lost < 0) {
            int length = search.due(now);
            if (length != 0) {
                return length > 0 && NewData.sendMtuProbe(now, this, search, length) ? 1 : 0;
            }
        }
        return NewData.send(now, this);
    }

    WriteQueue writeQueue() {
        WriteQueue made = writeQueue;
        if (made == null) {
            made = connection.tcp.writeQueues.take();
            writeQueue = made;
        }
        return made;
    }

    /** All before SND.NXT has left it. */
    void leftWriteQueue() {
        WriteQueue queue = writeQueue;
        if (queue != null) {
            queue.sent(next);
            if (queue.portions() == 0) {
                writeQueue = null;
                connection.tcp.writeQueues.give(queue);
            }
        }
    }

    /** Nothing will be sent any more. */
    void clear() {
        buffer.clear();
        WriteQueue queue = writeQueue;
        if (queue != null) {
            writeQueue = null;
            queue.clear();
            connection.tcp.writeQueues.give(queue);
        }
    }

    /** A packet goes to the network layer, which says when it has left. */
    void handedDown() {
        below++;
    }

    /** At most two turns' worth lies below, so that queues stay short and what is in them stays in the cache. */
    private boolean isFullBelow() {
        return below >= mostBelow();
    }

    private int mostBelow() {
        return pacing.mostBelow(superSegments ? SUPER_SEGMENTS_BELOW : 2 * TURN_SEGMENTS);
    }

    /** The sequence number of the send buffer's first byte. */
    int firstByte() {
        return unacknowledged == initial ? initial + 1 : unacknowledged;
    }

    /** Data or a FIN waits to be sent. */
    private boolean hasUnsent() {
        return unsentBytes() > 0 || (finQueued && !finSent);
    }

    /** What held sending up. */
    Chronicle chronicle() {
        Chronicle made = chronicle;
        if (made == null) {
            made = new Chronicle();
            chronicle = made;
        }
        return made;
    }

    /** The same; null while nothing has. */
    @Nullable Chronicle chronicleIfAny() {
        return chronicle;
    }

    /** There is something to send, or to be acknowledged. */
    void busy(long now) {
        if (!busy) {
            busy = true;
            busyNanos -= now;
        }
    }

    /** Everything is acknowledged. */
    void idle(long now) {
        if (busy) {
            busy = false;
            busyNanos += now;
        }
    }

    /** How long it was {@linkplain #busy busy} altogether. */
    long busyNanos(long now) {
        return busy ? busyNanos + now : busyNanos;
    }

    /** Something lies in a queue of this host. */
    boolean hasPacketsBelow() {
        return below > 0;
    }

    /**
     * Measures the round trip: by the oldest segment if it was sent once, else by the echoed timestamp (RFC 7323 §4).
     *
     * <p>An echo older than the last retransmission is believed only when the ACK came too soon to be its answer: if the
     * ACK of the first copy was lost, the ACK of the second still echoes the first, and the time-out itself would be taken
     * for a round trip, longer each time. (Linux believes it, and repairs by other means before it comes to that.)
     *
     * @return false when the round trip stays in doubt, and with it the time-out
     */
    private boolean measure(long now, int segments, Segment segment, Acknowledgment a) {
        if (segments == 0) {
            return true;
        }
        int acknowledgment = segment.acknowledgment;
        if (!flight.has(0, Flight.EVER_RESENT)) {
            connection.measured(now - flight.sentNanos(0), acknowledgment);
            return true;
        }
        if (a.sackRttNanos >= 0) {
            connection.measured(a.sackRttNanos, acknowledgment);
            return true;
        }
        if (!segment.hasTimestamps || segment.timestampEcho == 0) {
            return false;
        }
        int ticks = connection.timestampNow(now) - segment.timestampEcho;
        long rtt = ticks == 0 ? TIMESTAMP_TICK_NANOS : ticks * TIMESTAMP_TICK_NANOS; // less than one was not measured
        long sinceResent = now - flight.sentNanos(0);
        boolean stale = rtt > sinceResent + TIMESTAMP_TICK_NANOS;
        if (stale && sinceResent >= connection.rtt.minimumSeenNanos()) {
            return false;
        }
        if (rtt >= 0) {
            connection.measured(rtt, acknowledgment);
            connection.tcp.rateSample.measuredByTimestamp(rtt);
        }
        return true;
    }
}
