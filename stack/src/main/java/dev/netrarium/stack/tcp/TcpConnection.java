package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Path;
import dev.netrarium.stack.Readiness;
import dev.netrarium.stack.Work;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.TcpHeader;
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
        COMMAND,
        LOSS
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
    private final long openedNanos;
    private final Work work = new Sending(this);
    private Path path;
    private TcpSettings settings;
    private @Nullable TcpError error;
    private @Nullable PortUse portUse;
    private boolean portReused;
    private boolean portByConnecting;
    private @Nullable TcpListener listener;
    private @Nullable TimeWait timeWait;
    boolean countedAsOrphan;
    private boolean orphan;

    /** What made it owe what it sends next. */
    private Trigger trigger = Trigger.COMMAND;

    private String triggerText = "connect";
    private long triggerNumber;

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
        return waiting != null && waiting.isWaiting() ? TcpState.TIME_WAIT : state;
    }

    public TcpSettings settings() {
        return settings;
    }

    /** Bytes that {@link #receive} would give now. */
    public int available() {
        return receiver.buffer.readable();
    }

    /** Bytes that {@link #send} would take now. */
    public int sendRoom() {
        return state.maySend() && !sender.finQueued ? sender.room() : 0;
    }

    /** Bytes written and not yet acknowledged by the peer. */
    public int unacknowledgedBytes() {
        return sender.buffer.length();
    }

    /** SO_ERROR: the pending error, which is cleared by asking; null for none. */
    public @Nullable TcpError takeError() {
        TcpError pending = error;
        error = null;
        refresh();
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
     * Writes bytes into the send buffer, as many as fit.
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
        if (!state.maySend()) {
            return 0;
        }
        int count = Math.min(length, sender.room());
        if (count > 0) {
            count = sender.buffer.append(bytes, at, count);
            if (count == 0 && sender.buffer.length() == 0) {
                throw new TcpException(TcpError.NO_BUFFER_SPACE); // no ACK will come to make room
            }
            owedToCommand("send");
            schedule();
        }
        if (count < length || sender.room() == 0) {
            set(bits() & ~WRITABLE);
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
        if (n > 0) {
            if (receiver.buffer.readable() == 0) {
                refresh();
            }
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
        int n = receiver.buffer.peek(target, at, length);
        return n > 0 || receiver.buffer.readable() > 0 ? n : atEnd();
    }

    /** Closes our direction: a FIN follows the last byte. */
    public void shutdownOutput(long now) throws TcpException {
        if (!state.isSynchronized() && state != TcpState.SYN_RECEIVED) {
            throw new TcpException(TcpError.NOT_CONNECTED);
        }
        owedToCommand("shutdown");
        queueFin(now, "the program shut its output down");
    }

    /** Reads no more: {@link #receive} gives what is there and then the end of the stream. */
    public void shutdownInput() throws TcpException {
        if (!state.isSynchronized()) {
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
        if (orphan) {
            return;
        }
        orphan = true;
        int unread = receiver.buffer.readable();
        receiver.buffer.clear();
        switch (state) {
            case CLOSED -> refresh();
            case SYN_SENT -> closed(now, "the program closed before the peer answered");
            default -> {
                if (unread > 0) {
                    tcp.counters.add(Mib.TCP_ABORT_ON_CLOSE);
                    resetAndClose(now, "the program closed with unread data");
                } else if (settings.lingerSeconds() == 0) {
                    tcp.counters.add(Mib.TCP_ABORT_ON_DATA);
                    resetAndClose(now, "the program closed with SO_LINGER 0");
                } else {
                    becomeOrphan(now);
                }
            }
        }
    }

    /** Ends the connection with a reset. */
    public void abort(long now) {
        orphan = true;
        receiver.buffer.clear();
        if (state == TcpState.SYN_SENT) {
            closed(now, "the program aborted");
        } else if (state != TcpState.CLOSED) {
            resetAndClose(now, "the program aborted");
        }
    }

    /** Changes the options; what they govern follows at once. */
    public void configure(long now, TcpSettings changed) {
        TcpSettings before = settings;
        settings = changed;
        if (changed.receiveBufferBytes() > 0 && changed.receiveBufferBytes() != before.receiveBufferBytes()) {
            receiver.resize(changed.receiveBufferBytes());
        }
        if (!state.isSynchronized()) {
            return;
        }
        if (changed.keepAlive() != before.keepAlive()
                || changed.keepIdleSeconds() != before.keepIdleSeconds()
                || changed.keepIntervalSeconds() != before.keepIntervalSeconds()) {
            KeepAlive.start(now, this);
        }
        if (changed.maxSegmentBytes() != before.maxSegmentBytes()) {
            sender.recomputeMss(now);
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

    int timestampNow(long now) {
        return InitialSequenceNumbers.timestampClock(now) + timestampOffset;
    }

    int timestampOffset() {
        return timestampOffset;
    }

    /** Lets the connection send in this turn. */
    void schedule() {
        tcp.work.add(work);
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

    void owedToLoss(String why, int attempt) {
        trigger = Trigger.LOSS;
        triggerText = why;
        triggerNumber = attempt;
    }

    /** The packet that was owed an answer last, or 0. */
    long owedPacket() {
        return trigger == Trigger.PACKET ? triggerNumber : 0;
    }

    /** Why the segment with these flags leaves. Only while somebody traces. */
    Cause cause(int flags) {
        return switch (trigger) {
            case PACKET -> new Cause.Answer(triggerNumber, triggerText);
            case TIMER -> new Cause.Expired(triggerText);
            case COMMAND -> new Cause.Command((flags & TcpHeader.FIN) != 0 ? "close" : triggerText);
            case LOSS -> new Cause.Retransmission(triggerText, (int) triggerNumber);
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
        scaleAgreed = peerScale >= 0;
        sender.peerWindowScale = Math.max(peerScale, 0);
        if (!scaleAgreed) {
            receiver.windowScale = 0;
        }
        sender.peerMssBytes = peerMss > 0 ? peerMss : isV4() ? Sender.DEFAULT_MSS_V4 : Sender.DEFAULT_MSS_V6;
        sender.recomputeMss(now);
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

    /** The peer's FIN was taken in order. */
    void finReceived(long now) {
        switch (state) {
            case ESTABLISHED -> change(now, TcpState.CLOSE_WAIT, "the peer sent its FIN");
            case FIN_WAIT_1 -> {
                if (sender.isFinAcknowledged()) {
                    enterTimeWait(now, "the peer sent its FIN");
                } else {
                    change(now, TcpState.CLOSING, "the FINs crossed");
                }
            }
            case FIN_WAIT_2 -> enterTimeWait(now, "the peer sent its FIN");
            default -> {}
        }
    }

    /** Our FIN is acknowledged, the peer's has not come. */
    void finAcknowledged(long now) {
        change(now, TcpState.FIN_WAIT_2, "our FIN is acknowledged");
        if (orphan) {
            waitForPeersFin(now);
        }
        refresh();
    }

    /** Hands the four-tuple over to a compact TIME-WAIT entry. */
    void enterTimeWait(long now, String why) {
        if (receiver.owesAck()) {
            owedToPacket(owedPacket(), "acknowledges the FIN");
            tcp.output.acknowledgment(now, this);
        }
        change(now, TcpState.TIME_WAIT, why);
        timeWait = tcp.timeWaits.enter(now, this, portUse, portReused, portByConnecting);
        portUse = null;
        if (timeWait == null) {
            tcp.stateChanged(now, tuple, TcpState.TIME_WAIT, TcpState.CLOSED, "too many connections wait already");
        }
        release();
    }

    /** Data or a FIN came: tell whoever waits. */
    void dataArrived() {
        int now = readinessBits();
        if (now != bits()) {
            set(now);
        } else if ((now & READABLE) != 0) {
            signal(READABLE);
        }
    }

    /** Bytes were acknowledged: there may be room to write. */
    void spaceFreed() {
        if ((bits() & WRITABLE) == 0) {
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

    void resetAndClose(long now, String why) {
        owedToCommand("close");
        tcp.output.reset(now, this);
        if (!orphan) {
            error = TcpError.CONNECTION_RESET;
        }
        closed(now, why);
    }

    /** The connection is gone. */
    void closed(long now, String why) {
        if (state != TcpState.CLOSED) {
            change(now, TcpState.CLOSED, why);
        }
        release();
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
            case PERSIST -> Persist.expired(now, this);
            case DELAYED_ACK -> receiver.acknowledgeLate(now);
            case KEEP_ALIVE -> KeepAlive.expired(now, this);
            case FIN_WAIT_2 -> closed(now, "the peer did not close within the FIN-WAIT-2 time-out");
        }
    }

    /** An ICMP error quotes a segment of this connection. */
    void icmpError(long now, IcmpError report, int quotedSequence) {
        boolean ours = quotedSequence - sender.unacknowledged >= 0 && sender.next - quotedSequence >= 0;
        if (state == TcpState.CLOSED || !ours) {
            return;
        }
        if (report instanceof IcmpError.PacketTooBig) {
            refreshPath();
            sender.recomputeMss(now);
            owedToLoss("path MTU", 1);
            schedule();
            return;
        }
        TcpError meaning = IcmpMeaning.of(report);
        if (meaning == null) {
            return;
        }
        if (state == TcpState.SYN_SENT || state == TcpState.SYN_RECEIVED) {
            tcp.counters.add(Mib.TCP_ATTEMPT_FAILS);
            fail(now, meaning, "an ICMP error came for the SYN");
        } else {
            softError = meaning;
        }
    }

    @Override
    public void departed(long now, int bytes) {
        if (sender.departed() && state != TcpState.CLOSED) {
            schedule();
        }
    }

    private void run(long now) {
        if (!state.isSynchronized() || state == TcpState.TIME_WAIT) {
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
    }

    /** Asks for the way anew; keeps the old one when there is none, whose sending then fails and is tried again. */
    private void refreshPath() {
        Path fresh = tcp.network.path(tuple.localAddress(), tuple.remoteAddress(), settings.interfaceIndex());
        if (fresh.error() == null) {
            path = fresh;
        }
    }

    private int atEnd() throws TcpException {
        throwPending();
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

    private void becomeOrphan(long now) {
        owedToCommand("close");
        if (!tcp.orphans.admit(this)) {
            tcp.counters.add(Mib.TCP_ABORT_ON_MEMORY);
            resetAndClose(now, "too many connections that no program holds");
            return;
        }
        if (state == TcpState.FIN_WAIT_2) {
            waitForPeersFin(now);
        } else {
            queueFin(now, "the program closed");
        }
    }

    private void queueFin(long now, String why) {
        if (sender.finQueued) {
            return;
        }
        sender.finQueued = true;
        if (state == TcpState.ESTABLISHED) {
            change(now, TcpState.FIN_WAIT_1, why);
        } else if (state == TcpState.CLOSE_WAIT) {
            change(now, TcpState.LAST_ACK, why);
        }
        schedule();
        refresh();
    }

    private void waitForPeersFin(long now) {
        int own = settings.linger2Seconds();
        if (own < 0) {
            tcp.counters.add(Mib.TCP_ABORT_ON_LINGER);
            resetAndClose(now, "TCP_LINGER2 says not to wait for the peer's FIN");
            return;
        }
        long seconds = own > 0 ? own : tcp.config().finTimeoutSeconds();
        timer.set(TcpTimer.FIN_WAIT_2, now + seconds * 1_000_000_000L);
    }

    /** Gives everything back but what was received and not yet read. */
    private void release() {
        state = TcpState.CLOSED;
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
    }

    private void refresh() {
        int now = readinessBits();
        if (now != bits()) {
            set(now);
        }
    }

    private int readinessBits() {
        int now = 0;
        boolean gone = state == TcpState.CLOSED;
        boolean inputOver = receiver.finReceived || receiver.shutdown || gone;
        if (receiver.buffer.readable() > 0 || inputOver || error != null) {
            now |= READABLE;
        }
        if (inputOver) {
            now |= PEER_CLOSED;
        }
        // As Linux: writable once a third of the buffer is free, so that writers wake for more than a byte.
        boolean roomy =
                state.maySend() && !sender.finQueued && sender.room() >= Math.max(1, sender.buffer.length() / 2);
        if (roomy || gone || sender.finQueued || error != null) {
            now |= WRITABLE;
        }
        if (error != null) {
            now |= ERROR;
        }
        if (gone || (inputOver && sender.finQueued)) {
            now |= HANG_UP;
        }
        return now;
    }

    private long minimumRtoNanos() {
        long routed = path.minimumRtoNanos();
        return routed > 0 ? routed : tcp.config().rtoMinMillis() * 1_000_000L;
    }

    @Override
    public String toString() {
        return local() + " -> " + remote() + " " + state();
    }

    /** The connection's place in the host's queue of work. */
    private static final class Sending extends Work {
        private final TcpConnection connection;

        Sending(TcpConnection connection) {
            this.connection = connection;
        }

        @Override
        protected void run(long now) {
            connection.run(now);
        }
    }
}
