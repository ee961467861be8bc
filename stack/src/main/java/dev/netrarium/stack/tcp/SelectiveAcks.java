package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Counters;
import dev.netrarium.stack.Mib;
import dev.netrarium.wire.SequenceNumber;

/**
 * Reads an acknowledgment's SACK blocks (RFC 2018 §5) into the {@link Scoreboard}; the first of them may tell of
 * something that came twice (RFC 2883). Blocks that cannot be true are counted and change nothing.
 */
final class SelectiveAcks {
    private SelectiveAcks() {}

    static void read(long now, SackRecovery recovery, Segment segment, Acknowledgment a) {
        Sender sender = recovery.sender;
        Counters counters = sender.connection.tcp.counters;
        int first = 0;
        if (isDuplicate(segment, counters)) {
            duplicate(recovery, segment.sackLeft(0), segment.sackRight(0), a);
            first = 1;
        }
        for (int i = first; i < segment.sackBlocks; i++) {
            int left = segment.sackLeft(i);
            int right = segment.sackRight(i);
            if (!SequenceNumber.lessThan(left, right)
                    || SequenceNumber.lessThan(sender.next, right)
                    || SequenceNumber.lessThan(right, sender.unacknowledged - sender.largestPeerWindowBytes)) {
                counters.add(Mib.TCP_SACK_DISCARD);
            } else if (SequenceNumber.lessThan(sender.unacknowledged, right)
                    && SequenceNumber.lessThan(segment.acknowledgment, right)) {
                block(now, recovery, left, right, a);
            }
        }
    }

    /** RFC 2883 §4: the first block lies below the acknowledgment, or within the second. */
    private static boolean isDuplicate(Segment segment, Counters counters) {
        int left = segment.sackLeft(0);
        int right = segment.sackRight(0);
        if (SequenceNumber.lessThan(left, segment.acknowledgment)) {
            counters.add(Mib.TCP_DSACK_RECEIVED);
            return true;
        }
        if (segment.sackBlocks > 1
                && !SequenceNumber.lessThan(left, segment.sackLeft(1))
                && !SequenceNumber.lessThan(segment.sackRight(1), right)) {
            counters.add(Mib.TCP_DSACK_RECEIVED_BEYOND_GAP);
            return true;
        }
        return false;
    }

    private static void duplicate(SackRecovery recovery, int left, int right, Acknowledgment a) {
        Sender sender = recovery.sender;
        int bytes = right - left;
        if (bytes <= 0 || bytes > sender.largestPeerWindowBytes || SequenceNumber.lessThan(sender.next, right)) {
            sender.connection.tcp.counters.add(Mib.TCP_SACK_DISCARD);
            return;
        }
        int segments = Math.max(1, (bytes + sender.mssBytes - 1) / sender.mssBytes);
        recovery.duplicateReported(right, segments, a);
    }

    /** The peer holds {@code left} to {@code right}, of which whole segments count. */
    private static void block(long now, SackRecovery recovery, int left, int right, Acknowledgment a) {
        Sender sender = recovery.sender;
        Flight flight = sender.flight;
        Scoreboard board = recovery.board;
        int i = SequenceNumber.lessThan(sender.unacknowledged, left) ? flight.firstEndingAfter(left) : 0;
        int start = i == 0 ? sender.unacknowledged : flight.end(i - 1);
        if (SequenceNumber.lessThan(start, left)) {
            i++; // begins within a segment
        }
        for (i = board.nextUnsacked(i);
                i < flight.count() && !SequenceNumber.lessThan(right, flight.end(i));
                i = board.nextUnsacked(i + 1)) {
            recovery.arrivedBeyondGap(now, i, a);
        }
    }
}
