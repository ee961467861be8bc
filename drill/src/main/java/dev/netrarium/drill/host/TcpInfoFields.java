package dev.netrarium.drill.host;

import dev.netrarium.stack.tcp.TcpInfo;
import org.jspecify.annotations.Nullable;

/** The fields of {@code tcp_info}, by Linux's names and in its units. */
final class TcpInfoFields {
    private TcpInfoFields() {}

    /** A field such as {@code tcpi_snd_cwnd}; null when there is none. */
    static @Nullable Long of(TcpInfo info, String name) {
        return switch (name) {
            case "tcpi_state" -> (long) info.state().linuxNumber();
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
            case "tcpi_delivered_ce" -> info.deliveredCe();
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
}
