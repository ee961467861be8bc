package dev.netrarium.world;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Ten routers in a row, each link as fast as the next, with the round trip of one: what that costs a transfer. */
@Timeout(60)
class TenHopsTest {
    private static final int BYTES = 5_000_000;
    private static final Duration ONE_WAY = Duration.ofMillis(11);

    @ParameterizedTest
    @EnumSource(IpFamily.class)
    void tenHopsDoNotHalveTheGoodput(IpFamily family) throws Exception {
        double direct = seconds(family, 0);
        double far = seconds(family, 10);
        assertThat(far).isBetween(direct, 2 * direct);
    }

    /** How long the transfer takes through so many routers. */
    private static double seconds(IpFamily family, int routers) throws Exception {
        try (World world = World.seeded(7)) {
            Lan[] lans = new Lan[routers + 1];
            for (int i = 0; i <= routers; i++) {
                lans[i] = world.lan("lan" + i, "10.0." + i + ".0/24", "2001:db8:" + i + "::/64")
                        .delay(ONE_WAY.dividedBy(lans.length))
                        .bandwidth(100_000_000);
            }
            Node[] row = new Node[routers];
            for (int i = 0; i < routers; i++) {
                row[i] = world.router("router" + i).join(lans[i]).join(lans[i + 1]);
            }
            for (int i = 0; i < routers; i++) {
                for (int lan = 0; lan <= routers; lan++) {
                    if (lan < i) {
                        route(row[i], lan, row[i - 1], lans[i]);
                    } else if (lan > i + 1) {
                        route(row[i], lan, row[i + 1], lans[i + 1]);
                    }
                }
            }
            Node sender = world.host("sender").join(lans[0]);
            Node receiver = world.host("receiver").join(lans[routers]);
            if (routers > 0) {
                lans[0].gateway(row[0]);
                lans[routers].gateway(row[routers - 1]);
            }
            long before = world.now();
            String[] digests = Transfer.run(sender, receiver, sender.address(family), BYTES);
            assertThat(digests[1]).isEqualTo(digests[0]);
            return (world.now() - before) / 1e9;
        }
    }

    private static void route(Node router, int lan, Node next, Lan between) {
        for (InterfaceAddress address : next.port(between).networkInterface().addresses()) {
            IpAddress via = address.address();
            if (!via.isLinkLocal()) {
                boolean v4 = via.family() == IpFamily.IPV4;
                router.route(v4 ? "10.0." + lan + ".0/24" : "2001:db8:" + lan + "::/64", via.toString());
            }
        }
    }
}
