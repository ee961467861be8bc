package dev.netrarium.bench;

import dev.netrarium.wire.Endpoint;
import dev.netrarium.world.Direction;
import dev.netrarium.world.Link;
import dev.netrarium.world.Node;
import dev.netrarium.world.QueueLimit;
import dev.netrarium.world.World;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Senders on the left, receivers on the right, two routers, and one bottleneck between them which all flows share:
 *
 * <pre>
 * sender1 --.                       .-- receiver1
 * sender2 ---- left ------- right ------ receiver2
 *  …      --'      1 Gbit/s         '--  …
 * </pre>
 */
final class Dumbbell {
    private static final long BOTTLENECK_BITS_PER_SECOND = 1_000_000_000;
    private static final long ACCESS_BITS_PER_SECOND = 10_000_000_000L;
    private static final int PORT = 5001;

    /** How the senders and receivers are written. */
    enum Programs {
        /** Called by their host when their connection is ready: what simulators do. */
        EVENTS,
        /** Blocking calls, each program in a thread of its own: what Java programs do. */
        THREADS
    }

    /** One sender and one receiver. */
    interface Flow {
        /** Payload bytes that the receiver has read so far. */
        long bytesRead();
    }

    private final List<Link> links = new ArrayList<>();
    private final List<Flow> flows = new ArrayList<>();

    Dumbbell(World world, int pairs, Programs programs) {
        Node left = world.router("left");
        Node right = world.router("right");
        links.add(world.link(left, "10.0.0.1/30", right, "10.0.0.2/30")
                .bandwidth(BOTTLENECK_BITS_PER_SECOND)
                .delay(Duration.ofMillis(5))
                .queue(QueueLimit.packets(1000)));
        left.route("default", "10.0.0.2");
        right.route("default", "10.0.0.1");
        for (int i = 1; i <= pairs; i++) {
            Node sender = edge(world, left, "sender" + i, "10.1." + i);
            Node receiver = edge(world, right, "receiver" + i, "10.2." + i);
            Endpoint address = Endpoint.of(receiver.address(), PORT);
            flows.add(
                    programs == Programs.EVENTS
                            ? new EventFlow(sender, receiver, address)
                            : new ThreadFlow(sender, receiver, address));
        }
    }

    private Node edge(World world, Node router, String name, String network) {
        Node node = world.host(name);
        links.add(world.link(router, network + ".1/30", node, network + ".2/30")
                .bandwidth(ACCESS_BITS_PER_SECOND)
                .delay(Duration.ofNanos(100_000)));
        node.route("default", network + ".1");
        return node;
    }

    /** Frames that wires have carried so far, each counted once on each link. */
    long carriedFrames() {
        long sum = 0;
        for (Link link : links) {
            sum += carried(link.forward()) + carried(link.backward());
        }
        return sum;
    }

    /** Payload bytes that receivers have read so far. */
    long bytesRead() {
        return flows.stream().mapToLong(Flow::bytesRead).sum();
    }

    private static long carried(Direction direction) {
        return direction.statistics().deliveredFrames();
    }
}
