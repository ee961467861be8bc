package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Path;
import dev.netrarium.stack.Readiness;
import dev.netrarium.wire.Endpoint;
import org.jspecify.annotations.Nullable;

/**
 * One TCP connection: its state, the program's commands, and what happens when the state changes. The sequence
 * variables live in {@link Sender} and {@link Receiver}, the meaning of segments in {@link SegmentArrives}.
 *
 * <p>No method blocks. All are called with the loop's baton held; after a command the host must be poked, so that it
 * sends what became due. To wait, wait for the bits of {@link Readiness}.
 */
public final class TcpConnection extends Readiness implements Demultiplexed, Packet.Sender {
    /** What {@link #receive} answers when the peer has closed and everything was read. */
    public static final int END_OF_STREAM = -1;

    private enum Trigger {
        PACKET,
        TIMER,
        COMMAND
    }

    final Tcp tcp;
    final Sender sender;
    final Receiver receiver;
    final RttEstimator rtt = new RttEstimator();
    final ConnectionTimer timer = new ConnectionTimer(this);

    TcpState state = TcpState.CLOSED;

    /** Options that both sides agreed on. */
    boolean hasTimestamps;

    boolean sackAgreed;
    boolean scaleAgreed;

    /** What {@link Ecn} keeps of this connection. */
    int ecn;

    /** The MSS in our SYN. */
    int advertisedMss;

    /** TS.Recent of RFC 7323, and when it was taken. */
    int timestampRecent;

    long timestampRecentNanos;
    long lastChallengeNanos;

    /** An ICMP error that may pass: reported only when the connection gives up. */
    @Nullable TcpError softError;

    private final FourTuple tuple;
    private final int timestampOffset;
    private long openedNanos;
    private Path path;
    private TcpSettings settings;
    private @Nullable TcpError error;
    private @Nullable PortUse portUse;
    private boolean portReused;
    private boolean portByConnecting;
    private @Nullable TcpListener listener;
    private @Nullable TimeWait timeWait;

    /** Null where Fast Open has no part in it. */
    @Nullable FastOpenUse fastOpen;

    boolean countedAsOrphan;

    /** The program has read the end of the stream. */
    private boolean endRead;

    private boolean orphan;

    /** What made it owe what it sends next. */
    private Trigger trigger = Trigger.COMMAND;

    private String triggerText = "connect";
    private long triggerNumber;

    /** Why the segment being built is one sent again, and how often; null while it is not. */
    private @Nullable String repairText;

    private int repairAttempt;

    TcpConnection(
            Tcp tcp, long now, FourTuple tuple, Path path, TcpSettings settings, int initial, int timestampOffset) {
        this.tcp = tcp;
        this.tuple = tuple;
        this.path = path;
        this.settings = settings;
        this.openedNanos = now;
        this.timestampOffset = timestampOffset;
        this.sender = new Sender(this, initial);
        this.receiver = new Receiver(this);
        if (path.cachedSmoothedRttNanos > 0) {
            rtt.seed(path.cachedSmoothedRttNanos, path.cachedRttVarianceNanos, minimumRtoNanos());
        }
    }

    // What the program asks.

    public Endpoint local() {
        return tuple.local();
    }

    public Endpoint remote() {
        return tuple.remote();
    }

    public TcpState state() {
        TimeWait waiting = timeWait;
        return waiting != null && waiting.isWaiting() ? waiting.state() : state;
    }

    public TcpSettings settings() {
        return settings;
    }

    /** The congestion control that it is under, as TCP_CONGESTION names it. */
    public String congestionControl() {
        return sender.congestionControl.name();
    }

    /** Bytes that {@link #receive} would give now. */
    public int available() {
        return receiver.available();
    }

    /** SIOCATMARK: the next byte to read is the one that the peer marked as urgent. */
    public boolean isAtUrgentMark() {
        return receiver.isAtMark();
    }

    /** Bytes that {@link #send} would take now. */
    public int sendRoom() {
        return maySend() && !sender.finQueued ? sender.room() : 0;
    }

    /** True while our FIN, or something written before it, is still to be acknowledged. */
    public boolean isClosing() {
        return state == TcpState.FIN_WAIT_1 || state == TcpState.CLOSING || state == TcpState.LAST_ACK;
    }

    /** Bytes written and not yet acknowledged by the peer. */
    public int unacknowledgedBytes() {
        return sender.buffer.length();
    }

    /** The pending error, which is cleared by asking; null for none. */
    public @Nullable TcpError takeError() {
        TcpError pending = error;
        error = null;
        refresh();
        return pending;
    }

