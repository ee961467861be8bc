package dev.netrarium.world;

import dev.netrarium.stack.Host;
import dev.netrarium.stack.LinkPort;
import dev.netrarium.stack.Loop;
import dev.netrarium.stack.LoopWait;
import dev.netrarium.stack.PacketPool;
import dev.netrarium.stack.Timer;
import dev.netrarium.stack.Waiter;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpPrefix;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Many hosts, the wires between them, a clock and a seed.
 *
 * {@snippet :
 * try (World world = World.seeded(42)) {
 *     Lan lan = world.lan("192.0.2.0/24").delay(Duration.ofMillis(5)).loss(0.01);
 *     Node web = world.host("web").join(lan);
 *     Node user = world.host("user").join(lan);
 *     web.start("greeter", context -> { // a thread of its own, scheduled by the world
 *         try (TcpServerSocket server = context.sockets().listen(80);
 *                 TcpSocket peer = server.accept()) {
 *             peer.outputStream().write("hello".getBytes());
 *         }
 *     });
 *     TcpSocket socket = user.sockets().connect(Endpoint.of(web.address(), 80));
 *     System.out.println(new String(socket.inputStream().readAllBytes()));
 * }
 * }
 *
 * <p>The thread that makes a seeded world is its first program: while it computes, the clock stands still; its blocking
 * calls let time pass. The same seed gives the same run, to the last bit of the last frame.
 */
public final class World implements AutoCloseable {
    private final long seed;
    private final boolean seeded;
    private final WorldSettings settings;
    private final long epochNanos;
    private final WorldLoop loop;
    private final Observation observation;
    private final PacketPool packets = new PacketPool();
    private final Topology topology = new Topology();
    private final Failures failures = new Failures();
    private int plannedActions;
    private boolean checked;

    private World(long seed, boolean seeded, WorldSettings settings, WorldLoop loop) {
        this.seed = seed;
        this.seeded = seeded;
        this.settings = settings;
        this.epochNanos = nanosSince1970(settings.epoch());
        this.loop = loop;
        this.observation = new Observation(settings.traceHash() ? new TraceHash() : null);
    }

    /** A world in virtual time, repeatable from its seed. The calling thread becomes its first program. */
    public static World seeded(long seed) {
        return seeded(seed, WorldSettings.DEFAULT);
    }

    /** A world in virtual time with other settings. */
    public static World seeded(long seed, WorldSettings settings) {
        VirtualLoop loop = new VirtualLoop();
        loop.patience(settings.patience());
        return new World(seed, true, settings, loop);
    }

    /** A world in real time; its faults are those of seed 0, its epoch is now. */
    public static World live() {
        return live(0, WorldSettings.DEFAULT.withEpoch(Instant.now()).withTraceHash(false));
    }

    /** A world in real time with other settings. A run cannot be repeated, but its faults are drawn from the seed. */
    public static World live(long seed, WorldSettings settings) {
        return live(seed, settings, new ParkedWait());
    }

    /**
     * A world in real time that hears the outside too: its loop waits as it is told to, for kernel descriptors for
     * instance. The world closes the wait when it is closed.
     */
    public static World live(long seed, WorldSettings settings, LoopWait wait) {
        return new World(seed, false, settings, new LiveLoop(wait));
    }

    public long seed() {
        return seed;
    }

    /** True for virtual time. */
    public boolean isSeeded() {
        return seeded;
    }

    /** How it was made. */
    public WorldSettings settings() {
        return settings;
    }

    /**
     * A LAN: {@code lan("192.0.2.0/24", "2001:db8::/64")} names itself lan1, lan2 …; {@code lan("home",
     * "192.168.0.0/24")} is named.
     *
     * @throws IllegalArgumentException when the name is taken or a prefix is malformed
     */
    public Lan lan(String nameOrPrefix, String... prefixes) {
        boolean named = nameOrPrefix.indexOf('/') < 0;
        List<IpPrefix> all = new ArrayList<>();
        if (!named) {
            all.add(IpPrefix.of(nameOrPrefix));
        }
        for (String prefix : prefixes) {
            all.add(IpPrefix.of(prefix));
        }
        return loop.ask(() -> {
            Lan lan = new Lan(
                    this, topology.newName(named ? nameOrPrefix : topology.nextLanName()), topology.newLanPlace(), all);
            topology.add(lan);
            return lan;
        });
    }

