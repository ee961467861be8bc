package dev.netrarium.cli.tools;

import dev.netrarium.stack.tcp.TcpState;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code netstat}: sockets and routes in net-tools' columns, which scripts have relied on for decades. */
@Command(
        name = "netstat",
        description = "Show connections, or the routing table.",
        footer = {
            "  netstat -n     connections, numbers",
            "  netstat -tln   who listens on TCP",
            "  netstat -rn    the routing table",
            "  netstat -n | awk '/^tcp/ {++S[$NF]} END {for(a in S) print a, S[a]}'",
        })
final class NetstatTool extends Tool {
    @Option(names = "-n", description = "Numbers instead of names.")
    boolean numeric;

    @Option(names = "-a", description = "Listening ones, too.")
    boolean all;

    @Option(names = "-l", description = "Listening ones only.")
    boolean listening;

    @Option(names = "-p", description = "A column for programs; sockets here belong to the host, so it says -.")
    boolean programs;

    @Option(names = "-t", description = "TCP.")
    boolean tcp;

    @Option(names = "-u", description = "UDP.")
    boolean udp;

    @Option(names = "-r", description = "The routing table.")
    boolean routes;

    @Option(names = "-4", description = "IPv4 only.")
    boolean four;

    @Option(names = "-6", description = "IPv6 only.")
    boolean six;

    @Override
    int run(ToolContext context) {
        IpFamily only = Target.family(four, six);
        if (routes) {
            RoutingTable table = new RoutingTable(context, numeric);
            if (only == IpFamily.IPV6) {
                table.printIpv6();
            } else {
                table.printIpv4(true);
            }
            return 0;
        }
        context.out()
                .println("Active Internet connections ("
                        + (all ? "servers and established" : listening ? "only servers" : "w/o servers") + ")");
        context.out()
                .println("Proto Recv-Q Send-Q Local Address           Foreign Address         State      "
                        + (programs ? " PID/Program name" : ""));
        boolean both = tcp == udp;
        // Unlike ss, netstat has TCP before UDP.
        for (boolean first : new boolean[] {true, false}) {
            for (SocketRow row : SocketRow.all(context, first && (tcp || both), !first && (udp || both))) {
                if ((all || row.isServing() == listening) && (only == null || row.family() == only)) {
                    context.out().println(line(context, row));
                }
            }
        }
        return 0;
    }

    private String line(ToolContext context, SocketRow row) {
        String protocol = (row.tcp() ? "tcp" : "udp") + (row.family() == IpFamily.IPV6 ? "6" : "");
        // net-tools reads /proc/net/tcp, where a listener's backlog is no send queue.
        int sendQueue = row.state() == TcpState.LISTEN ? 0 : row.sendQueue();
        return String.format(
                        "%-5s %6d %6d %-23s %-23s %-11s",
                        protocol,
                        row.receiveQueue(),
                        sendQueue,
                        shown(context, row.local()),
                        shown(context, row.remote(), row.family()),
                        row.tcp() ? word(row.state()) : row.isServing() ? "" : "ESTABLISHED")
                + (programs ? " -" : "");
    }

    private String shown(ToolContext context, @Nullable Endpoint endpoint, IpFamily family) {
        if (endpoint == null) {
            return (family == IpFamily.IPV6 ? (numeric ? "::" : "[::]") : "0.0.0.0") + ":*";
        }
        return shown(context, endpoint);
    }

    private String shown(ToolContext context, Endpoint endpoint) {
        IpAddress address = endpoint.address();
        if (numeric) {
            return address + ":" + endpoint.port();
        }
        String name = address.isUnspecified() ? null : context.names().nameOf(address);
        String port = endpoint.port() == 0 ? "*" : Services.name(endpoint.port());
        String unnamed = address.isUnspecified() && address.family() == IpFamily.IPV6 ? "[::]" : address.toString();
        return (name == null ? unnamed : name) + ":" + port;
    }

    /** net-tools' words. */
    private static String word(TcpState state) {
        return switch (state) {
            case CLOSED -> "CLOSE";
            case LISTEN -> "LISTEN";
            case SYN_SENT -> "SYN_SENT";
            case SYN_RECEIVED -> "SYN_RECV";
            case ESTABLISHED -> "ESTABLISHED";
            case FIN_WAIT_1 -> "FIN_WAIT1";
            case FIN_WAIT_2 -> "FIN_WAIT2";
            case CLOSE_WAIT -> "CLOSE_WAIT";
            case CLOSING -> "CLOSING";
            case LAST_ACK -> "LAST_ACK";
            case TIME_WAIT -> "TIME_WAIT";
        };
    }
}