    /**
     * SO_ERROR as Linux answers it: the pending error, or else what an ICMP error has said and the connection survived;
     * cleared by asking.
     */
    public @Nullable TcpError takeAnyError() {
        TcpError pending = takeError();
        if (pending == null) {
            pending = softError;
            softError = null;
        }
        return pending;
    }

    /** The pending error, left pending. */
    public @Nullable TcpError pendingError() {
        return error;
    }

    /** A snapshot for people and for {@code getsockopt(TCP_INFO)}. */
    public TcpInfo info(long now) {
        return InfoSnapshot.of(now, this);
    }

    // What the program commands.

    /**
     * Writes bytes into the send buffer, as many as fit. If connecting was put off for them, the SYN leaves with the first.
     *
     * @return how many were taken; 0 when the buffer is full or the handshake is not over
     * @throws TcpException with the pending error; {@link TcpError#BROKEN_PIPE} after {@link #shutdownOutput} or when the
     *     connection is gone; {@link TcpError#NO_BUFFER_SPACE} when the host's TCP memory is used up
     */
    public int send(long now, byte[] bytes, int at, int length) throws TcpException {
        java.util.Objects.checkFromIndexSize(at, length, bytes.length);
        throwPending();
        if (sender.finQueued || state == TcpState.CLOSED) {
            throw new TcpException(TcpError.BROKEN_PIPE);
        }
        if (isDeferred()) {
            int taken = tcp.fastOpenClient.open(now, this, bytes, at, length);
            refresh();
            return taken;
        }
        if (!maySend()) {
            return 0;
        }
        int count = Math.min(length, sender.room());
        if (count > 0) {
            sender.rate.programWrites();
            WindowValidation.programWrites(now, sender);
            count = sender.buffer.append(bytes, at, count);
            if (count == 0 && sender.buffer.length() == 0) {
                throw new TcpException(TcpError.NO_BUFFER_SPACE); // no ACK will come to make room
            }
            sender.busy(now);
            owedToCommand("send");
            schedule();
        }
        if (count < length || sender.room() == 0) {
            set(bits() & ~WRITABLE);
        } else if (sender.isBoundByNotsent()) {
            refresh();
        }
        return count;
    }

    /**
     * Reads bytes that have come in order, as many as there are.
     *
     * @return how many, 0 when none are there yet, or {@link #END_OF_STREAM}
     * @throws TcpException with the pending error once all bytes were read
     */
    public int receive(long now, byte[] target, int at, int length) throws TcpException {
        java.util.Objects.checkFromIndexSize(at, length, target.length);
        int n = receiver.read(now, target, at, length);
        if (!receiver.isReadable()) {
            refresh();
        }
        if (n > 0) {
            return n;
        }
        if (receiver.buffer.readable() > 0) {
            return 0; // nothing was asked for
        }
        return atEnd();
    }

    /** Reads like {@link #receive} and leaves the bytes there. */
    public int peek(byte[] target, int at, int length) throws TcpException {
        java.util.Objects.checkFromIndexSize(at, length, target.length);
        int n = receiver.peek(target, at, length);
        return n > 0 || receiver.buffer.readable() > 0 ? n : atEnd();
    }

    /**
     * Writes like {@link #send}, the last byte as urgent data (MSG_OOB): the peer is told of it at once, ahead of what is
     * before it.
     */
    public int sendUrgent(long now, byte[] bytes, int at, int length) throws TcpException {
        int n = send(now, bytes, at, length);
        if (n > 0) {
            sender.markUrgent();
        }
        return n;
    }

    /**
     * Reads the peer's urgent byte apart from the stream (MSG_OOB).
     *
     * @return 1, or 0 when it was announced and has not come
     * @throws TcpException {@link TcpError#INVALID_ARGUMENT} when none was announced, it was read already, or SO_OOBINLINE
     *     is set
     */
    public int receiveUrgent(byte[] target, int at, int length, boolean peek) throws TcpException {
        java.util.Objects.checkFromIndexSize(at, length, target.length);
        int n = receiver.readUrgent(target, at, length, peek);
        refresh();
        return n;
    }

    /** TCP_QUICKACK: 0 lets ACKs wait for answers, an odd number does not, until the program answers again. */
    public void quickAck(long now, int value) {
        receiver.quickAck(now, value);
    }

    /** True while ACKs do not wait for answers: what getsockopt(TCP_QUICKACK) tells. */
    public boolean isQuickAck() {
        return !receiver.delayedAck.isInteractive();
    }

