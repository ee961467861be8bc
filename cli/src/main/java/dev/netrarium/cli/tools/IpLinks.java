package dev.netrarium.cli.tools;

import dev.netrarium.cli.tools.IpTool.Words;
import dev.netrarium.stack.InterfaceStatistics;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.MacAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code ip addr} and {@code ip link}: interfaces, with and without their addresses. */
final class IpLinks {
    private final ToolContext context;
    private final @Nullable IpFamily only;
    private final boolean statistics;
    private final boolean brief;
    private final boolean addresses;

    IpLinks(ToolContext context, @Nullable IpFamily only, boolean statistics, boolean brief, boolean addresses) {
        this.context = context;
        this.only = only;
        this.statistics = statistics;
        this.brief = brief;
        this.addresses = addresses;
    }

    void run(Words words) {
        String verb = words.next("show");
        if (IpTool.isShort(verb, "show") || IpTool.isShort(verb, "list")) {
            show(words);
        } else if (addresses && IpTool.isShort(verb, "add")) {
            InterfaceAddress address = address(words.need("an address"));
            NetInterface on = device(words);
            words.end();
            if (context.ask(() -> on.addresses().contains(address))) {
                throw refused("File exists");
            }
            change(() -> on.add(context.now(), address));
        } else if (addresses && IpTool.isShort(verb, "delete")) {
            InterfaceAddress address = address(words.need("an address"));
            NetInterface on = device(words);
            words.end();
            if (!context.ask(() -> on.addresses().contains(address))) {
                throw refused("Cannot assign requested address");
            }
            change(() -> on.remove(context.now(), address));
        } else if (!addresses && IpTool.isShort(verb, "set")) {
            set(words);
        } else {
            throw new ToolFailure(
                    IpTool.REFUSED,
                    "Command \"" + verb + "\" is unknown: " + (addresses ? "show, add or del" : "show or set"));
        }
    }

    private void set(Words words) {
        String mtu = words.valueOf("mtu");
        String name = words.valueOf("dev");
        NetInterface on = named(name == null ? words.need("a device") : name);
        if (mtu != null) {
            int bytes = number(mtu);
            change(() -> on.mtuBytes(bytes));
        }
        String state = words.next("");
        words.end();
        switch (state) {
            case "up" -> context.command(() -> on.up(context.now()));
            case "down" -> context.command(() -> on.down(context.now()));
            case "" -> {
                if (mtu == null) {
                    throw refused("up, down or mtu N is missing");
                }
            }
            default -> throw refused("\"" + state + "\" is neither up, down nor mtu N");
        }
    }

    private void show(Words words) {
        String dev = words.valueOf("dev");
        String name = dev == null ? words.next("") : dev;
        words.end();
        List<NetInterface> shown =
                name.isEmpty() ? context.ask(() -> context.host().interfaces()) : List.of(named(name));
        for (NetInterface each : shown) {
            context.ask(() -> brief ? List.of(line(each)) : paragraph(each)).forEach(context.out()::println);
        }
    }

    private String line(NetInterface on) {
        StringBuilder line = new StringBuilder(String.format("%-16s %-14s ", on.name(), state(on)));
        if (addresses) {
            wanted(on).forEach(each -> line.append(each).append(' '));
        } else {
            line.append(link(on)).append(" <").append(flags(on)).append(">");
        }
        return line.toString().stripTrailing();
    }

