package dev.netrarium.cli.tools;

import dev.netrarium.stack.EchoResult;
import dev.netrarium.stack.EchoSettings;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.sockets.EchoSocket;
import dev.netrarium.stack.sockets.UdpSocket;
import dev.netrarium.stack.udp.UdpError;
import dev.netrarium.stack.udp.UdpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv6Address;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * {@code traceroute}: which routers a packet passes. Packets with a growing TTL die at one router after the other, and
 * each says so by ICMP. Its output is that of Linux's traceroute.
 */
@Command(
        name = "traceroute",
        description = "Show the routers on the way to a host.",
        footer = {
            "  traceroute www.server.com          by UDP to ports where nobody listens",
            "  traceroute -I -n 192.0.2.80        by echo requests, addresses only",
            "  traceroute -6 -q 1 ipv6.server.com one probe a hop",
        })
final class TracerouteTool extends Tool {
    private static final int PAYLOAD_BYTES = 32; // traceroute(8): IP header plus 40, of which 8 are UDP's or ICMP's

    @Parameters(paramLabel = "HOST", description = "A name or an address.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    String host;

    @Option(names = "-I", description = "Send echo requests.")
    boolean icmp;

    @Option(names = "-m", paramLabel = "HOPS", description = "Go so far at most (${DEFAULT-VALUE}).")
    int mostHops = 30;

    @Option(names = "-f", paramLabel = "TTL", description = "Begin with this TTL (${DEFAULT-VALUE}).")
    int first = 1;

    @Option(names = "-q", paramLabel = "N", description = "Probes for each hop (${DEFAULT-VALUE}).")
    int probes = 3;

    @Option(
            names = "-w",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "Wait so long for an answer (5).")
    Duration wait = Duration.ofSeconds(5);

    @Option(names = "-p", paramLabel = "PORT", description = "The first UDP port (${DEFAULT-VALUE}).")
    int port = 33434;

    @Option(names = "-n", description = "Print addresses only.")
    boolean numeric;

    @Option(names = "-4", description = "IPv4 only.")
    boolean four;

    @Option(names = "-6", description = "IPv6 only.")
    boolean six;

    /**
     * What came of a probe.
     *
     * @param arrived true when the way ends here: the destination answered, or an error says that it goes no further
     */
    private record Answer(IpAddress from, long nanos, String mark, boolean arrived) {}

    /** Sends one probe and waits for what comes of it. */
    private interface Prober extends Closeable {
        @Nullable Answer probe(int number, int timeToLive) throws IOException;
    }

    @Override
    int run(ToolContext context) throws IOException, InterruptedException {
        if (mostHops < 1 || mostHops > 255) {
            throw new ToolFailure(2, "max hops cannot be more than 255");
        }
        if (first < 1 || first > mostHops) {
            throw new ToolFailure(2, "first hop out of range");
        }
        if (probes < 1 || probes > 10) {
            throw new ToolFailure(2, "no more than 10 probes per hop");
        }
        if (port < 1 || port + mostHops * probes > 65535) {
            throw new ToolFailure(2, "the ports from " + port + " on are not enough");
        }
        Target target = find(context);
        int packetBytes = target.address().family().headerBytes() + 8 + PAYLOAD_BYTES;
        context.out()
                .println("traceroute to " + host + " (" + target.address() + "), " + mostHops + " hops max, "
                        + packetBytes + " byte packets");
        try (Prober prober = icmp ? new EchoProber(context, target) : new UdpProber(context, target)) {
            trace(context, prober);
        }
        return 0;
    }

    private Target find(ToolContext context) throws InterruptedException {
        try {
            return Target.find(context, host, Target.family(four, six)).getFirst();
        } catch (UnknownHostException e) {
            context.err().println(host + ": " + e.getMessage());
            throw new ToolFailure(2, "Cannot handle \"host\" cmdline arg `" + host + "'", e);
        }
    }

    private void trace(ToolContext context, Prober prober) throws IOException {
        int number = 0;
        for (int hop = first; hop <= mostHops; hop++) {
            StringBuilder line = new StringBuilder(String.format("%2d ", hop));
            IpAddress shown = null;
            boolean arrived = false;
            for (int i = 0; i < probes; i++) {
                Answer answer = prober.probe(number++, hop);
                if (answer == null) {
                    line.append(" *");
                    continue;
                }
                if (!answer.from().equals(shown)) {
                    shown = answer.from();
                    line.append(' ').append(name(context, shown));
                }
                line.append("  ")
                        .append(Millis.threeDecimals(answer.nanos()))
                        .append(" ms")
                        .append(answer.mark());
                arrived |= answer.arrived();
            }
            context.out().println(line);
            context.out().flush(); // in real time somebody watches
            if (arrived) {
                return;
            }
        }
    }

    private String name(ToolContext context, IpAddress address) {
        if (numeric) {
            return address.toString();
        }
        String name = context.names().nameOf(address);
        return (name == null ? address.toString() : name) + " (" + address + ")";
    }

    private static Answer answer(IcmpError error, IpAddress destination, long nanos) {
        boolean onTheWay = error instanceof IcmpError.TimeToLiveExceeded;
        String mark = IcmpWords.ofTraceroute(error);
        boolean foreign =
                error instanceof IcmpError.PortUnreachable && !error.reporter().equals(destination);
        return new Answer(error.reporter(), nanos, foreign ? " !p" : mark, !onTheWay);
    }

    private final class UdpProber implements Prober {
        private final ToolContext context;
        private final Target target;
        private final UdpSocket socket;
        private final UdpSettings settings;

        UdpProber(ToolContext context, Target target) throws IOException {
            this.context = context;
            this.target = target;
            this.settings = UdpSettings.DEFAULT.withReceiveErrors(true).withInterfaceIndex(target.interfaceIndex());
            IpAddress any = target.address().family() == IpFamily.IPV4 ? Ipv4Address.ANY : Ipv6Address.ANY;
            this.socket = context.sockets().udp(Endpoint.of(any, 0), settings);
        }

        @Override
        public @Nullable Answer probe(int number, int timeToLive) throws IOException {
            socket.settings(settings.withTimeToLive(timeToLive));
            Endpoint to = Endpoint.of(target.address(), port + number);
            long began = context.now();
            try {
                socket.send(new byte[PAYLOAD_BYTES], 0, PAYLOAD_BYTES, to);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                throw new ToolFailure(1, "send: " + e.getMessage(), e);
            }
            long deadline = context.deadline(wait);
            while (true) {
                UdpError error = socket.receiveError(deadline);
                if (error == null) {
                    return null;
                }
                if (error.to().port() == to.port()) {
                    return answer(error.error(), target.address(), error.receivedNanos() - began);
                }
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }

    private final class EchoProber implements Prober {
        private final ToolContext context;
        private final Target target;
        private final EchoSocket socket;

        EchoProber(ToolContext context, Target target) throws IOException {
            this.context = context;
            this.target = target;
            this.socket = context.sockets().echo(target.address().family());
        }

        @Override
        public @Nullable Answer probe(int number, int timeToLive) throws IOException {
            int sequence = number + 1;
            EchoSettings settings = new EchoSettings(timeToLive, 0, false, target.interfaceIndex(), null);
            long began = context.now();
            try {
                socket.send(target.address(), sequence, new byte[PAYLOAD_BYTES], settings);
            } catch (InterruptedIOException e) {
                throw e;
            } catch (IOException e) {
                throw new ToolFailure(1, "send: " + e.getMessage(), e);
            }
            long deadline = context.deadline(wait);
            while (true) {
                EchoResult result;
                try {
                    result = socket.receive(deadline);
                } catch (SocketTimeoutException e) {
                    return null;
                }
                if (result.sequence() == sequence) {
                    long nanos = result.receivedNanos() - began;
                    return switch (result) {
                        case EchoResult.Reply reply -> new Answer(reply.from(), nanos, "", true);
                        case EchoResult.Failure failure -> answer(failure.error(), target.address(), nanos);
                    };
                }
            }
        }

        @Override
        public void close() {
            socket.close();
        }
    }
}
