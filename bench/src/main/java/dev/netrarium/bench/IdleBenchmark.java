package dev.netrarium.bench;

import dev.netrarium.stack.sockets.TcpServerSocket;
import dev.netrarium.stack.sockets.TcpSocket;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.world.Node;
import dev.netrarium.world.World;
import dev.netrarium.world.WorldSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Many established connections that do nothing any more: what each of their ends holds on the heap, its typed socket, its
 * places in the tables and its share of the pools included. Each has carried a message in both directions before.
 */
public final class IdleBenchmark {
    /** A client address has some 28,000 ephemeral ports towards one server port. */
    private static final int CONNECTIONS_PER_PORT = 20_000;

    private static final int FIRST_PORT = 7000;
    private static final int MESSAGE_BYTES = 100;

    private final byte[] message = new byte[MESSAGE_BYTES];
    private final Node client;
    private final Node server;
    private final List<TcpSocket> sockets;

    private IdleBenchmark(World world, int connections) {
        server = world.host("server");
        client = world.host("client");
        world.link(server, "192.0.2.1/24", client, "192.0.2.2/24").delay(Duration.ofNanos(100_000));
        sockets = new ArrayList<>(2 * connections);
    }

    /**
     * Runs it. A second of virtual time passes after the last message, so that no ACK is owed.
     *
     * @param connections how many, each with two ends
     */
    public static Result run(int connections) throws IOException, InterruptedException {
        if (connections < 1) {
            throw new IllegalArgumentException("want at least one connection: " + connections);
        }
        try (World world = World.seeded(1, WorldSettings.DEFAULT.withTraceHash(false))) {
            IdleBenchmark benchmark = new IdleBenchmark(world, connections);
            benchmark.connect(1, FIRST_PORT - 1); // what exists once, whatever the number of connections
            long heap = Meter.liveHeapBytes();
            Meter meter = Meter.ofThread();
            for (int left = connections, port = FIRST_PORT; left > 0; port++) {
                int here = Math.min(left, CONNECTIONS_PER_PORT);
                benchmark.connect(here, port);
                left -= here;
            }
            double cpu = meter.cpuNanos();
            world.run(Duration.ofSeconds(1));
            heap = Meter.liveHeapBytes() - heap;
            return new Result(
                    "idle",
                    connections + " connections",
                    List.of(
                            new Figure(
                                    "bytes_per_endpoint",
                                    "bytes per idle endpoint",
                                    (double) heap / (2.0 * connections)),
                            new Figure(
                                    "cpu_us_per_connection",
                                    "µs of CPU to connect, accept and greet",
                                    cpu / connections / 1000)));
        }
    }

    private void connect(int count, int port) throws IOException {
        Endpoint address = Endpoint.of(server.address(), port);
        try (TcpServerSocket listener = server.sockets().listen(port)) {
            for (int i = 0; i < count; i++) {
                TcpSocket here = client.sockets().connect(address);
                TcpSocket there = listener.accept();
                exchange(here, there);
                exchange(there, here);
                sockets.add(here);
                sockets.add(there);
            }
        }
    }

    private void exchange(TcpSocket from, TcpSocket to) throws IOException {
        from.write(message, 0, MESSAGE_BYTES);
        for (int read = 0; read < MESSAGE_BYTES; ) {
            int n = to.read(message, read, MESSAGE_BYTES - read);
            if (n < 0) {
                throw new IOException("the connection ended");
            }
            read += n;
        }
    }
}
