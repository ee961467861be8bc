package dev.netrarium.cli.interop;

import dev.netrarium.stack.tcp.TcpSocketEntry;
import dev.netrarium.stack.tcp.TcpState;
import dev.netrarium.uplink.DescriptorWait;
import dev.netrarium.uplink.TunTap;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.world.Node;
import dev.netrarium.world.Program;
import dev.netrarium.world.Uplink;
import dev.netrarium.world.World;
import dev.netrarium.world.WorldSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The kernel in a namespace, one host of ours, and a TAP with a cable between them. */
final class KernelAndHost implements AutoCloseable {
    private static final String KERNEL_IPV4 = "10.99.0.1";
    private static final String KERNEL_IPV6 = "fd00:99::1";
    private static final String HOST_IPV4 = "10.99.0.80";
    private static final String HOST_IPV6 = "fd00:99::80";

    final LinuxPeer kernel;
    final World world;
    final Node host;
    final Uplink cable;

    KernelAndHost() throws IOException, InterruptedException {
        this(false, HOST_IPV4 + "/24," + HOST_IPV6 + "/64", KERNEL_IPV4 + "/24", KERNEL_IPV6 + "/64");
    }

    /**
     * With addresses of one's own, or with none.
     *
     * @param forwards the host is a router
     * @param hostAddresses as in a scenario, with commas
     */
    KernelAndHost(boolean forwards, String hostAddresses, String... kernelAddresses)
            throws IOException, InterruptedException {
        kernel = new LinuxPeer();
        DescriptorWait wait = new DescriptorWait();
        world = World.live(1, WorldSettings.DEFAULT.withEpoch(Instant.now()).withTraceHash(false), wait);
        try {
            host = forwards ? world.router("host") : world.host("host");
            TunTap device =
                    TunTap.open(TunTap.Kind.TAP, kernel.device(), host.host().packets());
            cable = world.uplink(host, hostAddresses, "kernel", device);
            device.attach(cable.outside()::receive, cable.outside()::portReady);
            world.loop().enter();
            wait.add(device);
            world.loop().leave();
            kernel.adopt();
            kernel.configure(kernelAddresses);
        } catch (IOException | InterruptedException | RuntimeException e) {
            close();
            throw e;
        }
    }

    /** The host's address. */
    static String host(IpFamily family) {
        return family == IpFamily.IPV4 ? HOST_IPV4 : HOST_IPV6;
    }

    /** The kernel's address. */
    static String kernel(IpFamily family) {
        return family == IpFamily.IPV4 ? KERNEL_IPV4 : KERNEL_IPV6;
    }

    /** An address as it stands in a URL. */
    static String inUrl(String address) {
        return address.contains(":") ? "[" + address + "]" : address;
    }

    /** A bad line: 2 % loss each way, 20 ms there and back, one frame of fifty overtaken. */
    void makeCableBad() {
        cable.delay(Duration.ofMillis(10)).loss(0.02).reordering(0.02, Duration.ofMillis(5));
    }

    /** Starts a server on the host, and waits until it takes connections. */
    void serve(int port, Program server) throws InterruptedException {
        host.start("server", server);
        while (sockets().stream()
                .noneMatch(
                        each -> each.state() == TcpState.LISTEN && each.local().port() == port)) {
            world.run(Duration.ofMillis(1));
            world.check();
        }
    }

    /** The host's TCP sockets that do not listen. */
    List<TcpSocketEntry> connections() {
        return sockets().stream()
                .filter(each -> each.state() != TcpState.LISTEN)
                .toList();
    }

    /** Waits until at least, or at most, so many connections are there; answers those that are. */
    List<TcpSocketEntry> awaitConnections(int least, int most, Duration patience) throws InterruptedException {
        long deadline = world.now() + patience.toNanos();
        List<TcpSocketEntry> seen = connections();
        while ((seen.size() < least || seen.size() > most) && world.now() < deadline) {
            world.run(Duration.ofMillis(20));
            seen = connections();
        }
        return seen;
    }

    private List<TcpSocketEntry> sockets() {
        world.loop().enter();
        try {
            return host.host().tcp().sockets();
        } finally {
            world.loop().leave();
        }
    }

    @Override
    public void close() throws IOException, InterruptedException {
        try {
            world.close();
        } finally {
            kernel.close();
        }
    }
}
