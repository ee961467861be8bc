package dev.netrarium.services.dhcp.client;

import static dev.netrarium.services.dhcp.TestLink.SECOND;
import static dev.netrarium.services.dhcp.TestLink.SERVER;
import static dev.netrarium.services.dhcp.TestLink.mac;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.DhcpOptions;
import dev.netrarium.services.dhcp.MessageType;
import dev.netrarium.services.dhcp.OptionCode;
import dev.netrarium.services.dhcp.StaticRoute;
import dev.netrarium.services.dhcp.TestLink;
import dev.netrarium.services.dhcp.server.DhcpServer;
import dev.netrarium.services.dhcp.server.LeaseEntry;
import dev.netrarium.services.dhcp.server.LeaseState;
import dev.netrarium.services.dhcp.server.ServerCount;
import dev.netrarium.services.dhcp.server.ServerSettings;
import dev.netrarium.services.dhcp.server.Subnet;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.wire.Ipv4Address;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The client's conversations with a server (RFC 2131 figure 5), each arrow of the figure. */
class DhcpClientTest {
    private static final ClientSettings QUICK = ClientSettings.DEFAULT.withCheckAddress(false);
    private static final Ipv4Address ONLY = Ipv4Address.of("192.0.2.10");

    private final TestLink link = new TestLink();

    private static ServerSettings serving(String pool) {
        return ServerSettings.of(Subnet.of("192.0.2.0/24", pool)).withProbeTimeout(ofMillis(0));
    }

    private DhcpClient begin(ClientSettings settings) {
        DhcpClient client = link.client(10, settings);
        client.start(link.now);
        return client;
    }

    private DhcpClient bound() {
        link.server(serving("192.0.2.10"));
        DhcpClient client = begin(QUICK);
        link.run(ofMillis(10));
        assertThat(client.state()).isEqualTo(ClientState.BOUND);
        link.said.clear();
        link.times.clear();
        link.done.clear();
        return client;
    }

