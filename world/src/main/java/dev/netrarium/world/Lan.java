package dev.netrarium.world;

import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A broadcast domain: a learning switch, its cables, and the prefixes that addresses are taken from.
 *
 * <p>Conditions that are set on the LAN act once per crossing, on the way out of the switch, so {@code delay(5 ms)} is 5 ms
 * from host to host; bandwidth, MTU and a cut act on the way in too, as on real cables. A single {@link Port} has
 * conditions of its own, each way.
 */
public final class Lan implements Conditioned<Lan> {
    /** The two directions between the switch and what is plugged in. */
    record Cable(String end, Direction in, Direction out) {}

    private final World world;
    private final String name;
    private final int place;
    private final List<IpPrefix> prefixes;
    private final Addressing addressing;
    private final Switch bridge;
    private final List<HostPort> ports = new ArrayList<>();
    private final List<Cable> cables = new ArrayList<>();
    private Conditions conditions = Conditions.PERFECT;
    private @Nullable Node gateway;

    Lan(World world, String name, int place, List<IpPrefix> prefixes) {
        this.world = world;
        this.name = name;
        this.place = place;
        this.prefixes = List.copyOf(prefixes);
        this.addressing = new Addressing(name, this.prefixes);
        this.bridge = new Switch(this, world.observation());
    }

    public String name() {
        return name;
    }

    /** The prefixes that hosts get addresses from. */
    public List<IpPrefix> prefixes() {
        return prefixes;
    }

    /** The ports in the order of joining. */
    public List<Port> ports() {
        return world.worldLoop().ask(() -> List.copyOf(ports));
    }

    /** The conditions that were set on the LAN as a whole. */
    public Conditions conditions() {
        return conditions;
    }

    /** Sets all conditions at once, the MTU of the interfaces included. */
    public Lan conditions(Conditions all) {
        world.worldLoop().command(() -> {
            conditions = all;
            for (Cable cable : cables) {
                cable.out().conditions(all);
                cable.in().conditions(inbound(all));
            }
            ports.forEach(port -> port.networkInterface().mtuBytes(all.mtuBytes()));
        });
        return this;
    }

    /** Makes the node's addresses here the default gateway of those who have joined or will, and have none yet. */
    public Lan gateway(Node router) {
        router.port(this); // says clearly when it has not joined
        gateway = router;
        world.worldLoop().command(() -> ports.forEach(this::giveGateway));
        return this;
    }

    /** The node that is the gateway, or null. */
    public @Nullable Node gateway() {
        return gateway;
    }

    /** The gateway's address here, or null. */
    public @Nullable IpAddress gateway(IpFamily family) {
        Node router = gateway;
        if (router == null) {
            return null;
        }
        for (InterfaceAddress each : router.port(this).networkInterface().addresses()) {
            if (each.address().family() == family && !each.address().isLinkLocal()) {
                return each.address();
            }
        }
        return null;
    }

    /** The MTU of every port and of every interface that has joined or will. */
    public Lan mtu(int bytes) {
        change(c -> c.mtu(bytes));
        world.worldLoop()
                .command(() -> ports.forEach(port -> port.networkInterface().mtuBytes(bytes)));
        return this;
    }

    /**
     * Keeps addresses from being given out by themselves: for hosts that will join with them, or for a DHCP server.
     *
     * @throws IllegalArgumentException when one is malformed
     */
    public Lan reserve(String... addresses) {
        world.worldLoop().command(() -> {
            for (String each : addresses) {
                addressing.reserve(InterfaceAddress.of(each).address());
            }
        });
        return this;
    }

    /** MAC addresses that the switch holds, aged ones that it has not met again included. */
    public int learnedAddresses() {
        return world.worldLoop().ask(() -> bridge.table().size());
    }

    @Override
    public Lan change(Consumer<Conditions.Change> change) {
        world.worldLoop().command(() -> {
            Conditions before = conditions;
            conditions = before.with(change);
            boolean actsOnTheWayIn = !inbound(conditions).equals(inbound(before));
            for (Cable cable : cables) {
                cable.out().change(change);
                if (actsOnTheWayIn) {
                    cable.in()
                            .change(c -> c.bandwidth(conditions.bandwidthBitsPerSecond())
                                    .mtu(conditions.mtuBytes())
                                    .cut(conditions.cut()));
                }
            }
        });
        return this;
    }

    @Override
    public String toString() {
        return name;
    }

    int place() {
        return place;
    }

    /** Baton held. */
    List<Cable> cables() {
        return cables;
    }

    Addressing addressing() {
        return addressing;
    }

    /**
     * Plugs in something that is no node of the world: a TAP device, a tunnel, a test that makes frames itself.
     *
     * @param name unique in the world
     * @param receiver gets the frames that the switch sends to it
     */
    public Plug plug(String name, Plug.Receiver receiver) {
        return world.worldLoop().ask(() -> {
            world.takeName(name);
            Plug.End end = new Plug.End(receiver);
            Cable cable = lay(end, end, name, place, bridge.ports());
            return new Plug(world, name, cable.in(), cable.out());
        });
    }

    /** Plugs a node's port in; its interface has been added already. Baton held. */
    void plug(HostPort port, String portName, int portNumber) {
        Cable cable = lay(port, port, portName, port.node().place(), portNumber);
        port.plug(cable.in(), cable.out());
        ports.add(port);
    }

    /** A cable between the switch and an end whose events have the rank of that place and port. */
    private Cable lay(FrameSource source, FrameSink sink, String endName, int endPlace, int endPort) {
        SwitchPort mine = bridge.addPort();
        long atSwitch = EventSource.rank(EventSource.FRAMES, place, mine.number(), 0);
        long atEnd = EventSource.rank(EventSource.FRAMES, endPlace, endPort, 1);
        Direction in = world.direction(endName + "->" + name, atSwitch, source, mine);
        Direction out = world.direction(name + "->" + endName, atEnd, mine, sink);
        in.conditions(inbound(conditions));
        out.conditions(conditions);
        mine.plug(out);
        Cable cable = new Cable(endName, in, out);
        cables.add(cable);
        world.plugged(this, endName, in);
        return cable;
    }

    /** Gives the port's node a default route by the gateway, unless it has one, or no address here yet. Baton held. */
    void giveGateway(HostPort port) {
        if (port.node() == gateway) {
            return;
        }
        for (IpFamily family : IpFamily.values()) {
            IpAddress via = gateway(family);
            if (via != null && isOnLink(port, via) && port.node().lacksDefaultRoute(family)) {
                port.node().addRoute(new IpPrefix(anyOf(family), 0), via);
            }
        }
    }

    private static boolean isOnLink(HostPort port, IpAddress address) {
        return port.networkInterface().addresses().stream()
                .anyMatch(own -> own.prefix().contains(address));
    }

    private static IpAddress anyOf(IpFamily family) {
        return (family == IpFamily.IPV4 ? IpPrefix.ALL_IPV4 : IpPrefix.ALL_IPV6).address();
    }

    /** The part of the LAN's conditions that acts on the way into the switch. */
    private static Conditions inbound(Conditions lan) {
        return Conditions.PERFECT.with(c -> c.delay(java.time.Duration.ZERO)
                .bandwidth(lan.bandwidthBitsPerSecond())
                .mtu(lan.mtuBytes())
                .cut(lan.cut()));
    }
}
