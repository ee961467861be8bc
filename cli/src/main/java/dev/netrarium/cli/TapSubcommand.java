package dev.netrarium.cli;

import dev.netrarium.cli.tools.ToolContext;
import dev.netrarium.cli.tools.ToolRun;
import dev.netrarium.cli.tools.Toolbox;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.world.Capture;
import dev.netrarium.world.Node;
import dev.netrarium.world.WorldException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code netrarium tap}: a host of our own on the real network, behind a TAP device of the kernel. */
@Command(
        name = "tap",
        description = {
            "Put a host on the real network, behind a TAP device of this machine, with a cable in between that can "
                    + "delay, lose, reorder and slow down frames. It serves, or runs one tool and ends.",
            "Of two values for the cable the first is for the way to the host.",
            "The device is made when it does not exist, and vanishes at the end (Ctrl-C). That takes root, or a "
                    + "persistent device: ip tuntap add dev tap0 mode tap user $USER",
            "Give the kernel its own address on it: ip addr add 192.0.2.1/24 dev tap0 && ip link set tap0 up",
        },
        footer = {
            "  netrarium tap --dev tap0 --address 192.0.2.80/24 --serve http=80:site,echo=7",
            "        a web server and an echo server: curl http://192.0.2.80/",
            "  netrarium tap --dev tap0 --address 192.0.2.80/24,2001:db8::80/64 --loss 2%% --delay 20ms \\",
            "        --serve chargen=19 --pcap tap.pcapng",
            "        over a bad cable, both families, captured for Wireshark",
            "  netrarium tap --dev tap0 --address 192.0.2.80/24 curl http://192.0.2.1:8000/",
            "  netrarium tap --dev tap0 --address 192.0.2.80/24 ping 192.0.2.1",
            "        our client against a server of this machine",
            "  netrarium tap --dev tap0 --via 192.0.2.2/24 --via 198.51.100.2/24 --address 203.0.113.80/24 \\",
            "        --gateway 192.0.2.1 --serve http=80:site",
            "        behind two routers, for traceroute: ip route add default via 192.0.2.2",
        })
final class TapSubcommand extends Subcommand {
    /** How often a serving host looks whether its device is still there. */
    private static final Duration LOOK = Duration.ofMillis(200);

    @Option(names = "--dev", paramLabel = "NAME", required = true, description = "The TAP device: tap0.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    String device;

    @Option(
            names = "--address",
            paramLabel = "A/L",
            required = true,
            split = ",",
            converter = InterfaceAddressConverter.class,
            description = "The host's addresses, of one family or both: 192.0.2.80/24,2001:db8::80/64.")
    @SuppressWarnings("NullAway.Init")
    List<InterfaceAddress> addresses;

    @Option(
            names = "--gateway",
            paramLabel = "G",
            split = ",",
            converter = IpAddressConverter.class,
            description = "Addresses of this machine on the device, when the host shall reach more than the link.")
    List<IpAddress> gateways = List.of();

    @Option(
            names = "--via",
            paramLabel = "A/L",
            description = "Put a router in between, with these addresses on its side towards this machine "
                    + "(192.0.2.2/24,2001:db8::2/64). Give it again for the next router. On its other side a router "
                    + "takes the first free address.")
    List<String> via = List.of();

    @Mixin
    CableOptions cable = new CableOptions();

    @Option(names = "--pcap", paramLabel = "FILE", description = "Write what passes the cable's inner end as pcapng.")
    @Nullable Path pcap;

    @Option(
            names = "--serve",
            paramLabel = "SERVICE",
            split = ",",
            converter = ServedService.Converter.class,
            description = "Services to offer: http=80:FOLDER, echo=7, discard=9, chargen=19.")
    List<ServedService> services = List.of();

    @Parameters(
            arity = "0..*",
            paramLabel = "TOOL [ARGUMENT …]",
            hideParamSyntax = true,
            description = "A tool to run on the host; then it ends: curl, ping, traceroute, nc, ss, ip …")
    List<String> words = List.of();

    @Override
    int run() throws IOException, InterruptedException {
        ToolRun tool = tool();
        if (tool != null && tool.wantsHelp()) {
            out().print(tool.help());
            return ExitCode.OK;
        }
        checkServices();
        List<List<InterfaceAddress>> routers = routers();
        try (TapNetwork network = new TapNetwork(device, routers, addresses, gateways, cable.seed());
                Capture capture = pcap == null
                        ? null
                        : network.world().capture(network.uplink().inside()).to(pcap)) {
            network.uplink().inward().change(cable::applyThere);
            network.uplink().outward().change(cable::applyBack);
            if (cable.mtuBytes != null) {
                network.uplink().mtu(cable.mtuBytes);
            }
            try (EndAtSignal signal = new EndAtSignal("tap", err(), network::close)) {
                try {
                    for (ServedService service : services) {
                        network.serve(service);
                    }
                    err().println("netrarium: " + network.device().name() + " is ready: " + words());
                    err().flush();
                    return tool == null ? serve(network) : tool.run(context(network.host()));
                } catch (IOException | InterruptedException | WorldException e) {
                    if (signal.isEnding()) {
                        return ExitCode.OK;
                    }
                    throw e;
                }
            }
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage() + ".", e);
        }
    }

    private @Nullable ToolRun tool() {
        if (words.isEmpty()) {
            if (services.isEmpty()) {
                throw usageError("Say what to do: --serve SERVICE, or a tool, such as curl URL or ping ADDRESS.");
            }
            return null;
        }
        try {
            return Toolbox.parse(words);
        } catch (ParameterException e) {
            String name = words.getFirst();
            throw usageError(name + ": " + e.getMessage() + " (see netrarium on laptop " + name + " --help)");
        } catch (IllegalArgumentException e) {
            throw usageError(String.valueOf(e.getMessage()));
        }
    }

    private void checkServices() {
        if (services.stream().map(ServedService::port).distinct().count() < services.size()) {
            throw usageError("Two services cannot share a port.");
        }
    }

    private List<List<InterfaceAddress>> routers() {
        InterfaceAddressConverter converter = new InterfaceAddressConverter();
        List<List<InterfaceAddress>> routers = new ArrayList<>();
        for (String each : via) {
            List<InterfaceAddress> facing = new ArrayList<>();
            for (String text : each.split(",")) {
                try {
                    facing.add(converter.convert(text));
                } catch (TypeConversionException e) {
                    throw usageError("--via: " + e.getMessage());
                }
            }
            routers.add(facing);
        }
        return routers;
    }

    private String words() {
        StringBuilder text = new StringBuilder("a host at ");
        text.append(String.join(
                " and ", addresses.stream().map(InterfaceAddress::toString).toList()));
        if (!via.isEmpty()) {
            text.append(" behind ").append(via.size()).append(via.size() == 1 ? " router" : " routers");
        }
        for (ServedService service : services) {
            text.append(", ").append(service.name()).append(" on port ").append(service.port());
        }
        return text.append(cable.isPlain() ? "" : ", over the cable that was asked for")
                .toString();
    }

    private int serve(TapNetwork network) throws InterruptedException {
        while (!network.device().isGone()) {
            network.world().run(LOOK);
            network.world().check();
        }
        throw new CommandFailure("The device " + device + " was taken away: was its namespace deleted?");
    }

    private ToolContext context(Node host) {
        return new ToolContext(
                host.sockets(), new WorldHosts(host), List.of(), host.world().epoch(), System.in, out(), err());
    }
}
