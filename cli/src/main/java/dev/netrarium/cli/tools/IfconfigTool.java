package dev.netrarium.cli.tools;

import dev.netrarium.stack.InterfaceStatistics;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.MacAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ifconfig}: interfaces with their addresses and counters, as net-tools prints them. */
@Command(
        name = "ifconfig",
        description = "Show interfaces, or set one up or down.",
        footer = {
            "  ifconfig              all that are up",
            "  ifconfig eth0         one of them",
            "  ifconfig eth0 down    pull the plug, for the tools that follow",
        })
final class IfconfigTool extends Tool {
    private static final int UP = 1;
    private static final int BROADCAST = 1 << 1;
    private static final int LOOPBACK = 1 << 3;
    private static final int POINT_TO_POINT = 1 << 4;
    private static final int RUNNING = 1 << 6;
    private static final int NOARP = 1 << 7;
    private static final int MULTICAST = 1 << 12;
    private static final long KIB = 1024;

    @Option(names = "-a", description = "Those that are down, too.")
    boolean all;

    @Parameters(index = "0", arity = "0..1", paramLabel = "INTERFACE", description = "Only this one.")
    @Nullable String name;

    @Parameters(index = "1", arity = "0..1", paramLabel = "up|down", description = "Set it up or down.")
    @Nullable String change;

    @Override
    int run(ToolContext context) {
        List<NetInterface> interfaces = context.ask(() -> context.host().interfaces());
        if (name == null) {
            for (NetInterface each : interfaces) {
                if (all || each.isUp()) {
                    context.ask(() -> describe(each)).forEach(context.out()::println);
                    context.out().println();
                }
            }
            return 0;
        }
        NetInterface one = interfaces.stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> new ToolFailure(1, name + ": error fetching interface information: Device not found"));
        if (change == null) {
            context.ask(() -> describe(one)).forEach(context.out()::println);
            context.out().println();
            return 0;
        }
        switch (change) {
            case "up" -> context.command(() -> one.up(context.now()));
            case "down" -> context.command(() -> one.down(context.now()));
            default -> throw usageError("\"" + change + "\" is neither up nor down; ip addr add gives addresses.");
        }
        return 0;
    }

    private static List<String> describe(NetInterface on) {
        boolean loopback = on == on.host().loopback();
        MacAddress mac = on.mac();
        int flags = (on.isUp() ? UP | RUNNING : 0)
                | (loopback ? LOOPBACK : mac == null ? POINT_TO_POINT | NOARP | MULTICAST : BROADCAST | MULTICAST);
        List<String> lines = new ArrayList<>();
        lines.add(on.name() + ": flags=" + flags + "<" + names(flags) + ">  mtu " + on.mtuBytes());
        for (InterfaceAddress each : on.addresses()) {
            lines.add("        " + address(each, loopback));
        }
        lines.add(
                loopback
                        ? "        loop  txqueuelen 1000  (Local Loopback)"
                        : mac == null
                                ? "        unspec  txqueuelen 1000  (UNSPEC)"
                                : "        ether " + mac + "  txqueuelen 1000  (Ethernet)");
        InterfaceStatistics s = on.statistics();
        lines.add("        RX packets " + s.receivedPackets() + "  bytes " + bytes(s.receivedBytes()));
        lines.add("        RX errors " + s.receiveErrors() + "  dropped " + s.receiveDrops() + "  overruns 0  frame 0");
        lines.add("        TX packets " + s.sentPackets() + "  bytes " + bytes(s.sentBytes()));
        lines.add("        TX errors " + s.sendErrors() + "  dropped " + s.sendDrops()
                + " overruns 0  carrier 0  collisions 0");
        return lines;
    }

    private static String names(int flags) {
        StringBuilder text = new StringBuilder();
        record Flag(int bit, String name) {}
        for (Flag each : List.of(
                new Flag(UP, "UP"),
                new Flag(BROADCAST, "BROADCAST"),
                new Flag(LOOPBACK, "LOOPBACK"),
                new Flag(POINT_TO_POINT, "POINTOPOINT"),
                new Flag(RUNNING, "RUNNING"),
                new Flag(NOARP, "NOARP"),
                new Flag(MULTICAST, "MULTICAST"))) {
            if ((flags & each.bit()) != 0) {
                text.append(text.isEmpty() ? "" : ",").append(each.name());
            }
        }
        return text.toString();
    }

    private static String address(InterfaceAddress given, boolean loopback) {
        IpAddress address = given.address();
        if (address.family() == IpFamily.IPV4) {
            return "inet " + address + "  netmask " + given.prefix().netmask()
                    + (loopback || given.prefixLength() > 30
                            ? ""
                            : "  broadcast " + given.prefix().broadcast());
        }
        String scope = address.isLoopback() ? "0x10<host>" : address.isLinkLocal() ? "0x20<link>" : "0x0<global>";
        return "inet6 " + address + "  prefixlen " + given.prefixLength() + "  scopeid " + scope;
    }

    private static String bytes(long count) {
        double value = count;
        String unit = "B";
        for (String larger : List.of("KiB", "MiB", "GiB", "TiB")) {
            if (value < KIB) {
                break;
            }
            value /= KIB;
            unit = larger;
        }
        return count + " (" + String.format(Locale.ROOT, "%.1f", value) + " " + unit + ")";
    }
}
