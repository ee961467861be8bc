package dev.netrarium.internet.programs;

import dev.netrarium.services.dns.DnsResponder;
import dev.netrarium.services.dns.host.DnsServer;
import dev.netrarium.services.dns.resolver.RecursiveServer;
import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.Ipv6Address;
import dev.netrarium.world.Program;
import java.util.List;

/** DNS servers as programs: on port 53 of every address of the host, both families, UDP and TCP. */
public final class DnsProgram {
    private static final List<Endpoint> EVERYWHERE = List.of(Endpoint.of(Ipv6Address.ANY, 53));

    private DnsProgram() {}

    /** A server that knows its answers, such as one of zones. */
    public static Program answering(DnsResponder responder) {
        return context ->
                DnsServer.answering(context.sockets(), EVERYWHERE, responder).run();
    }

    /** A resolver or a forwarder. The core belongs to the program from its start on. */
    public static Program recursive(RecursiveServer core) {
        return context ->
                DnsServer.recursive(context.sockets(), EVERYWHERE, core).run();
    }
}
