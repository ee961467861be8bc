package dev.netrarium.cli.tools;

import dev.netrarium.stack.CapturedFrame;
import dev.netrarium.stack.Loop;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.PacketEndpoint;
import dev.netrarium.stack.PacketSockets;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.Waiter;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.capture.LinkType;
import dev.netrarium.wire.capture.PacketOptions;
import dev.netrarium.wire.capture.PcapngWriter;
import dev.netrarium.wire.dissect.Dissection;
import dev.netrarium.wire.dissect.PacketDissector;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tcpdump}: what passes an interface while other tools run. Addresses and ports stay numbers, as with -n. */
@Command(
        name = "tcpdump",
        description = "Show the packets on an interface while the tools that follow run.",
        footer = {
            "  tcpdump -- ping -c 1 www.server.com          what one ping makes",
            "  tcpdump -c 3 tcp port 80 -- curl -s www.server.com   the handshake",
            "  tcpdump -v arp or icmp -- ping -c 1 phone    all fields of each packet",
            "  tcpdump -w web.pcapng -- curl -s www.server.com      for Wireshark",
        })
final class TcpdumpTool extends Tool {
    private static final String ANY = "any";
    private static final DateTimeFormatter CLOCK =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSSSSS").withZone(ZoneOffset.UTC);

    @Option(names = "-i", paramLabel = "IF", description = "Listen on this interface; any: on all (the first one).")
    @Nullable String device;

    @Option(names = "-c", paramLabel = "N", description = "End after N packets.")
    long count = Long.MAX_VALUE;

    @Option(names = "-n", description = "Accepted; addresses are never turned into names.")
    boolean numeric;

    @Option(names = "-v", description = "Print each packet as a tree of layers and fields.")
    boolean tree;

    @Option(names = "-e", description = "Show link addresses.")
    boolean link;

    @Option(
            names = {"-x", "-X"},
            description = "Print each packet's bytes.")
    boolean hex;

    @Option(names = "-t", description = "No time stamps.")
    boolean noTime;

    @Option(names = "-q", description = "Do not print the first and the last lines.")
    boolean quiet;

    @Option(names = "-p", description = "Only what is for this host.")
    boolean notPromiscuous;

    @Option(names = "-w", paramLabel = "FILE", description = "Write pcapng instead of printing.")
    @Nullable Path file;

    @Parameters(
            paramLabel = "FILTER",
            description = "host, net, port, src, dst, tcp, udp, icmp, icmp6, arp, ip, ip6, and, or, not.")
    List<String> filter = List.of();

    private final PacketDissector dissector = PacketDissector.load();
    private long seen;
    private long captured;

    @Override
    boolean attends() {
        return true;
    }

