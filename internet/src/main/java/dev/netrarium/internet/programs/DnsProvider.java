package dev.netrarium.internet.programs;

import dev.netrarium.services.dns.authority.AuthoritativeServer;
import dev.netrarium.services.dns.authority.Zone;
import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramProvider;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** {@code dns}: an authoritative server. Options: {@code origin}, and {@code zone} (text) or {@code file}. */
public final class DnsProvider implements ProgramProvider {
    @Override
    public String name() {
        return "dns";
    }

    @Override
    public Program create(Map<String, String> options) {
        Options given = new Options(name(), options, "origin", "zone", "file");
        Zone zone = Zone.parse(given.required("origin"), zoneText(given));
        return DnsProgram.answering(new AuthoritativeServer(List.of(zone)));
    }

    private static String zoneText(Options given) {
        String file = given.text("file", "");
        if (file.isEmpty()) {
            return given.required("zone");
        }
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new IllegalArgumentException("program dns: cannot read the zone file " + file, e);
        }
    }
}
