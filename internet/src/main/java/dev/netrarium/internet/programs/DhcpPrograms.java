package dev.netrarium.internet.programs;

import dev.netrarium.services.dhcp.client.ClientSettings;
import dev.netrarium.services.dhcp.client.DhcpClient;
import dev.netrarium.services.dhcp.host.ClientDriver;
import dev.netrarium.services.dhcp.host.HostNames;
import dev.netrarium.services.dhcp.host.RelayDriver;
import dev.netrarium.services.dhcp.host.ServerDriver;
import dev.netrarium.services.dhcp.relay.DhcpRelay;
import dev.netrarium.services.dhcp.relay.RelaySettings;
import dev.netrarium.services.dhcp.server.DhcpServer;
import dev.netrarium.services.dhcp.server.LeaseLog;
import dev.netrarium.services.dhcp.server.LeaseStore;
import dev.netrarium.services.dhcp.server.ServerSettings;
import dev.netrarium.services.dhcpv6.Dhcp6Client;
import dev.netrarium.services.dhcpv6.Dhcp6Server;
import dev.netrarium.services.dhcpv6.Dhcp6ServerSettings;
import dev.netrarium.services.dhcpv6.Duid;
import dev.netrarium.services.dhcpv6.host.Dhcp6ClientDriver;
import dev.netrarium.services.dhcpv6.host.Dhcp6ServerDriver;
import dev.netrarium.services.dns.host.StubResolver;
import dev.netrarium.services.dns.resolver.HostsTable;
import dev.netrarium.services.dns.resolver.Stub;
import dev.netrarium.services.dns.resolver.StubSettings;
import dev.netrarium.stack.NetInterface;
import dev.netrarium.stack.Resolver;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.MacAddress;
import dev.netrarium.world.Node;
import dev.netrarium.world.Program;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** DHCP as programs. While one runs, its driver is among what its host has published. */
public final class DhcpPrograms {
    private DhcpPrograms() {}

    /** A client on an interface: it sets the host's address, routes, MTU and resolver. */
    public static Program client(String interfaceName, ClientSettings settings) {
        return context -> {
            Node node = context.node();
            NetInterface on = node.port(interfaceName).networkInterface();
            MacAddress mac = macOf(on);
            Resolver before = node.resolver();
            DhcpClient core = new DhcpClient(settings, mac, node.host().random("dhcp-client " + interfaceName));
            new ClientDriver(context.sockets(), on, core, names -> node.resolver(resolver(node, names, before))).run();
        };
    }

    /**
     * A server.
     *
     * @param interfaces those that it serves; none for all
     * @param leases where leases outlive it; null for nowhere
     */
    public static Program server(ServerSettings settings, List<String> interfaces, @Nullable LeaseStore leases) {
        return context -> {
            LeaseLog log =
                    leases == null ? null : new LeaseLog(leases, context.world().epoch());
            DhcpServer core =
                    new DhcpServer(settings, log, context.node().host().random("dhcp-server"));
            new ServerDriver(context.sockets(), interfaces, core).run();
        };
    }

    /** A relay agent for the clients on these interfaces. */
    public static Program relay(RelaySettings settings, List<String> clientSide) {
        return context -> new RelayDriver(context.sockets(), clientSide, new DhcpRelay(settings)).run();
    }

    /**
     * A DHCPv6 client on an interface.
     *
     * @param wantsAddress false to ask only for what there is beside addresses
     */
    public static Program client6(String interfaceName, boolean wantsAddress, boolean rapidCommit) {
        return context -> {
            Node node = context.node();
            NetInterface on = node.port(interfaceName).networkInterface();
            Resolver before = node.resolver();
            Dhcp6Client core = new Dhcp6Client(
                    Duid.of(macOf(on)), on.index(), rapidCommit, node.host().random("dhcp6-client " + interfaceName));
            new Dhcp6ClientDriver(
                            context.sockets(),
                            on,
                            core,
                            wantsAddress,
                            names -> node.resolver(resolver(node, names, before)))
                    .run();
        };
    }

    /** A DHCPv6 server on an interface. */
    public static Program server6(String interfaceName, Dhcp6ServerSettings settings) {
        return context -> {
            NetInterface on = context.node().port(interfaceName).networkInterface();
            new Dhcp6ServerDriver(context.sockets(), on, new Dhcp6Server(settings, Duid.of(macOf(on)))).run();
        };
    }

    private static MacAddress macOf(NetInterface on) {
        MacAddress mac = on.mac();
        if (mac == null) {
            throw new IllegalArgumentException("DHCP needs an Ethernet interface, and " + on + " is none");
        }
        return mac;
    }

    private static Resolver resolver(Node node, HostNames names, Resolver otherwise) {
        if (names.servers().isEmpty()) {
            return otherwise;
        }
        IpAddress[] servers =
                names.servers().stream().limit(StubSettings.MAX_SERVERS).toArray(IpAddress[]::new);
        StubSettings settings = StubSettings.of(servers)
                .withSearch(
                        names.search().stream().limit(StubSettings.MAX_SEARCH).toList());
        return new StubResolver(
                node.sockets(), new Stub(settings, HostsTable.EMPTY, node.host().random("stub")));
    }
}
