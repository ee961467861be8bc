package dev.netrarium.cli;

import dev.netrarium.uplink.TunTap;
import dev.netrarium.world.Direction;
import dev.netrarium.world.DirectionStatistics;
import dev.netrarium.world.WorldException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code netrarium link}: the worlds' cable between two kernels, or two namespaces of one. */
@Command(
        name = "link",
        description = {
            "Emulate a link between two TAP devices of this machine: what one sends the other receives, after the delay,"
                    + " the loss and the queue that the options say. It is the cable of the virtual worlds, in real time.",
            "Devices are made when they do not exist, and vanish at the end (Ctrl-C). That takes root, or persistent"
                    + " devices: ip tuntap add dev tap0 mode tap user $USER",
            "Move them to where they are wanted once the command says that they are ready: ip link set tap0 netns a",
        },
        footer = {
            "  netrarium link tap0 tap1 --delay 20ms --loss 1%%",
            "        a path of 40 ms there and back that loses one frame of a hundred",
            "  netrarium link tap0 tap1 --rate 10mbit,1mbit --delay 15ms --queue 100",
            "        an asymmetric line: 10 Mbit/s from tap0 to tap1, 1 Mbit/s back, a queue of 100 frames",
            "  netrarium link tap0 tap1 --reorder 1%% --duplicate 0.1%% --seed 7 --for 10s",
            "        ten seconds, and a seed for all chance",
            "  ip netns add a; ip link set tap0 netns a; ip netns add b; ip link set tap1 netns b",
            "  ip -n a addr add 192.0.2.1/24 dev tap0; ip -n a link set tap0 txqueuelen 20000 up",
            "  ip -n b addr add 192.0.2.2/24 dev tap1; ip -n b link set tap1 txqueuelen 20000 up",
            "  ip netns exec a ping 192.0.2.2",
            "        two hosts of Linux at its ends",
        })
final class LinkSubcommand extends Subcommand {
    /** How often it looks whether its devices are still there. */
    private static final Duration LOOK = Duration.ofMillis(200);

    private static final double NANOS_PER_SECOND = 1e9;

    @Parameters(
            index = "0",
            paramLabel = "TAP_A",
            description = "The device at one end: tap0. Of two values, the first is for the way from here.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    String left;

    @Parameters(index = "1", paramLabel = "TAP_B", description = "The device at the other end: tap1.")
    @SuppressWarnings("NullAway.Init")
    String right;

    @Mixin
    CableOptions options = new CableOptions();

    @Option(
            names = "--for",
            paramLabel = "D",
            converter = DurationConverter.class,
            description = "End after so long: 10s. Without it, at Ctrl-C.")
    @Nullable Duration duration;

    @Option(
            names = "--every",
            paramLabel = "D",
            converter = DurationConverter.class,
            description = "How often what passed is told (1s); 0s for only at the end.")
    Duration every = Duration.ofSeconds(1);

    /** One way of the cable: what it has counted until it was last told. */
    private static final class Way {
        final String name;
        final Direction direction;
        final TunTap to;
        DirectionStatistics told;

        Way(TunTap from, TunTap to, Direction direction) {
            this.name = from.name() + " -> " + to.name();
            this.direction = direction;
            this.to = to;
            this.told = direction.statistics();
        }
    }

    @Override
    int run() throws IOException, InterruptedException {
        if (left.equals(right)) {
            throw usageError("A cable has two ends: name two devices.");
        }
        try (TapLink link = new TapLink(left, right, options.seed())) {
            link.cable().forward().change(options::applyThere);
            link.cable().backward().change(options::applyBack);
            List<Way> ways = List.of(
                    new Way(link.left(), link.right(), link.cable().forward()),
                    new Way(link.right(), link.left(), link.cable().backward()));
            for (Way way : ways) {
                out().println(way.name + ": " + CableOptions.words(way.direction.conditions()));
            }
            out().flush();
            err().println("netrarium: " + link.left().name() + " and "
                    + link.right().name() + " are ready");
            err().flush();
            Runnable end = () -> {
                link.close();
                tellAll(ways, link);
            };
            try (EndAtSignal signal = new EndAtSignal("link", err(), end)) {
                try {
                    carry(link, ways);
                } catch (InterruptedException | WorldException e) {
                    if (signal.isEnding()) {
                        return ExitCode.OK;
                    }
                    throw e;
                }
            }
            tellAll(ways, link);
            return ExitCode.OK;
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage() + ".", e);
        }
    }

    /** Until the time is over, or a signal comes. */
    private void carry(TapLink link, List<Way> ways) throws InterruptedException {
        long began = link.world().now();
        long end = duration == null ? Long.MAX_VALUE : began + duration.toNanos();
        long period = every.isZero() ? Long.MAX_VALUE : every.toNanos();
        long toldAt = began;
        while (link.world().now() < end) {
            long tellAt = period == Long.MAX_VALUE ? period : toldAt + period;
            long next = Math.min(Math.min(end, tellAt), link.world().now() + LOOK.toNanos());
            link.world().run(Duration.ofNanos(Math.max(0, next - link.world().now())));
            if (link.isGone()) {
                throw new CommandFailure("The device " + (link.left().isGone() ? left : right)
                        + " was taken away: was its namespace deleted?");
            }
            long now = link.world().now();
            if (now >= tellAt) {
                for (Way way : ways) {
                    tell(way, now, now - toldAt);
                }
                toldAt = now;
            }
        }
    }

    /** What passed since it was last told. */
    private void tell(Way way, long now, long nanos) {
        DirectionStatistics is = way.direction.statistics();
        out().println(line(
                String.format(Locale.ROOT, "%8.1f s", now / NANOS_PER_SECOND),
                way,
                is.deliveredFrames() - way.told.deliveredFrames(),
                (is.deliveredBytes() - way.told.deliveredBytes()) * 8 * 1000.0 / Math.max(1, nanos),
                is));
        out().flush();
        way.told = is;
    }

    private void tellAll(List<Way> ways, TapLink link) {
        double nanos = Math.max(1, link.world().now());
        for (Way way : ways) {
            DirectionStatistics is = way.direction.statistics();
            out().println(line("     total", way, is.deliveredFrames(), is.deliveredBytes() * 8 * 1000.0 / nanos, is));
        }
        out().flush();
    }

    private static String line(String when, Way way, long frames, double megabits, DirectionStatistics is) {
        List<String> fates = new ArrayList<>();
        add(fates, is.lost(), "lost");
        add(fates, is.queueFull(), "dropped at the full queue");
        add(fates, is.tooBig(), "longer than the MTU");
        add(fates, is.reordered(), "held back");
        add(fates, is.duplicated(), "doubled");
        add(fates, is.corrupted(), "corrupted");
        add(fates, way.to.refused(), "refused by " + way.to.name() + ", which is down");
        add(fates, (long) is.waitingFrames() + is.inFlightFrames(), "on the way");
        return String.format(
                        Locale.ROOT,
                        "%s  %s %10d frames %9.2f Mbit/s  %s",
                        when,
                        way.name,
                        frames,
                        megabits,
                        String.join(", ", fates))
                .stripTrailing();
    }

    private static void add(List<String> fates, long frames, String fate) {
        if (frames > 0) {
            fates.add(frames + " " + fate);
        }
    }
}
