package dev.netrarium.drill;

import dev.netrarium.drill.system.SystemUnderTest;
import dev.netrarium.drill.system.UnsupportedException;
import java.util.ArrayList;
import java.util.List;

/**
 * The one profile of all scripts: a Linux host as the packetdrill scripts of its kernel set it up. A knob that a host
 * here does not have is told by {@link #missing}; a script that turns such a knob itself is unsupported.
 */
final class LinuxProfile {
    private static final List<String[]> KNOBS = List.of(
            knob("tcp_rmem", "4096 540000 15728640"),
            knob("tcp_wmem", "4096 262144 4194304"),
            knob("tcp_timestamps", "1"),
            knob("tcp_syn_retries", "5"),
            knob("tcp_syn_linear_timeouts", "0"),
            knob("tcp_synack_retries", "5"),
            knob("tcp_frto", "2"),
            knob("tcp_sack", "1"),
            knob("tcp_dsack", "1"),
            knob("tcp_fack", "0"),
            knob("tcp_reordering", "3"),
            knob("tcp_congestion_control", "cubic"),
            knob("tcp_slow_start_after_idle", "0"),
            knob("tcp_early_retrans", "4"),
            knob("tcp_recovery", "1"),
            knob("tcp_tso_win_divisor", "3"),
            knob("tcp_ecn", "0"),
            knob("tcp_ecn_option", "2"),
            knob("tcp_pacing_ss_ratio", "200"),
            knob("tcp_pacing_ca_ratio", "120"),
            knob("tcp_notsent_lowat", "4294967295"),
            knob("tcp_fastopen", "0x70403"),
            knob("tcp_fastopen_key", "a1a1a1a1-b2b2b2b2-c3c3c3c3-d4d4d4d4"),
            knob("tcp_syncookies", "1"));

    private LinuxProfile() {}

    private static String[] knob(String name, String value) {
        return new String[] {"net.ipv4." + name, value};
    }

    /** Turns the knobs that the system has, as far as it lets them be turned. */
    static void apply(SystemUnderTest system) {
        for (String[] knob : KNOBS) {
            try {
                system.sysctl(knob[0], knob[1]);
            } catch (UnsupportedException e) {
                // told by missing
            }
        }
    }

    /** The profile's knobs that the system does not have. */
    static List<String> missing(SystemUnderTest system) {
        List<String> missing = new ArrayList<>();
        for (String[] knob : KNOBS) {
            if (system.sysctl(knob[0]) == null) {
                missing.add(knob[0]);
            }
        }
        return missing;
    }
}
