package dev.netrarium.cli.tools;

import dev.netrarium.stack.sockets.Datagram;
import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.stack.sockets.UdpSocket;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code nc}: standard input and output at the other end of a network. Its words are those of OpenBSD's netcat. */
@Command(
        name = "nc",
        description = "Connect or listen, by TCP or UDP; standard input goes out, what comes in is printed.",
        footer = {
            "  nc -zv www 80-82            which ports are open",
            "  nc www 7                    talk to the echo service by standard input",
            "  nc -l 9000                  listen; see netrarium on --help for a peer in the same world",
            "  nc -u www 7                 datagrams",
        })
final class NcTool extends Tool {
    /** Of silence after the end of the input; nc(1) goes on until Ctrl-C, which nobody can press in virtual time. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private static final int MOST_DATAGRAM_BYTES = 16_384;
    private static final int BACKLOG = 1;

    @Option(names = "-l", description = "Listen.")
    boolean listen;

    @Option(names = "-k", description = "With -l: take one connection after the other.")
    boolean keep;

    @Option(names = "-u", description = "UDP instead of TCP.")
    boolean udp;

    @Option(names = "-z", description = "Only look whether somebody listens.")
    boolean scan;

    @Option(names = "-v", description = "Tell what happens.")
    boolean verbose;

    @Option(names = "-n", description = "Addresses only, no names.")
    boolean numeric;

    @Option(names = "-N", description = "End our direction of the connection when the input ends.")
    boolean halfClose;

    @Option(names = "-p", paramLabel = "PORT", description = "The port to listen on, or to send from.")
    @Nullable Integer sourcePort;

    @Option(names = "-s", paramLabel = "ADDRESS", description = "The address to listen on, or to send from.")
    @Nullable String source;

    @Option(names = "-w", paramLabel = "SECONDS", converter = Seconds.class, description = "Give up after so long.")
    @Nullable Duration timeout;

    @Option(
            names = "-q",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "End so long after the input's end (10 s of silence).")
    @Nullable Duration quit;

    @Option(names = "-4", description = "IPv4 only.")
    boolean four;

    @Option(names = "-6", description = "IPv6 only.")
    boolean six;

    @Parameters(arity = "0..2", paramLabel = "[HOST] PORT", description = "Whom to talk to; with -l, where to listen.")
    List<String> words = List.of();

    @Override
    boolean attends() {
        return listen;
    }

    @Override
    int run(ToolContext context) throws IOException, InterruptedException {
        if (scan && listen) {
            throw usageError("cannot use -z and -l");
        }
        if (listen) {
            return udp ? hearDatagrams(context) : serve(context);
        }
        if (words.size() != 2) {
            throw usageError("Name a host and a port: nc www 80.");
        }
        int exitCode = 1;
        String ports = words.get(1);
        int dash = ports.indexOf('-');
        int from = port(dash <= 0 ? ports : ports.substring(0, dash));
        int to = dash <= 0 ? from : port(ports.substring(dash + 1));
        List<Target> targets = find(context, words.getFirst(), ports);
        for (int port = from; port <= to; port++) {
            boolean met = udp ? datagrams(context, targets.getFirst(), port) : connect(context, targets, port);
            if (met) {
                exitCode = 0;
                if (!scan) {
                    break;
                }
            }
        }
        return exitCode;
    }

    private boolean connect(ToolContext context, List<Target> targets, int port) throws IOException {
        for (Target target : targets) {
            Endpoint remote = new Endpoint(target.address(), port, target.zone());
            try (TcpSocket socket = context.sockets()
                    .connect(
                            local(target.address().family(), sourcePort == null ? 0 : sourcePort),
                            remote,
                            TcpSettings.DEFAULT,
                            timeout)) {
                if (verbose) {
                    context.err().println("Connection to " + place(target, port, "tcp") + " succeeded!");
                }
                if (!scan) {
                    new Conversation(context, socket).run(halfClose, patience());
                }
                return true;
            } catch (InterruptedIOException e) {
                if (!(e instanceof SocketTimeoutException)) {
                    throw e;
                }
                failed(context, target, port, "Operation now in progress"); // nc's words for its own time-out
            } catch (IOException e) {
                failed(context, target, port, String.valueOf(e.getMessage()));
            }
        }
        return false;
    }

    private void failed(ToolContext context, Target target, int port, String why) {
        if (verbose) {
            context.err()
                    .println("nc: connect to " + target.text()
                            + (target.numeric() ? "" : " (" + target.address() + ")") + " port " + port + " ("
                            + (udp ? "udp" : "tcp") + ") failed: " + why);
        }
    }

    private String place(Target target, int port, String protocol) {
        String address = target.numeric() ? "" : " (" + target.address() + ")";
        String service = Services.name(port);
        boolean unnamed = numeric || service.equals(Integer.toString(port));
        return target.text() + address + " " + port + " port [" + protocol + "/" + (unnamed ? "*" : service) + "]";
    }

    private boolean datagrams(ToolContext context, Target target, int port) throws IOException {
        Endpoint remote = new Endpoint(target.address(), port, target.zone());
        try (UdpSocket socket = context.sockets()
                .udp(local(target.address().family(), sourcePort == null ? 0 : sourcePort), UdpSettings.DEFAULT)) {
            socket.connect(remote);
            if (scan) {
                socket.send(new byte[] {'X'}, 0, 1);
                print(context, socket, timeout == null ? Duration.ofSeconds(1) : timeout);
            } else {
                byte[] piece = new byte[MOST_DATAGRAM_BYTES];
                for (int length; (length = context.in().read(piece)) >= 0; ) {
                    socket.send(piece, 0, length);
                    print(context, socket, Duration.ofSeconds(2));
                }
                print(context, socket, patience());
            }
            if (verbose) {
                context.err().println("Connection to " + place(target, port, "udp") + " succeeded!");
            }
            return true;
        } catch (PortUnreachableException e) {
            failed(context, target, port, "Connection refused");
            return false;
        }
    }

    private static void print(ToolContext context, UdpSocket socket, Duration silence) throws IOException {
        try {
            while (true) {
                Datagram datagram = socket.receive(context.deadline(silence));
                context.out().write(new String(datagram.bytes(), StandardCharsets.UTF_8));
            }
        } catch (SocketTimeoutException e) {
            context.out().flush(); // the peer has said what it had to say
        }
    }

    private int serve(ToolContext context) throws IOException {
        Endpoint at = listeningPlace();
        try (TcpServerSocket server =
                context.sockets().listen(at, BACKLOG, TcpSettings.DEFAULT.withReuseAddress(true))) {
            if (verbose) {
                context.err()
                        .println("Listening on " + at.address() + " "
                                + server.local().port());
            }
            ready();
            do {
                try (TcpSocket peer = timeout == null ? server.accept() : server.accept(timeout)) {
                    if (verbose) {
                        context.err().println("Connection received on " + named(context, peer.remote()));
                    }
                    new Conversation(context, peer).hear(timeout == null ? Duration.ofDays(1) : timeout);
                }
            } while (keep);
            return 0;
        }
    }

    private int hearDatagrams(ToolContext context) throws IOException {
        Endpoint at = listeningPlace();
        try (UdpSocket socket = context.sockets().udp(at, UdpSettings.DEFAULT)) {
            if (verbose) {
                context.err().println("Bound on " + at.address() + " " + at.port());
            }
            ready();
            print(context, socket, timeout == null ? Duration.ofDays(1) : timeout);
            return 0;
        }
    }

    private String named(ToolContext context, Endpoint remote) {
        String name = numeric ? null : context.names().nameOf(remote.address());
        return (name == null ? remote.address().toString() : name) + " " + remote.port();
    }

    private Endpoint listeningPlace() {
        if (words.size() == 2) {
            source = words.getFirst();
        }
        int port = !words.isEmpty() ? port(words.getLast()) : sourcePort == null ? 0 : sourcePort;
        if (port == 0) {
            throw usageError("Name a port to listen on: nc -l 9000.");
        }
        return local(four ? IpFamily.IPV4 : IpFamily.IPV6, port);
    }

    /** What to bind to: the address and port that were given, or any. */
    private Endpoint local(IpFamily family, int port) {
        IpAddress given = source == null ? null : Target.literal(source);
        if (source != null && given == null) {
            throw new ToolFailure(1, "\"" + source + "\" is no address of this host");
        }
        IpAddress any = family == IpFamily.IPV4 ? Ipv4Address.ANY : Ipv6Address.ANY;
        return Endpoint.of(given == null ? any : given, port);
    }

    private Duration patience() {
        return quit != null ? quit : timeout != null ? timeout : PATIENCE;
    }

    private List<Target> find(ToolContext context, String host, String port) throws InterruptedException {
        try {
            return Target.find(context, host, Target.family(four, six));
        } catch (UnknownHostException e) {
            throw new ToolFailure(1, "getaddrinfo for host \"" + host + "\" port " + port + ": " + e.getMessage(), e);
        }
    }

    private int port(String text) {
        Integer port = Services.port(text);
        if (port == null || port == 0) {
            throw new ToolFailure(1, "port number invalid: " + text);
        }
        return port;
    }
}
