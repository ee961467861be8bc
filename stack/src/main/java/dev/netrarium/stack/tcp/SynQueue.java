package dev.netrarium.stack.tcp;

import dev.netrarium.stack.DropReason;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Path;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.TcpHeader;
import org.jspecify.annotations.Nullable;

/**
 * The half-open connections of one listener: at most as many as its backlog, each answering with its SYN-ACK until the
 * handshake completes. SYNs beyond are answered with {@link SynCookies}, or dropped.
 */
final class SynQueue {
    final Tcp tcp;
    final TcpListener listener;
    private @Nullable HalfOpen first;
    private int count;

    /** Those whose first SYN-ACK may yet be answered in time. */
    private int young;

    private boolean cookiesSent;
    private long lastCookieNanos;

    SynQueue(Tcp tcp, TcpListener listener) {
        this.tcp = tcp;
        this.listener = listener;
    }

    int count() {
        return count;
    }

    /** A segment came for the listener's port and no connection (RFC 9293 §3.10.7.2). */
    void listen(long now, Segment segment, int initialHint) {
        if (segment.has(TcpHeader.RST)) {
            tcp.drop(now, DropReason.TCP_NO_SOCKET, segment);
        } else if (segment.has(TcpHeader.ACK)) {
            if (segment.has(TcpHeader.SYN) || !tryCookie(now, segment)) {
                tcp.drop(now, DropReason.TCP_NO_SOCKET, segment);
                tcp.resets.answer(now, segment, "it acknowledges what a listener never sent");
            }
        } else if (!segment.has(TcpHeader.SYN) || segment.has(TcpHeader.FIN)) {
            tcp.drop(now, DropReason.TCP_BAD_FLAGS, segment);
        } else {
            synchronize(now, segment, initialHint);
        }
    }

    /** A segment came for a half-open connection. */
    void arrive(long now, HalfOpen half, Segment segment) {
        int expected = half.peerInitial + 1;
        if (segment.has(TcpHeader.SYN) && !segment.has(TcpHeader.ACK) && segment.sequence == half.peerInitial) {
            if (half.mayAnswer(now)) {
                tcp.synAcks.send(now, half, segment.packetId, "answers a SYN that came again");
                arm(now, half);
            }
            return;
        }
        if (segment.has(TcpHeader.ACK) && segment.acknowledgment != half.initial + 1) {
            tcp.drop(now, DropReason.TCP_BAD_ACK, segment);
            tcp.resets.answer(now, segment, "it acknowledges what was never sent");
            return;
        }
        int distance = segment.sequence - expected;
        boolean inWindow = distance >= 0 && distance <= half.firstWindowBytes;
        boolean old = segment.hasTimestamps && half.hasTimestamps && segment.timestamp - half.timestampRecent < 0;
        if (!inWindow || old) {
            tcp.drop(now, old ? DropReason.TCP_PAWS : DropReason.TCP_OUTSIDE_WINDOW, segment);
            if (!segment.has(TcpHeader.RST)) {
                tcp.synAcks.challenge(now, half, segment.packetId);
            }
            return;
        }
        if (segment.has(TcpHeader.RST)) {
            if (distance == 0) {
                tcp.counters.add(Mib.TCP_ATTEMPT_FAILS);
                tcp.counters.add(Mib.TCP_EMBRYONIC_RESETS);
                drop(now, half, "the peer sent a reset");
            } else {
                tcp.synAcks.challenge(now, half, segment.packetId);
            }
            return;
        }
        if (segment.has(TcpHeader.SYN) || !segment.has(TcpHeader.ACK)) {
            tcp.drop(now, DropReason.TCP_BAD_FLAGS, segment);
            tcp.synAcks.challenge(now, half, segment.packetId);
            return;
        }
        if (segment.hasTimestamps && distance == 0) {
            half.timestampRecent = segment.timestamp;
        }
        complete(now, half, segment);
    }

    void expired(long now, HalfOpen half) {
        int most = retryLimit();
        int defer = DeferAccept.retries(listener.settings().deferAcceptSeconds(), tcp.config());
        boolean over = half.retries >= most && (defer == 0 || !half.acknowledged || half.retries >= defer);
        tcp.counters.add(Mib.TCP_TIMEOUTS);
        if (over) {
            tcp.counters.add(Mib.TCP_ATTEMPT_FAILS);
            drop(now, half, "the SYN-ACK was sent " + (half.retries + 1) + " times without an answer");
            return;
        }
        young -= half.retries == 0 ? 1 : 0;
        half.retries++;
        if (defer == 0 || !half.acknowledged || half.retries >= defer) {
            tcp.counters.add(Mib.TCP_SYN_RETRANSMITS);
            tcp.retransmitted(now, half.tuple(), 0, 0, "time-out", half.retries);
            tcp.synAcks.sendAgain(now, half);
        }
        arm(now, half);
    }