    /** Closes our direction: a FIN follows the last byte. */
    public void shutdownOutput(long now) throws TcpException {
        if (!state.isSynchronized() && state != TcpState.SYN_RECEIVED) {
            throw new TcpException(TcpError.NOT_CONNECTED);
        }
        owedToCommand("shutdown");
        Closing.queueFin(now, this, "the program shut its output down");
    }

    /** Reads no more: {@link #receive} gives what is there and then the end of the stream. */
    public void shutdownInput() throws TcpException {
        if (!state.isSynchronized() && !isEarly()) {
            throw new TcpException(TcpError.NOT_CONNECTED);
        }
        receiver.shutdown = true;
        refresh();
    }

    /**
     * The program lets go. Unread data, or SO_LINGER with time 0, make this a reset; otherwise what was written is still
     * sent, then a FIN.
     */
    public void close(long now) {
        Closing.close(now, this);
    }

    /** Ends the connection with a reset. */
    public void abort(long now) {
        Closing.abort(now, this);
    }

    /** Changes the options; what they govern follows at once. */
    public void configure(long now, TcpSettings changed) {
        TcpSettings before = settings;
        settings = changed;
        receiver.configure(before, changed);
        if (!changed.congestionControl().equals(before.congestionControl())) {
            sender.control(now);
        }
        boolean otherRate = changed.maxPacingBytesPerSecond() != before.maxPacingBytesPerSecond();
        sender.paced |= otherRate;
        if (!state.isSynchronized()) {
            return;
        }
        if (otherRate) {
            schedule();
        }
        if (changed.keepAlive() != before.keepAlive()
                || changed.keepIdleSeconds() != before.keepIdleSeconds()
                || changed.keepIntervalSeconds() != before.keepIntervalSeconds()) {
            KeepAlive.start(now, this);
        }
        if ((changed.noDelay() && !before.noDelay()) || (!changed.cork() && before.cork())) {
            schedule();
        }
        refresh();
    }

    // What the other classes of this package ask and tell.

    @Override
    public FourTuple tuple() {
        return tuple;
    }

    boolean isV4() {
        return tuple.isV4();
    }

    /** Connecting sent nothing yet: the SYN waits for the first bytes (TCP_FASTOPEN_CONNECT). */
    public boolean isDeferred() {
        FastOpenUse use = fastOpen;
        return use != null && use.deferred;
    }

    /** A SYN's cookie opened it: it takes and sends data, though the handshake is not over. */
    boolean isEarly() {
        FastOpenUse use = fastOpen;
        return use != null && use.waitsIn != null && state == TcpState.SYN_RECEIVED;
    }

    boolean maySend() {
        return state.maySend() || isEarly();
    }

    boolean isOrphan() {
        return orphan;
    }

    /** The way, asked for anew when routes or addresses have changed. */
    Path path() {
        if (path.isStale()) {
            refreshPath();
        }
        return path;
    }

    long openedNanos() {
        return openedNanos;
    }

    /** The first SYN leaves. */
    void opens(long now) {
        openedNanos = now;
    }

    int timestampNow(long now) {
        return InitialSequenceNumbers.timestampClock(now) + timestampOffset;
    }

    int timestampOffset() {
        return timestampOffset;
    }

    /** Lets the connection send in this turn. */
    void schedule() {
        tcp.work.add(sender);
    }

    void holdPort(PortUse use, boolean reused, boolean byConnecting) {
        portUse = use;
        portReused = reused;
        portByConnecting = byConnecting;
    }

    void bornOf(TcpListener parent) {
        listener = parent;
    }

    void owedToPacket(long packetId, String why) {
        trigger = Trigger.PACKET;
        triggerNumber = packetId;
        triggerText = why;
    }

    void owedToTimer(TcpTimer expired) {
        trigger = Trigger.TIMER;
        triggerText = expired.title();
    }

    void owedToCommand(String verb) {
        trigger = Trigger.COMMAND;
        triggerText = verb;
    }

    /** What is sent until {@link #repaired} is sent again. */
    void repairing(String why, int attempt) {
        repairText = why;
        repairAttempt = attempt;
    }

    void repaired() {
        repairText = null;
    }

    /** The packet that was owed an answer last, or 0. */
    long owedPacket() {
        return trigger == Trigger.PACKET ? triggerNumber : 0;
    }

    /** Why a segment leaves, with data or a FIN or without. Only while somebody traces. */
    Cause cause(boolean carriesNews) {
        String repair = repairText;
        if (repair != null) {
            return new Cause.Retransmission(repair, repairAttempt);
        }
        return switch (trigger) {
            case PACKET -> new Cause.Answer(triggerNumber, carriesNews ? "lets more be sent" : triggerText);
            case TIMER -> new Cause.Expired(triggerText);
            case COMMAND -> new Cause.Command(triggerText);
        };
    }

