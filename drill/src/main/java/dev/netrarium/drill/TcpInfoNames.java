package dev.netrarium.drill;

import dev.netrarium.drill.system.SystemUnderTest;
import dev.netrarium.stack.tcp.TcpState;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The constants that code blocks compare {@code tcp_info} with, and a connection's state in one line. */
final class TcpInfoNames {
    private static final List<String> SHOWN = List.of(
            "snd_cwnd", "snd_ssthresh", "unacked", "sacked", "lost", "retrans", "ca_state", "rto", "rtt", "snd_wnd");

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

    /** The state of a connection in one line, for people; empty when there is none. */
    static String shown(SystemUnderTest system, int fd) {
        Long state = system.tcpInfo(fd, "tcpi_state");
        if (state == null) {
            return "";
        }
        StringBuilder text = new StringBuilder(stateName(state));
        for (String name : SHOWN) {
            Long value = system.tcpInfo(fd, "tcpi_" + name);
            if (value != null) {
                boolean none = name.equals("snd_ssthresh") && value == Integer.MAX_VALUE;
                text.append(' ').append(name).append(' ').append(none ? "none" : value.toString());
            }
        }
        return text.toString();
    }

    private static String stateName(long number) {
        for (TcpState state : TcpState.values()) {
            if (state.linuxNumber() == number) {
                return state.shortName();
            }
        }
        return "state " + number;
    }
}
