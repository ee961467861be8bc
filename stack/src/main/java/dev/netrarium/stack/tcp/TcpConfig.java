package dev.netrarium.stack.tcp;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A host's TCP knobs. Each component is a sysctl of Linux: {@code synRetries} is {@code net.ipv4.tcp_syn_retries};
 * a unit at the end of the Java name ({@code Seconds}, {@code Millis}, {@code Bytes}) is not part of the sysctl's.
 *
 * @param synRetries SYNs sent again before {@code connect} gives up: 6 makes 127 s
 * @param synLinearTimeouts how many of them come 1 s apart before the interval doubles; 0 doubles from the first, as
 *     Linux did before 6.5
 * @param synackRetries SYN-ACKs sent again before a half-open connection is dropped: 5 makes 63 s
 * @param retries2 time-outs of sent data before the connection is given up, reckoned as Linux does in time: 15 makes
 *     924.6 s at the smallest RTO
 * @param orphanRetries the same for a connection that the program has closed; 0 means 8
 * @param maxSynBacklog half-open connections per listener while there are no SYN cookies, beside the listener's own backlog
 * @param syncookies whether a SYN that the SYN queue has no room for is answered with a cookie (RFC 4987 §3.6): 0 no, it is
 *     dropped; 1 yes; 2 every SYN is
 * @param fastopen bits of Fast Open (RFC 7413): 1 as a client, 2 as a server where the listener has TCP_FASTOPEN, 4 a client
 *     sends data without a cookie, 0x200 a server takes it without one, 0x400 every listener does Fast Open
 * @param fastopenKey the key of the server's cookies: four hexadecimal words, perhaps a comma and four of a second key that
 *     is honoured too; empty lets the host draw one
 * @param fastopenBlackholeTimeoutSec how long a client makes no use of Fast Open once the network seems to swallow it,
 *     doubling each time up to 64 times that; 0 never stops it
 * @param maxOrphans connections that no program holds any more; beyond, they are reset
 * @param maxTwBuckets TIME-WAIT entries of the host; beyond, connections close without waiting
 * @param twReuse whether a client may take a port whose last connection to the same server is in TIME-WAIT, trusting timestamps (RFC 6191): 0 no, 1 always, 2 only over loopback
 * @param twReuseDelayMillis the least age in TIME-WAIT at which {@code twReuse} takes a port
 * @param ecn explicit congestion notification (RFC 3168): 0 never, 1 asked for and given, 2 given to who asks
 * @param ecnFallback whether a SYN that is sent again asks no more for it (RFC 3168 §6.1.1.1): 0 or 1
 * @param finTimeoutSeconds how long FIN-WAIT-2 lasts once the program has closed
 * @param keepaliveTimeSeconds idle time before the first keep-alive probe
 * @param keepaliveIntvlSeconds between keep-alive probes
 * @param keepaliveProbes unanswered probes before the connection is given up
 * @param timestamps RFC 7323 timestamps: 0 or 1
 * @param windowScaling RFC 7323 window scale: 0 or 1
 * @param sack RFC 2018 selective acknowledgments: 0 or 1
 * @param dsack whether duplicate segments are reported (RFC 2883): 0 or 1
 * @param recovery RACK (RFC 8985), always on as in current Linux: 2 keeps its reordering window at a quarter of the least
 *     round trip, 4 waits for reordered segments even when many arrived after them; 1 stands for RACK
 * @param earlyRetrans tail loss probes: 3 and 4 on, less off
 * @param frto whether a time-out is looked at with suspicion (RFC 5682): 0 no, else yes
 * @param rmem receive buffer, in Linux's accounting: half of it is window
 * @param wmem send buffer
 * @param moderateRcvbuf whether the receive buffer grows with what the program reads per round trip: 0 or 1
 * @param advWinScale how much of a receive buffer is window: 1 the half, n all but 2^-n, -n 2^-n of it. (Linux learns this
 *     from the overhead of what comes since 6.6; here the overhead is always as large as the data)
 * @param shrinkWindow whether a scaled window may be taken back when memory runs short: 0 or 1
 * @param notsentLowat bytes written and not yet sent beyond which a socket is not writable, unless it says otherwise
 * @param compSackDelayNs how long, at most, an ACK that only tells of more data beyond the same gap may wait; it waits 5 %
 *     of the round trip
 * @param compSackSlackNs how much later it leaves (on Linux at most, so that timers can be joined)
 * @param compSackNr how many of them one ACK may stand for; 0 sends each
 * @param stdurg where the urgent pointer points: 0 after the urgent byte, 1 to it (RFC 1122 §4.2.2.4)
 * @param retries1 time-outs after which the path itself is doubted, reckoned in time as {@code retries2}
 * @param mtuProbing RFC 4821: 0 no, 1 when a black hole is suspected, 2 from the beginning
 * @param baseMss the size that probing begins with
 * @param mtuProbeFloor no black hole makes segments smaller than this
 * @param minSndMss no path MTU makes segments smaller than this, options included
 * @param probeInterval seconds after which a search that has ended begins anew
 * @param probeThreshold a search ends when its bounds are so many bytes apart
 * @param memBytes bytes that all buffers of the host may hold together (Linux counts pages, and gives itself about a
 *     tenth of the machine; a host here has 256 MiB, whatever the machine)
 * @param abortOnOverflow whether a full accept queue resets instead of staying silent: 0 or 1
 * @param congestionControl how cwnd of new connections grows: {@code reno}, {@code cubic} or {@code bbr}
 * @param pacingSsRatio pacing in slow start, in per cent of cwnd per round trip: 0 to 1000
 * @param pacingCaRatio pacing from half of ssthresh on, in per cent of cwnd per round trip: 0 to 1000
 * @param slowStartAfterIdle whether cwnd decays while the connection is idle (RFC 2861): 0 or 1
 * @param minTsoSegs segments that a burst has at least, where cwnd and window let it
 * @param tsoWinDivisor the share of a window that leaves without waiting for a fuller burst: 3 is a third; 0 never waits
 *     for more than a few segments
 * @param tsoRttLog how fast bursts shrink as the round trip grows: by half for each 2 to this power microseconds
 * @param challengeAckLimit challenge ACKs of the host per second (RFC 5961 §7)
 * @param invalidRatelimitMillis least time between two ACKs of one connection that answer unacceptable segments
 * @param rtoMinMillis least retransmission time-out beyond the round-trip time
 * @param rtoMaxMillis greatest retransmission time-out
 * @param reordering how many segments may arrive before one that was sent earlier: with so many it is lost, until the path
 *     shows that it reorders more
 * @param maxReordering the most that a path can show
 * @param rfc1337 whether TIME-WAIT ignores resets: 0 or 1
 */