    @Override
    int run(ToolContext context) throws IOException, InterruptedException {
        if (count < 1) {
            throw new ToolFailure(1, "invalid packet count " + count);
        }
        Predicate<FrameFacts> wanted = filter(context);
        NetInterface on = device(context);
        Loop loop = context.sockets().loop();
        PacketEndpoint endpoint = context.ask(() -> {
            PacketEndpoint opened = context.host().packetSockets().open(on, PacketSockets.ALL);
            opened.promiscuous(!notPromiscuous);
            return opened;
        });
        greet(context, on);
        ready();
        try (Output output = file == null ? null : new Output(file)) {
            while (captured < count) {
                CapturedFrame frame = next(loop, endpoint);
                seen++;
                if (wanted.test(FrameFacts.of(frame.bytes(), frame.on().mac() != null))) {
                    captured++;
                    if (output == null) {
                        print(context, frame, on == null);
                        context.out().flush(); // in real time somebody watches
                    } else {
                        output.write(frame, context.epoch());
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.interrupted(); // as by Ctrl-C: the counts are still wanted
        } finally {
            long dropped = context.ask(() -> {
                long lost = endpoint.dropped();
                endpoint.close();
                return lost;
            });
            part(context, dropped);
        }
        return 0;
    }

    private Predicate<FrameFacts> filter(ToolContext context) throws InterruptedException {
        try {
            // A name is looked up before the capture begins, so that its packets are not in it.
            Map<String, List<IpAddress>> found = new LinkedHashMap<>();
            String before = "";
            for (String word : String.join(" ", filter).split("[\\s()!]+")) {
                if (before.equals("host") || before.equals("src") || before.equals("dst")) {
                    found.put(word, addresses(context, word));
                }
                before = word;
            }
            return CaptureFilter.parse(filter, name -> found.getOrDefault(name, List.of()));
        } catch (IllegalArgumentException e) {
            throw new ToolFailure(1, String.valueOf(e.getMessage()), e);
        }
    }

    private static List<IpAddress> addresses(ToolContext context, String name) throws InterruptedException {
        try {
            return Target.find(context, name, null).stream()
                    .map(Target::address)
                    .toList();
        } catch (UnknownHostException e) {
            return List.of();
        }
    }

    /** The interface, or null for all. */
    private @Nullable NetInterface device(ToolContext context) {
        if (ANY.equals(device)) {
            return null;
        }
        return context.ask(() -> {
            List<NetInterface> all = context.host().interfaces();
            if (device == null) {
                return all.stream()
                        .filter(each -> each != context.host().loopback() && each.isUp())
                        .findFirst()
                        .orElse(context.host().loopback());
            }
            NetInterface named = context.host().interfaceNamed(device);
            if (named == null) {
                throw new ToolFailure(
                        1,
                        device + ": No such device exists; there are: "
                                + String.join(
                                        ", ",
                                        all.stream().map(NetInterface::name).toList()) + ", any");
            }
            return named;
        });
    }

    private static CapturedFrame next(Loop loop, PacketEndpoint endpoint) throws InterruptedException {
        loop.enter();
        try {
            Waiter waiter = new Waiter();
            endpoint.add(waiter, PacketEndpoint.READABLE);
            try {
                CapturedFrame frame;
                while ((frame = endpoint.receive()) == null) {
                    loop.await(waiter, Timer.NEVER);
                }
                return frame;
            } finally {
                endpoint.remove(waiter);
            }
        } finally {
            loop.leave();
        }
    }

    private void greet(ToolContext context, @Nullable NetInterface on) {
        if (quiet) {
            return;
        }
        if (!tree && file == null) {
            context.err().println("tcpdump: verbose output suppressed, use -v for full protocol decode");
        }
        String kind = on == null
                ? "any, link-type EN10MB (Ethernet)"
                : on.name() + (on.mac() == null ? ", link-type RAW (Raw IP)" : ", link-type EN10MB (Ethernet)");
        context.err()
                .println((file == null ? "" : "tcpdump: ") + "listening on " + kind + ", snapshot length 262144 bytes");
        context.err().flush();
    }

    private void part(ToolContext context, long dropped) {
        context.out().flush();
        if (!quiet) {
            context.err().println(captured + packets(captured) + " captured");
            context.err().println(seen + packets(seen) + " received by filter");
            context.err().println(dropped + packets(dropped) + " dropped by kernel");
        }
    }

    private static String packets(long number) {
        return number == 1 ? " packet" : " packets";
    }

    private void print(ToolContext context, CapturedFrame frame, boolean any) {
        byte[] b = frame.bytes();
        Dissection dissection = dissector.dissect(linkType(frame.on()), b, 0, b.length);
        StringBuilder line = new StringBuilder();
        if (!noTime) {
            line.append(CLOCK.format(context.epoch().plusNanos(frame.nanos()))).append(' ');
        }
        if (any) {
            line.append(frame.on().name()).append(frame.outgoing() ? " Out " : " In ");
        }
        line.append(link ? dissection.summaryWithLink() : dissection.summary());
        context.out().println(line);
        if (tree) {
            context.out().print(dissection.tree().indent(4));
        }
        if (hex) {
            context.out().print(dissection.hexdump().indent(4));
        }
    }

    private static int linkType(NetInterface on) {
        return on.mac() != null ? LinkType.ETHERNET : LinkType.RAW;
    }

    /** The file, with an interface in it for each that frames come from. */
    private static final class Output implements AutoCloseable {
        private final PcapngWriter writer;
        private final Map<String, Integer> interfaces = new LinkedHashMap<>();

        Output(Path file) throws IOException {
            writer = new PcapngWriter(new BufferedOutputStream(Files.newOutputStream(file)));
        }

        void write(CapturedFrame frame, Instant epoch) throws IOException {
            NetInterface on = frame.on();
            Integer id = interfaces.get(on.name());
            if (id == null) {
                id = writer.addInterface(on.name(), linkType(on));
                interfaces.put(on.name(), id);
            }
            long nanos = epoch.getEpochSecond() * 1_000_000_000L + epoch.getNano() + frame.nanos();
            PacketOptions options = PacketOptions.NONE.withDirection(
                    frame.outgoing() ? PacketOptions.Direction.OUTBOUND : PacketOptions.Direction.INBOUND);
            writer.write(id, nanos, frame.bytes(), 0, frame.bytes().length, options);
        }

        @Override
        public void close() throws IOException {
            writer.close();
        }
    }
}
