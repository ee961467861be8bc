package dev.netrarium.stack.tcp;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.Path;
import dev.netrarium.wire.TcpHeader;
import org.jspecify.annotations.Nullable;

/**
 * Fast Open as a client (RFC 7413 §4.2): asks servers for cookies, sends data with the SYN where one is known, and stops
 * for a while when the network seems to swallow such SYNs.
 */
final class FastOpenClient {
    /** Bits of {@code tcp_fastopen}. */
    private static final int ENABLED = 1;

    private static final int WITHOUT_COOKIE = 4;

    /** Room that is left in a SYN for options that somebody on the way may add, as on Linux. */
    private static final int OPTION_ROOM_BYTES = TcpHeader.MAXIMUM_BYTES - TcpHeader.BYTES;

    /** The pause doubles this often. */
    private static final int MOST_DOUBLINGS = 6;

    /** The time-outs after which a connection is held to be swallowed. */
    private static final int SUSPICIOUS_TIMEOUTS = 2;

    private final Tcp tcp;

    /** How often in a row, and when last, Fast Open was switched off. */
    private int timesOff;

    private long offSinceNanos;

    FastOpenClient(Tcp tcp) {
        this.tcp = tcp;
    }

    boolean isEnabled() {
        return (tcp.config().fastopen() & ENABLED) != 0;
    }

    /** True when data may go with a SYN on this way now: the SYN is better put off until there is some. */
    boolean maySendData(long now, Path path, TcpSettings settings) {
        return !isOff(now) && (goesWithoutCookie(settings) || cookie(path) != null);
    }

    /**
     * Sends the SYN, with as many of the first bytes as it takes.
     *
     * @return how many; 0 when the server must be asked for a cookie first
     */
    int open(long now, TcpConnection connection, byte[] bytes, int at, int length) {
        FastOpenUse use = use(connection);
        use.deferred = false;
        Path path = connection.path();
        FastOpenMemory memory = memory(path);
        int taken = 0;
        if (!isOff(now)) {
            use.isTrial = timesOff > 0;
            if (maySendData(now, path, connection.settings())) {
                use.option = goesWithoutCookie(connection.settings()) ? null : memory.cookie;
                int mss = memory.mssBytes > 0 ? memory.mssBytes : connection.advertisedMss;
                taken = connection.sender.buffer.append(bytes, at, Math.min(length, room(connection, mss)));
                use.dataSent = taken > 0;
            } else {
                use.option = memory.request();
            }
        }
        FastOpenCookie option = use.option;
        use.asked = option != null;
        use.experimental = option != null && option.experimental();
        Opening.begin(now, connection, taken);
        use.option = null;
        return taken;
    }

    /**
     * The SYN-ACK came.
     *
     * @param resent SYNs that were sent again
     * @param taken it acknowledges all data that went with the SYN
     */
    void answered(TcpConnection connection, Segment segment, int resent, boolean taken) {
        FastOpenUse use = connection.fastOpen;
        if (use == null) {
            return;
        }
        FastOpenMemory memory = memory(connection.path());
        FastOpenCookie told = use.asked ? segment.fastOpenCookie() : null;
        if (told != null && told.isRequest()) {
            told = null;
        }
        memory.learn(connection.sender.peerMssBytes, told);
        if (use.asked && told == null && resent == 0 && !use.dataSent) {
            memory.unanswered(use.experimental);
        }
        if (use.dataSent) {
            use.dataTaken = taken;
            tcp.counters.add(taken ? Mib.TCP_FAST_OPEN_ACTIVE : Mib.TCP_FAST_OPEN_ACTIVE_FAIL);
        }
    }

    /** A time-out of such a connection: the third in a row, or the last, is the network's fault. */
    void timedOut(long now, TcpConnection connection, boolean givenUp) {
        int timeouts = connection.sender.retries;
        if (isActive(connection) && (timeouts == SUSPICIOUS_TIMEOUTS || (timeouts < SUSPICIOUS_TIMEOUTS && givenUp))) {
            switchOff(now);
        }
    }

    /** A reset that does not fit came before any data. */
    void strangeReset(long now, TcpConnection connection) {
        if (isActive(connection) && connection.receiver.dataSegmentsIn == 0) {
            switchOff(now);
        }
    }

    /** A connection is over: a trial that brought data proves the network well; a FIN and no data, the contrary. */
    void over(long now, TcpConnection connection) {
        FastOpenUse use = connection.fastOpen;
        if (use == null || !use.asked) {
            return;
        }
        if (connection.receiver.dataSegmentsIn == 0) {
            if (connection.receiver.hasOnlyFinAhead()) {
                switchOff(now);
            }
        } else if (use.isTrial && !connection.path().isLoopback()) {
            timesOff = 0;
        }
    }

    /** {@code tcp_fastopen_blackhole_timeout_sec} was set. */
    void forgetBlackholes() {
        timesOff = 0;
    }

    private boolean isOff(long now) {
        long pause = tcp.config().fastopenBlackholeTimeoutSec() * 1_000_000_000L;
        return pause > 0 && timesOff > 0 && now < offSinceNanos + (pause << Math.min(timesOff - 1, MOST_DOUBLINGS));
    }

    private void switchOff(long now) {
        if (tcp.config().fastopenBlackholeTimeoutSec() > 0) {
            timesOff++;
            offSinceNanos = now;
            tcp.counters.add(Mib.TCP_FAST_OPEN_BLACKHOLES);
        }
    }

    private boolean goesWithoutCookie(TcpSettings settings) {
        return (tcp.config().fastopen() & WITHOUT_COOKIE) != 0
                || settings.fastOpen().withoutCookie();
    }

    private static boolean isActive(TcpConnection connection) {
        FastOpenUse use = connection.fastOpen;
        return use != null && !use.isChild && (use.asked || use.dataSent);
    }

    /** Data that a SYN takes. */
    private static int room(TcpConnection connection, int mss) {
        int headers = (connection.isV4() ? 40 : 60);
        int bound = connection.settings().maxSegmentBytes();
        int most = Math.min(connection.path().mtuBytes() - headers, bound > 0 ? Math.min(bound, mss) : mss);
        return Math.max(0, Math.max(most, Sender.SMALLEST_SEGMENT_BYTES) - OPTION_ROOM_BYTES);
    }

    private static FastOpenUse use(TcpConnection connection) {
        FastOpenUse use = connection.fastOpen;
        if (use == null) {
            use = FastOpenUse.ofClient(false);
            connection.fastOpen = use;
        }
        return use;
    }

    private static @Nullable FastOpenCookie cookie(Path path) {
        FastOpenMemory memory = path.fastOpen;
        return memory == null ? null : memory.cookie;
    }

    private static FastOpenMemory memory(Path path) {
        FastOpenMemory memory = path.fastOpen;
        if (memory == null) {
            memory = new FastOpenMemory();
            path.fastOpen = memory;
        }
        return memory;
    }
}
