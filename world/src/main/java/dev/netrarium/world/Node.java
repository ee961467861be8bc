package dev.netrarium.world;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Resolver;
import dev.netrarium.stack.Route;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.MacAddress;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A host at its place in the world. */
public final class Node {
    private final World world;
    private final String name;
    private final int place;
    private final boolean router;
    private final Host host;
    private final HostTurn turn;
    private final HostSockets sockets;
    private final List<HostPort> ports = new ArrayList<>();
    private final Map<Lan, HostPort> lans = new LinkedHashMap<>();
    private final List<Route> routes = new ArrayList<>();
    private final StartedPrograms programs = new StartedPrograms();
    private volatile Resolver resolver;

    Node(World world, String name, int place, boolean router, Host host) {
        this.world = world;
        this.name = name;
        this.place = place;
        this.router = router;
        this.host = host;
        this.turn = new HostTurn(host, place, world.worldLoop().events);
        this.sockets = new HostSockets(host, world.loop());
        this.resolver = new WorldNames(world);
        world.worldLoop().add(host, turn);
    }

    public String name() {
        return name;
    }

    public World world() {
        return world;
    }

    public Host host() {
        return host;
    }

    /** True when it was made by {@link World#router}: it forwards. */
    public boolean isRouter() {
        return router;
    }

    /** The host's blocking sockets, for its programs and for the thread that made the world. */
    public HostSockets sockets() {
        return sockets;
    }

    /** How names become addresses here; until set, by the names of the world's nodes. */
    public Resolver resolver() {
        return resolver;
    }

    /** Sets how names become addresses here. */
    public Node resolver(Resolver by) {
        resolver = by;
        return this;
    }

    /**
     * Plugs into a LAN; the next free address of each of its prefixes is taken.
     *
     * @throws IllegalArgumentException when it has joined already, or a prefix has no address left
     */
    public Node join(Lan lan) {
        world.worldLoop().command(() -> plug(lan, lan.addressing().takeNext(name)));
        return this;
    }

    /**
     * Plugs into a LAN with these addresses: {@code "192.0.2.80/24"}, {@code "2001:db8::80/64"}; none for an interface
     * without addresses, as before DHCP.
     *
     * @throws IllegalArgumentException when it has joined already, or an address is malformed or taken
     */
    public Node join(Lan lan, String... addresses) {
        List<InterfaceAddress> given = new ArrayList<>();
        for (String text : addresses) {
            given.add(InterfaceAddress.of(text));
        }
        world.worldLoop().command(() -> {
            given.forEach(each -> lan.addressing().take(each, name));
            plug(lan, given);
        });
        return this;
    }

    /** Its ports in the order of plugging in. */
    public List<Port> ports() {
        return world.worldLoop().ask(() -> List.copyOf(ports));
    }

    /**
     * The port on that LAN.
     *
     * @throws IllegalArgumentException when the node has not joined it
     */
    public Port port(Lan lan) {
        HostPort port = lans.get(lan);
        if (port == null) {
            throw new IllegalArgumentException(name + " has not joined " + lan.name());
        }
        return port;
    }

    /** The port of the interface of that name, such as {@code eth0}. */
    public Port port(String interfaceName) {
        for (HostPort port : ports) {
            if (port.networkInterface().name().equals(interfaceName)) {
                return port;
            }
        }
        throw new IllegalArgumentException(name + " has no interface " + interfaceName);
    }

    /** The LANs it has joined, in order. */
    public List<Lan> lans() {
        return List.copyOf(lans.keySet());
    }

