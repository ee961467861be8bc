package dev.netrarium.stack.tcp;

import dev.netrarium.stack.DropReason;
import dev.netrarium.stack.Mib;
import dev.netrarium.wire.SequenceNumber;
import dev.netrarium.wire.TcpHeader;

/**
 * SEGMENT ARRIVES for a connection, in the order of RFC 9293 §3.10.7: sequence number, RST, SYN, ACK, text, FIN; with
 * RFC 5961 against blind attacks and RFC 7323's PAWS first.
 */
final class SegmentArrives {
    /** RFC 7323 §5.5: a timestamp older than this says nothing. */
    private static final long TIMESTAMP_LIFE_NANOS = 24L * 24 * 3600 * 1_000_000_000L;

    private final Tcp tcp;

    SegmentArrives(Tcp tcp) {
        this.tcp = tcp;
    }

    void arrive(long now, TcpConnection connection, Segment segment) {
        Receiver receiver = connection.receiver;
        receiver.segmentsIn += segment.segments();
        connection.owedToPacket(segment.packetId, "acknowledges data");
        if (connection.state == TcpState.SYN_SENT) {
            synSent(now, connection, segment);
            return;
        }
        if (isPredicted(connection, segment)) {
            predicted(now, connection, segment);
            return;
        }
        if (connection.state == TcpState.SYN_RECEIVED
                && (segment.flags & (TcpHeader.SYN | TcpHeader.ACK | TcpHeader.RST)) == (TcpHeader.SYN | TcpHeader.ACK)
                && segment.sequence == receiver.initial) {
            // The SYN-ACK of a simultaneous open: we have its SYN already, its ACK is news. Linux answers with a
            // D-SACK.
            receiver.cameTwice(segment.sequence, segment.sequence + 1);
            receiver.oweNow();
            segment.flags &= ~TcpHeader.SYN;
            segment.sequence++;
        }
        if (connection.isEarly()
                && (segment.flags & (TcpHeader.SYN | TcpHeader.ACK | TcpHeader.RST)) == TcpHeader.SYN
                && segment.sequence == receiver.initial) {
            tcp.challengeAcks.repeatSynAck(now, connection);
            return;
        }
        if (!isAcceptable(now, connection, segment)) {
            return;
        }
        if (segment.has(TcpHeader.RST)) {
            reset(now, connection, segment);
            return;
        }
        if (segment.has(TcpHeader.SYN)) {
            tcp.counters.add(Mib.TCP_SYN_CHALLENGES);
            tcp.challengeAcks.send(now, connection, "a SYN inside the window is answered, never obeyed");
            tcp.drop(now, DropReason.TCP_BAD_FLAGS, segment);
            return;
        }
        if (!segment.has(TcpHeader.ACK)) {
            tcp.drop(now, DropReason.TCP_BAD_FLAGS, segment);
            return;
        }
        rememberTimestamp(now, connection, segment);
        receiver.lastHeardNanos = now;
        if (!acknowledgment(now, connection, segment)) {
            return;
        }
        if (connection.state == TcpState.CLOSED) {
            return;
        }
        Ecn.heard(connection, segment);
        if (connection.state.mayReceive()) {
            receiver.urgent(segment);
        }
        text(now, connection, segment);
        if (connection.state != TcpState.CLOSED) {
            receiver.acknowledgeIfDue(now);
            Closing.settle(now, connection);
        }
    }

    /** Header prediction: in order, in a synchronized state, nothing but an ACK and perhaps data, the window unchanged. */
    private boolean isPredicted(TcpConnection connection, Segment segment) {
        Receiver receiver = connection.receiver;
        Sender sender = connection.sender;
        return connection.state == TcpState.ESTABLISHED
                && (segment.flags & ~(TcpHeader.PSH | TcpHeader.RESERVED)) == TcpHeader.ACK
                && segment.sequence == receiver.next
                && segment.dataLength <= receiver.windowBytes()
                && segment.hasTimestamps == connection.hasTimestamps
                && (!segment.hasTimestamps || segment.timestamp - connection.timestampRecent >= 0)
                && segment.acknowledgment - sender.unacknowledged >= 0
                && sender.next - segment.acknowledgment >= 0
                && receiver.buffer.outOfOrder.count() == 0
                && !receiver.awaitsUrgent()
                && !connection.isOrphan();
    }

    private void predicted(long now, TcpConnection connection, Segment segment) {
        Receiver receiver = connection.receiver;
        rememberTimestamp(now, connection, segment);
        receiver.lastHeardNanos = now;
        acknowledged(now, connection, segment);
        if (segment.dataLength > 0) {
            text(now, connection, segment);
            if (connection.state != TcpState.CLOSED) {
                receiver.acknowledgeIfDue(now);
            }
        }
    }

