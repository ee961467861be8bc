package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Transmit;
import dev.netrarium.wire.SequenceNumber;
import dev.netrarium.wire.TcpHeader;

/**
 * Sending again: what is lost in the bursts that it left in, as far as cwnd lets it, as Linux's
 * {@code tcp_retransmit_skb}; the tail loss probe's copy; and all of a flight cut anew.
 */
final class Retransmission {
    private Retransmission() {}

    /**
     * Sends lost segments again, from the one with this index on to the end of its burst.
     *
     * @param most segments that may leave
     * @return how many have left
     */
    static int send(long now, Sender sender, int index, int most) {
        LossRecovery recovery = sender.recovery;
        Flight flight = sender.flight;
        int limit = sender.unacknowledged + sender.peerWindowBytes;
        int last = index;
        while (last - index + 1 < most
                && !flight.has(last, Flight.BURST_END)
                && recovery.isWaiting(last + 1)
                && !SequenceNumber.lessThan(limit, flight.end(last + 1))) {
            last++;
        }
        int sent = copy(now, sender, index, last, recovery.why(index));
        for (int i = index; i < index + sent; i++) {
            recovery.sentAgain(now, i);
        }
        if (sent > 0) {
            if (sender.firstResentNanos == 0) {
                sender.firstResentNanos = now;
            }
            if (!sender.connection.timer.isRepairSet()) {
                sender.armRetransmission(now);
            }
        }
        return sent;
    }

    /** Sends the last segment once more, though nothing says that it was lost. */
    static boolean probe(long now, Sender sender) {
        int last = sender.flight.count() - 1;
        return copy(now, sender, last, last, "tail loss probe") > 0;
    }

    /** Cuts what is in flight into segments of the new size, all of them to be sent again. */
    static void cutAnew(long now, Sender sender) {
        Flight flight = sender.flight;
        int end = sender.next - (sender.finSent ? 1 : 0);
        boolean pushed = flight.has(flight.count() - 1, Flight.PUSHED);
        flight.clear();
        int at = sender.unacknowledged;
        while (SequenceNumber.lessThan(at, end)) {
            at += Math.min(sender.mssBytes, end - at);
            flight.add(at == end ? sender.next : at, now, 0);
            flight.markRetransmitted(flight.count() - 1, now);
        }
        if (flight.count() == 0) {
            flight.add(sender.next, now, 0);
            flight.markRetransmitted(0, now);
        }
        flight.mark(flight.count() - 1, Flight.BURST_END | (pushed ? Flight.PUSHED : 0));
        sender.rate.stamp(0, flight.count(), now);
        sender.recovery.cutAnew();
    }

    /** Sends the segments {@code first} to {@code last} of one burst again; answers how many have left. */
    private static int copy(long now, Sender sender, int first, int last, String why) {
        Flight flight = sender.flight;
        TcpConnection connection = sender.connection;
        int start = first == 0 ? sender.unacknowledged : flight.end(first - 1);
        if (first > 0 && !SequenceNumber.lessThan(start, sender.unacknowledged + sender.peerWindowBytes)) {
            return 0; // the peer took its window back
        }
        int segmentBytes = flight.end(first) - start;
        boolean whole = last > first && segmentBytes <= sender.mssBytes && sender.superSegments;
        int attempt = Math.max(1, sender.retries);
        connection.repairing(why, attempt);
        int sent = 0;
        while (first + sent <= last) {
            int i = whole ? last : first + sent;
            int from = whole || sent == 0 ? start : flight.end(i - 1);
            int end = flight.end(i);
            boolean fin = sender.finSent && end == sender.next;
            int length = end - from - (fin ? 1 : 0);
            boolean push = length > 0 && i == last && (last > first || flight.has(last, Flight.PUSHED));
            int flags = TcpHeader.ACK | (fin ? TcpHeader.FIN : 0) | (push ? TcpHeader.PSH : 0);
            Transmit outcome = whole
                    ? connection.tcp.output.data(
                            now, connection, flags, from, from - sender.firstByte(), length, segmentBytes)
                    : pieces(now, sender, flags, from, length);
            if (outcome == Transmit.REFUSED) {
                sender.refused = true;
                break;
            }
            sent = i - first + 1;
        }
        connection.repaired();
        MtuProbing search = sender.probing;
        if (search != null) {
            search.inconclusive();
        }
        if (sent > 0) {
            resent(now, sender, first, sent, start, why, attempt);
        }
        return sent;
    }

    /** Sends what one segment held before: in several when it was a probe of the path's MTU. */
    private static Transmit pieces(long now, Sender sender, int flags, int start, int length) {
        SegmentOutput output = sender.connection.tcp.output;
        int at = start;
        int left = length;
        while (left > sender.mssBytes) {
            Transmit outcome = output.data(
                    now,
                    sender.connection,
                    flags & ~(TcpHeader.FIN | TcpHeader.PSH),
                    at,
                    at - sender.firstByte(),
                    sender.mssBytes,
                    0);
            if (outcome == Transmit.REFUSED) {
                return outcome;
            }
            at += sender.mssBytes;
            left -= sender.mssBytes;
        }
        return output.data(now, sender.connection, flags, at, at - sender.firstByte(), left, 0);
    }

    private static void resent(long now, Sender sender, int first, int segments, int start, String why, int attempt) {
        Flight flight = sender.flight;
        TcpConnection connection = sender.connection;
        int last = first + segments - 1;
        long departure = sender.pacing.departureNanos(now);
        flight.mark(last, Flight.BURST_END);
        if (first > 0) {
            flight.mark(first - 1, Flight.BURST_END);
        }
        for (int i = first; i <= last; i++) {
            flight.markRetransmitted(i, departure);
            sender.rate.stamp(i, 1, departure);
        }
        sender.totalRetransmits += segments;
        int end = flight.end(last) - (sender.finSent && flight.end(last) == sender.next ? 1 : 0);
        int length = end - start;
        sender.pacing.sent(now, length);
        sender.chronicle().resent(length);
        long offset = (start - sender.initial) & 0xffffffffL;
        connection.tcp.counters.add(
                Mib.TCP_RETRANSMITTED_SEGMENTS, segments - 1); // the other is counted when it is told
        connection.tcp.retransmitted(now, connection.tuple(), offset, length, why, attempt);
    }
}
