package dev.netrarium.internet;

import dev.netrarium.internet.programs.DnsProgram;
import dev.netrarium.internet.programs.WebServer;
import dev.netrarium.services.dns.authority.AuthoritativeServer;
import dev.netrarium.services.dns.authority.Zone;
import dev.netrarium.services.dns.host.StubResolver;
import dev.netrarium.services.dns.resolver.HostsTable;
import dev.netrarium.services.dns.resolver.NameServer;
import dev.netrarium.services.dns.resolver.RecursionSettings;
import dev.netrarium.services.dns.resolver.RecursiveServer;
import dev.netrarium.services.dns.resolver.ResolverObserver;
import dev.netrarium.services.dns.resolver.Stub;
import dev.netrarium.services.dns.resolver.StubSettings;
import dev.netrarium.stack.MssClamp;
import dev.netrarium.stack.nat.Napt;
import dev.netrarium.web.handlers.Documents;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.world.Lan;
import dev.netrarium.world.Link;
import dev.netrarium.world.Node;
import dev.netrarium.world.World;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The Internet of the textbook, as a world:
 *
 * <pre>
 *   laptop ─┐                                                         ┌─ a.root   (the root of the DNS)
 *           ├─ home ─ home-router ═══ isp ───── core1 ─── dns-lan ────┤
 *   phone ──┘         NAT, DNS          │         │                   └─ a.gtld   (com.)
 *                     forwarder         │         │
 *                                   isp-lan     core2 ─── datacentre ─┬─ ns1      (server.com.)
 *                                       │                             └─ www      (www.server.com)
 *                                   resolver
 * </pre>
 *
 * <p>Public addresses come from the documentation ranges (RFC 5737, RFC 3849); the home uses 192.168.1.0/24 behind the
 * router's one public address. Both families are routed everywhere; the home's IPv6 needs no NAT.
 */
public final class DefaultInternet implements AutoCloseable {
    /** What a cable across a country costs. */
    private static final Duration BACKBONE_DELAY = Duration.ofMillis(10);

    private static final Duration REGIONAL_DELAY = Duration.ofMillis(2);
    private static final Duration ACCESS_DELAY = Duration.ofMillis(4);
    private static final Duration LAN_DELAY = Duration.ofNanos(20_000);
    private static final long GIGABIT = 1_000_000_000L;
    private static final long ACCESS_BITS_PER_SECOND = 100_000_000L;

    private final World world;
    private final Node laptop;
    private final Node phone;
    private final Link access;
    private final Napt nat;
    private final RecursiveServer forwarder;
    private final RecursiveServer resolver;
    private final Stub laptopStub;

