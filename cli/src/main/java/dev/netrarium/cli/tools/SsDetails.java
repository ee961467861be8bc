package dev.netrarium.cli.tools;

import dev.netrarium.stack.tcp.TcpInfo;
import dev.netrarium.stack.tcp.TcpTimerEntry;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What {@code ss -i} and {@code ss -o} print of a TCP socket, in iproute2's words, order and units. */
final class SsDetails {
    /** What {@code reordering} is where nothing was reordered. */
    private static final int USUAL_REORDERING = 3;

    /** ss takes a larger slow-start threshold for none. */
    private static final int MOST_SSTHRESH = 0xffff;

    private static final long MICROS_PER_MILLI = 1_000;
    private static final double BITS_PER_BYTE = 8;
    private static final String[] UNITS = {"", "K", "M", "G", "T"};

    private final List<String> words = new ArrayList<>();
    private final boolean numeric;

    private SsDetails(boolean numeric) {
        this.numeric = numeric;
    }

    /**
     * The line of {@code ss -i}.
     *
     * @param numeric rates in full, as {@code -n} has them
     */
    static String info(TcpInfo info, boolean numeric) {
        SsDetails details = new SsDetails(numeric);
        details.path(info);
        details.volume(info);
        details.rates(info);
        details.losses(info);
        details.receiving(info);
        return String.join(" ", details.words);
    }

    /** {@code timer:(on,204ms,1)}. */
    static String timer(TcpTimerEntry timer, long now) {
        long millis = Math.max(0, timer.deadlineNanos() - now) / 1_000_000;
        return "timer:(" + timer.kind().linuxName() + "," + span(millis) + "," + timer.retransmits() + ")";
    }

    private void path(TcpInfo t) {
        flag("ts", t.options(), TcpInfo.TIMESTAMPS);
        flag("sack", t.options(), TcpInfo.SACK);
        flag("ecn", t.options(), TcpInfo.ECN);
        flag("ecnseen", t.options(), TcpInfo.ECN_SEEN);
        flag("fastopen", t.options(), TcpInfo.SYN_DATA);
        words.add(t.congestionControl());
        if ((t.options() & TcpInfo.WINDOW_SCALE) != 0) {
            words.add("wscale:" + t.sendWindowScale() + "," + t.receiveWindowScale());
        }
        millis("rto", t.rtoMicros());
        number("backoff", t.backoff());
        if (t.rttMicros() > 0) {
            words.add("rtt:" + millis(t.rttMicros()) + "/" + millis(t.rttVarianceMicros()));
        }
        millis("ato", t.atoMicros());
        number("mss", t.sendMssBytes());
        number("pmtu", t.pathMtuBytes());
        number("rcvmss", t.receiveMssBytes());
        number("advmss", t.advertisedMssBytes());
        number("cwnd", t.sendCwnd());
        if (t.sendSsthresh() < MOST_SSTHRESH) {
            number("ssthresh", t.sendSsthresh());
        }
    }

    private void volume(TcpInfo t) {
        number("bytes_sent", t.bytesSent());
        number("bytes_retrans", t.bytesRetransmitted());
        number("bytes_acked", t.bytesAcked());
        number("bytes_received", t.bytesReceived());
        number("segs_out", t.segmentsOut());
        number("segs_in", t.segmentsIn());
        number("data_segs_out", t.dataSegmentsOut());
        number("data_segs_in", t.dataSegmentsIn());
    }

