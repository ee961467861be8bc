package dev.netrarium.internet.programs;

import dev.netrarium.services.dhcp.relay.AgentInformationPolicy;
import dev.netrarium.services.dhcp.relay.RelaySettings;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.world.Program;
import dev.netrarium.world.ProgramProvider;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * {@code dhcp-relay}: takes clients' messages to servers elsewhere. Options: {@code servers} and {@code interfaces} (the
 * clients'), {@code information} (yes: option 82), {@code policy} (append, replace, forward, discard), {@code trusted}
 * (interfaces), {@code remote-id}, {@code hops} (10).
 */
public final class DhcpRelayProvider implements ProgramProvider {
    @Override
    public String name() {
        return "dhcp-relay";
    }

    @Override
    public Program create(Map<String, String> options) {
        Options given = new Options(
                name(), options, "servers", "interfaces", "information", "policy", "trusted", "remote-id", "hops");
        given.required("servers");
        given.required("interfaces");
        RelaySettings settings = RelaySettings.to(
                        given.list("servers", Ipv4Address::of).toArray(Ipv4Address[]::new))
                .withInformation(given.flag("information", true))
                .withPolicy(policy(given.text("policy", "append")))
                .withTrusted(given.list("trusted").toArray(String[]::new))
                .withRemoteId(ByteString.copyOf(given.text("remote-id", "").getBytes(StandardCharsets.UTF_8)))
                .withHopLimit(given.number("hops", RelaySettings.DEFAULT_HOP_LIMIT, 1, 16));
        return DhcpPrograms.relay(settings, given.list("interfaces"));
    }

    private static AgentInformationPolicy policy(String text) {
        for (AgentInformationPolicy each : AgentInformationPolicy.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(text)) {
                return each;
            }
        }
        throw new IllegalArgumentException("program dhcp-relay: policy is one of "
                + List.of("append", "replace", "forward", "discard") + ", not \"" + text + "\"");
    }
}