    /** RFC 9293 §3.10.7.3. */
    private void synSent(long now, TcpConnection connection, Segment segment) {
        Sender sender = connection.sender;
        if (segment.has(TcpHeader.ACK)) {
            boolean acceptable =
                    segment.acknowledgment - sender.initial > 0 && sender.next - segment.acknowledgment >= 0;
            if (!acceptable) {
                tcp.drop(now, DropReason.TCP_BAD_ACK, segment);
                if (!segment.has(TcpHeader.RST)) {
                    tcp.resets.answer(now, segment, "it acknowledges what was never sent");
                    Opening.hasten(now, connection);
                }
                return;
            }
        }
        if (segment.has(TcpHeader.RST)) {
            if (segment.has(TcpHeader.ACK)) {
                tcp.counters.add(Mib.TCP_ATTEMPT_FAILS);
                connection.fail(now, TcpError.CONNECTION_REFUSED, "the peer answered the SYN with a reset");
            } else {
                tcp.drop(now, DropReason.TCP_BAD_FLAGS, segment);
            }
            return;
        }
        if (!segment.has(TcpHeader.SYN)) {
            tcp.drop(now, DropReason.TCP_BAD_FLAGS, segment);
            return;
        }
        if (segment.hasTimestamps && segment.has(TcpHeader.ACK) && isForeignEcho(now, connection, segment)) {
            tcp.drop(now, DropReason.TCP_PAWS, segment);
            tcp.resets.answer(now, segment, "it echoes a timestamp that was never sent");
            return;
        }
        connection.receiver.synchronizedTo(segment.sequence);
        connection.receiver.lastHeardNanos = now;
        Ecn.answered(connection, segment, !segment.has(TcpHeader.ACK));
        PeerOptions.take(now, connection, segment);
        sender.updateWindow(segment, segment.window);
        if (segment.has(TcpHeader.ACK)) {
            long sentOnce = sender.retries == 0 ? now - connection.openedNanos() : -1;
            int resent = sender.retries;
            sender.retries = 0;
            sender.backoff = 0;
            sender.lastAckNanos = now;
            connection.timer.clear(TcpTimer.RETRANSMISSION);
            boolean withData = segment.acknowledgment - sender.initial > 1; // which is measured instead
            if (!withData && sentOnce >= 0) {
                connection.measured(sentOnce, segment.acknowledgment);
            } else if (!withData && connection.hasTimestamps && segment.timestampEcho != 0) {
                connection.measured(
                        (connection.timestampNow(now) - segment.timestampEcho) * 1_000_000L, segment.acknowledgment);
            }
            sender.established(now, resent);
            Opening.established(now, connection, "the SYN-ACK came");
            connection.receiver.oweNow();
            connection.owedToPacket(segment.packetId, "completes the handshake");
            boolean early = acknowledgeEarly(now, connection, segment, resent);
            connection.schedule();
            segment.flags &= ~TcpHeader.SYN;
            segment.sequence++;
            if (connection.fastOpen != null) {
                text(now, connection, segment); // without Fast Open it comes again, as on Linux
            }
            if (connection.state != TcpState.CLOSED && early) {
                connection.receiver.acknowledgeIfDue(now);
            }
        } else {
            connection.change(now, TcpState.SYN_RECEIVED, "a SYN crossed ours");
            connection.owedToPacket(segment.packetId, "answers the SYN");
            tcp.output.synAck(now, connection);
            connection.sender.armRetransmission(now);
        }
    }

    /** What the SYN-ACK says of data that went with the SYN: false when it must be sent again, and the ACK goes with it. */
    private boolean acknowledgeEarly(long now, TcpConnection connection, Segment segment, int resent) {
        Sender sender = connection.sender;
        if (segment.acknowledgment != sender.unacknowledged) {
            sender.acknowledged(now, segment, false);
        }
        boolean taken = sender.flight.count() == 0;
        tcp.fastOpenClient.answered(connection, segment, resent, taken);
        if (!taken) {
            Retransmission.cutAnew(now, sender); // what went with the SYN is sent as ordinary data
            connection.schedule();
        }
        return taken;
    }

    /** The SYN-ACK echoes a timestamp that none of our SYNs carried. */
    private boolean isForeignEcho(long now, TcpConnection connection, Segment segment) {
        return tcp.config().timestamps() != 0
                && segment.timestampEcho != 0
                && (segment.timestampEcho - connection.timestampNow(now) > 0
                        || segment.timestampEcho - connection.timestampNow(connection.openedNanos()) < 0);
    }

