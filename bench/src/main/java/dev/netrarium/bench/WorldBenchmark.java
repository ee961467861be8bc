package dev.netrarium.bench;

import dev.netrarium.world.World;
import dev.netrarium.world.WorldSettings;
import java.time.Duration;
import java.util.List;

/**
 * A world in virtual time: ten TCP flows over one bottleneck of 1 Gbit/s. What a packet costs on each link that it
 * travels: the wire's queue, bandwidth and delay, the router or host at its end, and TCP's share.
 */
public final class WorldBenchmark {
    private static final int FLOWS = 10;
    private static final Duration SLICE = Duration.ofMillis(10);

    private WorldBenchmark() {}

    /** What is measured. */
    public enum Variant {
        /** The programs are called when their connections are ready; no trace hash: the least that a packet costs. */
        EVENTS("events", Dumbbell.Programs.EVENTS, false),
        /** The same with the trace hash, which worlds keep by default. */
        HASHED("events, hash", Dumbbell.Programs.EVENTS, true),
        /** Blocking programs in threads of their own: each hand-over between threads is counted too. */
        THREADS("threads, hash", Dumbbell.Programs.THREADS, true);

        private final String label;
        private final Dumbbell.Programs programs;
        private final boolean traceHash;

        Variant(String label, Dumbbell.Programs programs, boolean traceHash) {
            this.label = label;
            this.programs = programs;
            this.traceHash = traceHash;
        }

        private Meter meter() {
            return programs == Dumbbell.Programs.THREADS ? Meter.ofProcess() : Meter.ofThread();
        }
    }

    /**
     * Runs it.
     *
     * @param variant what is measured
     * @param warmUp CPU time before it is measured
     * @param duration CPU time while it is measured
     */
    public static Result run(Variant variant, Duration warmUp, Duration duration) throws InterruptedException {
        try (World world = World.seeded(1, WorldSettings.DEFAULT.withTraceHash(variant.traceHash))) {
            Dumbbell dumbbell = new Dumbbell(world, FLOWS, variant.programs);
            runFor(world, variant, warmUp.toNanos());
            long frames = dumbbell.carriedFrames();
            long bytes = dumbbell.bytesRead();
            long began = world.now();
            Meter meter = variant.meter();
            runFor(world, variant, duration.toNanos());
            double wall = meter.wallNanos();
            double cpu = meter.cpuNanos();
            double allocated = meter.allocatedBytes();
            double virtual = world.now() - began;
            frames = dumbbell.carriedFrames() - frames;
            bytes = dumbbell.bytesRead() - bytes;
            return new Result(
                    "world",
                    variant.label,
                    List.of(
                            new Figure("ns_per_packet_and_link", "ns of CPU per packet and link", cpu / frames),
                            new Figure("sim_s_per_wall_s", "simulated seconds per second", virtual / wall),
                            new Figure("sim_s_per_cpu_s", "simulated seconds per CPU-second", virtual / cpu),
                            new Figure("goodput_mbit_per_s", "goodput of all flows, Mbit/s", bytes * 8e3 / virtual),
                            new Figure(
                                    "allocated_bytes_per_packet_and_link",
                                    "bytes allocated per packet and link",
                                    allocated / frames)));
        }
    }

    private static void runFor(World world, Variant variant, long cpuNanos) throws InterruptedException {
        Meter meter = variant.meter();
        do {
            world.run(SLICE);
        } while (meter.cpuNanos() < cpuNanos);
    }
}