    /** The peer's SYN told its options; ours were told in our SYN. */
    void agreeOptions(long now, Segment segment) {
        TcpConfig config = tcp.config();
        agree(
                now,
                segment.mss,
                segment.hasTimestamps && config.timestamps() != 0,
                segment.timestamp,
                segment.sackPermitted && config.sack() != 0,
                config.windowScaling() != 0 ? segment.windowScale : -1);
    }

    void agree(long now, int peerMss, boolean timestamps, int peerTimestamp, boolean sack, int peerScale) {
        hasTimestamps = timestamps;
        if (timestamps) {
            timestampRecent = peerTimestamp;
            timestampRecentNanos = now;
        }
        sackAgreed = sack;
        if (sack) {
            sender.recovery = new SackRecovery(sender);
        }
        scaleAgreed = peerScale >= 0;
        sender.peerWindowScale = Math.max(peerScale, 0);
        if (!scaleAgreed) {
            receiver.windowScale = 0;
        }
        int most = settings.maxSegmentBytes(); // counts here and in our SYN; later changes mean nothing, as on Linux
        int told = peerMss > 0 ? peerMss : isV4() ? Sender.DEFAULT_MSS_V4 : Sender.DEFAULT_MSS_V6;
        sender.peerMssBytes = most > 0 ? Math.min(told, most) : told;
        sender.recomputeMss(now);
        MtuProbing.start(now, sender);
        if (state == TcpState.SYN_SENT) {
            sender.recomputeMss(now); // Linux lets an accepted connection begin with the path's MTU all the same
        }
        receiver.segmentBytes = Math.min(sender.mssBytes, Sender.DEFAULT_MSS_V4);
    }

    /** A round trip was measured. */
    void measured(long rttNanos, int acknowledgment) {
        rtt.sample(
                rttNanos,
                acknowledgment,
                sender.next,
                minimumRtoNanos(),
                tcp.config().rtoMaxMillis() * 1_000_000L);
        path.cachedSmoothedRttNanos = rtt.smoothedNanos();
        path.cachedRttVarianceNanos = rtt.deviationNanos();
    }

    /** Both SYNs are acknowledged. */
    void establish(long now, String why) {
        sender.unacknowledged = sender.initial + 1;
        sender.retries = 0;
        sender.backoff = 0;
        timer.clear(TcpTimer.RETRANSMISSION);
        rtt.handshakeMeasuredNothing();
        if (fastOpen != null) {
            fastOpen.settle(now, false);
        }
        if (sender.flight.count() > 0) {
            sender.armRetransmission(now); // data that did not wait for this
        }
        Chronicle.acknowledged(now, sender);
        boolean finWaits = sender.finQueued;
        change(now, TcpState.ESTABLISHED, why);
        KeepAlive.start(now, this);
        TcpListener parent = listener;
        if (parent != null) {
            listener = null;
            parent.offer(this);
        }
        refresh();
        if (finWaits) {
            change(now, TcpState.FIN_WAIT_1, "the program had closed before the handshake was over");
            schedule();
        }
    }

    void change(long now, TcpState to, String why) {
        TcpState from = state;
        state = to;
        tcp.stateChanged(now, tuple, from, to, why);
    }

    /** The program holds it no more; false when that was so before. */
    boolean letGo() {
        boolean held = !orphan;
        orphan = true;
        return held;
    }

    /**
     * Hands the four-tuple over to a compact entry.
     *
     * @param finWaitSeconds how long it waits for the peer's FIN; 0 when that has come
     */
    void handOver(long now, int finWaitSeconds) {
        timeWait = tcp.timeWaits.enter(now, this, finWaitSeconds, portUse, portReused, portByConnecting);
        portUse = null;
        if (timeWait == null) {
            tcp.stateChanged(now, tuple, state, TcpState.CLOSED, "too many connections wait already");
        }
        release(now);
        signal(HANG_UP); // whoever lingers in close
    }

    /** A reset was sent: whoever still holds the connection will see it. */
    void aborted(long now, String why) {
        if (!orphan) {
            error = TcpError.CONNECTION_RESET;
        }
        closed(now, why);
    }

    /** Data or a FIN came: tell whoever waits. */
    void dataArrived() {
        int now = ReadinessBits.of(this);
        if (now != bits()) {
            set(now);
        } else if ((now & READABLE) != 0) {
            signal(READABLE);
        }
    }

    /** The program is not kept waiting for room. */
    boolean hasSendRoom() {
        return (bits() & WRITABLE) != 0;
    }