    /**
     * Its first address of that family on a wire (link-local ones not counted).
     *
     * @throws IllegalStateException when it has none
     */
    public IpAddress address(IpFamily family) {
        return addresses().stream()
                .filter(a -> a.family() == family)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException(name + " has no " + family + " address"));
    }

    /** Its first address: IPv4 if it has one. */
    public IpAddress address() {
        return addresses().stream()
                .min((a, b) -> a.family().compareTo(b.family()))
                .orElseThrow(() -> new IllegalStateException(name + " has no address"));
    }

    /** Its addresses on wires, in the order of its interfaces; no link-local ones. */
    public List<IpAddress> addresses() {
        return world.worldLoop()
                .ask(() -> ports.stream()
                        .flatMap(port -> port.networkInterface().addresses().stream())
                        .map(InterfaceAddress::address)
                        .filter(a -> !a.isLinkLocal())
                        .toList());
    }

    /**
     * Adds a route: destination {@code "default"}, a prefix or an address; {@code via} is the next hop.
     *
     * @throws IllegalArgumentException when either is malformed, or the next hop is on none of the node's links
     */
    public Node route(String destination, String via) {
        IpAddress gateway = IpAddress.of(via);
        IpPrefix prefix = !destination.equals("default")
                ? IpPrefix.of(destination)
                : gateway.family() == IpFamily.IPV4 ? IpPrefix.ALL_IPV4 : IpPrefix.ALL_IPV6;
        world.worldLoop().command(() -> {
            addRoute(prefix, gateway);
            routes.add(Route.via(prefix, gateway));
        });
        return this;
    }

    /** The routes that were added by {@link #route}, in order. */
    public List<Route> routes() {
        return List.copyOf(routes);
    }

    /** Starts a program on this host. */
    public RunningProgram start(String programName, Program program) {
        return start(programName, program, null);
    }

    /**
     * Starts the program that a {@link ProgramProvider} offers under the name.
     *
     * @throws IllegalArgumentException when there is none, or an option is wrong
     */
    public RunningProgram start(String providerName, Map<String, String> options) {
        return start(providerName, Programs.create(providerName, options), new ProgramOrigin(providerName, options));
    }

    private RunningProgram start(String programName, Program program, @Nullable ProgramOrigin origin) {
        return world.start(this, programName, program, origin);
    }

    /** The programs started here, in order: all that run, and of those that have ended the last hundred. */
    public List<RunningProgram> programs() {
        return world.worldLoop().ask(programs::list);
    }

    @Override
    public String toString() {
        return name;
    }

    int place() {
        return place;
    }

    /** A program begins here. Baton held. */
    void began(RunningProgram program) {
        programs.began(program);
    }

    /** A program here has ended. Baton held. */
    void ended(RunningProgram program) {
        programs.ended(program);
    }

    /** Adds an interface and the port it plugs into. Baton held. */
    HostPort addPort(int mtuBytes) {
        HostPort port = new HostPort(this, turn);
        int number = ports.size();
        MacAddress mac = new MacAddress(0x0200_0000_0000L | (long) place << 16 | number);
        host.addEthernet("eth" + number, mac, mtuBytes, port); // tells the port
        ports.add(port);
        return port;
    }

    /** Gives an interface its addresses. Baton held. */
    void address(HostPort port, List<InterfaceAddress> addresses) {
        NetInterface mine = port.networkInterface();
        for (InterfaceAddress each : addresses) {
            mine.add(world.now(), each);
        }
        world.worldLoop().poke(turn);
    }

    boolean lacksDefaultRoute(IpFamily family) {
        return host.routes().list().stream()
                .noneMatch(r -> r.destination().length() == 0 && r.destination().family() == family);
    }

    void addRoute(IpPrefix destination, IpAddress gateway) {
        host.routes().add(Route.via(destination, gateway));
        world.worldLoop().poke(turn);
    }

    private void plug(Lan lan, List<InterfaceAddress> addresses) {
        if (lans.containsKey(lan)) {
            throw new IllegalArgumentException(name + " has joined " + lan.name() + " already");
        }
        HostPort port = addPort(lan.conditions().mtuBytes());
        lan.plug(port, port.toString(), ports.size() - 1);
        lans.put(lan, port);
        address(port, addresses);
        lan.giveGateway(port);
    }
}
