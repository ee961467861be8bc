package dev.netrarium.bench;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.rig.BulkTransfer;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.Rig;
import dev.netrarium.stack.rig.RigEnd;
import dev.netrarium.stack.rig.RigHost;
import dev.netrarium.stack.rig.RigLink;
import dev.netrarium.stack.tcp.Tcp;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.MacAddress;
import java.time.Duration;
import java.util.List;

/**
 * One TCP flow from one host to another, all in one thread: MTU 1500, every checksum made and verified, the programs copy
 * their bytes in and out. Between the hosts is a wire without delay or loss, so that nothing but the stacks' own work is
 * measured, that of both ends and of the ACKs included.
 */
public final class TcpBenchmark {
    /** What the hosts are. */
    public enum Hosts {
        /** Whole hosts: Ethernet, neighbours, routes, hooks, IP, TCP. */
        FULL,
        /** TCP on the rig's least host: IP headers, but no Ethernet, neighbours, routes or hooks. */
        RIG
    }

    /** What lies between the hosts. */
    public enum Line {
        /** No loss, frames of 1500 bytes. */
        PERFECT(0, false),
        /** One frame in a hundred is lost, either way. */
        LOSSY(0.01, false),
        /** No loss; super-segments go through whole and without checksums, as between hosts of one process. */
        SUPER_SEGMENTS(0, true);

        private final double loss;
        private final boolean superSegments;

        Line(double loss, boolean superSegments) {
            this.loss = loss;
            this.superSegments = superSegments;
        }
    }

    private static final String SERVER = "192.0.2.2";

    /** Steps of the rig between two looks at the clock. */
    private static final int STEPS_PER_LOOK = 64;

    private final Hosts hosts;
    private final Line line;
    private final int windowBytes;
    private final Rig rig = Rig.seeded(1);
    private final BulkTransfer transfer;
    private final LongCount sentByClient;
    private final LongCount sentByServer;

    private interface LongCount {
        long get();
    }

    private TcpBenchmark(Hosts hosts, Line line, int windowBytes) throws TcpException {
        this.hosts = hosts;
        this.line = line;
        this.windowBytes = windowBytes;
        if (hosts == Hosts.RIG) {
            RigLink link = rig.link(LinkConditions.IDEAL.withLoss(line.loss));
            RigHost client = RigHost.at(rig, link.left(), "client", IpAddress.of("192.0.2.1"));
            RigHost server = RigHost.at(rig, link.right(), "server", IpAddress.of(SERVER));
            sentByClient = () -> client.counters().get(Mib.TCP_OUT_SEGMENTS);
            sentByServer = () -> server.counters().get(Mib.TCP_OUT_SEGMENTS);
            transfer = start(client, client.tcp(), server, server.tcp());
        } else {
            int frameBytes = line.superSegments ? HostEnd.SUPER_FRAME_BYTES : HostEnd.FRAME_BYTES;
            RigLink link = rig.link(LinkConditions.IDEAL.withMtu(frameBytes).withLoss(line.loss));
            HostEnd client = new HostEnd(
                    rig,
                    link.left(),
                    "client",
                    line.superSegments,
                    MacAddress.of("02:00:00:00:00:01"),
                    InterfaceAddress.of("192.0.2.1/24"));
            HostEnd server = new HostEnd(
                    rig,
                    link.right(),
                    "server",
                    line.superSegments,
                    MacAddress.of("02:00:00:00:00:02"),
                    InterfaceAddress.of(SERVER + "/24"));
            sentByClient = () -> client.host().counters().get(Mib.TCP_OUT_SEGMENTS);
            sentByServer = () -> server.host().counters().get(Mib.TCP_OUT_SEGMENTS);
            transfer = start(client, client.host().tcp(), server, server.host().tcp());
        }
    }

