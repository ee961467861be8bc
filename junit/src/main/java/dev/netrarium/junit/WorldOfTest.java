package dev.netrarium.junit;

import dev.netrarium.internet.DefaultInternet;
import dev.netrarium.scenario.Scenario;
import dev.netrarium.sockets.NetrariumDatagramSocketFactory;
import dev.netrarium.sockets.NetrariumServerSocketFactory;
import dev.netrarium.sockets.NetrariumSocketFactory;
import dev.netrarium.stack.Host;
import dev.netrarium.stack.Resolver;
import dev.netrarium.stack.sockets.HostSockets;
import dev.netrarium.world.Lan;
import dev.netrarium.world.Node;
import dev.netrarium.world.World;
import dev.netrarium.world.WorldSettings;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import javax.net.ServerSocketFactory;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** The world of one test: made at its first parameter, closed at its end. */
final class WorldOfTest {
    private static final String SEED_PROPERTY = "netrarium.seed";

    private final TestName test;
    private final World world;
    private final FrameMemory frames;
    private final boolean planned;
    private final @Nullable DefaultInternet internet;
    private @Nullable Lan lan;

    WorldOfTest(TestName test, NetrariumTest wish, Class<?> testClass, boolean wantsInternet) {
        this.test = test;
        String file = wish.scenario();
        if (wantsInternet && !file.isEmpty()) {
            throw new IllegalArgumentException("a test has either a scenario or the default Internet, not both");
        }
        Scenario scenario = file.isEmpty() ? null : read(file, testClass);
        planned = wantsInternet || scenario != null;
        world = empty(wish, scenario);
        frames = new FrameMemory(world);
        try {
            internet = wantsInternet ? new DefaultInternet(world) : null;
            if (scenario != null) {
                scenario.buildIn(world);
            }
        } catch (RuntimeException e) {
            world.close();
            throw e;
        }
    }

    private static World empty(NetrariumTest wish, @Nullable Scenario scenario) {
        long seed = Long.getLong(SEED_PROPERTY, wish.seed());
        if (wish.live()) {
            return World.live(
                    seed, WorldSettings.DEFAULT.withEpoch(Instant.now()).withTraceHash(false));
        }
        WorldSettings settings = WorldSettings.DEFAULT;
        return World.seeded(seed, scenario == null ? settings : settings.withEpoch(scenario.epoch()));
    }

    /** The parameter of that type. */
    Object get(Class<?> type) {
        if (type == World.class) {
            return world;
        }
        if (type == Lan.class) {
            return lan();
        }
        if (internet == null) {
            throw new IllegalArgumentException("the default Internet must be asked for by the test method, or by the"
                    + " first method that asks for anything");
        }
        return internet;
    }

    /** The parameter of that type on a host. */
    Object on(String host, Class<?> type) {
        Node node = node(host);
        // The node's resolver may be replaced later: ask for it when it is needed.
        Resolver resolver = name -> node.resolver().resolve(name);
        if (type == Node.class) {
            return node;
        }
        if (type == Host.class) {
            return node.host();
        }
        if (type == HostSockets.class) {
            return node.sockets();
        }
        if (type == Resolver.class) {
            return resolver;
        }
        if (type == SocketFactory.class || type == NetrariumSocketFactory.class) {
            return new NetrariumSocketFactory(node.sockets(), resolver);
        }
        if (type == ServerSocketFactory.class || type == NetrariumServerSocketFactory.class) {
            return new NetrariumServerSocketFactory(node.sockets(), resolver);
        }
        if (type == NetrariumDatagramSocketFactory.class) {
            return new NetrariumDatagramSocketFactory(node.sockets(), resolver);
        }
        throw new IllegalArgumentException("@On(\"" + host + "\") can be a Node, Host, HostSockets, Resolver, "
                + "SocketFactory, ServerSocketFactory or NetrariumDatagramSocketFactory, not a "
                + type.getSimpleName());
    }

    /**
     * Closes the world.
     *
     * @param failure what the test threw, or null
     */
    void end(@Nullable Throwable failure) throws IOException {
        String scenario = failure == null ? "" : scenario();
        Throwable red = failure;
        RuntimeException ending = null;
        try {
            world.close();
        } catch (RuntimeException e) {
            ending = e;
            if (red == null) {
                red = e;
                scenario = scenario();
            } else {
                red.addSuppressed(e);
            }
        }
        if (red != null) {
            RedTest.report(test, world.seed(), world.isSeeded(), scenario, frames, red);
        }
        if (failure == null && ending != null) {
            throw ending;
        }
    }

    private Node node(String name) {
        for (Node node : world.nodes()) {
            if (node.name().equals(name)) {
                return node;
            }
        }
        return planned ? world.node(name) : world.host(name).join(lan());
    }

    private Lan lan() {
        if (planned) {
            throw new IllegalArgumentException("this world has a plan: take its LANs from World.lans()");
        }
        Lan known = lan;
        if (known == null) {
            known = world.lan("lan", "192.0.2.0/24", "2001:db8::/64");
            lan = known;
        }
        return known;
    }

    private String scenario() {
        try {
            return Scenario.of(world).toYaml();
        } catch (RuntimeException e) {
            return "# This world cannot be written down: " + e + "\n"; // the test's own failure matters more
        }
    }

    private static Scenario read(String file, Class<?> testClass) {
        try (InputStream in = testClass.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("no scenario " + file + " beside " + testClass.getName());
            }
            return Scenario.read(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
