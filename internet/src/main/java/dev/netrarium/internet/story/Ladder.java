package dev.netrarium.internet.story;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Draws journeys as a sequence diagram: a column for each host that made or took a packet, time going down, an arrow for
 * each packet, and a broken arrow with its reason for each that was lost.
 */
public final class Ladder {
    private static final int COLUMN = 22;
    private static final int TIME = 13;

    /** More columns than this do not fit a screen; hosts seen later share the last one. */
    private static final int MAX_COLUMNS = 8;

    private Ladder() {}

    /** The diagram, one line an element. Hosts that only pass packets on, and their address resolution, are left out. */
    public static List<String> draw(List<Journey> journeys) {
        List<String> hosts = speakers(journeys);
        List<String> lines = new ArrayList<>();
        lines.add(heading(hosts));
        for (Journey journey : journeys) {
            if (hosts.contains(journey.from()) && (hosts.contains(journey.to()) || journey.lost() != null)) {
                lines.add(line(hosts, journey));
            }
        }
        return lines;
    }

    /** Those who make packets for their own sake, in the order of their first one. */
    private static List<String> speakers(List<Journey> journeys) {
        List<String> hosts = new ArrayList<>();
        for (Journey journey : journeys) {
            if (journey.layer() != Layer.ARP) {
                add(hosts, journey.from());
            }
        }
        return hosts;
    }

    private static void add(List<String> hosts, String host) {
        if (!hosts.contains(host) && hosts.size() < MAX_COLUMNS) {
            hosts.add(host);
        }
    }

    private static String heading(List<String> hosts) {
        StringBuilder line = new StringBuilder(" ".repeat(TIME - 3)).append("ms ");
        for (String host : hosts) {
            line.append(String.format(Locale.ROOT, "%-" + COLUMN + "s", cut(host, COLUMN - 1)));
        }
        return line.toString().stripTrailing();
    }

    private static String line(List<String> hosts, Journey journey) {
        int from = column(hosts, journey.from());
        boolean lost = journey.lost() != null;
        // What was lost before it reached a column ends beside its own: towards the others, there is but one way.
        int to = hosts.contains(journey.to()) ? column(hosts, journey.to()) : from;
        if (to == from) {
            to = from + (from + 1 < hosts.size() ? 1 : -1);
        }
        char[] row = new char[Math.max(1, hosts.size()) * COLUMN];
        java.util.Arrays.fill(row, ' ');
        for (int i = 0; i < hosts.size(); i++) {
            row[i * COLUMN] = '│';
        }
        arrow(row, from, Math.max(0, Math.min(to, hosts.size() - 1)), journey.label(), lost);
        String time = String.format(Locale.ROOT, "%" + (TIME - 3) + ".3f   ", journey.sentNanos() / 1e6);
        String note =
                lost ? "  ✗ " + journey.lost() : journey.why().startsWith("sent again") ? "  ↻ " + journey.why() : "";
        return (time + new String(row).stripTrailing() + note).stripTrailing();
    }

    private static void arrow(char[] row, int from, int to, String label, boolean lost) {
        int left = Math.min(from, to) * COLUMN + 1;
        int right = Math.max(from, to) * COLUMN - 1;
        if (right <= left) {
            return;
        }
        for (int i = left; i <= right; i++) {
            row[i] = '─';
        }
        if (to > from) {
            row[right] = lost ? '✗' : '►';
        } else {
            row[left] = lost ? '✗' : '◄';
        }
        String text = " " + cut(label, Math.max(1, right - left - 4)) + " ";
        int at = left + Math.max(1, (right - left - text.length()) / 2);
        for (int i = 0; i < text.length() && at + i < right; i++) {
            row[at + i] = text.charAt(i);
        }
    }

    private static int column(List<String> hosts, String host) {
        int at = hosts.indexOf(host);
        return at >= 0 ? at : Math.max(0, hosts.size() - 1);
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, Math.max(0, length - 1)) + "…";
    }
}