    /** First check: PAWS (RFC 7323 §5.3) and the sequence number. */
    private boolean isAcceptable(long now, TcpConnection connection, Segment segment) {
        Receiver receiver = connection.receiver;
        if (segment.hasTimestamps
                && connection.hasTimestamps
                && segment.timestamp - connection.timestampRecent < 0
                && now - connection.timestampRecentNanos < TIMESTAMP_LIFE_NANOS
                && !isLateAck(connection, segment)
                && !segment.has(TcpHeader.RST)) {
            tcp.drop(now, DropReason.TCP_PAWS, segment);
            outOfWindow(now, connection, segment, "its timestamp is old");
            return false;
        }
        if (!receiver.isAcceptable(segment.sequence, segment.end())) {
            tcp.drop(now, DropReason.TCP_OUTSIDE_WINDOW, segment);
            if (!segment.has(TcpHeader.RST)) {
                if (segment.has(TcpHeader.SYN)) {
                    tcp.counters.add(Mib.TCP_SYN_CHALLENGES);
                    tcp.challengeAcks.send(now, connection, "a SYN for an open connection");
                } else {
                    outOfWindow(now, connection, segment, "it lies outside the window");
                }
            }
            return false;
        }
        return true;
    }

    /** A pure ACK that was overtaken on the way: its timestamp is old, its news may be good. */
    private static boolean isLateAck(TcpConnection connection, Segment segment) {
        return (segment.flags & ~(TcpHeader.ECE | TcpHeader.RESERVED)) == TcpHeader.ACK
                && segment.dataLength == 0
                && segment.sequence == connection.receiver.next
                && segment.acknowledgment == connection.sender.unacknowledged;
    }

    /** RFC 9293 §3.10.7.4: an unacceptable segment is answered with an ACK; data at once, the rest at a limited rate. */
    private void outOfWindow(long now, TcpConnection connection, Segment segment, String why) {
        connection.owedToPacket(segment.packetId, why);
        if (segment.dataLength > 0 || segment.has(TcpHeader.FIN)) {
            connection.receiver.delayedAck.quickenNow(
                    connection.receiver.windowBytes(), connection.receiver.segmentBytes);
            if (SequenceNumber.lessThan(segment.sequence, connection.receiver.next)) {
                connection.receiver.cameTwice(segment.sequence, segment.end());
            }
        }
        tcp.challengeAcks.answerUnacceptable(now, connection);
    }

    /** RFC 5961 §3.2: only a reset at exactly RCV.NXT is obeyed. */
    private void reset(long now, TcpConnection connection, Segment segment) {
        if (segment.sequence != connection.receiver.next) {
            tcp.drop(now, DropReason.TCP_OUTSIDE_WINDOW, segment);
            if (connection.state == TcpState.ESTABLISHED) {
                tcp.fastOpenClient.strangeReset(now, connection);
            }
            tcp.challengeAcks.send(now, connection, "a reset inside the window, but not at its edge");
            return;
        }
        if (connection.fastOpen != null) {
            connection.fastOpen.settle(now, true);
        }
        TcpError error = switch (connection.state) {
            case CLOSE_WAIT -> TcpError.BROKEN_PIPE;
            default -> TcpError.CONNECTION_RESET;
        };
        tcp.counters.add(
                connection.state == TcpState.SYN_RECEIVED ? Mib.TCP_ATTEMPT_FAILS : Mib.TCP_ESTABLISHED_RESETS);
        connection.fail(now, error, "the peer sent a reset");
    }

    /** Fifth check. False when the segment goes no further. */
    private boolean acknowledgment(long now, TcpConnection connection, Segment segment) {
        Sender sender = connection.sender;
        int acknowledgment = segment.acknowledgment;
        if (connection.state == TcpState.SYN_RECEIVED) {
            if (acknowledgment - sender.unacknowledged <= 0 || sender.next - acknowledgment < 0) {
                tcp.drop(now, DropReason.TCP_BAD_ACK, segment);
                tcp.resets.answer(now, segment, "it acknowledges what was never sent");
                return false;
            }
            sender.updateWindow(segment, segment.window << sender.peerWindowScale);
            int resent = sender.retries;
            if (resent == 0) {
                connection.measured(now - connection.openedNanos(), acknowledgment);
            } else if (connection.hasTimestamps && segment.hasTimestamps && segment.timestampEcho != 0) {
                connection.measured(
                        (connection.timestampNow(now) - segment.timestampEcho) * 1_000_000L, acknowledgment);
            }
            if (!connection.isEarly()) {
                sender.established(now, resent);
            }
            Opening.established(now, connection, "the handshake's last ACK came");
        }
        if (sender.next - acknowledgment < 0) {
            tcp.drop(now, DropReason.TCP_BAD_ACK, segment);
            tcp.challengeAcks.send(now, connection, "it acknowledges what was never sent");
            return false;
        }
        if (acknowledgment - sender.unacknowledged < 0) {
            if (acknowledgment - sender.unacknowledged + sender.largestPeerWindowBytes < 0) {
                tcp.drop(now, DropReason.TCP_BAD_ACK, segment);
                tcp.challengeAcks.send(now, connection, "its acknowledgment is older than any window");
                return false;
            }
            if (segment.sackBlocks > 0) {
                sender.acknowledged(now, segment, false);
            }
            return true; // an old ACK: its data may still be good
        }
        acknowledged(now, connection, segment);
        if (sender.isFinAcknowledged()) {
            Closing.finAcknowledged(now, connection, segment);
        }
        return true;
    }

