package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Cause;
import dev.netrarium.stack.DropReason;
import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Packet;
import dev.netrarium.stack.Path;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.TcpOptions;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The compact ends of the host's connections: TIME-WAIT (RFC 9293 §3.6.1, §3.10.7.4), and FIN-WAIT-2 once the program has
 * closed, as Linux does it. Bounded by {@code tcp_max_tw_buckets}; found through the {@link ConnectionTable}.
 */
final class TimeWaits {
    /** 2 MSL, as Linux reckons it. */
    static final long DURATION_NANOS = 60_000_000_000L;

    private static final long NANOS_PER_SECOND = 1_000_000_000L;

    final Tcp tcp;
    private final WaitingLine line = new WaitingLine(this, DURATION_NANOS);

    /** FIN-WAIT-2, by the seconds that it lasts: few numbers, since settings and time-outs give them. */
    private final TreeMap<Integer, WaitingLine> finMissing = new TreeMap<>();

    private int count;

    TimeWaits(Tcp tcp) {
        this.tcp = tcp;
    }

    int count() {
        return count;
    }

    /**
     * Takes a connection's place.
     *
     * @param finWaitSeconds how long to wait for the peer's FIN; 0 when it has come
     * @return null when too many wait already: the connection is closed at once
     */
    @Nullable TimeWait enter(
            long now,
            TcpConnection connection,
            int finWaitSeconds,
            @Nullable PortUse use,
            boolean reused,
            boolean byConnecting) {
        if (count >= tcp.config().maxTwBuckets()) {
            tcp.counters.add(Mib.TCP_TIME_WAIT_OVERFLOW);
            if (use != null) {
                tcp.ports.release(use, reused, byConnecting);
            }
            return null;
        }
        TimeWait entry = new TimeWait(connection, now, use, reused, byConnecting);
        entry.isFinMissing = finWaitSeconds > 0;
        tcp.table.put(entry);
        lineFor(finWaitSeconds).append(now, entry);
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
        int age = segment.hasTimestamps && entry.hasTimestamps ? segment.timestamp - entry.timestampRecent : 0;
        boolean reset = segment.has(TcpHeader.RST);
        boolean old = age < 0 && !(reset && now - entry.sinceNanos >= DURATION_NANOS);
        if (entry.isFinMissing) {
            arriveInFinWait2(now, entry, segment, old);
            return false;
        }
        if (!old && segment.sequence == entry.receiveNext && (segment.length() == 0 || reset)) {
            if (!reset) {
                restart(now, entry);
            } else if (tcp.config().rfc1337() == 0) {
                remove(now, entry, "the peer sent a reset"); // RFC 1337: it might be an old one
                return false;
            }
            rememberTimestamp(entry, segment);
            return false;
        }
        boolean asksAnew = segment.has(TcpHeader.SYN) && !reset && !segment.has(TcpHeader.ACK);
        if (asksAnew && !old && listening && (segment.sequence - entry.receiveNext > 0 || age > 0)) {
            remove(now, entry, "a newer SYN came");
            return true;
        }
        if (old || reset) {
            tcp.drop(now, old ? DropReason.TCP_PAWS : DropReason.TCP_OUTSIDE_WINDOW, segment);
        }
        if (!reset) {
            if (old || segment.has(TcpHeader.ACK)) {
                restart(now, entry); // our last ACK was lost, or something very late is about
            }
            answer(now, entry, segment, true);
        }
        return false;
    }

    /** The time of an entry has run out. */
    void expired(long now, TimeWait entry) {
        tcp.counters.add(Mib.TCP_TIME_WAIT);
        remove(
                now,
                entry,
                entry.isFinMissing ? "the peer did not close within the FIN-WAIT-2 time-out" : "2 MSL are over");
    }

    /** The entry gives way: to a newer SYN, to a connect that may reuse its port, or because its time is over. */
    void remove(long now, TimeWait entry, String why) {
        leaveLine(entry);
        count--;
        entry.end();
        tcp.table.remove(entry);
        PortUse use = entry.portUse;
        if (use != null) {
            entry.portUse = null;
            tcp.ports.release(use, entry.portReused, entry.portByConnecting);
        }
        tcp.stateChanged(now, entry.tuple(), entry.state(), TcpState.CLOSED, why);
    }

    /**
     * True when a connect may take the entry's place, trusting timestamps (RFC 6191).
     *
     * @param bound the program itself has chosen the port: then Linux asks for timestamps, and not for {@code tcp_tw_reuse}
     */
    boolean isReusable(long now, TimeWait entry, boolean loopback, boolean bound) {
        if (!entry.hasTimestamps || bound) {
            return entry.hasTimestamps;
        }
        int reuse = tcp.config().twReuse();
        return !entry.isFinMissing
                && (reuse == 1 || (reuse == 2 && loopback))
                && now - entry.enteredNanos > tcp.config().twReuseDelayMillis() * 1_000_000L;
    }

