package dev.netrarium.cli.tools;

import dev.netrarium.services.dhcp.ClientIdentifier;
import dev.netrarium.services.dhcp.OptionCode;
import dev.netrarium.services.dhcp.client.Lease;
import dev.netrarium.services.dhcp.host.ClientDriver;
import dev.netrarium.services.dhcp.host.RelayDriver;
import dev.netrarium.services.dhcp.host.ServerDriver;
import dev.netrarium.services.dhcp.server.ClientKey;
import dev.netrarium.services.dhcp.server.LeaseEntry;
import dev.netrarium.services.dhcp.server.LeaseState;
import dev.netrarium.stack.Timer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code dhcp}: what a host's DHCP programs hold: a server's leases, a client's state and lease, a relay agent's links. */
@Command(
        name = "dhcp",
        description = "Show what the host's DHCP programs hold, or let its clients ask.",
        footer = {
            "  dhcp             leases of a server, state of a client, counters of both",
            "  dhcp renew       let the clients ask for more time now",
            "  dhcp release     let the clients give their addresses back",
            "  dhcp start       and ask for addresses again",
        })
final class DhcpTool extends Tool {
    private static final long SECOND = 1_000_000_000L;
    private static final String ROW = "%-16s%-10s%-20s%-16s%-10s%s";

    /** What can be asked of a client. */
    enum Verb {
        SHOW,
        RENEW,
        RELEASE,
        START
    }

    @Parameters(arity = "0..1", paramLabel = "VERB", description = "show (when left out), renew, release or start.")
    Verb verb = Verb.SHOW;

    @Override
    int run(ToolContext context) {
        List<ClientDriver> clients =
                context.ask(() -> context.host().published().of(ClientDriver.class));
        if (verb != Verb.SHOW) {
            if (clients.isEmpty()) {
                throw new ToolFailure(
                        1, "no DHCP client runs on " + context.host().name());
            }
            clients.forEach(this::command);
            return 0;
        }
        List<String> lines = context.ask(() -> describe(context, clients));
        if (lines.isEmpty()) {
            throw new ToolFailure(1, "no DHCP program runs on " + context.host().name());
        }
        lines.forEach(context.out()::println);
        return 0;
    }

    private void command(ClientDriver client) {
        switch (verb) {
            case RENEW -> client.renew();
            case RELEASE -> client.release();
            case START -> client.start();
            case SHOW -> {}
        }
    }

    /** Baton held. */
    private static List<String> describe(ToolContext context, List<ClientDriver> clients) {
        List<String> lines = new ArrayList<>();
        for (ServerDriver server : context.host().published().of(ServerDriver.class)) {
            lines.add("Server, " + server.core().settings().subnets().size() + " subnet(s), "
                    + server.core().tally());
            server.logProblems().forEach(problem -> lines.add("Lease log: " + problem));
            lines.add(String.format(ROW, "Address", "State", "Client", "Name", "Left", "Circuit")
                    .stripTrailing());
            for (LeaseEntry each : server.core().leases(context.now())) {
                lines.add(row(each, context.now()));
            }
        }
        for (RelayDriver relay : context.host().published().of(RelayDriver.class)) {
            lines.add("Relay agent to " + relay.core().settings().servers() + ", "
                    + relay.core().tally());
        }
        for (ClientDriver client : clients) {
            describe(lines, client, context.now());
        }
        return lines;
    }

    private static String row(LeaseEntry entry, long now) {
        ClientKey client = entry.client();
        String left = entry.state() == LeaseState.EXPIRED || entry.state() == LeaseState.RELEASED
                ? "-"
                : left(entry.endsNanos(), now);
        String circuit = new String(entry.circuit().toByteArray(), StandardCharsets.UTF_8);
        return String.format(
                        ROW,
                        entry.address(),
                        entry.state().name().toLowerCase(Locale.ROOT),
                        client == null ? "-" : ClientIdentifier.text(client.bytes()),
                        entry.hostName().isEmpty() ? "-" : entry.hostName(),
                        left,
                        circuit.isEmpty() ? "-" : circuit)
                .stripTrailing();
    }

    private static void describe(List<String> lines, ClientDriver client, long now) {
        lines.add("Client on " + client.networkInterface().name() + ": "
                + client.core().state() + ", " + client.core().tally());
        Lease lease = client.core().lease();
        if (lease == null) {
            return;
        }
        lines.add("  address  " + lease.interfaceAddress() + " from " + lease.server());
        lines.add("  renew in " + left(lease.renewNanos(), now) + ", rebind in " + left(lease.rebindNanos(), now)
                + ", ends in " + left(lease.expiresNanos(), now));
        for (int code : lease.options().codes()) {
            if (code != OptionCode.CLIENT_IDENTIFIER && code != OptionCode.MESSAGE_TYPE) {
                lines.add("  " + OptionCode.name(code) + " " + lease.options().meaning(code));
            }
        }
    }

    private static String left(long untilNanos, long now) {
        if (untilNanos == Timer.NEVER) {
            return "for ever";
        }
        Duration left = Duration.ofSeconds(Math.max(0, (untilNanos - now) / SECOND));
        return String.format("%d:%02d:%02d", left.toHours(), left.toMinutesPart(), left.toSecondsPart());
    }
}