    private BulkTransfer start(RigEnd client, Tcp clientTcp, RigEnd server, Tcp serverTcp) throws TcpException {
        TcpSettings settings =
                TcpSettings.DEFAULT.withReceiveBufferBytes(windowBytes).withSendBufferBytes(windowBytes);
        Endpoint address = Endpoint.of(IpAddress.of(SERVER), 80);
        return BulkTransfer.start(
                rig, client, clientTcp, server, serverTcp, address, Long.MAX_VALUE, settings, settings, false);
    }

    /**
     * Runs it.
     *
     * @param hosts which kind
     * @param windowBytes send and receive buffer, at least 4096
     * @param warmUp CPU time before it is measured, so that the JIT compiler has done its work
     * @param duration CPU time while it is measured
     */
    public static Result run(Hosts hosts, int windowBytes, Duration warmUp, Duration duration) {
        return run(hosts, Line.PERFECT, windowBytes, warmUp, duration);
    }

    /**
     * Runs it over a line of that kind. Figures per segment count segments as they would be on a wire.
     *
     * @throws IllegalArgumentException for super-segments between hosts that are not {@link Hosts#FULL}
     */
    public static Result run(Hosts hosts, Line line, int windowBytes, Duration warmUp, Duration duration) {
        if (line.superSegments && hosts != Hosts.FULL) {
            throw new IllegalArgumentException("only full hosts hand down super-segments");
        }
        if (windowBytes < 4096) {
            throw new IllegalArgumentException("want a window of at least 4096 bytes: " + windowBytes);
        }
        try {
            TcpBenchmark benchmark = new TcpBenchmark(hosts, line, windowBytes);
            benchmark.runFor(warmUp.toNanos());
            return benchmark.measure(duration.toNanos());
        } catch (TcpException e) {
            throw new IllegalStateException("the benchmark's own connection failed", e);
        }
    }

    private Result measure(long nanos) throws TcpException {
        long bytes = transfer.bytesRead();
        long segments = sentByClient.get();
        long acks = sentByServer.get();
        Meter meter = Meter.ofThread();
        runFor(nanos);
        double wall = meter.wallNanos();
        double cpu = meter.cpuNanos();
        double allocated = meter.allocatedBytes();
        bytes = transfer.bytesRead() - bytes;
        segments = sentByClient.get() - segments;
        acks = sentByServer.get() - acks;
        return new Result(
                "tcp",
                size(windowBytes) + (hosts == Hosts.RIG ? " rig" : "") + suffix(line),
                List.of(
                        new Figure("gbit_per_s", "Gbit/s", bytes * 8 / wall),
                        new Figure("cpu_s_per_gb", "CPU-seconds per GB", cpu / bytes),
                        new Figure("ns_per_segment", "ns of CPU per segment", cpu / segments),
                        new Figure("segments_per_ack", "segments per ACK", (double) segments / acks),
                        new Figure(
                                "allocated_bytes_per_segment", "bytes allocated per segment", allocated / segments)));
    }

    private void runFor(long cpuNanos) throws TcpException {
        Meter meter = Meter.ofThread();
        do {
            for (int i = 0; i < STEPS_PER_LOOK; i++) {
                if (!rig.step(rig.now())) {
                    stalled();
                }
            }
        } while (meter.cpuNanos() < cpuNanos);
    }

    /** Nothing can happen at this moment: the wire has no delay, so only a timer may be next, and that is a loss of time. */
    private void stalled() throws TcpException {
        TcpException failure = transfer.failure();
        if (failure != null) {
            throw failure;
        }
        long now = rig.now();
        if (!rig.step(Long.MAX_VALUE)) {
            TcpConnection client = transfer.client();
            throw new IllegalStateException("the flow stands still at " + now + " ns: " + client.info(now));
        }
    }

    private static String suffix(Line line) {
        return switch (line) {
            case PERFECT -> "";
            case LOSSY -> " 1 % loss";
            case SUPER_SEGMENTS -> " super-segments";
        };
    }

    private static String size(int bytes) {
        if (bytes % (1 << 20) == 0) {
            return (bytes >> 20) + "m";
        }
        return bytes % 1024 == 0 ? (bytes >> 10) + "k" : String.valueOf(bytes);
    }
}
