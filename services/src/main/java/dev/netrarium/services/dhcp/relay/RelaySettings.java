package dev.netrarium.services.dhcp.relay;

import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import java.util.List;

/**
 * How a relay agent behaves.
 *
 * @param servers all of them get every request
 * @param addsInformation puts option 82 into clients' messages
 * @param policy what becomes of the option 82 that is there already
 * @param trusted interfaces whose clients may speak for themselves by option 82 without a relay agent's address (RFC 3046
 *     §2.1.1); from others such a message is a forgery
 * @param remoteId sub-option 2; empty for none
 * @param hopLimit messages that have come by so many agents are dropped, 1 to 16 (RFC 1542 §4.1.1)
 */
public record RelaySettings(
        List<Ipv4Address> servers,
        boolean addsInformation,
        AgentInformationPolicy policy,
        List<String> trusted,
        ByteString remoteId,
        int hopLimit) {
    /** RFC 1542 §4.1.1: "the default value SHOULD be 4"; ISC's is 10, and who chains relay agents does so on purpose. */
    public static final int DEFAULT_HOP_LIMIT = 10;

    private static final int MOST_SERVERS = 16;

    public RelaySettings {
        servers = List.copyOf(servers);
        trusted = List.copyOf(trusted);
        if (servers.isEmpty() || servers.size() > MOST_SERVERS) {
            throw new IllegalArgumentException("a relay agent has 1 to " + MOST_SERVERS + " servers");
        }
        if (hopLimit < 1 || hopLimit > 16 || remoteId.lengthBytes() > 255) {
            throw new IllegalArgumentException("hops are limited to 1 to 16, a remote id to 255 bytes");
        }
    }

    /** With option 82, which is appended to another's. */
    public static RelaySettings to(Ipv4Address... servers) {
        return new RelaySettings(
                List.of(servers), true, AgentInformationPolicy.APPEND, List.of(), ByteString.EMPTY, DEFAULT_HOP_LIMIT);
    }

    public RelaySettings withInformation(boolean on) {
        return new RelaySettings(servers, on, policy, trusted, remoteId, hopLimit);
    }

    public RelaySettings withPolicy(AgentInformationPolicy changed) {
        return new RelaySettings(servers, addsInformation, changed, trusted, remoteId, hopLimit);
    }

    public RelaySettings withTrusted(String... interfaces) {
        return new RelaySettings(servers, addsInformation, policy, List.of(interfaces), remoteId, hopLimit);
    }

    public RelaySettings withRemoteId(ByteString id) {
        return new RelaySettings(servers, addsInformation, policy, trusted, id, hopLimit);
    }

    public RelaySettings withHopLimit(int hops) {
        return new RelaySettings(servers, addsInformation, policy, trusted, remoteId, hops);
    }
}
