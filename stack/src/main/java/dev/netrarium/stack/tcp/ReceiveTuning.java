package dev.netrarium.stack.tcp;

import dev.netrarium.wire.SequenceNumber;

/**
 * Dynamic right-sizing of the receive buffer: it holds what the program reads in a round trip twice, more while that grows,
 * up to {@code tcp_rmem}'s maximum (Linux's tcp_rcv_space_adjust). The round trip is measured here too, by echoed
 * timestamps or by how long a window takes to come, since who only receives has no other measure.
 *
 * <p>Exists only once data has come.
 */
final class ReceiveTuning {
    private static final int INITIAL_SEGMENTS = 10;

    private final Receiver receiver;

    /** Round trip as seen from here; 0 while unknown. */
    private long rttNanos;

    private long windowSinceNanos = -1;
    private int windowEnd;
    private int lastEcho;

    /** What was read per round trip at most so far, and the measurement under way. */
    private int spaceBytes;

    private int readFrom;
    private long readSinceNanos;

    ReceiveTuning(long now, Receiver receiver) {
        this.receiver = receiver;
        spaceBytes =
                Math.min(receiver.announcedBytes, INITIAL_SEGMENTS * Math.max(1, receiver.connection.advertisedMss));
        readFrom = receiver.firstUnread();
        readSinceNanos = now;
    }

    /** For {@code tcp_info}. */
    long rttNanos() {
        return rttNanos;
    }

    /** For {@code tcp_info}: bytes that the program has read in a round trip. */
    int spaceBytes() {
        return spaceBytes;
    }

    /** Data came in order. */
    void dataArrived(long now) {
        if (windowSinceNanos >= 0) {
            if (SequenceNumber.lessThan(receiver.next, windowEnd)) {
                return;
            }
            measured(Math.max(1, now - windowSinceNanos), true);
        }
        windowEnd = receiver.next + receiver.announcedBytes;
        windowSinceNanos = now;
    }

    /** A full segment echoed a timestamp of ours, the first to do so. */
    void echoed(int echo, long rtt) {
        if (echo != lastEcho) {
            lastEcho = echo;
            if (rtt > 0) {
                measured(rtt, false);
            }
        }
    }

    /** A shorter time is believed at once; a longer one slowly, and not at all when the program may have held it up. */
    private void measured(long nanos, boolean byWindow) {
        if (rttNanos == 0 || nanos < rttNanos) {
            rttNanos = nanos;
        } else if (!byWindow) {
            rttNanos += (nanos - rttNanos) >> 3;
        }
    }

    /** The program has read. */
    void read(long now) {
        if (rttNanos == 0 || now - readSinceNanos < rttNanos) {
            return;
        }
        int first = receiver.firstUnread();
        int copied = first - readFrom - receiver.buffer.readable();
        if (copied > spaceBytes) {
            int before = spaceBytes;
            spaceBytes = copied;
            enlarge(before);
        }
        readFrom = first;
        readSinceNanos = now;
    }

    /** Room for twice what is read per round trip, for a sender whose rate doubles, and for what waits beyond a gap. */
    void enlarge(int spaceBefore) {
        TcpConfig config = receiver.connection.tcp.config();
        if (receiver.connection.settings().receiveBufferBytes() > 0 || config.moderateRcvbuf() == 0) {
            return;
        }
        long wanted = 2L * spaceBytes;
        if (spaceBefore > 0) {
            wanted += 2 * (wanted * (spaceBytes - spaceBefore) / spaceBefore);
        }
        SequenceRanges gaps = receiver.buffer.outOfOrder;
        if (gaps.count() > 0) {
            wanted += gaps.end(gaps.count() - 1) - receiver.next;
        }
        int most = ReceiveWindow.windowOf(config.rmem().maximum(), config);
        if (wanted > receiver.capacityBytes) {
            ReceiveWindow.resize(receiver, (int) Math.max(receiver.capacityBytes, Math.min(wanted, most)));
        }
    }

    /** Data came beyond a gap: the gap is no reason to throttle the peer. */
    void gapWidened() {
        enlarge(spaceBytes);
    }
}
