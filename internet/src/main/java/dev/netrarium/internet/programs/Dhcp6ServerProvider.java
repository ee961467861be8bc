package dev.netrarium.internet.programs;

import dev.netrarium.services.dhcpv6.Dhcp6ServerSettings;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramProvider;
import java.time.Duration;
import java.util.Map;

/**
 * {@code dhcp6-server}. Options: {@code prefix}, {@code size} (100 addresses from {@code ::1000} on; 0 for none),
 * {@code interface} (eth0), {@code dns}, {@code search}, {@code preferred} (1h), {@code valid} (2h), {@code rapid-commit}.
 */
public final class Dhcp6ServerProvider implements ProgramProvider {
    private static final int FIRST = 0x1000;

    @Override
    public String name() {
        return "dhcp6-server";
    }

    @Override
    public Program create(Map<String, String> options) {
        Options given = new Options(
                name(), options, "prefix", "size", "interface", "dns", "search", "preferred", "valid", "rapid-commit");
        given.required("prefix");
        Duration preferred = given.time("preferred", Duration.ofHours(1));
        Dhcp6ServerSettings settings = new Dhcp6ServerSettings(
                given.list("prefix", IpPrefix::of).getFirst(),
                FIRST,
                given.number("size", 100, 0, Dhcp6ServerSettings.MOST),
                preferred,
                given.time("valid", preferred.multipliedBy(2)),
                given.list("dns", Ipv6Address::of),
                given.list("search", DomainName::of),
                given.flag("rapid-commit", false));
        return DhcpPrograms.server6(given.text("interface", "eth0"), settings);
    }
}
