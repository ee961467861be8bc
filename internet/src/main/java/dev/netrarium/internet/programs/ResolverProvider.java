package dev.netrarium.internet.programs;

import dev.netrarium.services.dns.resolver.NameServer;
import dev.netrarium.services.dns.resolver.RecursionSettings;
import dev.netrarium.services.dns.resolver.RecursiveServer;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramProvider;
import java.util.List;
import java.util.Map;

/**
 * {@code resolver}: a caching resolver. Options: {@code root} (the address of a root server: walks down from there) or
 * {@code upstream} (the address of another resolver: forwards to it).
 */
public final class ResolverProvider implements ProgramProvider {
    @Override
    public String name() {
        return "resolver";
    }

    @Override
    public Program create(Map<String, String> options) {
        Options given = new Options(name(), options, "root", "upstream");
        String upstream = given.text("upstream", "");
        RecursionSettings settings = upstream.isEmpty()
                ? RecursionSettings.resolver(
                        List.of(NameServer.of("a.root-servers.net.", IpAddress.of(given.required("root")))))
                : RecursionSettings.forwarder(List.of(Endpoint.of(IpAddress.of(upstream), NameServer.PORT)));
        return context -> DnsProgram.recursive(
                        new RecursiveServer(settings, context.node().host().random("dns")))
                .run(context);
    }
}