    private List<String> paragraph(NetInterface on) {
        List<String> lines = new ArrayList<>();
        boolean loopback = isLoopback(on);
        lines.add(on.index() + ": " + on.name() + ": <" + flags(on) + "> mtu " + on.mtuBytes() + " qdisc "
                + (loopback ? "noqueue" : "pfifo") + " state " + state(on) + (addresses ? "" : " mode DEFAULT")
                + " group default qlen 1000");
        lines.add("    link/" + (loopback ? "loopback" : on.mac() == null ? "none" : "ether") + " " + link(on)
                + (loopback ? " brd 00:00:00:00:00:00" : on.mac() == null ? "" : " brd ff:ff:ff:ff:ff:ff"));
        if (addresses) {
            for (InterfaceAddress each : wanted(on)) {
                lines.add("    " + address(on, each));
                lines.add("       valid_lft forever preferred_lft forever");
            }
        }
        if (statistics) {
            InterfaceStatistics s = on.statistics();
            lines.add("    RX:  bytes packets errors dropped");
            lines.add(counters(s.receivedBytes(), s.receivedPackets(), s.receiveErrors(), s.receiveDrops()));
            lines.add("    TX:  bytes packets errors dropped");
            lines.add(counters(s.sentBytes(), s.sentPackets(), s.sendErrors(), s.sendDrops()));
        }
        return lines;
    }

    private static String counters(long bytes, long packets, long errors, long drops) {
        return String.format("    %10d %7d %6d %7d", bytes, packets, errors, drops);
    }

    private List<InterfaceAddress> wanted(NetInterface on) {
        // iproute2 shows IPv4 before IPv6, and link-local ones last.
        return on.addresses().stream()
                .filter(a -> only == null || a.address().family() == only)
                .sorted((a, b) -> Integer.compare(rank(a.address()), rank(b.address())))
                .toList();
    }

    private static int rank(IpAddress address) {
        return address.family() == IpFamily.IPV4 ? 0 : address.isLinkLocal() ? 2 : 1;
    }

    private static String address(NetInterface on, InterfaceAddress given) {
        IpAddress address = given.address();
        String scope = address.isLoopback() ? "host" : address.isLinkLocal() ? "link" : "global";
        if (address.family() == IpFamily.IPV6) {
            return "inet6 " + given + " scope " + scope;
        }
        boolean broadcast = !address.isLoopback() && given.prefixLength() <= 30;
        return "inet " + given + (broadcast ? " brd " + given.prefix().broadcast() : "") + " scope " + scope + " "
                + on.name();
    }

    private static boolean isLoopback(NetInterface on) {
        return on == on.host().loopback();
    }

    private static String state(NetInterface on) {
        return isLoopback(on) && on.isUp() ? "UNKNOWN" : on.isUp() ? "UP" : "DOWN";
    }

    private static String link(NetInterface on) {
        MacAddress mac = on.mac();
        return mac == null ? isLoopback(on) ? MacAddress.ZERO.toString() : "" : mac.toString();
    }

    private static String flags(NetInterface on) {
        String kind =
                isLoopback(on) ? "LOOPBACK" : on.mac() == null ? "POINTOPOINT,MULTICAST,NOARP" : "BROADCAST,MULTICAST";
        return kind + (on.isUp() ? ",UP,LOWER_UP" : "");
    }

    private NetInterface device(Words words) {
        String name = words.valueOf("dev");
        if (name == null) {
            throw refused("Not enough information: \"dev\" argument is required.");
        }
        return named(name);
    }

    private NetInterface named(String name) {
        NetInterface found = context.ask(() -> context.host().interfaceNamed(name));
        if (found == null) {
            throw new ToolFailure(1, "Device \"" + name + "\" does not exist.");
        }
        return found;
    }

    private static InterfaceAddress address(String text) {
        try {
            return InterfaceAddress.of(text);
        } catch (IllegalArgumentException e) {
            throw new ToolFailure(1, "any valid prefix is expected rather than \"" + text + "\".", e);
        }
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new ToolFailure(255, "argument \"" + text + "\" is wrong: Invalid \"mtu\" value", e);
        }
    }

    private void change(Runnable change) {
        try {
            context.command(change);
        } catch (IllegalArgumentException e) {
            throw new ToolFailure(IpTool.REFUSED, "RTNETLINK answers: " + e.getMessage(), e);
        }
    }

    private static ToolFailure refused(String why) {
        return new ToolFailure(IpTool.REFUSED, why);
    }
}
