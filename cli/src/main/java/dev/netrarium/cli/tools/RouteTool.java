package dev.netrarium.cli.tools;

import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code route}: the main routing table, as net-tools prints it. */
@Command(
        name = "route",
        description = "Show the routing table.",
        footer = {
            "  route -n      IPv4, addresses only",
            "  route -6 -n   IPv6",
        })
final class RouteTool extends Tool {
    @Option(names = "-n", description = "Print addresses only.")
    boolean numeric;

    @Option(names = "-6", description = "IPv6.")
    boolean six;

    @Override
    int run(ToolContext context) {
        RoutingTable table = new RoutingTable(context, numeric);
        if (six) {
            table.printIpv6();
        } else {
            table.printIpv4(false);
        }
        return 0;
    }
}
