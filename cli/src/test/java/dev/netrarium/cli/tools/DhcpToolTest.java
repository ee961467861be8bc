package dev.netrarium.cli.tools;

import static dev.netrarium.cli.CommandRun.on;

import org.junit.jupiter.api.Test;

/** {@code dhcp} on the hosts of the example scenario. */
class DhcpToolTest {
    private static final String EXAMPLE = "--scenario ../examples/dhcp.yaml --pause 10s ";

    @Test
    void aClientsStateAndLeaseAreShown() {
        on(EXAMPLE + "laptop dhcp -- dhcp").prints("""
                Client on eth0: SELECTING, {SENT=1}
                Client on eth0: BOUND, {SENT=2, OFFERS=1, ACKS=1}
                  address  192.168.1.135/24 from 192.168.1.2
                  renew in 0:04:36, rebind in 0:08:09, ends in 0:09:50
                  Server-ID 192.168.1.2
                  Lease-Time 600
                  RN 300
                  RB 525
                  Subnet-Mask 255.255.255.0
                  Default-Gateway 192.168.1.1
                  Domain-Name "home.example"
                """);
    }

    @Test
    void aServersLeasesAreShownWithTheCircuitThatTheRelayAgentNames() {
        on(EXAMPLE + "desk ip -4 -br addr -- on server dhcp -- on router dhcp").prints("""
                lo               UNKNOWN        127.0.0.1/8
                eth0             UP
                Server, 1 subnet(s), {DISCOVERS=1, REQUESTS=1, OFFERS=1, ACKS=1}
                Address         State     Client              Name            Left      Circuit
                10.1.0.55       leased    02:00:00:05:00:00   desk            0:59:50   eth2
                Relay agent to [198.51.100.67], {REQUESTS=2, REPLIES=2, DROPPED_OTHER_LINK=2}
                """);
    }

    @Test
    void whatWasGivenBackIsShownAsSuch() {
        on(EXAMPLE + "laptop ip -4 -br addr -- dhcp release -- dhcp -- on home-server dhcp")
                .prints("""
                lo               UNKNOWN        127.0.0.1/8
                eth0             UP
                Client on eth0: STOPPED, {SENT=3, OFFERS=1, ACKS=1}
                Server, 1 subnet(s), {DISCOVERS=1, REQUESTS=1, RELEASES=1, OFFERS=1, ACKS=1}
                Address         State     Client              Name            Left      Circuit
                192.168.1.135   released  02:00:00:04:00:00   laptop          -         -
                """);
    }

    @Test
    void whereNothingRunsItSaysSo() {
        on("laptop dhcp").fails(1, "dhcp: no DHCP program runs on laptop\n");
        on("laptop dhcp renew").fails(1, "dhcp: no DHCP client runs on laptop\n");
    }
}