    private void rates(TcpInfo t) {
        if (t.rttMicros() > 0) {
            rate("send", (double) t.sendCwnd() * t.sendMssBytes() * 1e6 / t.rttMicros());
        }
        number("lastsnd", t.lastDataSentMillis());
        number("lastrcv", t.lastDataReceivedMillis());
        number("lastack", t.lastAckReceivedMillis());
        if (t.pacingRate() > 0) {
            words.add("pacing_rate " + bits(t.pacingRate())
                    + (t.maxPacingRate() == TcpInfo.UNLIMITED_RATE ? "" : "/" + bits(t.maxPacingRate())));
        }
        if (t.deliveryRate() > 0) {
            rate("delivery_rate", t.deliveryRate());
        }
        number("delivered", t.delivered());
        number("delivered_ce", t.deliveredCe());
        if (t.deliveryRateAppLimited()) {
            words.add("app_limited");
        }
        if (t.busyMicros() > 0) {
            words.add("busy:" + t.busyMicros() / MICROS_PER_MILLI + "ms");
            share("rwnd_limited", t.receiveWindowLimitedMicros(), t.busyMicros());
            share("sndbuf_limited", t.sendBufferLimitedMicros(), t.busyMicros());
        }
    }

    private void losses(TcpInfo t) {
        number("unacked", t.unacked());
        if (t.retransmitted() > 0 || t.totalRetransmits() > 0) {
            words.add("retrans:" + t.retransmitted() + "/" + t.totalRetransmits());
        }
        number("lost", t.lost());
        number("sacked", t.sacked());
        number("dsack_dups", t.dsackDuplicates());
        if (t.reordering() != USUAL_REORDERING) {
            number("reordering", t.reordering());
        }
        number("reord_seen", t.reorderingSeen());
    }

    private void receiving(TcpInfo t) {
        millis("rcv_rtt", t.receiveRttMicros());
        number("rcv_space", t.receiveSpaceBytes());
        number("rcv_ssthresh", t.receiveSsthreshBytes());
        number("notsent", t.notSentBytes());
        millis("minrtt", t.minRttMicros());
        number("rcv_ooopack", t.outOfOrderSegments());
        number("snd_wnd", t.sendWindowBytes());
        number("rcv_wnd", t.receiveWindowBytes());
    }

    private void flag(String name, int options, int bit) {
        if ((options & bit) != 0) {
            words.add(name);
        }
    }

    private void number(String name, long value) {
        if (value != 0) {
            words.add(name + ":" + value);
        }
    }

    private void millis(String name, long micros) {
        if (micros != 0) {
            words.add(name + ":" + millis(micros));
        }
    }

    private void rate(String name, double bytesPerSecond) {
        words.add(name + " " + bits(bytesPerSecond));
    }

    private void share(String name, long micros, long ofMicros) {
        if (micros > 0) {
            words.add(String.format(
                    Locale.ROOT, "%s:%dms(%.1f%%)", name, micros / MICROS_PER_MILLI, 100.0 * micros / ofMicros));
        }
    }

    /** Bits per second with three digits and a unit, or in full. */
    private String bits(double bytesPerSecond) {
        double bits = bytesPerSecond * BITS_PER_BYTE;
        if (numeric) {
            return new BigDecimal(bits).setScale(0, RoundingMode.HALF_EVEN).toPlainString() + "bps";
        }
        int unit = 0;
        while (bits > 1000 && unit < UNITS.length - 1) {
            bits /= 1000;
            unit++;
        }
        return digits(bits, 3) + UNITS[unit] + "bps";
    }

    /** Milliseconds as C's {@code %g} prints them. */
    private static String millis(long micros) {
        return digits(micros / (double) MICROS_PER_MILLI, 6);
    }

    private static String digits(double value, int significant) {
        return BigDecimal.valueOf(value)
                .round(new MathContext(significant, RoundingMode.HALF_EVEN))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** {@code 119min}, {@code 1min2sec}, {@code 59sec}, {@code 1.204ms} (which means 1204 ms), {@code 204ms}. */
    private static String span(long millis) {
        long minutes = millis / 60_000;
        long seconds = minutes > 9 ? 0 : millis / 1000 % 60;
        long rest = minutes > 0 || seconds > 9 ? 0 : millis % 1000;
        return (minutes > 0 ? minutes + "min" : "")
                + (seconds > 0 ? seconds + (rest > 0 ? "." : "sec") : "")
                + (rest > 0 ? String.format(Locale.ROOT, "%03dms", rest) : "");
    }
}
