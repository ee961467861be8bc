package dev.netrarium.internet.programs;

import dev.netrarium.services.dhcp.DhcpOptions;
import dev.netrarium.services.dhcp.OptionCode;
import dev.netrarium.services.dhcp.StaticRoute;
import dev.netrarium.services.dhcp.host.FileLeaseStore;
import dev.netrarium.services.dhcp.server.AddressRange;
import dev.netrarium.services.dhcp.server.LeaseStore;
import dev.netrarium.services.dhcp.server.Reservation;
import dev.netrarium.services.dhcp.server.ServerSettings;
import dev.netrarium.services.dhcp.server.Subnet;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.MacAddress;
import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramProvider;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code dhcp-server}. Options, lists with commas: {@code pools} (such as {@code 192.168.1.100-192.168.1.199/24}; pools with
 * one prefix belong together), {@code router} (each for the subnet that it lies in), {@code dns}, {@code domain},
 * {@code search}, {@code ntp}, {@code mtu}, {@code routes} ({@code 10.0.0.0/8>192.168.1.9}), {@code lease} (1h),
 * {@code longest-lease}, {@code reserve} ({@code MAC=ADDRESS}), {@code interfaces} (all), {@code authoritative} (yes),
 * {@code rapid-commit} (no), {@code probe} (500ms; 0s for none), {@code leases} (a file that outlives the server).
 */
public final class DhcpServerProvider implements ProgramProvider {
    private static final int LEAST_MTU_BYTES = 68;
    private static final int MOST_MTU_BYTES = 65_535;

    @Override
    public String name() {
        return "dhcp-server";
    }

    @Override
    public Program create(Map<String, String> options) {
        Options given = new Options(
                name(),
                options,
                "pools",
                "router",
                "dns",
                "domain",
                "search",
                "ntp",
                "mtu",
                "routes",
                "lease",
                "longest-lease",
                "reserve",
                "interfaces",
                "authoritative",
                "rapid-commit",
                "probe",
                "leases");
        given.required("pools");
        ServerSettings settings = ServerSettings.of(subnets(given).toArray(Subnet[]::new))
                .withAuthoritative(given.flag("authoritative", true))
                .withRapidCommit(given.flag("rapid-commit", false));
        settings = settings.withProbeTimeout(given.time("probe", settings.probeTimeout()));
        String file = given.text("leases", "");
        LeaseStore leases = file.isEmpty() ? null : new FileLeaseStore(Path.of(file));
        return DhcpPrograms.server(settings, given.list("interfaces"), leases);
    }

    private record Pool(IpPrefix prefix, AddressRange range) {
        static Pool of(String text) {
            int slash = text.indexOf('/');
            if (slash < 0) {
                throw new IllegalArgumentException("a pool says how long its prefix is, such as"
                        + " 192.168.1.100-192.168.1.199/24, and \"" + text + "\" does not");
            }
            AddressRange range = AddressRange.of(text.substring(0, slash));
            return new Pool(IpPrefix.of(range.first() + text.substring(slash)), range);
        }
    }

    private static List<Subnet> subnets(Options given) {
        Map<IpPrefix, List<AddressRange>> pools = new LinkedHashMap<>();
        for (Pool pool : given.list("pools", Pool::of)) {
            pools.computeIfAbsent(pool.prefix, p -> new ArrayList<>()).add(pool.range);
        }
        Duration lease = given.time("lease", Subnet.DEFAULT_LEASE_TIME);
        Duration longest = given.time("longest-lease", lease);
        List<Reservation> reservations = given.list("reserve", DhcpServerProvider::reservation);
        List<Ipv4Address> routers = given.list("router", Ipv4Address::of);
        DhcpOptions shared = shared(given);
        List<Subnet> subnets = new ArrayList<>();
        pools.forEach((prefix, ranges) -> {
            List<Ipv4Address> mine = routers.stream().filter(prefix::contains).toList();
            DhcpOptions told = mine.isEmpty()
                    ? shared
                    : DhcpOptions.NONE.withAddresses(OptionCode.ROUTER, mine).with(shared);
            List<Reservation> here = reservations.stream()
                    .filter(each -> prefix.contains(each.address()))
                    .toList();
            subnets.add(new Subnet(prefix, ranges, here, lease, longest, told));
        });
        return subnets;
    }

    private static DhcpOptions shared(Options given) {
        DhcpOptions told = DhcpOptions.NONE;
        List<Ipv4Address> dns = given.list("dns", Ipv4Address::of);
        if (!dns.isEmpty()) {
            told = told.withAddresses(OptionCode.NAME_SERVERS, dns);
        }
        List<Ipv4Address> ntp = given.list("ntp", Ipv4Address::of);
        if (!ntp.isEmpty()) {
            told = told.withAddresses(OptionCode.NTP_SERVERS, ntp);
        }
        String domain = given.text("domain", "");
        if (!domain.isEmpty()) {
            told = told.withText(OptionCode.DOMAIN_NAME, domain);
        }
        List<DomainName> search = given.list("search", DomainName::of);
        if (!search.isEmpty()) {
            told = told.withSearch(search);
        }
        List<StaticRoute> routes = given.list("routes", StaticRoute::of);
        if (!routes.isEmpty()) {
            told = told.withRoutes(routes);
        }
        int mtu = given.number("mtu", 0, LEAST_MTU_BYTES, MOST_MTU_BYTES);
        return mtu == 0 ? told : told.withU16(OptionCode.INTERFACE_MTU, mtu);
    }

    private static Reservation reservation(String text) {
        int equals = text.indexOf('=');
        if (equals < 0) {
            throw new IllegalArgumentException("\"" + text + "\" is not MAC=ADDRESS");
        }
        return Reservation.of(
                MacAddress.of(text.substring(0, equals).strip()),
                Ipv4Address.of(text.substring(equals + 1).strip()));
    }
}