    /** An ICMP error quotes a SYN-ACK: what says that nobody can be reached ends the attempt, as on Linux. */
    void icmpError(long now, HalfOpen half, IcmpError error, int quotedSequence) {
        boolean unreachable = error instanceof IcmpError.NetworkUnreachable
                || error instanceof IcmpError.HostUnreachable
                || error instanceof IcmpError.TimeToLiveExceeded
                || error instanceof IcmpError.ParameterProblem;
        if (unreachable && quotedSequence == half.initial) {
            tcp.counters.add(Mib.TCP_ATTEMPT_FAILS);
            drop(now, half, "an ICMP error came for the SYN-ACK");
        }
    }

    /** The listener closes. */
    void clear(long now) {
        while (first != null) {
            HalfOpen half = first;
            tcp.synAcks.reset(now, half);
            drop(now, half, "the listener closed");
        }
    }

    private void synchronize(long now, Segment segment, int initialHint) {
        int cookies = tcp.config().syncookies();
        boolean cookie = false;
        // A SYN that takes the place of a TIME-WAIT entry is let in, whatever waits.
        if (initialHint == 0 && (cookies == 2 || count >= listener.backlog())) {
            if (cookies == 0) {
                refuse(now, DropReason.TCP_SYN_QUEUE_FULL, segment);
                return;
            }
            tcp.counters.add(Mib.TCP_REQUEST_QUEUE_COOKIES);
            cookie = true;
        }
        if (listener.isFull()) {
            refuse(now, DropReason.TCP_ACCEPT_QUEUE_FULL, segment);
            return;
        }
        FourTuple tuple = FourTuple.of(segment);
        IpAddress local = tuple.localAddress();
        if (local.isMulticast() || tcp.network.isBroadcast(local) || segment.remotePort == 0) {
            tcp.drop(now, DropReason.TCP_NO_SOCKET, segment);
            return;
        }
        Path path = tcp.network.path(
                local, tuple.remoteAddress(), listener.settings().interfaceIndex());
        if (path.error() != null) {
            tcp.drop(now, DropReason.IP_NO_ROUTE, segment);
            return;
        }
        int most = tcp.config().maxSynBacklog();
        if (cookies == 0 && initialHint == 0 && most - count < most >> 2 && path.cachedSmoothedRttNanos == 0) {
            // Without cookies the last quarter is kept for peers that are known to exist.
            refuse(now, DropReason.TCP_SYN_QUEUE_FULL, segment);
            return;
        }
        if (cookie) {
            sendCookie(now, tuple, path, segment);
            return;
        }
        int initial = initialHint != 0 ? initialHint : tcp.sequenceNumbers.next(now, tuple);
        HalfOpen half = new HalfOpen(this, now, tuple, path, segment, initial, false);
        TcpConnection early = tcp.fastOpenServer.tryOpen(now, listener, half, segment);
        if (early != null) {
            tcp.stateChanged(now, tuple, TcpState.LISTEN, TcpState.SYN_RECEIVED, "a SYN with a good cookie came");
            listener.offer(early);
            return;
        }
        link(half);
        tcp.table.put(half);
        tcp.stateChanged(now, tuple, TcpState.LISTEN, TcpState.SYN_RECEIVED, "a SYN came");
        tcp.synAcks.send(now, half, segment.packetId, "answers the SYN");
        arm(now, half);
    }

    private void refuse(long now, DropReason reason, Segment segment) {
        tcp.counters.add(Mib.TCP_LISTEN_DROPS);
        tcp.drop(now, reason, segment);
    }

    /** Answers a SYN and keeps nothing of it. */
    private void sendCookie(long now, FourTuple tuple, Path path, Segment syn) {
        int mss = syn.mss > 0 ? syn.mss : tuple.isV4() ? Sender.DEFAULT_MSS_V4 : Sender.DEFAULT_MSS_V6;
        int initial = tcp.synCookies.sequenceNumber(now, tuple, syn.sequence, mss);
        cookiesSent = true;
        lastCookieNanos = now;
        tcp.counters.add(Mib.TCP_SYN_COOKIES_SENT);
        HalfOpen half = new HalfOpen(this, now, tuple, path, syn, initial, true);
        tcp.synAcks.send(now, half, syn.packetId, "answers the SYN with a cookie, for the SYN queue is full");
    }