    /** The checks of RFC 9293 §3.10.7.4 once more: nobody receives, so that only a FIN is of use. */
    private void arriveInFinWait2(long now, TimeWait entry, Segment segment, boolean old) {
        if (old || !isInWindow(entry, segment)) {
            tcp.drop(now, old ? DropReason.TCP_PAWS : DropReason.TCP_OUTSIDE_WINDOW, segment);
            if (!segment.has(TcpHeader.RST)) {
                answer(now, entry, segment, true);
            }
        } else if (segment.has(TcpHeader.RST)) {
            remove(now, entry, "the peer sent a reset");
        } else if (segment.has(TcpHeader.SYN) && segment.sequence - entry.receiveNext >= 0) {
            reset(now, entry, segment, "a SYN inside the window");
        } else if (!segment.has(TcpHeader.ACK) || segment.end() - entry.receiveNext <= 0 || segment.length() == 0) {
            return; // it says nothing new
        } else if (!segment.has(TcpHeader.FIN) || segment.end() != entry.receiveNext + 1) {
            tcp.drop(now, DropReason.TCP_CLOSED, segment);
            reset(now, entry, segment, "data came after the program had closed");
        } else {
            finArrived(now, entry, segment);
        }
    }

    private void finArrived(long now, TimeWait entry, Segment segment) {
        leaveLine(entry);
        entry.isFinMissing = false;
        entry.receiveNext = segment.end();
        entry.enteredNanos = now;
        rememberTimestamp(entry, segment);
        line.append(now, entry);
        tcp.stateChanged(now, entry.tuple(), TcpState.FIN_WAIT_2, TcpState.TIME_WAIT, "the peer sent its FIN");
        answer(now, entry, segment, false);
    }

    private static boolean isInWindow(TimeWait entry, Segment segment) {
        int left = segment.sequence - entry.receiveNext;
        int right = segment.end() - entry.receiveNext;
        return left == 0
                || (right > 0 && left < entry.windowBytes)
                || (left == entry.windowBytes && segment.length() == 0);
    }

    private void reset(long now, TimeWait entry, Segment segment, String why) {
        tcp.resets.answer(now, segment, why);
        remove(now, entry, why);
    }

    private static void rememberTimestamp(TimeWait entry, Segment segment) {
        if (segment.hasTimestamps && entry.hasTimestamps) {
            entry.timestampRecent = segment.timestamp;
        }
    }

    private WaitingLine lineFor(int finWaitSeconds) {
        return finWaitSeconds == 0
                ? line
                : finMissing.computeIfAbsent(finWaitSeconds, s -> new WaitingLine(this, s * NANOS_PER_SECOND));
    }

    private void leaveLine(TimeWait entry) {
        WaitingLine left = entry.line;
        if (left != null) {
            entry.line = null;
            left.remove(entry);
            if (entry.isFinMissing && left.isEmpty()) {
                finMissing.remove((int) (left.durationNanos / NANOS_PER_SECOND));
            }
        }
    }

    private void restart(long now, TimeWait entry) {
        line.remove(entry);
        line.append(now, entry);
    }

    /** Tells the peer where we stand; what may be one ACK for another is answered at a limited rate. */
    private void answer(long now, TimeWait entry, Segment segment, boolean limited) {
        long gap = tcp.config().invalidRatelimitMillis() * 1_000_000L;
        boolean mayLoop = segment.length() == 0 || segment.has(TcpHeader.SYN);
        if (limited && mayLoop) {
            if (entry.lastAnswerNanos != 0 && now - entry.lastAnswerNanos < gap) {
                return;
            }
            entry.lastAnswerNanos = Math.max(now, 1);
        }
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
                Math.min(entry.windowBytes >>> entry.windowScale, 65535));
        if (entry.hasTimestamps) {
            int at = TcpOptions.putNoOperation(packet.bytes, packet.start + TcpHeader.BYTES);
            at = TcpOptions.putNoOperation(packet.bytes, at);
            TcpOptions.putTimestamps(
                    packet.bytes,
                    at,
                    InitialSequenceNumbers.timestampClock(now) + entry.timestampOffset,
                    entry.timestampRecent);
        }
        Cause cause = tcp.network.tracing()
                ? new Cause.Answer(
                        segment.packetId,
                        "the connection is in " + entry.state().shortName())
                : null;
        TcpSettings settings = TcpSettings.DEFAULT;
        if (entry.trafficClass != 0) {
            settings = settings.withTrafficClass(entry.trafficClass & 0xff);
        }
        tcp.output.sendBare(now, path, packet, cause, settings);
    }
}