    /**
     * A host.
     *
     * @throws IllegalArgumentException when the name is taken
     */
    public Node host(String name) {
        return node(name, false);
    }

    /**
     * A host that forwards, in both families.
     *
     * @throws IllegalArgumentException when the name is taken
     */
    public Node router(String name) {
        return node(name, true);
    }

    /**
     * A cable between two nodes.
     *
     * @param leftAddresses for the left end: {@code "10.0.0.1/30, 2001:db8::1/64"}, or "" for none
     * @throws IllegalArgumentException when an address is malformed
     */
    public Link link(Node left, String leftAddresses, Node right, String rightAddresses) {
        List<InterfaceAddress> ofLeft = addresses(leftAddresses);
        List<InterfaceAddress> ofRight = addresses(rightAddresses);
        return loop.ask(() -> {
            HostPort a = left.addPort(Conditions.PERFECT.mtuBytes());
            HostPort b = right.addPort(Conditions.PERFECT.mtuBytes());
            long atLeft = EventSource.rank(
                    EventSource.FRAMES, left.place(), left.ports().size() - 1, 0);
            long atRight = EventSource.rank(
                    EventSource.FRAMES, right.place(), right.ports().size() - 1, 0);
            Direction there = direction(a + "->" + b, atRight, a, b);
            Direction back = direction(b + "->" + a, atLeft, b, a);
            there.conditions(Conditions.PERFECT);
            back.conditions(Conditions.PERFECT);
            a.plug(there, back);
            b.plug(back, there);
            left.address(a, ofLeft);
            right.address(b, ofRight);
            Link link = new Link(a + "--" + b, a, b);
            topology.add(link);
            return link;
        });
    }

    /** A cable between two nodes, without addresses. */
    public Link link(Node left, Node right) {
        return link(left, "", right, "");
    }

    /**
     * A cable from a node to the outside of this world, such as a TAP device. It belongs to this run alone: a scenario
     * does not hold it.
     *
     * @param addresses for the node's end, as in {@link #link(Node, String, Node, String)}
     * @param name of the outside end
     * @param outside takes the frames that leave the world; those that come in are handed to {@link Uplink#outside()}
     */
    public Uplink uplink(Node node, String addresses, String name, LinkPort outside) {
        List<InterfaceAddress> mine = addresses(addresses);
        return loop.ask(() -> {
            Conditions cable = Conditions.PERFECT.with(c -> c.delay(Duration.ZERO));
            OutsideEnd end = new OutsideEnd(topology.newName(name), outside);
            topology.add(end);
            HostPort inside = node.addPort(cable.mtuBytes());
            int port = node.ports().size() - 1;
            Direction out = direction(
                    inside + "->" + end, EventSource.rank(EventSource.FRAMES, node.place(), port, 1), inside, end);
            Direction in = direction(
                    end + "->" + inside, EventSource.rank(EventSource.FRAMES, node.place(), port, 0), end, inside);
            out.conditions(cable);
            in.conditions(cable);
            inside.plug(out, in);
            end.plug(in);
            node.address(inside, mine);
            return new Uplink(inside, end);
        });
    }

    /**
     * A cable between two things outside of this world, such as two TAP devices: an emulator of a link. As an
     * {@link #uplink} it belongs to this run alone.
     *
     * @param leftName of the left end, unique in the world as {@code rightName} is
     * @param left takes the frames that leave the world there; those that come in are handed to {@link OutsideLink#left()}
     */
    public OutsideLink link(String leftName, LinkPort left, String rightName, LinkPort right) {
        return loop.ask(() -> {
            OutsideEnd a = new OutsideEnd(topology.newName(leftName), left);
            topology.add(a);
            OutsideEnd b = new OutsideEnd(topology.newName(rightName), right);
            topology.add(b);
            int number = topology.newOutsideLinkNumber();
            Direction there = direction(a + "->" + b, EventSource.rank(EventSource.FRAMES, 0, number, 0), a, b);
            Direction back = direction(b + "->" + a, EventSource.rank(EventSource.FRAMES, 0, number, 1), b, a);
            Conditions cable = Conditions.PERFECT.with(c -> c.delay(Duration.ZERO));
            there.conditions(cable);
            back.conditions(cable);
            a.plug(there);
            b.plug(back);
            return new OutsideLink(a, b, there, back);
        });
    }

    /** The nodes, in the order of making. */
    public List<Node> nodes() {
        return loop.ask(topology::nodes);
    }

