package dev.netrarium.scenario;

import dev.netrarium.world.Conditioned;
import dev.netrarium.world.Lan;
import dev.netrarium.world.Link;
import dev.netrarium.world.Node;
import dev.netrarium.world.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Builds a world from a scenario, always in the same order: LANs, hosts, what they join, cables, gateways, routes, planned
 * changes, programs.
 */
final class Construction {
    private final World world;
    private final Map<String, Lan> lans = new LinkedHashMap<>();
    private final Map<String, Link> links = new LinkedHashMap<>();

    private Construction(World world) {
        this.world = world;
    }

    static void build(Scenario scenario, World world) {
        try {
            new Construction(world).build(scenario);
        } catch (IllegalArgumentException e) {
            throw new ScenarioException("the scenario cannot be built: " + e.getMessage());
        }
    }

    private void build(Scenario scenario) {
        for (LanEntry entry : scenario.lans()) {
            Lan lan = world.lan(entry.name(), entry.prefixes().toArray(new String[0]));
            lan.conditions(entry.conditions());
            lans.put(entry.name(), lan);
        }
        scenario.hosts().forEach(this::reserve);
        for (HostEntry entry : scenario.hosts()) {
            Node node = entry.router() ? world.router(entry.name()) : world.host(entry.name());
            for (HostEntry.Joining joining : entry.lans()) {
                join(node, named(lans, joining.lan()), joining.addresses());
            }
        }
        scenario.links().forEach(this::link);
        for (LanEntry entry : scenario.lans()) {
            String gateway = entry.gateway();
            if (gateway != null) {
                named(lans, entry.name()).gateway(world.node(gateway));
            }
        }
        for (HostEntry entry : scenario.hosts()) {
            entry.routes().forEach(r -> world.node(entry.name()).route(r.destination(), r.via()));
        }
        scenario.events().forEach(this::plan);
        for (HostEntry entry : scenario.hosts()) {
            entry.programs().forEach(p -> world.node(entry.name()).start(p.name(), p.options()));
        }
    }

    /** Addresses that are given to one host must not be given out to another that stands before it. */
    private void reserve(HostEntry host) {
        for (HostEntry.Joining joining : host.lans()) {
            List<String> addresses = joining.addresses();
            if (addresses != null) {
                named(lans, joining.lan()).reserve(addresses.toArray(new String[0]));
            }
        }
    }

    private static void join(Node node, Lan lan, @org.jspecify.annotations.Nullable List<String> addresses) {
        if (addresses == null) {
            node.join(lan);
        } else {
            node.join(lan, addresses.toArray(new String[0]));
        }
    }

    private void link(LinkEntry entry) {
        Link link = world.link(
                world.node(entry.left()),
                String.join(",", entry.leftAddresses()),
                world.node(entry.right()),
                String.join(",", entry.rightAddresses()));
        if (entry.forward().mtuBytes() == entry.backward().mtuBytes()) {
            link.mtu(entry.forward().mtuBytes());
        }
        link.forward().conditions(entry.forward());
        link.backward().conditions(entry.backward());
        links.put(entry.name(), link);
    }

    private void plan(EventEntry event) {
        Conditioned<?> target = lans.containsKey(event.on())
                ? named(lans, event.on())
                : switch (event.way()) {
                    case BOTH -> named(links, event.on());
                    case FORWARD -> named(links, event.on()).forward();
                    case BACKWARD -> named(links, event.on()).backward();
                };
        world.at(event.at(), () -> target.change(event::applyTo));
    }

    private static <T> T named(Map<String, T> things, String name) {
        T thing = things.get(name);
        if (thing == null) {
            throw new IllegalArgumentException("there is no \"" + name + "\"");
        }
        return thing;
    }
}