    /** SEG.ACK lies within SND.UNA … SND.NXT. */
    private void acknowledged(long now, TcpConnection connection, Segment segment) {
        Sender sender = connection.sender;
        int acknowledgment = segment.acknowledgment;
        int window = segment.window << sender.peerWindowScale;
        boolean wasOutstanding = sender.hasUnacknowledged();
        boolean windowChanged = window != sender.peerWindowBytes;
        // An ACK that was overtaken must not shrink the window again; only a closed one is believed, as on Linux.
        boolean windowNewer = window > sender.peerWindowBytes || window == 0;
        sender.lastAckNanos = now;
        sender.probes = 0;
        boolean advances = acknowledgment != sender.unacknowledged;
        if (wasOutstanding || segment.sackBlocks > 0) {
            sender.acknowledged(now, segment, wasOutstanding && !advances && !windowChanged && segment.length() == 0);
        }
        if (advances) {
            connection.path().confirmReachable(now);
            if (!connection.hasSendRoom()) {
                sender.growBuffer();
                connection.refresh();
            }
        }
        if (advances
                || segment.sequence - sender.windowSequence > 0
                || (segment.sequence == sender.windowSequence && windowChanged && windowNewer)) {
            sender.updateWindow(segment, window);
            if (windowChanged && window > 0 && connection.timer.isSet(TcpTimer.PERSIST) && !sender.isWindowBlocked()) {
                connection.timer.clear(TcpTimer.PERSIST);
                sender.backoff = 0;
                sender.firstResentNanos = 0;
            }
        }
        if (sender.unsentBytes() > 0 || sender.finQueued || sender.recovery.nextLost() >= 0) {
            connection.schedule();
        }
    }

    /** Seventh and eighth check. */
    private void text(long now, TcpConnection connection, Segment segment) {
        if (segment.dataLength == 0 && !segment.has(TcpHeader.FIN)) {
            return;
        }
        Receiver receiver = connection.receiver;
        switch (connection.state) {
            case ESTABLISHED, FIN_WAIT_1, FIN_WAIT_2 -> {
                // Even a FIN does it, where it shows that there is data before it.
                if ((connection.isOrphan() || (receiver.shutdown && connection.state != TcpState.ESTABLISHED))
                        && SequenceNumber.lessThan(receiver.next, segment.sequence + segment.dataLength)) {
                    tcp.drop(now, DropReason.TCP_CLOSED, segment);
                    tcp.counters.add(Mib.TCP_ABORT_ON_DATA);
                    Closing.refuse(now, connection, segment, "data came after the program had closed");
                    return;
                }
                boolean before = receiver.finReceived;
                receiver.text(now, segment);
                if (receiver.finReceived && !before) {
                    Closing.finReceived(now, connection);
                }
                if (connection.state != TcpState.CLOSED) {
                    connection.dataArrived();
                }
            }
            case CLOSE_WAIT, CLOSING, LAST_ACK -> {
                // The peer has sent its FIN: all that can come is a repetition.
                if (SequenceNumber.lessThan(segment.sequence, receiver.next)) {
                    receiver.oweNow();
                }
            }
            default -> {}
        }
    }

    /** RFC 7323 §4.3: only a segment at the left edge of what was last acknowledged moves TS.Recent. */
    private static void rememberTimestamp(long now, TcpConnection connection, Segment segment) {
        if (segment.hasTimestamps
                && connection.hasTimestamps
                && segment.sequence - connection.receiver.announcedAt <= 0
                && segment.timestamp - connection.timestampRecent >= 0) {
            connection.timestampRecent = segment.timestamp;
            connection.timestampRecentNanos = now;
        }
    }
}
