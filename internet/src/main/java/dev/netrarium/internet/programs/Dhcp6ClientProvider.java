package dev.netrarium.internet.programs;

import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramProvider;
import java.util.Map;

/**
 * {@code dhcp6-client}. Options: {@code interface} (eth0), {@code address} (yes; no to ask only for what there is beside
 * addresses), {@code rapid-commit}.
 */
public final class Dhcp6ClientProvider implements ProgramProvider {
    @Override
    public String name() {
        return "dhcp6-client";
    }

    @Override
    public Program create(Map<String, String> options) {
        Options given = new Options(name(), options, "interface", "address", "rapid-commit");
        return DhcpPrograms.client6(
                given.text("interface", "eth0"), given.flag("address", true), given.flag("rapid-commit", false));
    }
}
