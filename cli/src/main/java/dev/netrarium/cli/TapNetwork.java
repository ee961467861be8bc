package dev.netrarium.cli;

import dev.netrarium.stack.tcp.TcpState;
import dev.netrarium.uplink.DescriptorWait;
import dev.netrarium.uplink.TunTap;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.world.Lan;
import dev.netrarium.world.Node;
import dev.netrarium.world.RunningProgram;
import dev.netrarium.world.Uplink;
import dev.netrarium.world.World;
import dev.netrarium.world.WorldSettings;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A small world in real time behind a TAP device:
 *
 * <pre>
 *   kernel ══ TAP, cable ══ host
 *   kernel ══ TAP, cable ══ r1 ── lan1 ── r2 ── lan2 ── host      with two routers in between
 * </pre>
 */
final class TapNetwork implements AutoCloseable {
    private final World world;
    private final TunTap device;
    private final Uplink uplink;
    private final Node host;

    /**
     * Makes the device, or attaches to a persistent one, and builds the world behind it.
     *
     * @param routers each router's addresses on its side towards the kernel, the one next to the kernel first
     * @param address the host's
     * @param gateways the kernel's addresses that lead everywhere else
     * @throws IOException when the kernel refuses the device
     */
    TapNetwork(
            String deviceName,
            List<List<InterfaceAddress>> routers,
            List<InterfaceAddress> address,
            List<IpAddress> gateways,
            long seed)
            throws IOException {
        DescriptorWait wait = new DescriptorWait();
        world = World.live(seed, WorldSettings.DEFAULT.withEpoch(Instant.now()).withTraceHash(false), wait);
        try {
            List<Node> chain = new ArrayList<>();
            for (int i = 1; i <= routers.size(); i++) {
                chain.add(world.router("r" + i));
            }
            host = world.host("host");
            chain.add(host);
            List<List<InterfaceAddress>> facing = new ArrayList<>(routers);
            facing.add(address);

            Node nearest = chain.getFirst();
            device = TunTap.open(TunTap.Kind.TAP, deviceName, nearest.host().packets());
            uplink = world.uplink(nearest, String.join(",", texts(facing.getFirst())), "kernel", device);
            device.attach(uplink.outside()::receive, uplink.outside()::portReady);
            for (IpAddress gateway : gateways) {
                nearest.route("default", gateway.toString());
            }
            for (int i = 1; i < chain.size(); i++) {
                connect(chain.subList(0, i), "lan" + i, chain.get(i), facing);
            }
            world.loop().enter();
            try {
                wait.add(device);
            } finally {
                world.loop().leave();
            }
        } catch (IOException | RuntimeException e) {
            world.close();
            throw e;
        }
    }

    World world() {
        return world;
    }

    /** The device that the kernel sees. */
    TunTap device() {
        return device;
    }

    /** The cable between the kernel and the world. */
    Uplink uplink() {
        return uplink;
    }

    /** Where programs run. */
    Node host() {
        return host;
    }

    /** Starts a service on the host, and waits until it takes connections. */
    void serve(ServedService service) throws IOException, InterruptedException {
        RunningProgram program = host.start(service.name(), service.program());
        while (!listensOn(service.port())) {
            Throwable failure = program.failure();
            if (failure != null) {
                throw new CommandFailure(
                        "Cannot serve " + service.name() + " on port " + service.port() + ": " + failure.getMessage()
                                + ".",
                        failure);
            }
            world.run(Duration.ofMillis(1));
        }
    }

    @Override
    public void close() {
        world.close();
    }

    private boolean listensOn(int port) {
        world.loop().enter();
        try {
            return host.host().tcp().sockets().stream()
                    .anyMatch(each ->
                            each.state() == TcpState.LISTEN && each.local().port() == port);
        } finally {
            world.loop().leave();
        }
    }

    /** Puts a LAN between the last of the routers so far and the next node, and tells the others the way there. */
    private void connect(List<Node> before, String lanName, Node next, List<List<InterfaceAddress>> facing) {
        List<InterfaceAddress> addresses = facing.get(before.size());
        Lan lan = world.lan(
                lanName, addresses.stream().map(a -> a.prefix().toString()).toArray(String[]::new));
        next.join(lan, texts(addresses));
        before.getLast().join(lan);
        lan.gateway(before.getLast());
        for (int i = 0; i < before.size() - 1; i++) {
            for (InterfaceAddress there : addresses) {
                IpFamily family = there.address().family();
                for (InterfaceAddress hop : facing.get(i + 1)) {
                    if (hop.address().family() == family) {
                        before.get(i)
                                .route(there.prefix().toString(), hop.address().toString());
                    }
                }
            }
        }
    }

    private static String[] texts(List<InterfaceAddress> addresses) {
        return addresses.stream().map(InterfaceAddress::toString).toArray(String[]::new);
    }
}
