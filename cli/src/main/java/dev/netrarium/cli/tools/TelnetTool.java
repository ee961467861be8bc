package dev.netrarium.cli.tools;

import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpFamily;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code telnet}: is the port open, and what does somebody say there. Options are not negotiated; bytes go as they are. */
@Command(
        name = "telnet",
        description = "Open a TCP connection and talk over it by standard input and output.",
        footer = {
            "  telnet www 80       is the port open",
            "  telnet www 81       nobody listens there",
        })
final class TelnetTool extends Tool {
    private static final int TELNET_PORT = 23;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Parameters(index = "0", paramLabel = "HOST", description = "A name or an address.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    String host;

    @Parameters(index = "1", arity = "0..1", paramLabel = "PORT", description = "A number or a service's name (23).")
    @Nullable String portText;

    @Option(names = "-4", description = "IPv4 only.")
    boolean four;

    @Option(names = "-6", description = "IPv6 only.")
    boolean six;

    @Override
    int run(ToolContext context) throws IOException, InterruptedException {
        Integer port = portText == null ? Integer.valueOf(TELNET_PORT) : Services.port(portText);
        if (port == null) {
            throw new ToolFailure(1, portText + ": bad port");
        }
        List<Target> targets;
        IpFamily only = Target.family(four, six);
        try {
            targets = Target.find(context, host, only);
        } catch (UnknownHostException e) {
            throw new ToolFailure(1, "could not resolve " + host + "/" + port + ": " + e.getMessage(), e);
        }
        try (TcpSocket socket = connect(context, targets, port)) {
            context.out().println("Connected to " + host + ".");
            context.out().println("Escape character is '^]'.");
            if (new Conversation(context, socket).run(false, PATIENCE)) {
                context.out().flush();
                context.err().println("Connection closed by foreign host.");
                return 1; // as telnet does
            }
            return 0;
        }
    }

    private static TcpSocket connect(ToolContext context, List<Target> targets, int port)
            throws InterruptedIOException {
        IOException last = null;
        for (Target target : targets) {
            context.out().println("Trying " + target.address() + "...");
            try {
                return context.sockets().connect(new Endpoint(target.address(), port, target.zone()));
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                last = e;
            }
        }
        throw new ToolFailure(
                1, "Unable to connect to remote host: " + (last == null ? "no address" : last.getMessage()));
    }
}
