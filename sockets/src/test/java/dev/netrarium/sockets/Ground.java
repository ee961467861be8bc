package dev.netrarium.sockets;

import dev.netrarium.stack.Resolver;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.world.Lan;
import dev.netrarium.world.Node;
import dev.netrarium.world.RunningProgram;
import dev.netrarium.world.World;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;

/**
 * What a test of {@code java.net} sockets stands on: the kernel's loopback, or two Netrarium hosts in a world.
 * The same test body runs on both, and what it observes must be the same.
 */
abstract sealed class Ground implements AutoCloseable {
    /** Something that a program of the test does. */
    interface Body {
        void run() throws Exception;
    }

    abstract SocketFactory clients();

    abstract ServerSocketFactory servers();

    /** A datagram socket of the client's, on all addresses, or of the server's, at its address. */
    abstract DatagramSocket datagrams(boolean client) throws Exception;

    /** Where the servers are. */
    abstract InetAddress serverAddress() throws Exception;

    /** An address that is nobody's here. */
    abstract InetAddress foreignAddress() throws Exception;

    /** Starts a program beside the test's own. */
    abstract void start(Body body);

    abstract void sleep(Duration duration) throws Exception;

    /** Waits for the programs, and fails when one failed. */
    abstract void join() throws Exception;

    @Override
    public abstract void close();

    static final class Kernel extends Ground {
        private final ExecutorService threads = Executors.newCachedThreadPool();
        private final List<Future<?>> programs = new ArrayList<>();

        @Override
        SocketFactory clients() {
            return SocketFactory.getDefault();
        }

        @Override
        ServerSocketFactory servers() {
            return ServerSocketFactory.getDefault();
        }

        @Override
        DatagramSocket datagrams(boolean client) throws Exception {
            return client ? new DatagramSocket() : new DatagramSocket(0, serverAddress());
        }

        @Override
        InetAddress serverAddress() throws Exception {
            return InetAddress.getByName("127.0.0.1");
        }

        @Override
        InetAddress foreignAddress() throws Exception {
            return InetAddress.getByName("203.0.113.9");
        }

        @Override
        void start(Body body) {
            programs.add(threads.submit(() -> {
                body.run();
                return null;
            }));
        }

        @Override
        void sleep(Duration duration) throws Exception {
            Thread.sleep(duration);
        }

        @Override
        void join() throws Exception {
            for (Future<?> program : programs) {
                program.get(20, TimeUnit.SECONDS);
            }
        }

        @Override
        public void close() {
            threads.shutdownNow();
        }
    }

    static final class Netrarium extends Ground {
        final World world;
        final Lan lan;
        final Node server;
        final Node client;
        private final List<RunningProgram> programs = new ArrayList<>();

        Netrarium(World world) {
            this.world = world;
            lan = world.lan("192.0.2.0/24").delay(Duration.ofMillis(2));
            server = world.host("server").join(lan);
            client = world.host("client").join(lan);
        }

        static Resolver names(Node server) {
            return name -> {
                if (name.equals("server")) {
                    return List.of(server.address());
                }
                throw new UnknownHostException(name);
            };
        }

        @Override
        SocketFactory clients() {
            return new NetrariumSocketFactory(client.sockets(), names(server));
        }

        @Override
        ServerSocketFactory servers() {
            return new NetrariumServerSocketFactory(server.sockets(), names(server));
        }

        @Override
        DatagramSocket datagrams(boolean client) throws Exception {
            HostSockets sockets = (client ? this.client : server).sockets();
            NetrariumDatagramSocketFactory factory = new NetrariumDatagramSocketFactory(sockets, names(server));
            return client
                    ? factory.createDatagramSocket()
                    : factory.createDatagramSocket(new InetSocketAddress(serverAddress(), 0));
        }

        @Override
        InetAddress serverAddress() {
            return server.address().toInetAddress();
        }

        @Override
        InetAddress foreignAddress() throws Exception {
            return InetAddress.getByName("203.0.113.9");
        }

        @Override
        void start(Body body) {
            programs.add(server.start("program " + programs.size(), context -> body.run()));
        }

        @Override
        void sleep(Duration duration) throws Exception {
            client.sockets().sleep(duration);
        }

        @Override
        void join() throws Exception {
            for (RunningProgram program : programs) {
                program.join();
            }
            world.check();
        }

        @Override
        public void close() {
            world.close();
        }
    }
}
