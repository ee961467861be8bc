package dev.netrarium.cli.tools;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names of well-known ports: the few lines of {@code /etc/services} that networks of textbooks use. */
final class Services {
    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(7, "echo"),
            Map.entry(9, "discard"),
            Map.entry(13, "daytime"),
            Map.entry(19, "chargen"),
            Map.entry(21, "ftp"),
            Map.entry(22, "ssh"),
            Map.entry(23, "telnet"),
            Map.entry(25, "smtp"),
            Map.entry(37, "time"),
            Map.entry(53, "domain"),
            Map.entry(67, "bootps"),
            Map.entry(68, "bootpc"),
            Map.entry(69, "tftp"),
            Map.entry(80, "http"),
            Map.entry(110, "pop3"),
            Map.entry(123, "ntp"),
            Map.entry(143, "imap2"),
            Map.entry(443, "https"));

    private Services() {}

    /** A port by its name where it has one, else its number. */
    static String name(int port) {
        String name = NAMES.get(port);
        return name == null ? Integer.toString(port) : name;
    }

    /** The port that a name or a number means, or null. */
    static @Nullable Integer port(String text) {
        if (!text.isEmpty() && text.length() <= 5 && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            int port = Integer.parseInt(text);
            return port <= 65535 ? port : null;
        }
        for (Map.Entry<Integer, String> each : NAMES.entrySet()) {
            if (each.getValue().equals(text)) {
                return each.getKey(); // names are unique, so the order does not matter
            }
        }
        return null;
    }
}