    @Test
    void fourMessagesGiveAnAddress() {
        link.server(serving("192.0.2.10"));
        DhcpClient client = begin(QUICK);
        link.run(ofSeconds(1));
        assertThat(link.said).containsExactly("DISCOVER", "OFFER 192.0.2.10", "REQUEST 192.0.2.10", "ACK 192.0.2.10");
        assertThat(link.done).containsExactly("configure 192.0.2.10");
        assertThat(client.lease()).isNotNull();
        assertThat(client.lease().interfaceAddress()).hasToString("192.0.2.10/24");
        assertThat(client.lease().server()).isEqualTo(SERVER);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DISCOVER", "OFFER 192.0.2.10", "REQUEST 192.0.2.10", "ACK 192.0.2.10"})
    void whicheverMessageIsLostTheClientAsksAgainAfterFourSeconds(String unlucky) {
        List<String> losses = new ArrayList<>(List.of(unlucky));
        link.lost = losses::remove;
        link.server(serving("192.0.2.10"));
        DhcpClient client = begin(QUICK);
        link.run(ofSeconds(6));
        assertThat(client.state()).isEqualTo(ClientState.BOUND);
        assertThat(client.tally().of(ClientCount.RETRANSMITTED)).isEqualTo(1);
        int second = link.said.lastIndexOf(
                unlucky.startsWith("DISCOVER") || unlucky.startsWith("OFFER") ? "DISCOVER" : "REQUEST 192.0.2.10");
        assertThat(link.times.get(second)).isBetween(3 * SECOND, 5 * SECOND + SECOND / 100);
    }

    @Test
    void withoutAServerItAsksLessAndLessOften() {
        DhcpClient client = begin(QUICK);
        link.run(ofMinutes(10));
        assertThat(client.state()).isEqualTo(ClientState.SELECTING);
        assertThat(link.said).containsOnly("DISCOVER");
        long[] waits = {4, 8, 16, 32, 64, 64, 64};
        for (int i = 0; i < waits.length; i++) {
            long gap = link.times.get(i + 1) - link.times.get(i);
            assertThat(gap).isBetween((waits[i] - 1) * SECOND, (waits[i] + 1) * SECOND);
        }
    }

    @Test
    void itChecksThatNobodyHasTheAddressBeforeItUsesIt() {
        link.server(serving("192.0.2.10"));
        DhcpClient client = begin(ClientSettings.DEFAULT);
        link.run(ofMillis(900));
        assertThat(client.state()).isEqualTo(ClientState.CHECKING);
        assertThat(client.lease()).as("not yet").isNull();
        link.run(ofSeconds(10));
        assertThat(client.state()).isEqualTo(ClientState.BOUND);
        assertThat(link.said.subList(4, 9))
                .containsExactly(
                        "probe 192.0.2.10",
                        "probe 192.0.2.10",
                        "probe 192.0.2.10",
                        "announce 192.0.2.10",
                        "announce 192.0.2.10");
        assertThat(link.times.get(7) - link.times.get(6)).as("ANNOUNCE_WAIT").isEqualTo(2 * SECOND);
    }

    @Test
    void itDeclinesAnAddressThatSomebodyUsesAndTakesAnotherAfterTenSeconds() {
        link.server(serving("192.0.2.10-192.0.2.11"));
        DhcpClient lucky = begin(QUICK);
        link.run(ofSeconds(1));
        Ipv4Address first = lucky.lease().address();

        TestLink busy = new TestLink();
        busy.squatters.put(first, mac(66));
        DhcpServer server = busy.server(serving("192.0.2.10-192.0.2.11"));
        DhcpClient client = busy.client(10, ClientSettings.DEFAULT);
        client.start(0);
        busy.run(ofSeconds(40));
        long declined = busy.times.get(busy.said.indexOf("DECLINE " + first));
        assertThat(busy.times.get(busy.said.lastIndexOf("DISCOVER")) - declined).isEqualTo(10 * SECOND);
        assertThat(client.lease().address()).isNotEqualTo(first);
        assertThat(server.leases(busy.now))
                .extracting(LeaseEntry::state)
                .containsExactlyInAnyOrder(LeaseState.DECLINED, LeaseState.LEASED);
    }

    @Test
    void itDefendsItsAddressOnceAndThenGivesWay() {
        link.server(serving("192.0.2.10"));
        DhcpClient client = begin(ClientSettings.DEFAULT);
        link.run(ofSeconds(20));
        var claim = new dev.netrarium.wire.ArpPacket(
                dev.netrarium.wire.ArpPacket.REQUEST, mac(66), ONLY, dev.netrarium.wire.MacAddress.ZERO, ONLY);
        client.receiveArp(link.now, claim);
        link.run(ofSeconds(1));
        assertThat(link.said.getLast()).isEqualTo("announce 192.0.2.10");
        assertThat(client.state()).isEqualTo(ClientState.BOUND);
        client.receiveArp(link.now, claim);
        link.run(ofSeconds(1));
        assertThat(link.said.getLast()).isEqualTo("DECLINE 192.0.2.10");
        assertThat(link.done.getLast()).isEqualTo("deconfigure 192.0.2.10: 192.0.2.10 is in use by " + mac(66));
        assertThat(client.tally().of(ClientCount.CONFLICTS)).isEqualTo(1);
    }

    @Test
    void atHalfTimeItAsksItsServerForMore() {
        DhcpClient client = bound();
        link.run(ofMinutes(27));
        assertThat(link.said).isEmpty();
        link.run(ofMinutes(4));
        assertThat(link.said).containsExactly("REQUEST 192.0.2.10", "ACK 192.0.2.10");
        assertThat(link.times.getFirst()).as("T1, up to a twentieth early").isBetween(1710 * SECOND, 1801 * SECOND);
        assertThat(client.state()).isEqualTo(ClientState.BOUND);
        assertThat(client.lease().expiresNanos()).isGreaterThan(link.now + 3500 * SECOND);
        assertThat(link.done).as("the address stays").containsExactly("configure 192.0.2.10");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REQUEST 192.0.2.10", "ACK 192.0.2.10"})
    void aRenewalThatIsLostIsTriedAgain(String unlucky) {
        DhcpClient client = bound();
        List<String> losses = new ArrayList<>(List.of(unlucky));
        link.lost = losses::remove;
        link.run(ofMinutes(51));
        assertThat(client.state()).isEqualTo(ClientState.BOUND);
        assertThat(link.said).filteredOn("REQUEST 192.0.2.10"::equals).hasSize(2);
    }

    @Test
    void withoutAnAnswerItAsksEverybodyAndGivesTheAddressUpWhenTheTimeIsOver() {
        DhcpClient client = bound();
        link.isSilent = true;
        link.run(ofMinutes(50));
        assertThat(client.state()).isEqualTo(ClientState.RENEWING);
        link.run(ofMinutes(5));
        assertThat(client.state()).isEqualTo(ClientState.REBINDING);
        assertThat(link.done).isEmpty();
        link.run(ofMinutes(6));
        assertThat(link.done).containsExactly("deconfigure 192.0.2.10: the lease has ended");
        assertThat(client.state()).isEqualTo(ClientState.SELECTING);
        assertThat(client.lease()).isNull();
        assertThat(client.tally().of(ClientCount.EXPIRED)).isEqualTo(1);
        assertThat(link.said)
                .filteredOn("REQUEST 192.0.2.10"::equals)
                .as("each time after half of what is left, and not less than a minute")
                .hasSizeBetween(8, 14);
    }

    @Test
    void anotherServerMayRebind() {
        DhcpClient client = bound();
        link.isSilent = true;
        link.run(ofMinutes(53));
        assertThat(client.state()).isEqualTo(ClientState.REBINDING);
        DhcpMessage ack = answer(client, MessageType.ACK, "192.0.2.2", ONLY);
        client.receive(link.now, ack);
        assertThat(client.state()).isEqualTo(ClientState.BOUND);
        assertThat(client.lease().server()).hasToString("192.0.2.2");
    }

    @Test
    void whileRenewingOnlyItsOwnServerCounts() {
        DhcpClient client = bound();
        link.isSilent = true;
        link.run(ofMinutes(31));
        assertThat(client.state()).isEqualTo(ClientState.RENEWING);
        client.receive(link.now, answer(client, MessageType.NAK, "192.0.2.66", Ipv4Address.ANY));
        assertThat(client.state()).isEqualTo(ClientState.RENEWING);
        assertThat(client.tally().of(ClientCount.DROPPED_OTHER_SERVER)).isEqualTo(1);
        client.receive(link.now, answer(client, MessageType.NAK, "192.0.2.1", Ipv4Address.ANY));
        link.carryOut();
        assertThat(client.state()).isEqualTo(ClientState.SELECTING);
        assertThat(link.done.getFirst()).startsWith("deconfigure 192.0.2.10: refused by 192.0.2.1");
    }

    /** A reply with the transaction id of the last message that the client sent. */
    private DhcpMessage answer(DhcpClient client, MessageType type, String server, Ipv4Address yours) {
        // The client's stream of chance is known: what it drew last is its transaction id.
        client.renew(link.now);
        client.onTimeout(client.nextTimeout());
        DhcpMessage last = null;
        for (ClientAction action = client.poll(); action != null; action = client.poll()) {
            if (action instanceof ClientAction.Send send) {
                last = send.message();
            }
        }
        assertThat(last).isNotNull();
        return last.reply()
                .withYourAddress(yours)
                .with(DhcpOptions.NONE
                        .with(type)
                        .withAddress(OptionCode.SERVER_IDENTIFIER, Ipv4Address.of(server))
                        .withSeconds(OptionCode.LEASE_TIME, ofHours(1)));
    }

    @Test
    void afterTheLinkWasDownItAsksForTheSameAddress() {
        DhcpClient client = bound();
        client.linkDown(link.now);
        link.run(ofSeconds(1));
        assertThat(link.done).containsExactly("deconfigure 192.0.2.10: the link is down");
        assertThat(client.state()).isEqualTo(ClientState.STOPPED);
        client.start(link.now);
        link.run(ofSeconds(1));
        assertThat(link.said).containsExactly("REQUEST 192.0.2.10", "ACK 192.0.2.10");
        assertThat(client.state()).isEqualTo(ClientState.BOUND);
    }

    @Test
    void onAnotherNetworkItIsRefusedAndBeginsAnew() {
        DhcpClient client = bound();
        client.linkDown(link.now);
        TestLink other = new TestLink();
        other.server(
                ServerSettings.of(Subnet.of("198.51.100.0/24", "198.51.100.7")).withProbeTimeout(ofMillis(0)),
                Ipv4Address.of("198.51.100.1"),
                null);
        DhcpClient moved = other.client(10, QUICK);
        Lease old = new Lease(ONLY, 24, SERVER, DhcpOptions.NONE, 0, 100 * SECOND, 200 * SECOND, 300 * SECOND);
        moved.remember(old);
        moved.start(0);
        other.run(ofSeconds(1));
        assertThat(other.said)
                .containsExactly(
                        "REQUEST 192.0.2.10",
                        "NAK",
                        "DISCOVER",
                        "OFFER 198.51.100.7",
                        "REQUEST 198.51.100.7",
                        "ACK 198.51.100.7");
    }

    @Test
    void whereNobodyKnowsItsOldAddressItAsksAsIfItWereNew() {
        DhcpClient client = link.client(10, QUICK);
        client.remember(new Lease(ONLY, 24, SERVER, DhcpOptions.NONE, 0, 3600 * SECOND, 7200 * SECOND, 9000 * SECOND));
        client.start(0);
        assertThat(client.state()).isEqualTo(ClientState.REBOOTING);
        link.run(ofSeconds(32));
        assertThat(link.said)
                .startsWith("REQUEST 192.0.2.10", "REQUEST 192.0.2.10", "REQUEST 192.0.2.10", "DISCOVER 192.0.2.10");
    }

    @Test
    void aServerThatOffersAndFallsSilentIsLeftAfterAMinute() {
        link.server(serving("192.0.2.10"));
        link.lost = text -> text.startsWith("ACK");
        DhcpClient client = begin(QUICK);
        link.run(ofSeconds(65));
        List<String> before = link.said.subList(0, link.said.lastIndexOf("DISCOVER"));
        assertThat(before).filteredOn("REQUEST 192.0.2.10"::equals).hasSize(4);
        assertThat(before).filteredOn("DISCOVER"::equals).as("the first one").hasSize(1);
        assertThat(client.lease()).isNull();
    }

    @Test
    void aServerThatOffersAndRefusesForEverGetsNoStorm() {
        DhcpClient client = begin(QUICK);
        int asked = 0;
        for (int i = 0; i < 1_000_000 && link.now < 600 * SECOND; i++) {
            for (ClientAction action = client.poll(); action != null; action = client.poll()) {
                if (action instanceof ClientAction.Send send) {
                    asked++;
                    boolean isDiscover = send.message().type() == MessageType.DISCOVER;
                    DhcpOptions options = DhcpOptions.NONE
                            .with(isDiscover ? MessageType.OFFER : MessageType.NAK)
                            .withAddress(OptionCode.SERVER_IDENTIFIER, SERVER)
                            .withSeconds(OptionCode.LEASE_TIME, ofHours(1));
                    client.receive(
                            link.now,
                            send.message().reply().withYourAddress(ONLY).with(options));
                }
            }
            link.now = Math.max(link.now, client.nextTimeout());
            client.onTimeout(link.now);
        }
        assertThat(asked).as("messages in ten minutes").isLessThan(50);
    }

    @Test
    void ofTwoServersTheFirstOfferIsTakenAndTheOtherServersIsFreeAgain() {
        DhcpServer first = link.server(serving("192.0.2.10"));
        DhcpServer second = link.server(
                ServerSettings.of(Subnet.of("192.0.2.0/24", "192.0.2.20")).withProbeTimeout(ofMillis(0)),
                Ipv4Address.of("192.0.2.2"),
                null);
        DhcpClient client = begin(QUICK);
        link.run(ofSeconds(1));
        assertThat(client.lease().address()).isEqualTo(ONLY);
        assertThat(first.leases(link.now)).extracting(LeaseEntry::state).containsExactly(LeaseState.LEASED);
        assertThat(second.leases(link.now)).extracting(LeaseEntry::state).containsExactly(LeaseState.RELEASED);
        assertThat(second.tally().of(ServerCount.DROPPED_OTHER_SERVER)).isEqualTo(1);
    }

    @Test
    void itPrefersTheOfferOfTheAddressThatItHad() {
        link.server(serving("192.0.2.10"));
        link.server(
                ServerSettings.of(Subnet.of("192.0.2.0/24", "192.0.2.20")).withProbeTimeout(ofMillis(0)),
                Ipv4Address.of("192.0.2.2"),
                null);
        DhcpClient client = link.client(10, QUICK.withOfferWait(ofMillis(100)));
        client.remember(new Lease(
                Ipv4Address.of("192.0.2.20"),
                24,
                SERVER,
                DhcpOptions.NONE,
                0,
                3600 * SECOND,
                7200 * SECOND,
                9000 * SECOND));
        link.isSilent = true;
        client.start(0);
        link.run(ofSeconds(20));
        link.isSilent = false;
        link.run(ofSeconds(40));
        assertThat(client.lease().address()).hasToString("192.0.2.20");
    }

    @Test
    void rapidCommitTakesTwoMessages() {
        link.server(serving("192.0.2.10").withRapidCommit(true));
        DhcpClient client = begin(QUICK.withRapidCommit(true));
        link.run(ofSeconds(1));
        assertThat(link.said).containsExactly("DISCOVER", "ACK 192.0.2.10");
        assertThat(client.state()).isEqualTo(ClientState.BOUND);
    }

    @Test
    void aServerWithoutRapidCommitIsAskedInFour() {
        link.server(serving("192.0.2.10"));
        begin(QUICK.withRapidCommit(true));
        link.run(ofSeconds(1));
        assertThat(link.said).hasSize(4);
    }

    @Test
    void releaseGivesTheAddressBack() {
        DhcpClient client = bound();
        client.release(link.now);
        link.run(ofSeconds(1));
        assertThat(link.said).containsExactly("RELEASE 192.0.2.10");
        assertThat(link.done).containsExactly("deconfigure 192.0.2.10: released");
        assertThat(client.state()).isEqualTo(ClientState.STOPPED);
        link.run(ofHours(2));
        assertThat(link.said).hasSize(1);
        client.start(link.now);
        link.run(ofSeconds(1));
        assertThat(link.said.get(1)).as("it asks for the same").isEqualTo("DISCOVER 192.0.2.10");
    }

    @Test
    void informAsksForOptionsAlone() {
        link.server(ServerSettings.of(Subnet.of("192.0.2.0/24")
                .with(DhcpOptions.NONE.withAddress(OptionCode.NAME_SERVERS, Ipv4Address.of("192.0.2.53")))));
        DhcpClient client = link.client(10, QUICK);
        client.inform(link.now, Ipv4Address.of("192.0.2.200"));
        link.run(ofSeconds(1));
        assertThat(link.said).containsExactly("INFORM 192.0.2.200", "ACK");
        assertThat(link.done).hasSize(1);
        assertThat(link.done.getFirst())
                .contains("Domain-Name-Server 192.0.2.53")
                .doesNotContain("Lease-Time");
        assertThat(client.state()).isEqualTo(ClientState.INFORMED);
    }

    @Test
    void withoutAnAnswerInformEnds() {
        DhcpClient client = link.client(10, QUICK);
        client.inform(link.now, Ipv4Address.of("192.0.2.200"));
        link.run(ofMinutes(5));
        assertThat(link.said).hasSize(5);
        assertThat(client.state()).isEqualTo(ClientState.STOPPED);
    }

    @Test
    void aLeaseWithoutEndIsNeverRenewed() {
        DhcpOptions forEver = DhcpOptions.NONE
                .with(MessageType.ACK)
                .withAddress(OptionCode.SERVER_IDENTIFIER, SERVER)
                .withSeconds(OptionCode.LEASE_TIME, ofSeconds(0xffff_ffffL));
        DhcpMessage ack =
                DhcpMessage.request(1, mac(1)).reply().withYourAddress(ONLY).with(forEver);
        Lease lease = Lease.of(ack, 5, RandomStream.of(1, "x", "y"));
        assertThat(lease.renewNanos()).isEqualTo(Long.MAX_VALUE);
        assertThat(lease.expiresNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void classlessRoutesReplaceTheRouterUnlessThePolicyForbidsThem() {
        DhcpOptions options = DhcpOptions.NONE
                .with(MessageType.ACK)
                .withAddress(OptionCode.SERVER_IDENTIFIER, SERVER)
                .withSeconds(OptionCode.LEASE_TIME, ofHours(1))
                .withAddress(OptionCode.ROUTER, SERVER)
                .withRoutes(List.of(StaticRoute.of("10.0.0.0/8>192.0.2.9")));
        Lease lease = Lease.of(
                DhcpMessage.request(1, mac(1)).reply().withYourAddress(ONLY).with(options),
                5,
                RandomStream.of(1, "x", "y"));
        assertThat(lease.routes(true)).containsExactly(StaticRoute.of("10.0.0.0/8>192.0.2.9"));
        assertThat(lease.routes(false)).containsExactly(StaticRoute.of("0.0.0.0/0>192.0.2.1"));
    }

    @Test
    void offersWithoutSenseAreNotTaken() {
        DhcpClient client = begin(QUICK);
        ClientAction.Send discover = (ClientAction.Send) client.poll();
        DhcpMessage bare =
                discover.message().reply().withYourAddress(ONLY).with(DhcpOptions.NONE.with(MessageType.OFFER));
        client.receive(1, bare);
        client.receive(
                2,
                bare.withYourAddress(Ipv4Address.BROADCAST)
                        .with(bare.options()
                                .withAddress(OptionCode.SERVER_IDENTIFIER, SERVER)
                                .withSeconds(OptionCode.LEASE_TIME, ofHours(1))));
        assertThat(client.tally().of(ClientCount.DROPPED_NONSENSE)).isEqualTo(2);
        assertThat(client.state()).isEqualTo(ClientState.SELECTING);
    }

    @Test
    void messagesForOthersAreNotHeard() {
        DhcpClient client = begin(QUICK);
        ClientAction.Send discover = (ClientAction.Send) client.poll();
        DhcpOptions options = DhcpOptions.NONE
                .with(MessageType.OFFER)
                .withAddress(OptionCode.SERVER_IDENTIFIER, SERVER)
                .withSeconds(OptionCode.LEASE_TIME, ofHours(1));
        int id = discover.message().transactionId();
        client.receive(
                1,
                DhcpMessage.request(id + 1, mac(10))
                        .reply()
                        .withYourAddress(ONLY)
                        .with(options));
        client.receive(
                2,
                DhcpMessage.request(id, mac(11)).reply().withYourAddress(ONLY).with(options));
        client.receive(
                3,
                discover.message()
                        .reply()
                        .withYourAddress(ONLY)
                        .with(options.with(OptionCode.CLIENT_IDENTIFIER, dev.netrarium.wire.ByteString.ofHex("00aa"))));
        assertThat(client.tally().of(ClientCount.DROPPED_NOT_AWAITED)).isEqualTo(3);
        assertThat(client.state()).isEqualTo(ClientState.SELECTING);
    }
}
