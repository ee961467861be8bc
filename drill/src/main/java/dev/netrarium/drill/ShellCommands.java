package dev.netrarium.drill;

import dev.netrarium.drill.system.SystemUnderTest;
import dev.netrarium.drill.system.UnsupportedException;
import dev.netrarium.stack.RouteMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What back-quoted commands do. None is executed: those that scripts use are known by their looks and done to the host
 * under test; any other makes the script unsupported.
 */
final class ShellCommands {
    private final SystemUnderTest tested;
    private Map<String, Long> counted = new TreeMap<>();
    private final Map<String, String> restorable = new TreeMap<>();

    ShellCommands(SystemUnderTest tested) {
        this.tested = tested;
    }

    void run(String commands) throws Failure {
        String joined = commands.replaceAll("\\\\\\s*\\n", " ").replaceAll("(?m)(^|\\s)#.*$", "");
        for (String command : joined.split("[\\n;]|&&")) {
            String line = command.strip().replaceAll("\\s+", " ");
            if (!line.isEmpty()) {
                one(line);
            }
        }
    }

    private void one(String line) throws Failure {
        List<String> words = words(line);
        String program = words.getFirst();
        List<String> rest = words.subList(1, words.size());
        if (program.endsWith("defaults.sh")) {
            LinuxProfile.apply(tested);
        } else if (program.equals("sysctl") || program.endsWith("set_sysctls.py")) {
            sysctl(rest, line);
        } else if (program.matches("/tmp/sysctl_restore_\\S*\\.sh")) {
            restore();
        } else if (line.matches("ip tcp_metrics flush( all)?")) {
            does(tested::forgetMetrics);
        } else if (line.matches("ip( -[46])? route change .*")) {
            route(words, line);
        } else if (line.matches("tc qdisc (replace|add|change) dev tun0 root [a-z_]+")) {
            does(() -> tested.queueDiscipline(words.getLast()));
        } else if (line.matches("tc qdisc delete dev tun0 root.*")) {
            does(() -> tested.queueDiscipline("pfifo"));
        } else if (line.matches("ethtool -K tun0 (tso off ?|gso off ?)+")) {
            return; // as the interface is anyway
        } else if (line.matches("nstat( -n| -s| -r)*( >/dev/null| > /dev/null)?")) {
            remember();
        } else if (line.matches("nstat.*\\| ?grep -?[q ]*\\S+ ?\\| ?grep .*")) {
            nstat(line);
        } else if (!program.equals("sleep") || !line.equals("sleep 0")) {
            throw Failure.unsupported("command `" + line + "`");
        }
    }

    /** The knobs as they were when the script first turned them: {@code set_sysctls.py} writes a script that does this. */
    private void restore() throws Failure {
        for (Map.Entry<String, String> knob : restorable.entrySet()) {
            does(() -> tested.sysctl(knob.getKey(), knob.getValue()));
        }
        restorable.clear();
    }

    /** What a command does to the system. */
    private interface Effect {
        void happen() throws UnsupportedException;
    }

    private static void does(Effect effect) throws Failure {
        try {
            effect.happen();
        } catch (UnsupportedException e) {
            throw Failure.unsupported(String.valueOf(e.getMessage()));
        }
    }

    private static List<String> words(String line) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        char quote = 0;
        for (char c : line.toCharArray()) {
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
                if (quote != 0) {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
            } else if (c == ' ') {
                words.add(word.toString());
                word.setLength(0);
            } else {
                word.append(c);
            }
        }
        words.add(word.toString());
        return words;
    }

    private void sysctl(List<String> assignments, String line) throws Failure {
        for (String each : assignments) {
            if (each.startsWith("-") || each.startsWith(">")) {
                continue;
            }
            int equals = each.indexOf('=');
            if (equals < 1) {
                throw Failure.unsupported("command `" + line + "`");
            }
            String name =
                    each.substring(0, equals).replaceFirst("^/proc/sys/", "").replace('/', '.');
            String before = tested.sysctl(name);
            if (before != null) {
                restorable.putIfAbsent(name, before);
            }
            does(() -> tested.sysctl(name, each.substring(equals + 1)));
        }
    }

    /** {@code ip route change X via Y dev tun0 advmss N mtu lock M initcwnd K rto_min Tms features ecn}. */
    private void route(List<String> words, String line) throws Failure {
        int mtu = 0;
        boolean locked = false;
        int mss = 0;
        int cwnd = 0;
        long rto = 0;
        boolean ecn = false;
        int i = words.indexOf("change") + 2;
        try {
            while (i < words.size()) {
                switch (words.get(i)) {
                    case "via", "dev", "proto", "src", "metric" -> {}
                    case "mtu" -> {
                        locked = words.get(i + 1).equals("lock");
                        i += locked ? 1 : 0;
                        mtu = Integer.parseInt(words.get(i + 1));
                    }
                    case "advmss" -> mss = Integer.parseInt(words.get(i + 1));
                    case "initcwnd" -> cwnd = Integer.parseInt(words.get(i + 1));
                    case "rto_min" -> {
                        String text = words.get(i + 1).replace("ms", "");
                        rto = Long.parseLong(text) * 1_000_000L;
                    }
                    case "features" -> {
                        if (!words.get(i + 1).equals("ecn")) {
                            throw Failure.unsupported("route feature " + words.get(i + 1) + " in `" + line + "`");
                        }
                        ecn = true;
                    }
                    default -> throw Failure.unsupported("route attribute " + words.get(i) + " in `" + line + "`");
                }
                i += 2;
            }
            tested.route(new RouteMetrics(mtu, locked, mss, cwnd, rto, ecn));
        } catch (IllegalArgumentException | IndexOutOfBoundsException | UnsupportedException e) {
            throw Failure.unsupported("command `" + line + "`");
        }
    }

    /** {@code nstat} tells what was counted since it was last asked. */
    private void remember() {
        counted = tested.counters();
    }

    /** {@code nstat | grep TcpExtX | grep -q " n "}. */
    private void nstat(String line) throws Failure {
        String[] parts = line.split("\\|");
        if (parts.length != 3) {
            throw Failure.unsupported("command `" + line + "`");
        }
        String name = words(parts[1].strip()).getLast();
        String wanted = words(parts[2].strip()).getLast().strip();
        Long counter = tested.counters().get(name);
        if (counter == null || !wanted.matches("[0-9]+")) {
            throw Failure.unsupported("command `" + line + "`");
        }
        long seen = counter - counted.getOrDefault(name, 0L);
        remember();
        if (seen != Long.parseLong(wanted)) {
            throw Failure.of("counter " + name + ": expected " + wanted + ", seen " + seen);
        }
    }
}
