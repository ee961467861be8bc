package dev.netrarium.internet.programs;

import dev.netrarium.services.dhcp.client.ClientSettings;
import dev.netrarium.wire.ByteString;
import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramProvider;
import java.time.Duration;
import java.util.Map;

/**
 * {@code dhcp-client}: gets the host an address. Options: {@code interface} (eth0), {@code host-name}, {@code client-id}
 * (hexadecimal), {@code check} (yes: whether somebody has the address), {@code rapid-commit}, {@code broadcast},
 * {@code routes} (yes: obey classless routes), {@code offer-wait}, {@code start-delay}.
 */
public final class DhcpClientProvider implements ProgramProvider {
    @Override
    public String name() {
        return "dhcp-client";
    }

    @Override
    public Program create(Map<String, String> options) {
        Options given = new Options(
                name(),
                options,
                "interface",
                "host-name",
                "client-id",
                "check",
                "rapid-commit",
                "broadcast",
                "routes",
                "offer-wait",
                "start-delay");
        ClientSettings settings = ClientSettings.DEFAULT
                .withHostName(given.text("host-name", ""))
                .withClientIdentifier(given.list("client-id", ByteString::ofHex).stream()
                        .findFirst()
                        .orElse(ByteString.EMPTY))
                .withCheckAddress(given.flag("check", true))
                .withRapidCommit(given.flag("rapid-commit", false))
                .withBroadcast(given.flag("broadcast", false))
                .withAcceptRoutes(given.flag("routes", true))
                .withOfferWait(given.time("offer-wait", Duration.ZERO))
                .withLongestStartDelay(given.time("start-delay", Duration.ZERO));
        return DhcpPrograms.client(given.text("interface", "eth0"), settings);
    }
}
