package dev.netrarium.bench;

import dev.netrarium.stack.Mib;
import dev.netrarium.stack.rig.LinkConditions;
import dev.netrarium.stack.rig.Rig;
import dev.netrarium.stack.rig.RigLink;
import dev.netrarium.stack.tcp.Tcp;
import dev.netrarium.stack.tcp.TcpConnection;
import dev.netrarium.stack.tcp.TcpException;
import dev.netrarium.stack.tcp.TcpListener;
import dev.netrarium.stack.tcp.TcpSettings;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.MacAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Short connections from one host to another, all in one thread: connect, accept, close at both ends; the client, which
 * closes first, keeps TIME-WAIT for its minute. The client's addresses take turns, so that no port is wanted twice in
 * that time, which passes as fast as it takes for {@link #TIME_WAITS} to be there at any moment.
 */
public final class ConnectionsBenchmark {
    /** Connections of the last minute. */
    static final int TIME_WAITS = 131_072;

    private static final int ADDRESSES = 16;
    private static final int PORT = 80;

    /** Connections that are opened and closed together, as a busy client's are. */
    private static final int BATCH = 64;

    private static final long MINUTE_NANOS = 60_000_000_000L;
    private static final Duration PAUSE = Duration.ofNanos(MINUTE_NANOS * BATCH / TIME_WAITS);

    private final Rig rig = Rig.seeded(1);
    private final HostEnd client;
    private final HostEnd server;
    private final Tcp clientTcp;
    private final TcpListener listener;
    private final List<Endpoint> from = new ArrayList<>();
    private final Endpoint to = Endpoint.of(IpAddress.of("192.0.2.1"), PORT);
    private final TcpConnection[] open = new TcpConnection[BATCH];
    private final TcpConnection[] accepted = new TcpConnection[BATCH];
    private long connections;

    private ConnectionsBenchmark() throws TcpException {
        RigLink link = rig.link(LinkConditions.IDEAL.withMtu(HostEnd.FRAME_BYTES));
        InterfaceAddress[] addresses = new InterfaceAddress[ADDRESSES];
        for (int i = 0; i < ADDRESSES; i++) {
            addresses[i] = InterfaceAddress.of("192.0.2." + (16 + i) + "/24");
            from.add(Endpoint.of(addresses[i].address(), 0));
        }
        client = new HostEnd(rig, link.left(), "client", false, MacAddress.of("02:00:00:00:00:01"), addresses);
        server = new HostEnd(
                rig,
                link.right(),
                "server",
                false,
                MacAddress.of("02:00:00:00:00:02"),
                InterfaceAddress.of(to.address() + "/24"));
        clientTcp = client.host().tcp();
        clientTcp.config(clientTcp.config().with("net.ipv4.tcp_max_tw_buckets", String.valueOf(2 * TIME_WAITS)));
        listener = server.host().tcp().listen(to, BATCH, TcpSettings.DEFAULT);
    }

    /**
     * Runs it, after as many connections as fill a minute of TIME-WAIT.
     *
     * @param duration CPU time while it is measured
     */
    public static Result run(Duration duration) {
        try {
            ConnectionsBenchmark benchmark = new ConnectionsBenchmark();
            return benchmark.measure(duration.toNanos());
        } catch (TcpException e) {
            throw new IllegalStateException("the benchmark's own connection failed", e);
        }
    }

    private Result measure(long nanos) throws TcpException {
        while (connections < 2 * TIME_WAITS) {
            batch();
        }
        long before = connections;
        long segments = segments();
        Meter meter = Meter.ofThread();
        do {
            batch();
        } while (meter.cpuNanos() < nanos);
        double cpu = meter.cpuNanos();
        double allocated = meter.allocatedBytes();
        double count = connections - before;
        segments = segments() - segments;
        int waiting = clientTcp.timeWaitCount();
        double heap = Meter.liveHeapBytes();
        rig.run(Duration.ofNanos(MINUTE_NANOS));
        heap -= Meter.liveHeapBytes();
        return new Result(
                "connections",
                waiting + " in TIME-WAIT",
                List.of(
                        new Figure("connections_per_s", "connections per second of CPU", count * 1e9 / cpu),
                        new Figure("ns_per_connection", "ns of CPU per connection, both ends", cpu / count),
                        new Figure("segments_per_connection", "segments per connection", segments / count),
                        new Figure(
                                "allocated_bytes_per_connection", "bytes allocated per connection", allocated / count),
                        new Figure("bytes_per_time_wait", "bytes per TIME-WAIT", heap / waiting)));
    }

    private long segments() {
        return client.host().counters().get(Mib.TCP_OUT_SEGMENTS)
                + server.host().counters().get(Mib.TCP_OUT_SEGMENTS);
    }

    private void batch() throws TcpException {
        for (int i = 0; i < BATCH; i++) {
            open[i] =
                    clientTcp.connect(rig.now(), from.get((int) (connections++ % ADDRESSES)), to, TcpSettings.DEFAULT);
        }
        rig.poke(client);
        settle();
        for (int i = 0; i < BATCH; i++) {
            TcpConnection next = listener.accept();
            if (next == null) {
                throw new IllegalStateException("only " + i + " of " + BATCH + " connections came");
            }
            accepted[i] = next;
        }
        for (TcpConnection each : open) {
            each.close(rig.now());
        }
        rig.poke(client);
        settle();
        for (TcpConnection each : accepted) {
            each.close(rig.now());
        }
        rig.poke(server);
        settle();
        rig.run(PAUSE);
    }

    /** Until nothing more happens at this moment. */
    private void settle() {
        while (rig.step(rig.now())) {
            // the wire has no delay
        }
    }
}
