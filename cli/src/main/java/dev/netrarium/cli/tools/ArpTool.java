package dev.netrarium.cli.tools;

import dev.netrarium.stack.NeighbourEntry;
import dev.netrarium.stack.NeighbourState;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.MacAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code arp}: the ARP cache, in the two forms of net-tools. */
@Command(
        name = "arp",
        description = "Show which link address belongs to which IPv4 address.",
        footer = {
            "  arp -a               a sentence for each neighbour",
            "  arp -n               a table, addresses only",
            "  arp -n 192.168.1.1   one of them",
        })
final class ArpTool extends Tool {
    @Option(names = "-a", description = "The BSD form: a sentence for each.")
    boolean sentences;

    @Option(names = "-n", description = "Print addresses only.")
    boolean numeric;

    @Option(names = "-i", paramLabel = "IF", description = "Only on this interface.")
    @Nullable String device;

    @Parameters(arity = "0..1", paramLabel = "HOST", description = "Only this one.")
    @Nullable String host;

    @Override
    int run(ToolContext context) throws InterruptedException {
        Target only = host == null ? null : find(context, host);
        List<NeighbourEntry> entries = context
                .ask(() -> context.host().neighbours().list())
                .stream()
                .filter(e -> e.address().family() == IpFamily.IPV4)
                .filter(e -> device == null || e.interfaceName().equals(device))
                .filter(e -> only == null || e.address().equals(only.address()))
                .toList();
        if (only != null && entries.isEmpty()) {
            context.out().println(host + " (" + only.address() + ") -- no entry");
            return 1;
        }
        if (!sentences && !entries.isEmpty()) {
            context.out().println("Address                  HWtype  HWaddress           Flags Mask            Iface");
        }
        for (NeighbourEntry entry : entries) {
            context.out().println(sentences ? sentence(context, entry) : row(context, entry));
        }
        return 0;
    }

    private static Target find(ToolContext context, String host) throws InterruptedException {
        try {
            return Target.find(context, host, IpFamily.IPV4).getFirst();
        } catch (UnknownHostException e) {
            throw new ToolFailure(255, host + ": Unknown host", e);
        }
    }

    private String sentence(ToolContext context, NeighbourEntry entry) {
        String name = numeric ? null : context.names().nameOf(entry.address());
        MacAddress link = known(entry);
        return (name == null ? "?" : name) + " (" + entry.address() + ") at "
                + (link == null ? "<incomplete>" : link + " [ether]")
                + (entry.state() == NeighbourState.PERMANENT ? " PERM" : "") + " on " + entry.interfaceName();
    }

    private String row(ToolContext context, NeighbourEntry entry) {
        String name = numeric ? null : context.names().nameOf(entry.address());
        MacAddress link = known(entry);
        String flags = link == null ? "" : entry.state() == NeighbourState.PERMANENT ? "CM" : "C";
        return String.format(
                "%-23.23s  %-8s%-20s%-6s%-15s %s",
                name == null ? entry.address().toString() : name,
                link == null ? "" : "ether",
                link == null ? "(incomplete)" : link.toString(),
                flags,
                "",
                entry.interfaceName());
    }

    private static @Nullable MacAddress known(NeighbourEntry entry) {
        boolean unknown = entry.state() == NeighbourState.INCOMPLETE || entry.state() == NeighbourState.FAILED;
        return unknown ? null : entry.link();
    }
}
