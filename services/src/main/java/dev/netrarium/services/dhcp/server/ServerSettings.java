package dev.netrarium.services.dhcp.server;

import java.time.Duration;
import java.util.List;

/**
 * How a server behaves.
 *
 * @param authoritative it knows its subnets' every address: a client that asks for one which is not its own is refused
 *     (NAK) instead of left without an answer
 * @param rapidCommit answer at once with an ACK where the client wants that (RFC 4039); only where no other server is
 * @param probeTimeout how long an address is pinged before it is offered (RFC 2131 §2.2); zero for not at all
 * @param offerHold how long an offered address is kept for its client
 * @param declineHold how long an address is left alone that somebody uses without a lease: ISC's a day
 * @param newcomersPerSecond clients never seen before that are answered on one circuit, on average
 * @param newcomersAtOnce and at once
 * @param mostLeasesPerCircuit leases behind one circuit that a relay agent names (option 82); 0 for any number
 */
public record ServerSettings(
        List<Subnet> subnets,
        boolean authoritative,
        boolean rapidCommit,
        Duration probeTimeout,
        Duration offerHold,
        Duration declineHold,
        int newcomersPerSecond,
        int newcomersAtOnce,
        int mostLeasesPerCircuit) {
    public ServerSettings {
        subnets = List.copyOf(subnets);
        if (probeTimeout.isNegative() || offerHold.compareTo(Duration.ofSeconds(1)) < 0 || declineHold.isNegative()) {
            throw new IllegalArgumentException("an offer holds for a second or more, and no time is negative");
        }
        if (newcomersPerSecond < 1 || newcomersAtOnce < 1 || mostLeasesPerCircuit < 0) {
            throw new IllegalArgumentException("limits of newcomers are positive");
        }
        for (int i = 0; i < subnets.size(); i++) {
            for (int j = 0; j < i; j++) {
                if (subnets.get(i).prefix().contains(subnets.get(j).prefix().address())
                        || subnets.get(j)
                                .prefix()
                                .contains(subnets.get(i).prefix().address())) {
                    throw new IllegalArgumentException("the subnets "
                            + subnets.get(j).prefix() + " and " + subnets.get(i).prefix() + " overlap");
                }
            }
        }
    }

    /** Authoritative, no rapid commit, pings of half a second, offers kept for 30 s, 20 newcomers a second, 500 at once. */
    public static ServerSettings of(Subnet... subnets) {
        return new ServerSettings(
                List.of(subnets),
                true,
                false,
                Duration.ofMillis(500),
                Duration.ofSeconds(30),
                Duration.ofDays(1),
                20,
                500,
                0);
    }

    public ServerSettings withAuthoritative(boolean on) {
        return new ServerSettings(
                subnets,
                on,
                rapidCommit,
                probeTimeout,
                offerHold,
                declineHold,
                newcomersPerSecond,
                newcomersAtOnce,
                mostLeasesPerCircuit);
    }

    public ServerSettings withRapidCommit(boolean on) {
        return new ServerSettings(
                subnets,
                authoritative,
                on,
                probeTimeout,
                offerHold,
                declineHold,
                newcomersPerSecond,
                newcomersAtOnce,
                mostLeasesPerCircuit);
    }

    public ServerSettings withProbeTimeout(Duration time) {
        return new ServerSettings(
                subnets,
                authoritative,
                rapidCommit,
                time,
                offerHold,
                declineHold,
                newcomersPerSecond,
                newcomersAtOnce,
                mostLeasesPerCircuit);
    }

    public ServerSettings withHolds(Duration offer, Duration decline) {
        return new ServerSettings(
                subnets,
                authoritative,
                rapidCommit,
                probeTimeout,
                offer,
                decline,
                newcomersPerSecond,
                newcomersAtOnce,
                mostLeasesPerCircuit);
    }

    public ServerSettings withNewcomers(int perSecond, int atOnce) {
        return new ServerSettings(
                subnets,
                authoritative,
                rapidCommit,
                probeTimeout,
                offerHold,
                declineHold,
                perSecond,
                atOnce,
                mostLeasesPerCircuit);
    }

    public ServerSettings withMostLeasesPerCircuit(int most) {
        return new ServerSettings(
                subnets,
                authoritative,
                rapidCommit,
                probeTimeout,
                offerHold,
                declineHold,
                newcomersPerSecond,
                newcomersAtOnce,
                most);
    }
}
