package dev.netrarium.bench.grid;

import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.uplink.DescriptorWait;
import dev.netrarium.uplink.TunTap;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.world.Conditions;
import dev.netrarium.world.Direction;
import dev.netrarium.world.Node;
import dev.netrarium.world.OutsideLink;
import dev.netrarium.world.QueueLimit;
import dev.netrarium.world.RunningProgram;
import dev.netrarium.world.Uplink;
import dev.netrarium.world.World;
import dev.netrarium.world.WorldSettings;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Transfers between Linux and us over the same emulated path: two namespaces of the kernel, TAP devices, and the cable of
 * the worlds in real time. Needs root; whatever it makes it removes.
 */
public final class Grid implements AutoCloseable {
    private static final String LEFT = "10.98.0.1";
    private static final String RIGHT = "10.98.0.2";
    private static final String PREFIX = "/24";
    private static final int PORT = 5001;

    /** How long a held-back frame waits: enough to be overtaken at a megabit a second and more. */
    private static final Duration HELD_BACK = Duration.ofMillis(5);

    /** What a transfer may take beyond the time in which it sends. */
    private static final long PATIENCE_SECONDS = 120;

    private final Settings settings;
    private final Path script;
    private final String unique = Long.toString(ProcessHandle.current().pid(), 36);
    private final Namespace left;
    private final Namespace right;
    private int devices;
    private boolean closed;

    /**
     * Makes the namespaces.
     *
     * @throws GridException when this machine does not allow it, with what to do
     */
    public Grid(Settings settings) throws IOException {
        this.settings = settings;
        SystemCommand.require(List.of("python3", "--version"));
        script = Files.createTempFile("netrarium-grid", ".py");
        try (InputStream from = Grid.class.getResourceAsStream("linux_end.py")) {
            if (from == null) {
                throw new GridException("linux_end.py is missing beside the classes of the grid");
            }
            Files.write(script, from.readAllBytes());
        }
        left = new Namespace("netrarium-grid-" + unique + "-a");
        try {
            right = new Namespace("netrarium-grid-" + unique + "-b");
        } catch (RuntimeException e) {
            left.close();
            throw e;
        }
    }

    /**
     * Runs all cells, pairing after pairing, as often as the settings say: neighbours in time are compared. Before that our
     * side is warmed up by a transfer each way, which is not told.
     */
    public void run(List<Cell> cells, Consumer<Run> told) throws IOException, InterruptedException {
        if (!cells.isEmpty()) {
            run(cells.getFirst(), Pairing.US_TO_LINUX, 0);
            run(cells.getFirst(), Pairing.LINUX_TO_US, 0);
        }
        for (int repetition = 1; repetition <= settings.repetitions(); repetition++) {
            for (Cell cell : cells) {
                for (Pairing pairing : Pairing.values()) {
                    told.accept(run(cell, pairing, repetition));
                }
            }
        }
    }

    /** One transfer. */
    Run run(Cell cell, Pairing pairing, int repetition) throws IOException, InterruptedException {
        DescriptorWait wait = new DescriptorWait();
        WorldSettings real = WorldSettings.DEFAULT.withEpoch(Instant.now()).withTraceHash(false);
        try (World world = World.live(repetition, real, wait)) {
            return switch (pairing) {
                case LINUX_TO_LINUX -> betweenNamespaces(world, wait, cell, repetition);
                case US_TO_LINUX, LINUX_TO_US -> withUs(world, wait, cell, pairing, repetition);
            };
        } catch (ExecutionException e) {
            throw new GridException(pairing.label() + " over " + cell.path() + " broke: " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new GridException(pairing.label() + " over " + cell.path() + " did not end", e);
        }
    }

    private Run betweenNamespaces(World world, DescriptorWait wait, Cell cell, int repetition)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        TunTap a = open(world, wait);
        TunTap b = open(world, wait);
        OutsideLink cable = world.link("left", a, "right", b);
        a.attach(cable.left()::receive, cable.left()::portReady);
        b.attach(cable.right()::receive, cable.right()::portReady);
        condition(cable.forward(), cell);
        condition(cable.backward(), cell);
        left.adopt(a.name(), LEFT + PREFIX);
        right.adopt(b.name(), RIGHT + PREFIX);
        try (SystemCommand receiver = linuxReceiver();
                SystemCommand sender = linuxSender(left, cell, RIGHT)) {
            Digest sent = await(() -> Digest.of(sender.line()));
            Digest received = await(() -> Digest.of(receiver.line()));
            return result(cell, Pairing.LINUX_TO_LINUX, repetition, sent, received);
        }
    }

