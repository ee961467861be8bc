package dev.netrarium.cli.tools;

import dev.netrarium.stack.EchoResult;
import dev.netrarium.stack.EchoSettings;
import dev.netrarium.stack.Errno;
import dev.netrarium.stack.IcmpError;
import dev.netrarium.stack.Path;
import dev.netrarium.stack.sockets.EchoSocket;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code ping}: is somebody there, how far, and what is lost on the way. Its words are those of iputils. */
@Command(
        name = "ping",
        description = "Send echo requests and tell what comes back.",
        footer = {
            "  ping www.server.com              four requests, a second apart",
            "  ping -c 1 -t 2 192.0.2.80        one that dies at the second router",
            "  ping -M do -s 1473 192.0.2.80    too big for an Ethernet frame, not to be cut",
            "  ping fe80::1%%eth0                a neighbour by its link-local address",
        })
final class PingTool extends Tool {
    /** ping(8) goes on until Ctrl-C, which nobody can press in virtual time. */
    private static final int DEFAULT_COUNT = 4;

    private static final int MOST_DATA_BYTES = 65_507;
    private static final int ICMP_HEADER_BYTES = 8;

    enum Discovery {
        DO,
        DONT,
        WANT
    }

    @Parameters(paramLabel = "DESTINATION", description = "A name or an address.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    String destination;

    @Option(names = "-c", paramLabel = "COUNT", description = "Send so many requests (${DEFAULT-VALUE}).")
    int count = DEFAULT_COUNT;

    @Option(names = "-s", paramLabel = "SIZE", description = "Bytes of data in each (${DEFAULT-VALUE}).")
    int size = 56;

    @Option(
            names = "-i",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "Wait so long between two (1).")
    Duration interval = Duration.ofSeconds(1);

    @Option(
            names = "-W",
            paramLabel = "SECONDS",
            converter = Seconds.class,
            description = "Wait so long for the last reply, when none has come yet (10).")
    Duration timeout = Duration.ofSeconds(10);

    @Option(names = "-w", paramLabel = "SECONDS", converter = Seconds.class, description = "End after so long.")
    @Nullable Duration deadline;

    @Option(names = "-t", paramLabel = "TTL", description = "TTL or hop limit (${DEFAULT-VALUE}).")
    int timeToLive = 64;

    @Option(names = "-Q", paramLabel = "TOS", description = "TOS or traffic class (0).")
    int trafficClass;

    @Option(names = "-M", paramLabel = "HINT", description = "do: forbid fragments; want, dont: allow them (want).")
    Discovery discovery = Discovery.WANT;

    @Option(names = "-n", description = "Print addresses only.")
    boolean numeric;

    @Option(names = "-q", description = "Print the first line and the summary only.")
    boolean quiet;

    @Option(names = "-4", description = "IPv4 only.")
    boolean four;

    @Option(names = "-6", description = "IPv6 only.")
    boolean six;

    private final Map<Integer, Long> sentNanos = new HashMap<>();
    private final Set<Integer> answered = new HashSet<>();
    private final RoundTrips roundTrips = new RoundTrips();
    private int sent;
    private int duplicates;
    private int errors;

    @Override
    int run(ToolContext context) throws IOException, InterruptedException {
        check();
        Target target = find(context);
        IpAddress address = target.address();
        numeric |= target.numeric();
        Path.PathError noWay = context.ask(() -> context.host()
                .network()
                .path(null, address, target.interfaceIndex())
                .error());
        if (noWay != null) {
            throw new ToolFailure(2, "connect: " + Errno.of(noWay).text());
        }
        int ipBytes = ICMP_HEADER_BYTES + size + 20;
        context.out()
                .println("PING " + target.text() + " (" + address + ") " + size
                        + (address.family() == IpFamily.IPV4 ? "(" + ipBytes + ") bytes of data." : " data bytes"));
        EchoSettings settings =
                new EchoSettings(timeToLive, trafficClass, discovery == Discovery.DO, target.interfaceIndex(), null);
        long began = context.now();
        try (EchoSocket socket = context.sockets().echo(address.family())) {
            exchange(context, socket, address, settings);
        } catch (InterruptedIOException e) {
            Thread.interrupted(); // as by Ctrl-C: the summary is still wanted
        }
        summary(context.out(), target.text(), lastSent(began) - began);
        return answered.isEmpty() ? 1 : 0;
    }

    private void check() {
        if (count < 1) {
            throw new ToolFailure(2, "invalid argument: '" + count + "': out of range: 1 <= value");
        }
        if (size < 0 || size > MOST_DATA_BYTES) {
            throw new ToolFailure(
                    2, "invalid argument: '" + size + "': out of range: 0 <= value <= " + MOST_DATA_BYTES);
        }
        if (timeToLive < 1 || timeToLive > 255) {
            throw new ToolFailure(2, "invalid argument: '" + timeToLive + "': out of range: 1 <= value <= 255");
        }
        if (trafficClass < 0 || trafficClass > 255) {
            throw new ToolFailure(2, "invalid argument: '" + trafficClass + "': out of range: 0 <= value <= 255");
        }
    }

    private Target find(ToolContext context) throws InterruptedException {
        try {
            return Target.find(context, destination, Target.family(four, six)).getFirst();
        } catch (UnknownHostException e) {
            throw new ToolFailure(2, destination + ": " + e.getMessage(), e);
        }
    }

    private void exchange(ToolContext context, EchoSocket socket, IpAddress address, EchoSettings settings)
            throws IOException {
        byte[] data = new byte[size];
        for (int i = 0; i < size; i++) {
            data[i] = (byte) i; // ping's pattern, so that captures look familiar
        }
        long end = deadline == null ? Long.MAX_VALUE : context.deadline(deadline);
        for (int sequence = 1; sequence <= count && context.now() < end; sequence++) {
            long now = context.now();
            sentNanos.put(sequence & 0xffff, now);
            sent++;
            if (!send(context, socket, address, sequence, data, settings)) {
                errors++;
            }
            boolean last = sequence == count;
            listen(context, socket, Math.min(end, last ? Long.MAX_VALUE : now + interval.toNanos()), last, end);
        }
    }

    private boolean send(
            ToolContext context, EchoSocket socket, IpAddress to, int sequence, byte[] data, EchoSettings settings)
            throws IOException {
        try {
            socket.send(to, sequence & 0xffff, data, settings);
            return true;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            String words = String.valueOf(e.getMessage());
            if (words.equals(Errno.EMSGSIZE.text())) {
                int mtu = context.ask(() -> context.host()
                        .network()
                        .path(null, to, settings.interfaceIndex())
                        .mtuBytes());
                context.err().println("ping: local error: message too long, mtu=" + mtu);
            } else {
                context.err().println("ping: sendmsg: " + words);
            }
            return false;
        }
    }

    /** Tells what comes until the time; after the last request, until everything is answered or hope is given up. */
    private void listen(ToolContext context, EchoSocket socket, long until, boolean last, long end) throws IOException {
        long give = last ? Math.min(end, context.deadline(patience())) : until;
        while (!last || answered.size() + errors < sent) {
            EchoResult result;
            try {
                result = socket.receive(give);
            } catch (SocketTimeoutException e) {
                return;
            }
            switch (result) {
                case EchoResult.Reply reply -> reply(context, reply);
                case EchoResult.Failure failure -> failure(context, failure);
            }
            context.out().flush(); // in real time somebody watches
        }
    }

    /** As iputils: twice the longest round trip seen, or the time-out when none was. */
    private Duration patience() {
        return roundTrips.isEmpty() ? timeout : Duration.ofNanos(Math.max(2 * roundTrips.most(), interval.toNanos()));
    }

    private void reply(ToolContext context, EchoResult.Reply reply) {
        Long began = sentNanos.get(reply.sequence());
        if (began == null) {
            return;
        }
        boolean duplicate = !answered.add(reply.sequence());
        long roundTrip = reply.receivedNanos() - began;
        if (duplicate) {
            duplicates++;
        } else {
            roundTrips.add(roundTrip);
        }
        if (!quiet) {
            context.out()
                    .println(reply.data().length + ICMP_HEADER_BYTES + " bytes from " + shown(context, reply.from())
                            + ": icmp_seq=" + reply.sequence() + " ttl=" + reply.timeToLive() + " time="
                            + Millis.threeDigits(roundTrip) + " ms" + (duplicate ? " (DUP!)" : ""));
        }
    }

    private void failure(ToolContext context, EchoResult.Failure failure) {
        errors++;
        if (!quiet) {
            IcmpError error = failure.error();
            context.out()
                    .println("From " + shown(context, error.reporter()) + " icmp_seq=" + failure.sequence() + " "
                            + IcmpWords.ofPing(error));
        }
    }

    private String shown(ToolContext context, IpAddress address) {
        String name = numeric ? null : context.names().nameOf(address);
        return name == null ? address.toString() : name + " (" + address + ")";
    }

    private long lastSent(long began) {
        return sentNanos.values().stream().mapToLong(Long::longValue).max().orElse(began);
    }

    private void summary(PrintWriter out, String name, long elapsedNanos) {
        StringBuilder line = new StringBuilder();
        line.append(sent)
                .append(" packets transmitted, ")
                .append(answered.size())
                .append(" received");
        if (duplicates > 0) {
            line.append(", +").append(duplicates).append(" duplicates");
        }
        if (errors > 0) {
            line.append(", +").append(errors).append(" errors");
        }
        line.append(", ")
                .append(RoundTrips.percent(sent - answered.size(), sent))
                .append("% packet loss, time ")
                .append(elapsedNanos / 1_000_000)
                .append("ms");
        out.println();
        out.println("--- " + name + " ping statistics ---");
        out.println(line);
        if (roundTrips.isEmpty()) {
            out.println();
        } else {
            out.println("rtt min/avg/max/mdev = " + roundTrips + " ms");
        }
    }
}
