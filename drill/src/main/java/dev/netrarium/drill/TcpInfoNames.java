package dev.netrarium.drill;

import dev.netrarium.stack.tcp.TcpInfo;
import dev.netrarium.stack.tcp.TcpState;
import org.jspecify.annotations.Nullable;

/** What code blocks may ask of a connection: the fields of {@code tcp_info}, in Linux's names and units. */
final class TcpInfoNames {
    private TcpInfoNames() {}

    /** A constant such as {@code TCP_ESTABLISHED}; null when there is none. */
    static @Nullable Long constant(String name) {
        return switch (name) {
            case "TCP_CA_Open" -> 0L;
            case "TCP_CA_Disorder" -> 1L;
            case "TCP_CA_CWR" -> 2L;
            case "TCP_CA_Recovery" -> 3L;
            case "TCP_CA_Loss" -> 4L;
            case "TCPI_OPT_TIMESTAMPS" -> 1L;
            case "TCPI_OPT_SACK" -> 2L;
            case "TCPI_OPT_WSCALE" -> 4L;
            case "TCPI_OPT_ECN" -> 8L;
            case "TCPI_OPT_ECN_SEEN" -> 16L;
            case "TCPI_OPT_SYN_DATA" -> 32L;
            case "TCPI_OPT_USEC_TS" -> 64L;
            case "TCPI_OPT_TFO_CHILD" -> 128L;
            case "TCP_ESTABLISHED" -> state(TcpState.ESTABLISHED);
            case "TCP_SYN_SENT" -> state(TcpState.SYN_SENT);
            case "TCP_SYN_RECV" -> state(TcpState.SYN_RECEIVED);
            case "TCP_FIN_WAIT1" -> state(TcpState.FIN_WAIT_1);
            case "TCP_FIN_WAIT2" -> state(TcpState.FIN_WAIT_2);
            case "TCP_TIME_WAIT" -> state(TcpState.TIME_WAIT);
            case "TCP_CLOSE" -> state(TcpState.CLOSED);
            case "TCP_CLOSE_WAIT" -> state(TcpState.CLOSE_WAIT);
            case "TCP_LAST_ACK" -> state(TcpState.LAST_ACK);
            case "TCP_LISTEN" -> state(TcpState.LISTEN);
            case "TCP_CLOSING" -> state(TcpState.CLOSING);
            default -> null;
        };
    }

    private static long state(TcpState state) {
        return state.linuxNumber();
    }

    /** A field such as {@code tcpi_snd_cwnd}; null when there is none. */
    static @Nullable Long field(TcpInfo info, String name) {
        return switch (name) {
            case "tcpi_state" -> state(info.state());
            case "tcpi_ca_state" -> (long) info.caState();
            case "tcpi_retransmits" -> (long) info.retransmits();
            case "tcpi_probes" -> (long) info.probes();
            case "tcpi_backoff" -> (long) info.backoff();
            case "tcpi_options" -> (long) info.options();
            case "tcpi_snd_wscale" -> (long) info.sendWindowScale();
            case "tcpi_rcv_wscale" -> (long) info.receiveWindowScale();
            case "tcpi_rto" -> info.rtoMicros();
            case "tcpi_ato" -> info.atoMicros();
            case "tcpi_snd_mss" -> (long) info.sendMssBytes();
            case "tcpi_rcv_mss" -> (long) info.receiveMssBytes();
            case "tcpi_unacked" -> (long) info.unacked();
            case "tcpi_sacked" -> (long) info.sacked();
            case "tcpi_lost" -> (long) info.lost();
            case "tcpi_retrans" -> (long) info.retransmitted();
            case "tcpi_last_data_sent" -> info.lastDataSentMillis();
            case "tcpi_last_data_recv" -> info.lastDataReceivedMillis();
            case "tcpi_last_ack_recv" -> info.lastAckReceivedMillis();
            case "tcpi_pmtu" -> (long) info.pathMtuBytes();
            case "tcpi_rcv_ssthresh" -> (long) info.receiveSsthreshBytes();
            case "tcpi_rtt" -> info.rttMicros();
            case "tcpi_rttvar" -> info.rttVarianceMicros();
            case "tcpi_snd_ssthresh" -> (long) info.sendSsthresh();
            case "tcpi_snd_cwnd" -> (long) info.sendCwnd();
            case "tcpi_advmss" -> (long) info.advertisedMssBytes();
            case "tcpi_reordering" -> (long) info.reordering();
            case "tcpi_total_retrans" -> (long) info.totalRetransmits();
            case "tcpi_bytes_acked" -> info.bytesAcked();
            case "tcpi_bytes_received" -> info.bytesReceived();
            case "tcpi_segs_out" -> info.segmentsOut();
            case "tcpi_segs_in" -> info.segmentsIn();
            case "tcpi_notsent_bytes" -> (long) info.notSentBytes();
            case "tcpi_min_rtt" -> info.minRttMicros();
            case "tcpi_data_segs_out" -> info.dataSegmentsOut();
            case "tcpi_data_segs_in" -> info.dataSegmentsIn();
            case "tcpi_delivered" -> info.delivered();
            case "tcpi_snd_wnd" -> (long) info.sendWindowBytes();
            case "tcpi_rcv_wnd" -> (long) info.receiveWindowBytes();
            case "tcpi_rcv_rtt" -> info.receiveRttMicros();
            case "tcpi_rcv_space" -> (long) info.receiveSpaceBytes();
            case "tcpi_pacing_rate" -> info.pacingRate();
            case "tcpi_max_pacing_rate" -> info.maxPacingRate();
            case "tcpi_delivery_rate" -> info.deliveryRate();
            case "tcpi_delivery_rate_app_limited" -> info.deliveryRateAppLimited() ? 1L : 0L;
            case "tcpi_busy_time" -> info.busyMicros();
            case "tcpi_rwnd_limited" -> info.receiveWindowLimitedMicros();
            case "tcpi_sndbuf_limited" -> info.sendBufferLimitedMicros();
            case "tcpi_delivered_ce" -> info.deliveredCe();
            case "tcpi_bytes_sent" -> info.bytesSent();
            case "tcpi_bytes_retrans" -> info.bytesRetransmitted();
            case "tcpi_dsack_dups" -> (long) info.dsackDuplicates();
            case "tcpi_reord_seen" -> (long) info.reorderingSeen();
            case "tcpi_rcv_ooopack" -> info.outOfOrderSegments();
            case "tcpi_total_rto" -> (long) info.totalRto();
            case "tcpi_total_rto_recoveries" -> (long) info.totalRtoRecoveries();
            case "tcpi_total_rto_time" -> info.totalRtoMillis();
            default -> null;
        };
    }

    /** The state in one line, for people. */
    static String shown(TcpInfo info) {
        return info.state().shortName() + " cwnd " + info.sendCwnd() + " ssthresh "
                + (info.sendSsthresh() == Integer.MAX_VALUE ? "none" : info.sendSsthresh()) + " unacked "
                + info.unacked() + " sacked " + info.sacked() + " lost " + info.lost() + " retrans "
                + info.retransmitted() + " ca " + info.caState() + " rto " + info.rtoMicros() / 1000 + " ms rtt "
                + info.rttMicros() + " us window " + info.sendWindowBytes();
    }
}
