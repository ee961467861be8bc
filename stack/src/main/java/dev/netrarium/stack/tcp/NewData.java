package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Transmit;
import dev.netrarium.wire.SequenceNumber;
import dev.netrarium.wire.TcpHeader;

/**
 * Sending new data, one burst at a time: what cwnd, the peer's window, Nagle, silly-window avoidance and the wait for a
 * fuller burst let leave, as Linux's {@code tcp_write_xmit}; and the probes that go although these would not.
 */
final class NewData {
    private NewData() {}

    /** Sends the next burst; answers how many segments have left. */
    static int send(long now, Sender sender) {
        int unsent = sender.unsentBytes();
        boolean finDue = sender.finQueued && !sender.finSent;
        if (unsent == 0 && !finDue) {
            return 0;
        }
        int full = sender.segmentBytes();
        int burst = sender.isUrgent() ? 1 : Autosizing.segments(sender, full); // URG points at one byte
        int quota = Math.min(Autosizing.quota(sender.window, sender.recovery.inFlight()), burst);
        int portion = unsent == 0 ? 0 : firstPortion(sender, Math.max(1, quota) * full);
        int room = sender.windowRoomBytes();
        if (room < Math.max(Math.min(portion, full), 1)) {
            if (sender.flight.count() == 0) {
                Persist.arm(now, sender.connection);
            }
            return 0;
        }
        if (quota == 0) {
            return 0;
        }
        boolean last = portion == unsent;
        int length = portion;
        if (portion <= full) {
            boolean fin = finDue && last && room > portion;
            if (portion < full && last && !fin && waitsForCompany(sender)) {
                if (sender.flight.count() == 0) {
                    Persist.arm(
                            now, sender.connection); // no cork holds a part of a segment back for longer, as on Linux
                }
                return 0;
            }
        } else if (Autosizing.isDeferred(now, sender, portion, burst, full)) {
            sender.putOff = (sender.window.segments - sender.recovery.inFlight()) * (long) full < room;
            return 0;
        } else {
            length = splitPoint(sender, portion, last, full, quota, room);
        }
        return sendPortion(now, sender, length, portion, full);
    }

    /** Linux's {@code tcp_mss_split_point}: a burst ends with a full segment unless the rest may leave with it. */
    private static int splitPoint(Sender sender, int portion, boolean last, int full, int quota, int room) {
        int most = full * quota;
        if (most <= room && !last) {
            return Math.min(most, portion);
        }
        int needed = Math.min(portion, room);
        if (most <= needed) {
            return most;
        }
        int rest = needed % full;
        return rest != 0 && waitsForCompany(sender) ? needed - rest : needed;
    }

    /** Bytes of the write queue's first portion, once it has taken from those behind it what one burst may carry. */
    private static int firstPortion(Sender sender, int burstBytes) {
        WriteQueue queue = sender.writeQueue();
        queue.grow(sender.next, burstBytes);
        return queue.portions() == 0 ? sender.unsentBytes() : queue.firstBytes(sender.next);
    }

    /** Sends the front of the first portion, or all of it, as one burst; answers how many segments have left. */
    private static int sendPortion(long now, Sender sender, int length, int portion, int full) {
        int segments = length == 0 ? 1 : (length + full - 1) / full;
        boolean whole = length == portion;
        boolean fin = whole
                && sender.finQueued
                && !sender.finSent
                && length == sender.unsentBytes()
                && sender.windowRoomBytes() > length;
        boolean marked = whole && length > 0 && sender.writeQueue().isFirstPushed();
        int sent = burst(now, sender, length, segments, full, fin, marked);
        if (sent > 0 && length < segments * full) {
            sender.smallEnd = sender.next;
        }
        return sent;
    }

    /** Nagle's rule as Minshall changed it: a small segment waits only for the ACK of an earlier small one. */
    private static boolean waitsForCompany(Sender sender) {
        TcpSettings settings = sender.connection.settings();
        if (sender.isUrgent()) {
            return false;
        }
        if (settings.cork()) {
            return true;
        }
        return !settings.noDelay()
                && sender.flight.count() > 0
                && SequenceNumber.lessThan(sender.unacknowledged, sender.smallEnd)
                && !SequenceNumber.lessThan(sender.next, sender.smallEnd);
    }