    /** True when the segment is the last of a handshake that a cookie began, even if there is no room for it. */
    private boolean tryCookie(long now, Segment segment) {
        TcpConfig config = tcp.config();
        if (config.syncookies() == 0 || !cookiesSent || now - lastCookieNanos > SynCookies.VALID_NANOS) {
            return false;
        }
        FourTuple tuple = FourTuple.of(segment);
        int mss = tcp.synCookies.mss(now, tuple, segment.sequence - 1, segment.acknowledgment - 1);
        if (mss == 0) {
            tcp.counters.add(Mib.TCP_SYN_COOKIES_FAILED);
            return false;
        }
        tcp.counters.add(Mib.TCP_SYN_COOKIES_RECEIVED);
        boolean sack = false;
        boolean ecn = false;
        int windowScale = -1;
        if (segment.hasTimestamps) {
            int echo = segment.timestampEcho - tcp.sequenceNumbers.timestampOffset(tuple);
            sack = SynCookies.sack(echo);
            ecn = SynCookies.ecn(echo) && config.ecn() != 0;
            windowScale = SynCookies.peerWindowScale(echo);
            if (config.timestamps() == 0
                    || (sack && config.sack() == 0)
                    || (windowScale >= 0 && config.windowScaling() == 0)) {
                return false; // not ours: we would not have agreed to that
            }
        }
        Path path = tcp.network.path(
                tuple.localAddress(), tuple.remoteAddress(), listener.settings().interfaceIndex());
        if (path.error() != null) {
            tcp.drop(now, DropReason.IP_NO_ROUTE, segment);
        } else if (listener.isFull()) {
            refuse(now, DropReason.TCP_ACCEPT_QUEUE_FULL, segment);
        } else {
            HalfOpen half = HalfOpen.fromCookie(this, now, tuple, path, segment, mss, sack, windowScale, ecn);
            // The cookie does not say when it left: no more is known than of a SYN-ACK that was sent again.
            half.retries = 1;
            tcp.stateChanged(now, tuple, TcpState.LISTEN, TcpState.SYN_RECEIVED, "a SYN cookie came back");
            open(now, half, segment);
        }
        return true;
    }

    private void complete(long now, HalfOpen half, Segment segment) {
        int defer = DeferAccept.retries(listener.settings().deferAcceptSeconds(), tcp.config());
        if (half.retries < defer && segment.dataLength == 0 && !segment.has(TcpHeader.FIN)) {
            half.acknowledged = true;
            tcp.drop(now, DropReason.TCP_DEFERRED, segment);
            return;
        }
        if (listener.isFull()) {
            half.acknowledged = true;
            refuse(now, DropReason.TCP_ACCEPT_QUEUE_FULL, segment);
            if (tcp.config().abortOnOverflow() != 0) {
                tcp.resets.answer(now, segment, "the accept queue is full");
                tcp.counters.add(Mib.TCP_EMBRYONIC_RESETS);
                drop(now, half, "the accept queue is full");
            }
            return;
        }
        unlink(half);
        open(now, half, segment);
    }

    private void open(long now, HalfOpen half, Segment segment) {
        TcpConnection connection = tcp.passiveOpen(now, half, listener);
        connection.bornOf(listener);
        connection.sender.updateWindow(segment, half.peerWindow);
        tcp.arrivals.arrive(now, connection, segment);
    }

    /** Linux's: under pressure, old half-open connections are given less time, so that new ones find room. */
    private int retryLimit() {
        int own = listener.settings().synRetries();
        int most = own > 0 ? own : tcp.config().synackRetries();
        if (2 * count > Math.max(8, listener.backlog())) {
            for (int fresh = 2 * young; most > 2 && count >= fresh; fresh <<= 1) {
                most--;
            }
        }
        return most;
    }

    private void drop(long now, HalfOpen half, String why) {
        unlink(half);
        tcp.table.remove(half);
        tcp.stateChanged(now, half.tuple(), TcpState.SYN_RECEIVED, TcpState.CLOSED, why);
    }

    private void link(HalfOpen half) {
        half.following = first;
        if (first != null) {
            first.previous = half;
        }
        first = half;
        count++;
        young++;
    }

    private void unlink(HalfOpen half) {
        tcp.timers.forget(half);
        HalfOpen previous = half.previous;
        HalfOpen following = half.following;
        if (previous == null) {
            first = following;
        } else {
            previous.following = following;
        }
        if (following != null) {
            following.previous = previous;
        }
        half.previous = null;
        half.following = null;
        count--;
        young -= half.retries == 0 ? 1 : 0;
    }

    private void arm(long now, HalfOpen half) {
        long wait = RttEstimator.INITIAL_RTO_NANOS << Math.min(half.retries, 20);
        tcp.timers.arm(half, now + Math.min(wait, tcp.config().rtoMaxMillis() * 1_000_000L));
    }
}