    /** The LANs, in the order of making. */
    public List<Lan> lans() {
        return loop.ask(topology::lans);
    }

    /** The cables, in the order of making. */
    public List<Link> links() {
        return loop.ask(topology::links);
    }

    /**
     * The node of that name.
     *
     * @throws IllegalArgumentException when there is none; the text lists those there are
     */
    public Node node(String name) {
        return loop.ask(() -> topology.node(name));
    }

    /** Lets time pass, with all that happens in it. */
    public void run(Duration duration) throws InterruptedException {
        loop.enter();
        try {
            loop.await(new Waiter(), after(loop.now(), duration));
        } finally {
            loop.leave();
        }
    }

    /**
     * Lets time pass until nothing more would happen: no frame on a wire, no timer, no program that could go on.
     *
     * @return true when idle; false when {@code most} passed first
     */
    public boolean runUntilIdle(Duration most) throws InterruptedException {
        return loop.awaitIdle(most);
    }

    /**
     * Does something at a time: cuts a cable, changes a loss. Runs with the baton held, and must not block; actions of one
     * instant keep the order of planning.
     *
     * @throws IllegalArgumentException when the time has passed in virtual time; in real time it is then done at once
     */
    public World at(Duration sinceBeginning, Runnable action) {
        loop.command(() -> {
            long time = after(0, sinceBeginning);
            if (seeded && time < loop.now()) {
                throw new IllegalArgumentException("it is " + Duration.ofNanos(loop.now()) + " after the beginning: "
                        + sinceBeginning + " has passed");
            }
            loop.events.schedule(new PlannedAction(plannedActions++ & 0xf_ffff, action), time);
        });
        return this;
    }

    /** Nanoseconds since the world began. */
    public long now() {
        return loop.now();
    }

    /** The calendar date at which the world began. */
    public Instant epoch() {
        return settings.epoch();
    }

    /** The world's date and time. */
    public Instant date() {
        return epoch().plusNanos(now());
    }

    /** The loop that all hosts of the world belong to. */
    public Loop loop() {
        return loop;
    }

    /**
     * How late events happen.
     *
     * @throws IllegalStateException in virtual time, where nothing is late
     */
    public Lateness lateness() {
        if (loop instanceof LiveLoop live) {
            return live.lateness();
        }
        throw new IllegalStateException("in virtual time nothing is late");
    }

    /** Every frame that comes into the LAN's switch, once. */
    public Capture capture(Lan lan) {
        List<Capture.Place> places = loop.ask(() -> lan.cables().stream()
                .map(cable -> new Capture.Place(cable.end(), cable.in(), null))
                .toList());
        return new Capture(this, places, lan);
    }

    /** Every frame on the cable, both directions, when it is sent. */
    public Capture capture(Link link) {
        return new Capture(
                this,
                List.of(
                        new Capture.Place(link.left().toString(), link.forward(), null),
                        new Capture.Place(link.right().toString(), link.backward(), null)),
                null);
    }

    /** Every frame out of and into the node's interface, as tcpdump on it would see. */
    public Capture capture(Port port) {
        return new Capture(this, List.of(new Capture.Place(port.toString(), port.outward(), port.inward())), null);
    }

    /** Records everything from now on, up to a million records. */
    public Trace trace() {
        return begin(new Trace(this));
    }

    /** Tells a listener everything from now on, until the trace is closed. */
    public Trace trace(TraceListener listener) {
        return begin(new Trace(this, listener));
    }

    /**
     * SHA-256, as hex, over every frame put on a wire so far: its time, direction, length and bytes. The same for the same
     * scenario and seed in every JVM, traced or not.
     *
     * @throws IllegalStateException when the world keeps none (see {@link WorldSettings})
     */
    public String traceHash() {
        TraceHash hash = observation.hash();
        if (hash == null) {
            throw new IllegalStateException("this world keeps no trace hash; WorldSettings.withTraceHash(true) does");
        }
        return loop.ask(hash::hex);
    }

    /**
     * Throws what programs have thrown.
     *
     * @throws ProgramFailedException the first failure as its cause, the others suppressed
     */
    public void check() {
        ProgramFailedException failed = failures();
        if (failed != null) {
            checked = true;
            throw failed;
        }
    }