    /** What {@code ss} shows: sequence numbers not read yet, a FIN's included. */
    int receiveQueue() {
        return available() + (receiver.finReceived && !endRead ? 1 : 0);
    }

    /** What {@code ss} shows: sequence numbers not acknowledged yet, those of a SYN and a FIN included. */
    int sendQueue() {
        boolean syn = state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED;
        boolean fin = sender.finQueued && !sender.isFinAcknowledged();
        return sender.buffer.length() + (syn ? 1 : 0) + (fin ? 1 : 0);
    }

    /** Bytes were acknowledged: there may be room to write. */
    void spaceFreed() {
        if ((bits() & WRITABLE) == 0) {
            sender.growBuffer();
            refresh();
        }
    }

    /** The connection ends with an error that the program will see. */
    void fail(long now, TcpError reason, String why) {
        error = reason;
        sender.buffer.clear();
        closed(now, why);
    }

    /** Too many time-outs. */
    void giveUp(long now, String why) {
        tcp.counters.add(Mib.TCP_ABORT_ON_TIMEOUT);
        TcpError soft = softError;
        fail(now, soft != null ? soft : TcpError.TIMED_OUT, why);
    }

    /** The connection is gone. */
    void closed(long now, String why) {
        if (state != TcpState.CLOSED) {
            change(now, TcpState.CLOSED, why);
        }
        release(now);
    }

    /** One of the deadlines has passed. */
    void expired(long now, TcpTimer which) {
        switch (which) {
            case RETRANSMISSION -> {
                if (state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED) {
                    Opening.expired(now, this);
                } else {
                    RetransmissionTimeout.expired(now, this);
                }
            }
            case LOSS_PROBE -> sender.recovery.probeDue(now);
            case REORDERING -> sender.recovery.reorderingOver(now);
            case PERSIST -> Persist.expired(now, this);
            case DELAYED_ACK -> receiver.acknowledgeLate(now);
            case KEEP_ALIVE -> KeepAlive.expired(now, this);
            case PACING -> {
                owedToTimer(TcpTimer.PACING);
                schedule();
            }
        }
    }

    @Override
    public void departed(long now, int bytes) {
        if (sender.departed() && state != TcpState.CLOSED) {
            schedule();
        }
    }

    /** Its turn has come: sends what may leave. */
    void run(long now) {
        if ((!state.isSynchronized() && !isEarly()) || state == TcpState.TIME_WAIT) {
            return;
        }
        if (path.isStale()) {
            refreshPath();
        }
        if (path.mtuBytes() != sender.pathMtuBytes) {
            sender.recomputeMss(now);
        }
        if (sender.transmit(now)) {
            schedule();
        }
        if ((bits() & WRITABLE) == 0 && sender.isBoundByNotsent()) {
            refresh(); // what was sent may have made room
        }
    }

    /** Asks for the way anew; keeps the old one when there is none, whose sending then fails and is tried again. */
    void refreshPath() {
        Path fresh = tcp.network.path(tuple.localAddress(), tuple.remoteAddress(), settings.interfaceIndex());
        if (fresh.error() == null) {
            path = fresh;
        }
    }

    private int atEnd() throws TcpException {
        throwPending();
        endRead |= receiver.finReceived;
        if (receiver.finReceived || receiver.shutdown || state == TcpState.CLOSED) {
            return END_OF_STREAM;
        }
        return 0;
    }

    private void throwPending() throws TcpException {
        TcpError pending = takeError();
        if (pending != null) {
            throw new TcpException(pending);
        }
    }

    /** Gives everything back but what was received and not yet read. */
    private void release(long now) {
        state = TcpState.CLOSED;
        if (fastOpen != null) {
            fastOpen.settle(now, false);
            tcp.fastOpenClient.over(now, this);
        }
        timer.clearAll();
        sender.buffer.clear();
        sender.flight.clear();
        if (orphan) {
            receiver.buffer.clear();
            tcp.orphans.leave(this);
        }
        tcp.table.remove(this);
        PortUse use = portUse;
        if (use != null) {
            portUse = null;
            tcp.ports.release(use, portReused, portByConnecting);
        }
        listener = null;
        refresh();
        if (orphan) {
            signal(HANG_UP); // somebody may linger in close
        }
    }

    /** Works out anew what the program can do without waiting. */
    void refresh() {
        int now = ReadinessBits.of(this);
        if (now != bits()) {
            set(now);
        }
    }

    long minimumRtoNanos() {
        long routed = path.minimumRtoNanos();
        return routed > 0 ? routed : tcp.config().rtoMinMillis() * 1_000_000L;
    }

    @Override
    public String toString() {
        return local() + " -> " + remote() + " " + state();
    }
}