    /**
     * Sends new data as one super-segment where the path takes it, else segment by segment.
     *
     * @param marked the last segment ends what a write asked to be pushed; that of several segments asks in any case
     * @return how many segments have left
     */
    private static int burst(long now, Sender sender, int length, int segments, int full, boolean fin, boolean marked) {
        boolean whole = segments > 1 && sender.superSegments;
        if (sender.flight.count() == 0 && sender.lastDataSentNanos != 0) {
            sender.congestionControl.resumed(now, sender, now - sender.lastDataSentNanos);
        }
        int end = sender.next + length;
        int from = sender.next;
        int sent = 0;
        while (sent < segments) {
            int step = whole ? length : Math.min(full, end - from);
            boolean last = step == end - from;
            int flags = TcpHeader.ACK;
            if (last) {
                flags |= (marked || segments > 1 ? TcpHeader.PSH : 0) | (fin ? TcpHeader.FIN : 0);
            }
            Transmit outcome = sender.connection.tcp.output.data(
                    now, sender.connection, flags, from, from - sender.firstByte(), step, whole ? full : 0);
            if (outcome == Transmit.REFUSED) {
                sender.refused = true;
                sender.recovery.refused();
                if (sender.below == 0 && sender.flight.count() == 0) {
                    Persist.arm(now, sender.connection);
                }
                break;
            }
            from += step;
            sent = last ? segments : sent + 1;
        }
        if (sent > 0) {
            sent(now, sender, sent, full, from, sent == segments && fin, marked && sent == segments);
        }
        return sent;
    }

    /** New data has left: segments of {@code full} bytes, the last perhaps shorter, up to {@code end}. */
    private static void sent(long now, Sender sender, int segments, int full, int end, boolean fin, boolean marked) {
        int bytes = end - sender.next;
        long departure = sender.pacing.departureNanos(now);
        sender.rate.sending(departure);
        int first = sender.flight.count();
        if (segments > 1) {
            sender.flight.addFull(segments - 1, sender.next, full, departure);
        }
        sender.next = end + (fin ? 1 : 0);
        sender.flight.add(sender.next, departure, marked ? Flight.BURST_END | Flight.PUSHED : Flight.BURST_END);
        sender.rate.stamp(first, segments, departure);
        sender.finSent |= fin;
        sender.leftWriteQueue();
        sender.recovery.sentNew(segments);
        sender.dataSegmentsOut += bytes > 0 ? segments : 0;
        sender.pacing.sent(now, bytes);
        sender.lastDataSentNanos = now;
        sender.connection.receiver.delayedAck.dataSent(now);
        if (!sender.connection.timer.isRepairSet()) {
            sender.armRetransmission(now);
        }
    }

    /**
     * Sends one segment of new data even though Nagle, silly-window avoidance or cwnd would wait: the probe of a window
     * that has some room (RFC 9293 §3.8.6.1).
     *
     * @return false when there is nothing to send or no room at all
     */
    static boolean forceOne(long now, Sender sender) {
        int room = sender.windowRoomBytes();
        int length = Math.min(Math.min(sender.unsentBytes(), room), sender.mssBytes);
        sender.writeQueue().pushFirst();
        return length > 0 && burst(now, sender, length, 1, length, false, true) > 0;
    }

    /** Sends one segment larger than the path is known to take. */
    static boolean sendMtuProbe(long now, Sender sender, MtuProbing search, int length) {
        int start = sender.next;
        if (burst(now, sender, length, 1, length, false, false) == 0) {
            return false;
        }
        search.sent(start, length);
        return true;
    }

    /** A tail loss probe with new data, whatever Nagle says and if need be one more than cwnd; false when none can leave. */
    static boolean probe(long now, Sender sender) {
        int full = sender.segmentBytes();
        int quota = Math.min(
                Math.max(1, Autosizing.quota(sender.window, sender.recovery.inFlight())),
                Autosizing.segments(sender, full));
        int unsent = sender.unsentBytes();
        if (unsent == 0) {
            return false;
        }
        int portion = firstPortion(sender, quota * full);
        int room = sender.windowRoomBytes();
        if (room < Math.min(portion, full)) {
            return false;
        }
        return sendPortion(now, sender, Math.min(portion, Math.min(room, quota * full)), portion, full) > 0;
    }
}
