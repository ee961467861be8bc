package dev.netrarium.services.dhcp.relay;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.DhcpOptions;
import dev.netrarium.services.dhcp.OptionCode;
import dev.netrarium.services.dhcp.RelayAgentInformation;
import dev.netrarium.services.dhcp.RelayAgentInformation.SubOption;
import dev.netrarium.services.dhcp.ReplyTarget;
import dev.netrarium.services.dns.Tally;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A DHCP relay agent: takes clients' messages from links on which no server is, says where they come from (giaddr, and
 * option 82), and brings the servers' replies back. After each verb {@link #poll} tells what is to be sent.
 */
public final class DhcpRelay {
    /** A message that grew beyond this with our option 82 goes without it: it would be fragmented, or not fit at all. */
    private static final int MOST_BYTES = 1472;

    private final RelaySettings settings;
    private final Map<Ipv4Address, String> links = new LinkedHashMap<>();
    private final ArrayDeque<RelayAction> actions = new ArrayDeque<>();
    private final Tally<RelayCount> tally = new Tally<>(RelayCount.class);

    public DhcpRelay(RelaySettings settings) {
        this.settings = settings;
    }

    public RelaySettings settings() {
        return settings;
    }

    public Tally<RelayCount> tally() {
        return tally;
    }

    /** Makes a client link known: the agent's address on it, and its interface. */
    public void link(Ipv4Address own, String interfaceName) {
        links.put(own, interfaceName);
    }

    /** What is to be sent next, or null. */
    public @Nullable RelayAction poll() {
        return actions.poll();
    }

    /** Takes a message that came to port 67. */
    public void receive(DhcpMessage message, String interfaceName) {
        if (message.isRequest()) {
            request(message, interfaceName);
        } else {
            reply(message);
        }
    }

    private void request(DhcpMessage message, String interfaceName) {
        if (message.hops() >= settings.hopLimit()) {
            tally.count(RelayCount.DROPPED_HOPS);
            return;
        }
        boolean isFromClient = message.relayAddress().isUnspecified();
        Ipv4Address own = addressOn(interfaceName);
        if (own == null) {
            tally.count(RelayCount.DROPPED_OTHER_LINK);
            return;
        }
        if (links.containsKey(message.relayAddress())) {
            tally.count(RelayCount.DROPPED_FORGED);
            return;
        }
        DhcpOptions options = message.options();
        boolean isTold = options.has(OptionCode.RELAY_AGENT);
        if (isTold && isFromClient && !settings.trusted().contains(interfaceName)) {
            tally.count(RelayCount.DROPPED_UNTRUSTED);
            return;
        }
        if (isTold && settings.policy() == AgentInformationPolicy.DISCARD) {
            tally.count(RelayCount.DROPPED_POLICY);
            return;
        }
        if (settings.addsInformation()) {
            options = informed(options, interfaceName);
        }
        Ipv4Address agent = isFromClient ? own : message.relayAddress();
        DhcpMessage passed = message.relayed(message.hops() + 1, agent, options);
        if (passed.encode(Integer.MAX_VALUE).length > MOST_BYTES) {
            tally.count(RelayCount.NO_ROOM_FOR_INFORMATION);
            passed = passed.with(message.options());
        }
        tally.count(RelayCount.REQUESTS);
        for (Ipv4Address server : settings.servers()) {
            actions.add(new RelayAction.ToServer(passed, own, server));
        }
    }

    private DhcpOptions informed(DhcpOptions options, String interfaceName) {
        RelayAgentInformation there = options.relayAgent();
        if (there == null) {
            return options.with(OptionCode.RELAY_AGENT, new RelayAgentInformation(mine(interfaceName)).encode());
        }
        return switch (settings.policy()) {
            case APPEND -> {
                List<SubOption> all = new ArrayList<>(there.subOptions());
                all.addAll(mine(interfaceName));
                yield options.with(OptionCode.RELAY_AGENT, new RelayAgentInformation(all).encode());
            }
            case REPLACE ->
                options.with(OptionCode.RELAY_AGENT, new RelayAgentInformation(mine(interfaceName)).encode());
            case FORWARD, DISCARD -> options;
        };
    }

    private void reply(DhcpMessage message) {
        String interfaceName = links.get(message.relayAddress());
        if (interfaceName == null) {
            tally.count(RelayCount.DROPPED_NOT_OURS);
            return;
        }
        tally.count(RelayCount.REPLIES);
        // RFC 1542 §4.1.2: giaddr stays as it is. What we have said is not for the client (RFC 3046 §2.1).
        DhcpMessage passed = message.with(stripped(message.options(), interfaceName));
        actions.add(new RelayAction.ToClient(
                passed, interfaceName, message.relayAddress(), ReplyTarget.onLink(passed, passed.clientAddress())));
    }

    /** Without our sub-options and those of agents behind us; the option goes with them when nothing is left. */
    private DhcpOptions stripped(DhcpOptions options, String interfaceName) {
        RelayAgentInformation there = options.relayAgent();
        if (!settings.addsInformation() || there == null) {
            return options;
        }
        int before = Collections.indexOfSubList(there.subOptions(), mine(interfaceName));
        if (before <= 0) {
            return before < 0 ? options : options.without(OptionCode.RELAY_AGENT);
        }
        List<SubOption> rest = there.subOptions().subList(0, before);
        return options.with(OptionCode.RELAY_AGENT, new RelayAgentInformation(rest).encode());
    }

    private List<SubOption> mine(String interfaceName) {
        List<SubOption> mine = new ArrayList<>();
        ByteString circuit = ByteString.copyOf(interfaceName.getBytes(StandardCharsets.UTF_8));
        mine.add(new SubOption(RelayAgentInformation.CIRCUIT_ID, circuit));
        if (!settings.remoteId().isEmpty()) {
            mine.add(new SubOption(RelayAgentInformation.REMOTE_ID, settings.remoteId()));
        }
        return mine;
    }

    private @Nullable Ipv4Address addressOn(String interfaceName) {
        for (Map.Entry<Ipv4Address, String> link : links.entrySet()) {
            if (link.getValue().equals(interfaceName)) {
                return link.getKey();
            }
        }
        return null;
    }
}