public record TcpConfig(
        int synRetries,
        int synLinearTimeouts,
        int synackRetries,
        int retries2,
        int orphanRetries,
        int maxSynBacklog,
        int syncookies,
        int fastopen,
        String fastopenKey,
        int fastopenBlackholeTimeoutSec,
        int maxOrphans,
        int maxTwBuckets,
        int twReuse,
        int twReuseDelayMillis,
        int ecn,
        int ecnFallback,
        int finTimeoutSeconds,
        int keepaliveTimeSeconds,
        int keepaliveIntvlSeconds,
        int keepaliveProbes,
        int timestamps,
        int windowScaling,
        int sack,
        int dsack,
        int recovery,
        int earlyRetrans,
        int frto,
        BufferSizes rmem,
        BufferSizes wmem,
        int moderateRcvbuf,
        int advWinScale,
        int shrinkWindow,
        long notsentLowat,
        long compSackDelayNs,
        long compSackSlackNs,
        int compSackNr,
        int stdurg,
        int retries1,
        int mtuProbing,
        int baseMss,
        int mtuProbeFloor,
        int minSndMss,
        int probeInterval,
        int probeThreshold,
        long memBytes,
        int abortOnOverflow,
        String congestionControl,
        int pacingSsRatio,
        int pacingCaRatio,
        int slowStartAfterIdle,
        int minTsoSegs,
        int tsoWinDivisor,
        int tsoRttLog,
        int challengeAckLimit,
        int invalidRatelimitMillis,
        int rtoMinMillis,
        int rtoMaxMillis,
        int reordering,
        int maxReordering,
        int rfc1337) {

    private static final String PREFIX = "net.ipv4.tcp_";

    public TcpConfig {
        if (rtoMinMillis < 1 || rtoMaxMillis < rtoMinMillis || rtoMaxMillis > 3_600_000) {
            throw new IllegalArgumentException("want 0 < rtoMin <= rtoMax <= 1 h");
        }
        if (synRetries < 0 || synRetries > 127 || synackRetries < 0 || synackRetries > 255 || retries2 < 0) {
            throw new IllegalArgumentException("want retries within 0..127");
        }
        if (finTimeoutSeconds < 0 || keepaliveTimeSeconds < 1 || keepaliveIntvlSeconds < 1 || keepaliveProbes < 1) {
            throw new IllegalArgumentException("want positive times");
        }
        if (twReuse < 0 || twReuse > 2 || twReuseDelayMillis < 1 || twReuseDelayMillis > 60_000) {
            throw new IllegalArgumentException("want tw_reuse within 0..2 and its delay within 1..60000 ms");
        }
        if (ecn < 0 || ecn > 2) {
            throw new IllegalArgumentException("want ecn within 0..2; accurate ECN is not spoken here");
        }
        if (advWinScale < -31 || advWinScale > 31 || notsentLowat < 0 || notsentLowat > 0xffffffffL) {
            throw new IllegalArgumentException("want a scale within -31..31 and 32 bits of bytes");
        }
        if (compSackDelayNs < 0 || compSackSlackNs < 0 || compSackNr < 0 || compSackNr > 255) {
            throw new IllegalArgumentException("want times that are not negative and a number of ACKs within 0..255");
        }
        if (mtuProbing < 0 || mtuProbing > 2 || baseMss < 48 || mtuProbeFloor < 48 || minSndMss < 48) {
            throw new IllegalArgumentException("want probing 0, 1 or 2 and segments of at least 48 bytes");
        }
        if (retries1 < 1 || retries1 > 255 || probeInterval < 0 || probeThreshold < 0) {
            throw new IllegalArgumentException("want retries1 within 1..255 and an interval that is not negative");
        }
        FastOpenKeys.parse(fastopenKey); // throws when it is none
        if (syncookies < 0 || syncookies > 2 || fastopen < 0 || fastopenBlackholeTimeoutSec < 0) {
            throw new IllegalArgumentException(
                    "want syncookies within 0..2, and bits and seconds that are not negative");
        }
        if (!CongestionControl.NAMES.contains(congestionControl)) {
            throw new IllegalArgumentException("no congestion control \"" + congestionControl + "\"; there are "
                    + String.join(", ", CongestionControl.NAMES));
        }
        if (pacingSsRatio < 0 || pacingSsRatio > 1000 || pacingCaRatio < 0 || pacingCaRatio > 1000) {
            throw new IllegalArgumentException("want pacing ratios within 0..1000 %");
        }
        if (minTsoSegs < 1 || tsoWinDivisor < 0 || tsoRttLog < 0 || tsoRttLog > 63) {
            throw new IllegalArgumentException("want tcp_min_tso_segs from 1, tcp_tso_rtt_log within 0..63");
        }
        if (reordering < 1
                || maxReordering < 1
                || memBytes < 0
                || maxTwBuckets < 0
                || maxOrphans < 0
                || maxSynBacklog < 0) {
            throw new IllegalArgumentException("want limits that are not negative");
        }
    }

    /** As a freshly installed Linux has them. */
    public static TcpConfig linux() {
        return new TcpConfig(
                6,
                0,
                5,
                15,
                0,
                4096,
                1,
                1,
                "",
                0,
                65536,
                65536,
                2,
                1000,
                2,
                1,
                60,
                7200,
                75,
                9,
                1,
                1,
                1,
                1,
                1,
                3,
                2,
                new BufferSizes(4096, 131072, 6291456),
                new BufferSizes(4096, 16384, 4194304),
                1,
                1,
                0,
                0xffffffffL,
                1_000_000,
                100_000,
                44,
                0,
                3,
                0,
                1024,
                48,
                48,
                600,
                8,
                1L << 28,
                0,
                "cubic",
                200,
                120,
                1,
                2,
                3,
                9,
                1000,
                500,
                200,
                120_000,
                3,
                300,
                0);
    }

    /** The congestion controls that there are, as {@code net.ipv4.tcp_available_congestion_control} lists them. */
    public static List<String> congestionControls() {
        return CongestionControl.NAMES;
    }

    /** The sysctls by their full names, in the order of the components. */
    public static List<String> names() {
        List<String> names = new ArrayList<>();
        for (RecordComponent component : TcpConfig.class.getRecordComponents()) {
            names.add(sysctlName(component));
        }
        return names;
    }

    /**
     * The value of a sysctl, as {@code sysctl} prints it.
     *
     * @throws IllegalArgumentException when there is no such sysctl
     */
    public String get(String sysctl) {
        for (RecordComponent component : TcpConfig.class.getRecordComponents()) {
            if (sysctlName(component).equals(sysctl)) {
                return String.valueOf(valueOf(component));
            }
        }
        throw new IllegalArgumentException("no such sysctl: " + sysctl);
    }

    /**
     * The same knobs with one changed.
     *
     * @throws IllegalArgumentException when there is no such sysctl or the value does not fit it
     */
    public TcpConfig with(String sysctl, String value) {
        RecordComponent[] components = TcpConfig.class.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        Object[] values = new Object[components.length];
        boolean found = false;
        for (int i = 0; i < components.length; i++) {
            types[i] = components[i].getType();
            values[i] = valueOf(components[i]);
            if (sysctlName(components[i]).equals(sysctl)) {
                found = true;
                values[i] = parse(types[i], value);
            }
        }
        if (!found) {
            throw new IllegalArgumentException("no such sysctl: " + sysctl);
        }
        try {
            return TcpConfig.class.getDeclaredConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    sysctl + " = " + value + ": " + e.getTargetException().getMessage(), e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Object parse(Class<?> type, String value) {
        if (type == BufferSizes.class) {
            return BufferSizes.parse(value);
        }
        if (type == String.class) {
            return value.strip();
        }
        return type == long.class ? (Object) Long.parseLong(value.strip()) : (Object) Integer.decode(value.strip());
    }

    private Object valueOf(RecordComponent component) {
        try {
            return component.getAccessor().invoke(this);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String sysctlName(RecordComponent component) {
        String name = component.getName().replaceFirst("(Seconds|Millis|Bytes)$", "");
        return PREFIX + name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
