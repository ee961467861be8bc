package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.DropReason;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Path;
import dev.netrarium.stack.Timer;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.TcpOptions;
import org.jspecify.annotations.Nullable;

/**
 * TIME-WAIT of the whole host (RFC 9293 §3.6.1, §3.10.7.4): a bounded list in order of expiry under one timer, because
 * all wait equally long. The entries are found through the {@link ConnectionTable}.
 */
final class TimeWaits {
    /** 2 MSL, as Linux reckons it. */
    static final long DURATION_NANOS = 60_000_000_000L;

    private final Tcp tcp;
    private final Timer expiry = new Timer() {
        @Override
        protected void fire(long now) {
            expire(now);
        }
    };
    private @Nullable TimeWait oldest;
    private @Nullable TimeWait newest;
    private int count;

    TimeWaits(Tcp tcp) {
        this.tcp = tcp;
    }

    /** When 2 MSL are over for it. */
    static long endNanos(TimeWait entry) {
        return entry.enteredNanos + DURATION_NANOS;
    }

    int count() {
        return count;
    }

    /** Null when too many wait already: the connection is closed at once. */
    @Nullable TimeWait enter(long now, TcpConnection connection, @Nullable PortUse use, boolean reused, boolean byConnecting) {
        if (count >= tcp.config().maxTwBuckets()) {
            tcp.counters.add(Mib.TCP_TIME_WAIT_OVERFLOW);
            if (use != null) {
                tcp.ports.release(use, reused, byConnecting);
            }
            return null;
        }
        TimeWait entry = new TimeWait(connection, now, use, reused, byConnecting);
        tcp.counters.add(Mib.TCP_TIME_WAIT);
        tcp.table.put(entry);
        append(entry);
        count++;
        return entry;
    }

    /**
     * A segment came for an entry.
     *
     * @param listening somebody listens for what the segment is sent to
     * @return true when it is a SYN that may begin a new connection (RFC 9293 §3.10.7.4, RFC 6191): the entry is gone
     */
    boolean arrive(long now, TimeWait entry, Segment segment, boolean listening) {
        boolean old = segment.hasTimestamps && entry.hasTimestamps && segment.timestamp - entry.timestampRecent < 0;
        boolean beyond = segment.sequence - entry.receiveNext > 0;
        if (segment.has(TcpHeader.SYN) && !segment.has(TcpHeader.RST) && !segment.has(TcpHeader.ACK) && !old) {
            boolean newer =
                    segment.hasTimestamps && entry.hasTimestamps && segment.timestamp - entry.timestampRecent > 0;
            if (listening && (beyond || newer)) {
                remove(now, entry, "a newer SYN came");
                return true;
            }
        }
        if (old) {
            tcp.drop(now, DropReason.TCP_PAWS, segment);
        } else if (segment.has(TcpHeader.RST)) {
            if (segment.sequence == entry.receiveNext && tcp.config().rfc1337() == 0) {
                remove(now, entry, "the peer sent a reset");
            } else {
                tcp.drop(now, DropReason.TCP_OUTSIDE_WINDOW, segment);
            }
            return false;
        } else if (segment.dataLength == 0 && !segment.has(TcpHeader.FIN | TcpHeader.SYN) && !beyond) {
            if (segment.hasTimestamps && entry.hasTimestamps) {
                entry.timestampRecent = segment.timestamp;
            }
            if (segment.sequence == entry.receiveNext) {
                return false; // a late ACK: nothing to say
            }
        }
        if (!segment.has(TcpHeader.RST)) {
            if (segment.has(TcpHeader.FIN) && !old) {
                restart(now, entry); // the last ACK was lost: 2 MSL begin anew
            }
            answer(now, entry, segment);
        }
        return false;
    }

    /** The entry gives way: to a newer SYN, to a connect that may reuse its port, or because its time is over. */
    void remove(long now, TimeWait entry, String why) {
        unlink(entry);
        count--;
        entry.end();
        tcp.table.remove(entry);
        PortUse use = entry.portUse;
        if (use != null) {
            entry.portUse = null;
            tcp.ports.release(use, entry.portReused, entry.portByConnecting);
        }
        tcp.stateChanged(now, entry.tuple(), TcpState.TIME_WAIT, TcpState.CLOSED, why);
    }

    /** True when a connect may take the entry's place ({@code tcp_tw_reuse}, RFC 6191). */
    boolean isReusable(long now, TimeWait entry, boolean loopback) {
        int reuse = tcp.config().twReuse();
        return entry.hasTimestamps
                && (reuse == 1 || (reuse == 2 && loopback))
                && now - entry.enteredNanos > 1_000_000_000L;
    }

    private void expire(long now) {
        while (oldest != null && oldest.enteredNanos + DURATION_NANOS <= now) {
            remove(now, oldest, "2 MSL are over");
        }
        arm();
    }

    private void restart(long now, TimeWait entry) {
        unlink(entry);
        entry.enteredNanos = now;
        append(entry);
    }

    private void append(TimeWait entry) {
        TimeWait last = newest;
        entry.earlier = last;
        entry.later = null;
        newest = entry;
        if (last == null) {
            oldest = entry;
        } else {
            last.later = entry;
        }
        arm();
    }

    private void unlink(TimeWait entry) {
        TimeWait earlier = entry.earlier;
        TimeWait later = entry.later;
        if (earlier == null) {
            oldest = later;
        } else {
            earlier.later = later;
        }
        if (later == null) {
            newest = earlier;
        } else {
            later.earlier = earlier;
        }
        entry.earlier = null;
        entry.later = null;
        arm();
    }

    private void arm() {
        tcp.timers.arm(expiry, oldest == null ? Timer.NEVER : oldest.enteredNanos + DURATION_NANOS);
    }

    private void answer(long now, TimeWait entry, Segment segment) {
        long gap = tcp.config().invalidRatelimitMillis() * 1_000_000L;
        if (segment.dataLength == 0
                && !segment.has(TcpHeader.FIN)
                && entry.lastAnswerNanos != 0
                && now - entry.lastAnswerNanos < gap) {
            return;
        }
        entry.lastAnswerNanos = Math.max(now, 1);
        FourTuple tuple = entry.tuple();
        Path path = tcp.network.path(tuple.localAddress(), tuple.remoteAddress(), 0);
        if (path.error() != null) {
            return;
        }
        int header = TcpHeader.BYTES + (entry.hasTimestamps ? Segment.TIMESTAMP_BYTES : 0);
        Packet packet = tcp.network.take(header);
        SegmentOutput.writeHeader(
                packet.bytes,
                packet.start,
                tuple,
                TcpHeader.ACK,
                entry.sendNext,
                entry.receiveNext,
                header,
                entry.windowField);
        if (entry.hasTimestamps) {
            int at = TcpOptions.putNoOperation(packet.bytes, packet.start + TcpHeader.BYTES);
            at = TcpOptions.putNoOperation(packet.bytes, at);
            TcpOptions.putTimestamps(
                    packet.bytes,
                    at,
                    InitialSequenceNumbers.timestampClock(now) + entry.timestampOffset,
                    entry.timestampRecent);
        }
        Cause cause =
                tcp.network.tracing() ? new Cause.Answer(segment.packetId, "the connection is in TIME-WAIT") : null;
        tcp.output.sendBare(now, path, packet, cause, TcpSettings.DEFAULT);
    }
}
