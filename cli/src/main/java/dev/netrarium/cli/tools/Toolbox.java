package dev.netrarium.cli.tools;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** All tools by their names. */
public final class Toolbox {
    private static final Map<String, Supplier<Tool>> TOOLS = new LinkedHashMap<>();

    static {
        TOOLS.put("ping", PingTool::new);
        TOOLS.put("traceroute", TracerouteTool::new);
        TOOLS.put("dig", DigTool::new);
        TOOLS.put("curl", CurlTool::new);
        TOOLS.put("telnet", TelnetTool::new);
        TOOLS.put("nc", NcTool::new);
        TOOLS.put("tcpdump", TcpdumpTool::new);
        TOOLS.put("ip", IpTool::new);
        TOOLS.put("ss", SsTool::new);
        TOOLS.put("arp", ArpTool::new);
        TOOLS.put("netstat", NetstatTool::new);
        TOOLS.put("ifconfig", IfconfigTool::new);
        TOOLS.put("route", RouteTool::new);
        TOOLS.put("dhcp", DhcpTool::new);
        TOOLS.put("sysctl", SysctlTool::new);
    }

    private Toolbox() {}

    /** The names, in the order in which they are shown. */
    public static List<String> names() {
        return List.copyOf(TOOLS.keySet());
    }

    /**
     * Reads a tool's command line.
     *
     * @param words the tool's name and its arguments
     * @throws IllegalArgumentException when there is no such tool; the text names those that are near, or all
     * @throws picocli.CommandLine.ParameterException when the arguments are wrong
     */
    public static ToolRun parse(List<String> words) {
        String name = words.getFirst();
        Supplier<Tool> tool = TOOLS.get(name);
        if (tool == null) {
            throw new IllegalArgumentException("There is no tool \"" + name + "\". " + suggestion(name));
        }
        return ToolRun.parse(tool.get(), words.subList(1, words.size()));
    }

    private static String suggestion(String name) {
        List<String> near = TOOLS.keySet().stream()
                .filter(known -> distance(name, known) <= Math.max(1, known.length() / 3))
                .toList();
        return near.isEmpty()
                ? "There are: " + String.join(", ", TOOLS.keySet()) + "."
                : "Did you mean " + String.join(" or ", near) + "?";
    }

    /** Insertions, deletions and replacements between two words (Levenshtein). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        Arrays.setAll(row, j -> j);
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int above = row[j];
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[b.length()];
    }
}
