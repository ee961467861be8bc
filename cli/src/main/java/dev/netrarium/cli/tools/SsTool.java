package dev.netrarium.cli.tools;

import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpState;
import dev.netrarium.stack.tcp.TcpTimerEntry;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv6Address;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ss}: the host's sockets, in iproute2's columns. */
@Command(
        name = "ss",
        description = "Show sockets and the states of their connections.",
        footer = {
            "  ss -tan   TCP, all states, numbers",
            "  ss -tln   who listens",
            "  ss -ti    what TCP knows inside: rtt, cwnd, rto …; -tin with rates in full",
            "  ss -tano  with the timers that run",
            "  ss -uan   UDP",
        })
final class SsTool extends Tool {
    @Option(names = "-t", description = "TCP.")
    boolean tcp;

    @Option(names = "-u", description = "UDP.")
    boolean udp;

    @Option(names = "-a", description = "Listening and connected ones, in all states.")
    boolean all;

    @Option(names = "-l", description = "Listening ones only.")
    boolean listening;

    @Option(names = "-n", description = "Port numbers instead of names.")
    boolean numeric;

    @Option(names = "-i", description = "What TCP knows inside.")
    boolean info;

    @Option(names = "-o", description = "Timers: on (retransmission), keepalive, timewait, persist.")
    boolean timers;

    @Option(names = "-O", description = "One line for each socket.")
    boolean oneLine;

    @Option(names = "-p", description = "Accepted; sockets here belong to the host, not to processes.")
    boolean processes;

    @Option(names = "-H", description = "No header.")
    boolean noHeader;

    @Option(names = "-4", description = "IPv4 only.")
    boolean four;

    @Option(names = "-6", description = "IPv6 only.")
    boolean six;

    private record Line(
            String network,
            String state,
            String receive,
            String send,
            String local,
            String localPort,
            String peer,
            String peerPort,
            @Nullable TcpConnection connection,
            @Nullable TcpTimerEntry timer) {}

    @Override
    int run(ToolContext context) {
        boolean both = tcp == udp;
        IpFamily only = Target.family(four, six);
        List<Line> lines = new ArrayList<>();
        for (SocketRow row : SocketRow.all(context, tcp || both, udp || both)) {
            if (isWanted(row) && (only == null || row.family() == only)) {
                lines.add(line(row));
            }
        }
        print(context, lines, both);
        return 0;
    }

    private boolean isWanted(SocketRow row) {
        if (all) {
            return true;
        }
        if (listening) {
            return row.isServing();
        }
        return !row.isServing() && row.state() != TcpState.TIME_WAIT && row.state() != TcpState.SYN_RECEIVED;
    }

    private Line line(SocketRow row) {
        Endpoint local = row.local();
        Endpoint remote = row.remote();
        String anybody = anyText(local);
        return new Line(
                row.tcp() ? "tcp" : "udp",
                row.state().shortName(),
                Integer.toString(row.receiveQueue()),
                Integer.toString(row.sendQueue()),
                shown(local),
                port(local.port()),
                remote == null ? anybody : shown(remote),
                remote == null ? "*" : port(remote.port()),
                row.connection(),
                row.timer());
    }

    private static String shown(Endpoint endpoint) {
        if (endpoint.address().isUnspecified()) {
            return anyText(endpoint);
        }
        boolean isV6 = endpoint.address().family() == IpFamily.IPV6;
        String zone = endpoint.zone().isEmpty() ? "" : "%" + endpoint.zone();
        return isV6 ? "[" + endpoint.address() + "]" + zone : endpoint.address() + zone;
    }

    /** ss prints a star for a socket that takes both families. */
    private static String anyText(Endpoint endpoint) {
        return endpoint.address().equals(Ipv6Address.ANY)
                ? "*"
                : endpoint.address().family() == IpFamily.IPV6 ? "[::]" : "0.0.0.0";
    }

    private String port(int port) {
        return numeric ? Integer.toString(port) : Services.name(port);
    }

    private void print(ToolContext context, List<Line> lines, boolean withNetwork) {
        int state = width(lines.stream().map(Line::state).toList(), "State");
        int receive = width(lines.stream().map(Line::receive).toList(), "Recv-Q");
        int send = width(lines.stream().map(Line::send).toList(), "Send-Q");
        int local = width(lines.stream().map(Line::local).toList(), "Local Address");
        int localPort = width(lines.stream().map(Line::localPort).toList(), "Port");
        int peer = width(lines.stream().map(Line::peer).toList(), "Peer Address");
        int peerPort = width(lines.stream().map(Line::peerPort).toList(), "Port");
        String form = (withNetwork ? "%-5s " : "%s") + "%-" + state + "s %-" + receive + "s %-" + send + "s %" + local
                + "s:%-" + localPort + "s %" + peer + "s:%-" + peerPort + "s";
        if (!noHeader) {
            context.out()
                    .println(String.format(
                                    form,
                                    withNetwork ? "Netid" : "",
                                    "State",
                                    "Recv-Q",
                                    "Send-Q",
                                    "Local Address",
                                    "Port",
                                    "Peer Address",
                                    "Port")
                            + " Process");
        }
        for (Line each : lines) {
            StringBuilder text = new StringBuilder(String.format(
                    form,
                    withNetwork ? each.network() : "",
                    each.state(),
                    each.receive(),
                    each.send(),
                    each.local(),
                    each.localPort(),
                    each.peer(),
                    each.peerPort()));
            TcpTimerEntry timer = each.timer();
            if (timers && timer != null) {
                text.append(' ').append(SsDetails.timer(timer, context.now()));
            }
            TcpConnection connection = each.connection();
            if (info && connection != null) {
                text.append(oneLine ? " " : System.lineSeparator() + "\t ")
                        .append(SsDetails.info(context.ask(() -> connection.info(context.now())), numeric));
            }
            context.out()
                    .println(text.toString()
                            .lines()
                            .map(String::stripTrailing)
                            .collect(Collectors.joining(System.lineSeparator())));
        }
    }

    private static int width(List<String> texts, String header) {
        return Math.max(
                header.length(), texts.stream().mapToInt(String::length).max().orElse(0));
    }
}