    private Run withUs(World world, DescriptorWait wait, Cell cell, Pairing pairing, int repetition)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        Node host = world.host("us");
        TunTap device = open(world, wait);
        Uplink cable = world.uplink(host, LEFT + PREFIX, "linux", device);
        device.attach(cable.outside()::receive, cable.outside()::portReady);
        condition(cable.outward(), cell);
        condition(cable.inward(), cell);
        world.loop().enter();
        try {
            host.host().sysctl().set("net.ipv4.tcp_congestion_control", cell.controller());
        } finally {
            world.loop().leave();
        }
        right.adopt(device.name(), RIGHT + PREFIX);
        CompletableFuture<Digest> ours = new CompletableFuture<>();
        if (pairing == Pairing.US_TO_LINUX) {
            try (SystemCommand receiver = linuxReceiver()) {
                Endpoint to = Endpoint.of(RIGHT + ":" + PORT);
                RunningProgram program = host.start(
                        "sender",
                        context -> complete(
                                ours, () -> OurEnd.send(context, to, settings.seconds(), settings.mostBytes())));
                Digest sent = await(ours);
                Digest received = await(() -> Digest.of(receiver.line()));
                program.join();
                return result(cell, pairing, repetition, sent, received);
            }
        }
        try (TcpServerSocket listener = host.sockets().listen(PORT);
                SystemCommand sender = linuxSender(right, cell, LEFT)) {
            host.start("receiver", context -> complete(ours, () -> OurEnd.receive(context, listener)));
            Digest received = await(ours);
            Digest sent = await(() -> Digest.of(sender.line()));
            return result(cell, pairing, repetition, sent, received);
        }
    }

    private SystemCommand linuxReceiver() throws IOException {
        SystemCommand receiver = right.start("python3", script.toString(), "receive", "" + PORT);
        String said = receiver.line();
        if (!said.equals("ready")) {
            receiver.close();
            throw new GridException("the Linux receiver said \"" + said + "\"");
        }
        return receiver;
    }

    private SystemCommand linuxSender(Namespace from, Cell cell, String to) throws IOException {
        return from.start(
                "python3",
                script.toString(),
                "send",
                to,
                "" + PORT,
                cell.controller(),
                "" + settings.seconds(),
                "" + settings.mostBytes());
    }

    private void condition(Direction way, Cell cell) {
        way.conditions(Conditions.PERFECT.with(c -> c.delay(cell.roundTrip().dividedBy(2))
                .loss(cell.loss())
                .reordering(cell.reordering(), HELD_BACK)
                .bandwidth(settings.bitsPerSecond())
                .queue(QueueLimit.packets(settings.queueFrames()))));
    }

    /** The kernel knows devices of a namespace that was left only until their world ends, so each has a new name. */
    private TunTap open(World world, DescriptorWait wait) throws IOException {
        TunTap device = TunTap.open(TunTap.Kind.TAP, "ng" + unique + "-" + devices++, world.packets());
        world.loop().enter();
        try {
            wait.add(device);
        } finally {
            world.loop().leave();
        }
        return device;
    }

    private interface Work {
        Digest done() throws IOException;
    }

    private static void complete(CompletableFuture<Digest> result, Work work) {
        try {
            result.complete(work.done());
        } catch (IOException | RuntimeException e) {
            result.completeExceptionally(e);
        }
    }

    private Digest await(Work work) throws InterruptedException, ExecutionException, TimeoutException {
        CompletableFuture<Digest> result = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> complete(result, work));
        return await(result);
    }

    private Digest await(CompletableFuture<Digest> result)
            throws InterruptedException, ExecutionException, TimeoutException {
        return result.get(Math.round(settings.seconds()) + PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static Run result(Cell cell, Pairing pairing, int repetition, Digest sent, Digest received) {
        boolean intact = sent.bytes() == received.bytes() && sent.sha256().equals(received.sha256());
        return new Run(cell, pairing, repetition, received.bytes(), received.seconds(), intact);
    }

    /** Removes the namespaces. */
    @Override
    public synchronized void close() {
        if (!closed) {
            closed = true;
            try {
                Files.deleteIfExists(script);
            } catch (IOException e) {
                script.toFile().deleteOnExit();
            }
            try {
                left.close();
            } finally {
                right.close();
            }
        }
    }
}
