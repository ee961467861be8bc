package dev.netrarium.stack.tcp;

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
public final class TcpConnection extends CausedSending implements Demultiplexed, Packet.Sender {
    /** What {@link #receive} answers when the peer has closed and everything was read. */
    public static final int END_OF_STREAM = -1;

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
            count = sender.write(bytes, at, count);
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

    /** The handshake is over: the listener that this was born of, if any, gives it to the program. */
    void offer() {
        TcpListener parent = listener;
        if (parent != null) {
            listener = null;
            parent.offer(this);
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

    /** The connection ends with an error that the program will see. */
    void fail(long now, TcpError reason, String why) {
        error = reason;
        sender.clear();
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
            SegmentSize.recompute(now, sender);
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
        sender.clear();
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
