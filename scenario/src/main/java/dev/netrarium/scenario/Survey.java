package dev.netrarium.scenario;

import dev.netrarium.stack.Route;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.world.Lan;
import dev.netrarium.world.Link;
import dev.netrarium.world.Node;
import dev.netrarium.world.Port;
import dev.netrarium.world.ProgramOrigin;
import dev.netrarium.world.RunningProgram;
import dev.netrarium.world.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Writes down a world as it stands. */
final class Survey {
    private Survey() {}

    static Scenario of(World world) {
        List<LanEntry> lans = world.lans().stream().map(Survey::lan).toList();
        List<HostEntry> hosts = world.nodes().stream().map(Survey::host).toList();
        List<LinkEntry> links = new ArrayList<>();
        Set<String> names = new TreeSet<>();
        for (Link link : world.links()) {
            links.add(link(link, names));
        }
        return new Scenario(world.seed(), world.epoch(), lans, hosts, links, List.of());
    }

    private static LanEntry lan(Lan lan) {
        Node gateway = lan.gateway();
        return new LanEntry(
                lan.name(),
                lan.prefixes().stream().map(IpPrefix::toString).toList(),
                gateway == null ? null : gateway.name(),
                lan.conditions());
    }

    private static HostEntry host(Node node) {
        return new HostEntry(
                node.name(),
                node.isRouter(),
                node.lans().stream()
                        .map(lan -> new HostEntry.Joining(lan.name(), addresses(node.port(lan))))
                        .toList(),
                node.routes().stream().map(Survey::route).toList(),
                node.programs().stream()
                        .filter(RunningProgram::isRunning)
                        .map(RunningProgram::origin)
                        .flatMap(java.util.stream.Stream::ofNullable)
                        .map(Survey::program)
                        .toList());
    }

    private static HostEntry.RouteEntry route(Route route) {
        boolean usual = route.destination().equals(IpPrefix.ALL_IPV4); // the other family's has a name of its own: ::/0
        return new HostEntry.RouteEntry(
                usual ? "default" : route.destination().toString(), String.valueOf(route.gateway()));
    }

    private static HostEntry.ProgramEntry program(ProgramOrigin origin) {
        return new HostEntry.ProgramEntry(origin.provider(), origin.options());
    }

    private static LinkEntry link(Link link, Set<String> names) {
        String plain = link.left().node().name() + "--" + link.right().node().name();
        String name = names.add(plain) ? plain : link.name().replace(':', '-');
        names.add(name);
        return new LinkEntry(
                name,
                link.left().node().name(),
                addresses(link.left()),
                link.right().node().name(),
                addresses(link.right()),
                link.forward().conditions(),
                link.backward().conditions());
    }

    private static List<String> addresses(Port port) {
        return port.networkInterface().addresses().stream()
                .filter(a -> !a.address().isLinkLocal())
                .map(InterfaceAddress::toString)
                .toList();
    }
}
