package dev.netrarium.bench;

import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.world.DirectionStatistics;
import dev.netrarium.world.Link;
import dev.netrarium.world.Node;
import dev.netrarium.world.QueueLimit;
import dev.netrarium.world.World;
import dev.netrarium.world.WorldSettings;
import java.lang.management.ManagementFactory;
import java.time.Duration;

/**
 * The dumbbell: pairs of hosts on both sides of one bottleneck of 1 Gbit/s, one bulk TCP flow per pair, in virtual time.
 * What counts is the CPU time per packet and link, all of the process: hosts, TCP, programs, loop, trace hash, collector
 * and compiler.
 */
public final class Dumbbell {
    private static final long BOTTLENECK_BITS = 1_000_000_000L;

    private final int flows;
    private final Duration warmUp;
    private final Duration measured;
    private final boolean traceHash;

    /**
     * @param flows how many TCP flows share the bottleneck
     * @param warmUp virtual time that is not measured
     * @param measured virtual time that is
     * @param traceHash whether the world keeps its digest of every frame
     */
    public Dumbbell(int flows, Duration warmUp, Duration measured, boolean traceHash) {
        this.flows = flows;
        this.warmUp = warmUp;
        this.measured = measured;
        this.traceHash = traceHash;
    }

    /**
     * What a run has shown.
     *
     * @param packetLinks frames put on wires: one packet that crosses three links counts three times
     * @param cpuNanos CPU time of the process
     * @param goodputBitsPerSecond of all flows, in virtual time
     * @param virtualNanos measured virtual time
     * @param allocatedBytes by all threads, programs and their blocking calls included
     */
    public record Result(
            long packetLinks, long cpuNanos, double goodputBitsPerSecond, long virtualNanos, long allocatedBytes) {
        /** The figure. */
        public double cpuNanosPerPacketLink() {
            return (double) cpuNanos / packetLinks;
        }

        /** One line of JSON. */
        public String json() {
            return String.format(
                    java.util.Locale.ROOT,
                    "{\"bench\":\"world\",\"cpu_ns_per_packet_link\":%.1f,\"packet_links\":%d,\"goodput_mbit_s\":%.1f,"
                            + "\"virtual_s\":%.1f,\"cpu_s\":%.2f,\"allocated_bytes_per_packet_link\":%.1f}",
                    cpuNanosPerPacketLink(),
                    packetLinks,
                    goodputBitsPerSecond / 1e6,
                    virtualNanos / 1e9,
                    cpuNanos / 1e9,
                    (double) allocatedBytes / packetLinks);
        }
    }

    /** Builds the world, lets it warm up, and measures. */
    public Result run() throws InterruptedException {
        try (World world = World.seeded(1, WorldSettings.DEFAULT.withTraceHash(traceHash))) {
            Node west = world.router("west");
            Node east = world.router("east");
            world.link(west, "10.0.0.1/30", east, "10.0.0.2/30")
                    .delay(Duration.ofMillis(5))
                    .bandwidth(BOTTLENECK_BITS)
                    .queue(QueueLimit.packets(400));
            west.route("10.2.0.0/16", "10.0.0.2");
            east.route("10.1.0.0/16", "10.0.0.1");
            long[] received = new long[flows];
            for (int i = 0; i < flows; i++) {
                flow(world, west, east, i, received);
            }
            world.run(warmUp);
            long cpuBefore = cpuNanos();
            long framesBefore = frames(world);
            long bytesBefore = sum(received);
            long allocatedBefore = allocatedBytes();
            world.run(measured);
            long cpu = cpuNanos() - cpuBefore;
            long allocated = allocatedBytes() - allocatedBefore;
            double seconds = measured.toNanos() / 1e9;
            return new Result(
                    frames(world) - framesBefore,
                    cpu,
                    (sum(received) - bytesBefore) * 8 / seconds,
                    measured.toNanos(),
                    allocated);
        }
    }

    private static void flow(World world, Node west, Node east, int i, long[] received) {
        Node sender = world.host("sender" + i);
        Node receiver = world.host("receiver" + i);
        access(world, sender, "10.1." + i, west);
        access(world, receiver, "10.2." + i, east);
        receiver.start("sink", context -> {
            byte[] buffer = new byte[65_536];
            try (TcpServerSocket listener = context.sockets().listen(5001);
                    TcpSocket peer = listener.accept()) {
                int read;
                while ((read = peer.read(buffer, 0, buffer.length)) >= 0) {
                    received[i] += read;
                }
            }
        });
        sender.start("source", context -> {
            byte[] chunk = new byte[65_536];
            try (TcpSocket socket = context.sockets().connect(Endpoint.of(receiver.address(), 5001))) {
                while (true) {
                    socket.write(chunk, 0, chunk.length);
                }
            }
        });
    }

    private static void access(World world, Node host, String net, Node router) {
        Link link = world.link(host, net + ".1/30", router, net + ".2/30");
        link.delay(Duration.ofMillis(1)).bandwidth(BOTTLENECK_BITS);
        host.route("default", net + ".2");
    }

    private static long frames(World world) {
        long frames = 0;
        for (Link link : world.links()) {
            DirectionStatistics there = link.forward().statistics();
            DirectionStatistics back = link.backward().statistics();
            frames += there.sentFrames() + back.sentFrames();
        }
        return frames;
    }

    private static long sum(long[] values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    private static long allocatedBytes() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getTotalThreadAllocatedBytes();
    }

    private static long cpuNanos() {
        var system = (com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        return system.getProcessCpuTime();
    }
}