    /**
     * Ends all programs and the world; leaves no thread behind. Programs are interrupted: their calls end with an
     * {@link InterruptedException} or {@link java.io.InterruptedIOException}.
     *
     * @throws ProgramFailedException when programs have thrown something that {@link #check} did not report
     * @throws ProgramBlockedException when a program does not end
     */
    @Override
    public void close() {
        WorldException stuck = loop.stop();
        WorldException first = checked ? null : failures();
        checked = true;
        first = join(first, stuck);
        for (Capture capture : observation.captures()) {
            try {
                capture.close();
            } catch (IOException e) {
                first = join(first, new WorldException("a capture ended badly: " + e, e));
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** A moment so long after another, or {@link Timer#NEVER} when that is too far off. */
    static long after(long now, Duration duration) {
        long nanos;
        try {
            nanos = duration.toNanos();
        } catch (ArithmeticException e) {
            return duration.isNegative() ? now : Timer.NEVER;
        }
        long sum = now + nanos;
        return nanos > 0 && sum < now ? Timer.NEVER : sum;
    }

    WorldLoop worldLoop() {
        return loop;
    }

    Observation observation() {
        return observation;
    }

    long epochNanos() {
        return epochNanos;
    }

    Direction direction(String name, long rank, FrameSource source, FrameSink sink) {
        return new Direction(name, rank, loop, observation, seed, source, sink);
    }

    /** Keeps a name for something that is no node and no LAN. Baton held. */
    void takeName(String name) {
        topology.take(topology.newName(name));
    }

    /** The pool of this world's packets, for those who bring frames from outside. Baton held, but for handing it on. */
    public PacketPool packets() {
        return packets;
    }

    RunningProgram start(Node node, String name, Program program, @Nullable ProgramOrigin origin) {
        return loop.start(node, name, topology.newProgramNumber(), program, origin);
    }

    /** A program has thrown. Baton held. */
    void failed(RunningProgram program, Throwable failure) {
        failures.add(program, failure);
    }

    /** Lets captures of the LAN hear its new cable. Baton held. */
    void plugged(Lan lan, String end, Direction in) {
        for (Capture capture : observation.captures()) {
            capture.plugged(lan, end, in);
        }
    }

    void endTrace(Trace trace) {
        loop.command(() -> {
            observation.remove(trace.listener());
            topology.nodes().forEach(this::watch);
        });
    }

    void begin(Capture capture, Runnable plug) {
        loop.command(() -> {
            observation.add(capture);
            topology.nodes().forEach(this::watch);
            plug.run();
        });
    }

    void end(Capture capture, Runnable unplug) {
        loop.command(() -> {
            observation.remove(capture);
            unplug.run();
            topology.nodes().forEach(this::watch);
        });
    }

    private Trace begin(Trace trace) {
        loop.command(() -> {
            observation.add(trace.listener());
            topology.nodes().forEach(this::watch);
        });
        return trace;
    }

    /** Lets a host mark its packets, and tell its events, while there is somebody to hear. */
    private void watch(Node node) {
        node.host().trace(observation.wantsCauses() ? observation::nextPacketId : null);
        node.host().observe(observation.traces() ? (now, event) -> observation.onHost(now, node, event) : null);
    }

    private Node node(String name, boolean router) {
        return loop.ask(() -> {
            String free = topology.newName(name);
            Node node = new Node(this, free, topology.newNodePlace(), router, new Host(free, seed, packets));
            if (router) {
                node.host().sysctl().set("net.ipv4.ip_forward", "1");
                node.host().sysctl().set("net.ipv6.conf.all.forwarding", "1");
            }
            topology.add(node);
            if (observation.wantsCauses()) {
                watch(node);
            }
            return node;
        });
    }

    private @Nullable ProgramFailedException failures() {
        return loop.ask(failures::report);
    }

    private static @Nullable WorldException join(@Nullable WorldException first, @Nullable WorldException next) {
        if (first != null && next != null) {
            first.addSuppressed(next);
        }
        return first != null ? first : next;
    }

    private static List<InterfaceAddress> addresses(String list) {
        List<InterfaceAddress> addresses = new ArrayList<>();
        for (String each : list.split(",")) {
            if (!each.isBlank()) {
                addresses.add(InterfaceAddress.of(each.strip()));
            }
        }
        return addresses;
    }

    private static long nanosSince1970(Instant date) {
        return Math.addExact(Math.multiplyExact(date.getEpochSecond(), 1_000_000_000L), date.getNano());
    }
}