    /** Builds the hosts, wires and programs into a world that is still empty. */
    public DefaultInternet(World world) {
        this.world = world;
        Lan home = lan("home", "192.168.1.0/24", "2001:db8:1::/64");
        Lan ispLan = lan("isp-lan", "203.0.113.32/27", "2001:db8:53::/64");
        Lan dnsLan = lan("dns-lan", "198.51.100.32/27", "2001:db8:d::/64");
        Lan datacentre = lan("datacentre", "192.0.2.0/24", "2001:db8:2::/64");

        Node homeRouter = world.router("home-router").join(home, "192.168.1.1/24", "2001:db8:1::1/64");
        Node isp = world.router("isp").join(ispLan, "203.0.113.33/27", "2001:db8:53::1/64");
        Node core1 = world.router("core1").join(dnsLan, "198.51.100.33/27", "2001:db8:d::1/64");
        Node core2 = world.router("core2").join(datacentre, "192.0.2.1/24", "2001:db8:2::1/64");
        home.gateway(homeRouter);
        ispLan.gateway(isp);
        dnsLan.gateway(core1);
        datacentre.gateway(core2);

        access = world.link(homeRouter, "203.0.113.2/30,2001:db8:a::2/64", isp, "203.0.113.1/30,2001:db8:a::1/64")
                .delay(ACCESS_DELAY)
                .bandwidth(ACCESS_BITS_PER_SECOND);
        world.link(isp, "198.51.100.1/30,2001:db8:b::1/64", core1, "198.51.100.2/30,2001:db8:b::2/64")
                .delay(REGIONAL_DELAY)
                .bandwidth(GIGABIT);
        world.link(core1, "198.51.100.5/30,2001:db8:c::1/64", core2, "198.51.100.6/30,2001:db8:c::2/64")
                .delay(BACKBONE_DELAY)
                .bandwidth(GIGABIT);

        homeRouter.route("0.0.0.0/0", "203.0.113.1").route("::/0", "2001:db8:a::1");
        isp.route("0.0.0.0/0", "198.51.100.2").route("::/0", "2001:db8:b::2").route("2001:db8:1::/64", "2001:db8:a::2");
        core1.route("203.0.113.0/24", "198.51.100.1").route("192.0.2.0/24", "198.51.100.6");
        core1.route("2001:db8:1::/64", "2001:db8:b::1")
                .route("2001:db8:a::/64", "2001:db8:b::1")
                .route("2001:db8:53::/64", "2001:db8:b::1")
                .route("2001:db8:2::/64", "2001:db8:c::2");
        core2.route("0.0.0.0/0", "198.51.100.5").route("::/0", "2001:db8:c::1");
        nat = Napt.masquerade(homeRouter.host(), access.left().networkInterface());
        MssClamp.on(homeRouter.host());

        laptop = world.host("laptop").join(home, "192.168.1.10/24", "2001:db8:1::10/64");
        phone = world.host("phone").join(home, "192.168.1.11/24", "2001:db8:1::11/64");
        Node ispResolver = world.host("resolver").join(ispLan, "203.0.113.53/27", "2001:db8:53::53/64");
        Node root = world.host("a.root").join(dnsLan, "198.51.100.34/27", "2001:db8:d::34/64");
        Node gtld = world.host("a.gtld").join(dnsLan, "198.51.100.35/27", "2001:db8:d::35/64");
        Node ns1 = world.host("ns1").join(datacentre, "192.0.2.53/24", "2001:db8:2::53/64");
        Node www = world.host("www").join(datacentre, "192.0.2.80/24", "2001:db8:2::80/64");

        root.start("dns", DnsProgram.answering(authority(".", "root.zone")));
        gtld.start("dns", DnsProgram.answering(authority("com.", "com.zone")));
        ns1.start("dns", DnsProgram.answering(authority("server.com.", "server.com.zone")));
        NameServer rootHint = NameServer.of("a.root-servers.net.", IpAddress.of("198.51.100.34"));
        resolver = recursive(ispResolver, RecursionSettings.resolver(List.of(rootHint)));
        forwarder = recursive(
                homeRouter, RecursionSettings.forwarder(List.of(Endpoint.of(IpAddress.of("203.0.113.53"), 53))));
        www.start("web", new WebServer(80, site()));
        laptopStub = stub(laptop, "192.168.1.1");
        stub(phone, "192.168.1.1");
        for (Node each : List.of(homeRouter, isp, core1, core2, ispResolver, root, gtld, ns1, www)) {
            stub(each, "203.0.113.53");
        }
    }

    /** The world that all this stands in. */
    public World world() {
        return world;
    }

    /** Where the URL is typed. */
    public Node laptop() {
        return laptop;
    }

    /** The other device at home. */
    public Node phone() {
        return phone;
    }

    /** The link between the home and its provider: its left end is the home's. */
    public Link access() {
        return access;
    }

    /** The home router's address translation. */
    public Napt nat() {
        return nat;
    }

    /** What the laptop's operating system knows of names: its cache and its hosts file. */
    public Stub laptopStub() {
        return laptopStub;
    }

    /** Lets the resolvers tell what they do: the function gives, for a host's name, who listens, or null for nobody. */
    public void observeResolvers(Function<String, @Nullable ResolverObserver> listeners) {
        forwarder.observe(listeners.apply("home-router"));
        resolver.observe(listeners.apply("resolver"));
    }

    /** Ends the world. */
    @Override
    public void close() {
        world.close();
    }

    private static RecursiveServer recursive(Node node, RecursionSettings settings) {
        RecursiveServer core = new RecursiveServer(settings, node.host().random("dns"));
        node.start("dns", DnsProgram.recursive(core));
        return core;
    }

    private static Stub stub(Node node, String server) {
        Stub stub = new Stub(
                StubSettings.of(IpAddress.of(server)),
                HostsTable.EMPTY,
                node.host().random("stub"));
        node.resolver(new StubResolver(node.sockets(), stub));
        return stub;
    }

    private Lan lan(String name, String... prefixes) {
        return world.lan(name, prefixes).delay(LAN_DELAY).bandwidth(GIGABIT);
    }

    private static AuthoritativeServer authority(String origin, String zone) {
        return new AuthoritativeServer(List.of(Zone.parse(origin, text("zones/" + zone))));
    }

    private Documents site() {
        return Documents.modifiedAt(world.epoch())
                .add("/", text("site/index.html"))
                .add("/style.css", text("site/style.css"))
                .add("/hello.txt", text("site/hello.txt"))
                .build();
    }

    private static String text(String resource) {
        try (InputStream in = DefaultInternet.class.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("missing from the jar: " + resource);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
