package dev.netrarium.cli.tools;

import dev.netrarium.wire.IpFamily;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ip}: addresses, routes, neighbours and links, shown and changed as iproute2 does. */
@Command(
        name = "ip",
        description = "Show or change addresses, routes, neighbours and links.",
        footer = {
            "  ip addr                                  interfaces with their addresses",
            "  ip -br addr                              the same, a line each",
            "  ip route                                 the routing table; ip -6 route: IPv6's",
            "  ip route get 192.0.2.80                  which route a packet takes",
            "  ip neigh                                 whose link addresses are known",
            "  ip -s link                               interfaces and their counters",
            "  ip link set eth0 down                    changes last for the tools that follow",
            "  ip addr add 192.168.1.99/24 dev eth0",
            "  ip route add 10.0.0.0/8 via 192.168.1.1",
            "  ip neigh flush all",
        })
final class IpTool extends Tool {
    /** iproute2's code for what the kernel refuses. */
    static final int REFUSED = 2;

    private static final int MISUSED = 255;

    @Option(names = "-4", description = "IPv4 only.")
    boolean four;

    @Option(names = "-6", description = "IPv6 only.")
    boolean six;

    @Option(
            names = {"-s", "-stats"},
            description = "Counters, too.")
    boolean statistics;

    @Option(
            names = {"-br", "-brief"},
            description = "A line each.")
    boolean brief;

    @Parameters(paramLabel = "OBJECT [COMMAND …]", description = "addr, route, neigh or link, and what to do.")
    List<String> words = List.of();

    @Override
    int run(ToolContext context) {
        if (words.isEmpty()) {
            throw usageError("Name an object: addr, route, neigh or link.");
        }
        Words rest = new Words(words.subList(1, words.size()));
        IpFamily only = Target.family(four, six);
        String object = words.getFirst();
        if (isShort(object, "address")) {
            new IpLinks(context, only, statistics, brief, true).run(rest);
        } else if (isShort(object, "link")) {
            new IpLinks(context, only, statistics, brief, false).run(rest);
        } else if (isShort(object, "route")) {
            new IpRoutes(context, only).run(rest);
        } else if (isShort(object, "neighbour") || isShort(object, "neighbor")) {
            new IpNeighbours(context, only).run(rest);
        } else {
            throw new ToolFailure(MISUSED, "Object \"" + object + "\" is unknown: addr, route, neigh or link");
        }
        return 0;
    }

    /** iproute2 takes every word as short as it is unique, or nearly so. */
    static boolean isShort(String word, String whole) {
        return !word.isEmpty() && whole.startsWith(word);
    }

    /** The words behind the object, taken one by one. */
    static final class Words {
        private final List<String> left;

        Words(List<String> words) {
            left = new ArrayList<>(words);
        }

        boolean isEmpty() {
            return left.isEmpty();
        }

        /** The next word, or {@code otherwise} when there is none. */
        String next(String otherwise) {
            return left.isEmpty() ? otherwise : left.removeFirst();
        }

        /** The next word, which must be there. */
        String need(String what) {
            if (left.isEmpty()) {
                throw new ToolFailure(MISUSED, "Command line is not complete: " + what + " is missing");
            }
            return left.removeFirst();
        }

        /** The word behind a key such as {@code dev}, which is taken away with it, or null. */
        @Nullable String valueOf(String key) {
            int at = left.indexOf(key);
            if (at < 0) {
                return null;
            }
            left.remove(at);
            if (at == left.size()) {
                throw new ToolFailure(MISUSED, "Command line is not complete: a value for " + key + " is missing");
            }
            return left.remove(at);
        }

        /** To be called when all is taken: what is left is too much. */
        void end() {
            if (!left.isEmpty()) {
                throw new ToolFailure(MISUSED, "\"" + left.getFirst() + "\" is not understood here");
            }
        }
    }
}
