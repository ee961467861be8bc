package dev.netrarium.cli.kernel;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where the fields of {@code struct tcp_info} are, as Linux 6 fills it; older kernels fill less of it. */
final class KernelTcpInfo {
    static final int TCP_INFO = 11;

    /** More than any kernel fills. */
    private static final int BYTES = 512;

    private static final String BYTE_FIELDS = "state ca_state retransmits probes backoff options";

    private static final int FIRST_WORD = 8;
    private static final String WORDS = "rto ato snd_mss rcv_mss unacked sacked lost retrans fackets last_data_sent"
            + " last_ack_sent last_data_recv last_ack_recv pmtu rcv_ssthresh rtt rttvar snd_ssthresh snd_cwnd advmss"
            + " reordering rcv_rtt rcv_space total_retrans";

    private static final int FIRST_RATE = 104;
    private static final String RATES = "pacing_rate max_pacing_rate bytes_acked bytes_received";

    private static final int FIRST_COUNT = 136;
    private static final String COUNTS = "segs_out segs_in notsent_bytes min_rtt data_segs_in data_segs_out";

    private static final int FIRST_TIME = 160;
    private static final String TIMES = "delivery_rate busy_time rwnd_limited sndbuf_limited";

    private static final int DELIVERED = 192;
    private static final int BYTES_SENT = 200;
    private static final int FIRST_LATER = 216;
    private static final String LATER = "dsack_dups reord_seen rcv_ooopack snd_wnd rcv_wnd rehash";

    private static final int FIRST_ACCURATE_ECN = 248;
    private static final String ACCURATE_ECN = "received_ce delivered_e1_bytes delivered_e0_bytes delivered_ce_bytes"
            + " received_e1_bytes received_e0_bytes received_ce_bytes";

    private record Field(int at, int bytes) {}

    private static final Map<String, Field> FIELDS = fields();

    private KernelTcpInfo() {}

    private static Map<String, Field> fields() {
        Map<String, Field> fields = new TreeMap<>();
        put(fields, BYTE_FIELDS, 0, Byte.BYTES);
        put(fields, WORDS, FIRST_WORD, Integer.BYTES);
        put(fields, RATES, FIRST_RATE, Long.BYTES);
        put(fields, COUNTS, FIRST_COUNT, Integer.BYTES);
        put(fields, TIMES, FIRST_TIME, Long.BYTES);
        put(fields, "delivered delivered_ce", DELIVERED, Integer.BYTES);
        put(fields, "bytes_sent bytes_retrans", BYTES_SENT, Long.BYTES);
        put(fields, LATER, FIRST_LATER, Integer.BYTES);
        put(fields, ACCURATE_ECN, FIRST_ACCURATE_ECN, Integer.BYTES);
        return fields;
    }

    private static void put(Map<String, Field> fields, String names, int first, int bytes) {
        int at = first;
        for (String name : names.split(" ")) {
            fields.put("tcpi_" + name, new Field(at, bytes));
            at += bytes;
        }
    }

    /** Memory for the structure. */
    static byte[] empty() {
        return new byte[BYTES];
    }

    /** A field such as {@code tcpi_snd_cwnd}; null when there is none. */
    static @Nullable Long field(byte[] info, String name) {
        ByteBuffer b = ByteBuffer.wrap(info).order(ByteOrder.nativeOrder());
        if (name.equals("tcpi_snd_wscale") || name.equals("tcpi_rcv_wscale")) {
            int both = b.get(6) & 0xff;
            return (long) (name.startsWith("tcpi_snd") ? both & 0xf : both >> 4);
        }
        Field field = FIELDS.get(name);
        if (field == null) {
            return null;
        }
        return switch (field.bytes) {
            case Byte.BYTES -> (long) (b.get(field.at) & 0xff);
            case Integer.BYTES -> Integer.toUnsignedLong(b.getInt(field.at));
            default -> b.getLong(field.at);
        };
    }
}
