package dev.netrarium.services.dhcp.client;

import dev.netrarium.wire.ByteString;
import java.time.Duration;

/**
 * How a client behaves.
 *
 * @param clientIdentifier option 61; empty for one made of the MAC address
 * @param hostName option 12; "" to send none
 * @param broadcast ask for broadcast replies, as a host must that cannot take a unicast before it has an address
 * @param rapidCommit be content with two messages where the server is (RFC 4039)
 * @param checkAddress ask the link before an address is used (RFC 2131 §2.2, RFC 5227)
 * @param acceptRoutes obey the classless routes (option 121). They let whoever answers first take the host's traffic out of
 *     a tunnel (CVE-2024-3661); without them the router option counts
 * @param offerWait how long to collect offers after the first; zero takes the first
 * @param longestStartDelay the first message waits for up to this long, so that hosts which power on together do not ask
 *     together; RFC 2131 §4.4.1 wants 1 to 10 s, Linux's clients begin at once
 */
public record ClientSettings(
        ByteString clientIdentifier,
        String hostName,
        boolean broadcast,
        boolean rapidCommit,
        boolean checkAddress,
        boolean acceptRoutes,
        Duration offerWait,
        Duration longestStartDelay) {
    public static final ClientSettings DEFAULT =
            new ClientSettings(ByteString.EMPTY, "", false, false, true, true, Duration.ZERO, Duration.ZERO);

    public ClientSettings {
        if (offerWait.isNegative() || longestStartDelay.isNegative()) {
            throw new IllegalArgumentException("waits are not negative");
        }
        if (hostName.length() > 255 || clientIdentifier.lengthBytes() > 255) {
            throw new IllegalArgumentException("a host name and a client identifier have at most 255 bytes");
        }
    }

    public ClientSettings withClientIdentifier(ByteString identifier) {
        return new ClientSettings(
                identifier, hostName, broadcast, rapidCommit, checkAddress, acceptRoutes, offerWait, longestStartDelay);
    }

    public ClientSettings withHostName(String name) {
        return new ClientSettings(
                clientIdentifier,
                name,
                broadcast,
                rapidCommit,
                checkAddress,
                acceptRoutes,
                offerWait,
                longestStartDelay);
    }

    public ClientSettings withBroadcast(boolean on) {
        return new ClientSettings(
                clientIdentifier, hostName, on, rapidCommit, checkAddress, acceptRoutes, offerWait, longestStartDelay);
    }

    public ClientSettings withRapidCommit(boolean on) {
        return new ClientSettings(
                clientIdentifier, hostName, broadcast, on, checkAddress, acceptRoutes, offerWait, longestStartDelay);
    }

    public ClientSettings withCheckAddress(boolean on) {
        return new ClientSettings(
                clientIdentifier, hostName, broadcast, rapidCommit, on, acceptRoutes, offerWait, longestStartDelay);
    }

    public ClientSettings withAcceptRoutes(boolean on) {
        return new ClientSettings(
                clientIdentifier, hostName, broadcast, rapidCommit, checkAddress, on, offerWait, longestStartDelay);
    }

    public ClientSettings withOfferWait(Duration wait) {
        return new ClientSettings(
                clientIdentifier,
                hostName,
                broadcast,
                rapidCommit,
                checkAddress,
                acceptRoutes,
                wait,
                longestStartDelay);
    }

    public ClientSettings withLongestStartDelay(Duration delay) {
        return new ClientSettings(
                clientIdentifier, hostName, broadcast, rapidCommit, checkAddress, acceptRoutes, offerWait, delay);
    }
}
