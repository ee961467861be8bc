package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.DropReason;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Path;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.TcpHeader;
import org.jspecify.annotations.Nullable;

/** The half-open connections of one listener: bounded, each answering with its SYN-ACK until the handshake completes. */
final class SynQueue {
    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    final Tcp tcp;
    final TcpListener listener;
    private @Nullable HalfOpen first;
    private int count;

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
            tcp.drop(now, DropReason.TCP_NO_SOCKET, segment);
            tcp.resets.answer(now, segment, "it acknowledges what a listener never sent");
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
            if (now - half.lastSentNanos >= tcp.config().invalidRatelimitMillis() * 1_000_000L) {
                sendSynAck(now, half, segment.packetId, "answers a SYN that came again");
            }
            return;
        }
        int distance = segment.sequence - expected;
        boolean inWindow = distance >= 0 && distance <= half.firstWindowBytes;
        boolean old = segment.hasTimestamps && half.hasTimestamps && segment.timestamp - half.timestampRecent < 0;
        if (!inWindow || old) {
            tcp.drop(now, old ? DropReason.TCP_PAWS : DropReason.TCP_OUTSIDE_WINDOW, segment);
            if (!segment.has(TcpHeader.RST)) {
                sendAck(now, half, segment.packetId);
            }
            return;
        }
        if (segment.has(TcpHeader.RST)) {
            if (distance == 0) {
                tcp.counters.add(Mib.TCP_ATTEMPT_FAILS);
                drop(now, half, "the peer sent a reset");
            } else {
                sendAck(now, half, segment.packetId);
            }
            return;
        }
        if (segment.has(TcpHeader.SYN) || !segment.has(TcpHeader.ACK)) {
            tcp.drop(now, DropReason.TCP_BAD_FLAGS, segment);
            sendAck(now, half, segment.packetId);
            return;
        }
        if (segment.acknowledgment != half.initial + 1) {
            tcp.drop(now, DropReason.TCP_BAD_ACK, segment);
            tcp.resets.answer(now, segment, "it acknowledges what was never sent");
            return;
        }
        complete(now, half, segment);
    }

    void expired(long now, HalfOpen half) {
        if (half.retries >= tcp.config().synackRetries()) {
            tcp.counters.add(Mib.TCP_ATTEMPT_FAILS);
            drop(now, half, "the SYN-ACK was sent " + (half.retries + 1) + " times without an answer");
            return;
        }
        half.retries++;
        tcp.counters.add(Mib.TCP_TIMEOUTS);
        FourTuple tuple = half.tuple();
        tcp.retransmitted(now, tuple, 0, 0, "time-out", half.retries);
        Cause cause = tcp.network.tracing() ? new Cause.Retransmission("time-out", half.retries) : null;
        write(now, half, TcpHeader.SYN | TcpHeader.ACK, cause);
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
            reset(now, half);
            drop(now, half, "the listener closed");
        }
    }

    private void synchronize(long now, Segment segment, int initialHint) {
        if (listener.isFull()) {
            tcp.counters.add(Mib.TCP_LISTEN_DROPS);
            tcp.drop(now, DropReason.TCP_ACCEPT_QUEUE_FULL, segment);
            return;
        }
        // A backlog of 0 still lets one connection in, as Linux's SYN cookies would.
        if (count >= Math.min(Math.max(listener.backlog(), 1), tcp.config().maxSynBacklog())) {
            tcp.counters.add(Mib.TCP_LISTEN_DROPS);
            tcp.drop(now, DropReason.TCP_SYN_QUEUE_FULL, segment);
            return;
        }
        FourTuple tuple = FourTuple.of(segment);
        IpAddress local = tuple.localAddress();
        IpAddress remote = tuple.remoteAddress();
        if (local.isMulticast() || tcp.network.isBroadcast(local) || segment.remotePort == 0) {
            tcp.drop(now, DropReason.TCP_NO_SOCKET, segment);
            return;
        }
        Path path = tcp.network.path(local, remote, listener.settings().interfaceIndex());
        if (path.error() != null) {
            tcp.drop(now, DropReason.IP_NO_ROUTE, segment);
            return;
        }
        int initial = initialHint != 0 ? initialHint : tcp.sequenceNumbers.next(now, tuple);
        HalfOpen half =
                new HalfOpen(this, now, tuple, path, segment, initial, tcp.sequenceNumbers.timestampOffset(tuple));
        half.following = first;
        if (first != null) {
            first.previous = half;
        }
        first = half;
        count++;
        tcp.table.put(half);
        tcp.stateChanged(now, tuple, TcpState.LISTEN, TcpState.SYN_RECEIVED, "a SYN came");
        sendSynAck(now, half, segment.packetId, "answers the SYN");
        arm(now, half);
    }

    private void complete(long now, HalfOpen half, Segment segment) {
        if (listener.isFull()) {
            tcp.drop(now, DropReason.TCP_ACCEPT_QUEUE_FULL, segment);
            if (tcp.config().abortOnOverflow() != 0) {
                reset(now, half);
                drop(now, half, "the accept queue is full");
            }
            return;
        }
        unlink(half);
        TcpConnection connection = tcp.passiveOpen(now, half, listener);
        connection.sender.updateWindow(segment, half.peerWindow);
        tcp.arrivals.arrive(now, connection, segment);
    }

    private void drop(long now, HalfOpen half, String why) {
        unlink(half);
        tcp.table.remove(half);
        tcp.stateChanged(now, half.tuple(), TcpState.SYN_RECEIVED, TcpState.CLOSED, why);
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
    }

    private void arm(long now, HalfOpen half) {
        long wait = RttEstimator.INITIAL_RTO_NANOS << Math.min(half.retries, 20);
        long most = tcp.config().rtoMaxMillis() * (NANOS_PER_SECOND / 1000);
        tcp.timers.arm(half, now + Math.min(wait, most));
    }

    private void sendSynAck(long now, HalfOpen half, long answered, String why) {
        Cause cause = tcp.network.tracing() ? new Cause.Answer(answered, why) : null;
        write(now, half, TcpHeader.SYN | TcpHeader.ACK, cause);
    }

    private void sendAck(long now, HalfOpen half, long answered) {
        if (now - half.lastSentNanos >= tcp.config().invalidRatelimitMillis() * 1_000_000L) {
            tcp.counters.add(Mib.TCP_CHALLENGE_ACKS);
            Cause cause = tcp.network.tracing() ? new Cause.Answer(answered, "it does not fit the handshake") : null;
            write(now, half, TcpHeader.ACK, cause);
        }
    }

    private void reset(long now, HalfOpen half) {
        tcp.counters.add(Mib.TCP_OUT_RESETS);
        Cause cause = tcp.network.tracing() ? new Cause.Command("close") : null;
        write(now, half, TcpHeader.RST | TcpHeader.ACK, cause);
    }

    private void write(long now, HalfOpen half, int flags, @Nullable Cause cause) {
        boolean syn = (flags & TcpHeader.SYN) != 0;
        int scale = half.peerWindowScale < 0 ? -1 : ReceiveWindow.scale(listener.settings(), tcp.config());
        int options = syn ? SegmentOutput.synOptionBytes(half.hasTimestamps, half.sackAgreed, scale) : 0;
        int header = TcpHeader.BYTES + options;
        Packet packet = tcp.network.take(header);
        int window = Math.min(
                syn || scale < 0 ? half.firstWindowBytes : half.firstWindowBytes >>> scale, ReceiveWindow.MAX_UNSCALED);
        SegmentOutput.writeHeader(
                packet.bytes,
                packet.start,
                half.tuple(),
                syn && half.ecnAgreed ? flags | TcpHeader.ECE : flags,
                syn ? half.initial : half.initial + 1,
                half.peerInitial + 1,
                header,
                window);
        if (syn) {
            SegmentOutput.writeSynOptions(
                    packet.bytes,
                    packet.start + TcpHeader.BYTES,
                    half.advertisedMss,
                    half.hasTimestamps,
                    InitialSequenceNumbers.timestampClock(now) + half.timestampOffset,
                    half.timestampRecent,
                    half.sackAgreed,
                    scale);
        }
        half.lastSentNanos = now;
        tcp.output.sendBare(now, half.path, packet, cause, listener.settings());
    }
}
