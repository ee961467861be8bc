package dev.netrarium.services.dhcp.server;

import static dev.netrarium.services.dhcp.TestLink.SECOND;
import static dev.netrarium.services.dhcp.TestLink.SERVER;
import static dev.netrarium.services.dhcp.TestLink.mac;
import static java.time.Duration.ofDays;
import static java.time.Duration.ofHours;
import static java.time.Duration.ofMillis;
import static java.time.Duration.ofMinutes;
import static java.time.Duration.ofSeconds;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.DhcpOptions;
import dev.netrarium.services.dhcp.MessageType;
import dev.netrarium.services.dhcp.OptionCode;
import dev.netrarium.services.dhcp.RelayAgentInformation;
import dev.netrarium.services.dhcp.ReplyTarget;
import dev.netrarium.services.dhcp.TestLink;
import dev.netrarium.services.dhcp.client.ClientSettings;
import dev.netrarium.services.dhcp.client.ClientState;
import dev.netrarium.services.dhcp.client.DhcpClient;
import dev.netrarium.stack.RandomStream;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the server answers to whom, and what it holds. */
class DhcpServerTest {
    private static final ClientSettings QUICK = ClientSettings.DEFAULT.withCheckAddress(false);
    private static final Subnet HOME = Subnet.of("192.0.2.0/24", "192.0.2.10-192.0.2.19");
    private static final Arrival HERE = new Arrival("eth0", List.of(SERVER), Ipv4Address.ANY);

    private final TestLink link = new TestLink();

    private static ServerSettings settings(Subnet subnet) {
        return ServerSettings.of(subnet).withProbeTimeout(ofMillis(0));
    }

    private static DhcpServer alone(ServerSettings settings) {
        return new DhcpServer(settings, null, RandomStream.of(1, "server", "dhcp"));
    }

    private DhcpClient client(int number) {
        DhcpClient client = link.client(number, QUICK);
        client.start(link.now);
        link.run(ofMillis(100));
        return client;
    }

    private static DhcpMessage message(int number, MessageType type) {
        return DhcpMessage.request(number, mac(number)).with(DhcpOptions.NONE.with(type));
    }

    private static DhcpMessage wanting(int number, MessageType type, String address) {
        DhcpMessage plain = message(number, type);
        return plain.with(plain.options().withAddress(OptionCode.REQUESTED_ADDRESS, Ipv4Address.of(address)));
    }

    private static DhcpMessage choosing(int number, String address) {
        DhcpMessage plain = wanting(number, MessageType.REQUEST, address);
        return plain.with(plain.options().withAddress(OptionCode.SERVER_IDENTIFIER, SERVER));
    }

    private static ServerAction.Reply reply(DhcpServer server) {
        return (ServerAction.Reply) server.poll();
    }

    @Test
    void aClientGetsTheSameAddressAgainAfterItsLeaseHasEnded() {
        DhcpServer server = link.server(settings(HOME));
        DhcpClient client = client(1);
        Ipv4Address first = client.lease().address();
        client.release(link.now);
        client(2);
        link.run(ofDays(3));
        DhcpClient again = link.client(1, QUICK);
        again.start(link.now);
        link.run(ofMillis(100));
        assertThat(again.lease().address()).isEqualTo(first);
        assertThat(server.leases(link.now)).hasSize(2);
    }

    @Test
    void theSameClientGetsTheSameAddressFromAServerThatForgotAll() {
        link.server(settings(HOME));
        Ipv4Address first = client(7).lease().address();
        TestLink later = new TestLink();
        later.server(settings(HOME));
        DhcpClient client = later.client(7, QUICK);
        client.start(0);
        later.run(ofSeconds(1));
        assertThat(client.lease().address())
                .as("it follows from who the client is")
                .isEqualTo(first);
    }

    @Test
    void whenThePoolIsUsedUpTheAddressThatIsFreeForLongestGoesFirst() {
        DhcpServer server = link.server(settings(Subnet.of("192.0.2.0/24", "192.0.2.10-192.0.2.12")));
        DhcpClient first = client(1);
        DhcpClient second = client(2);
        client(3);
        Ipv4Address freed = second.lease().address();
        second.release(link.now);
        link.run(ofSeconds(5));
        Ipv4Address freedLater = first.lease().address();
        first.release(link.now);
        link.run(ofSeconds(5));
        assertThat(client(4).lease().address()).isEqualTo(freed);
        assertThat(client(5).lease().address()).isEqualTo(freedLater);
        assertThat(client(6).lease()).as("no address is left").isNull();
        assertThat(server.tally().of(ServerCount.DROPPED_EXHAUSTED)).isEqualTo(1);
    }

    @Test
    void reservationsAreByMacOrByIdentifierAndNobodyElsesAddress() {
        ByteString identifier = ByteString.ofHex("ff0000000100030001020000000009");
        link.server(settings(HOME.withReservations(
                Reservation.of(mac(1), Ipv4Address.of("192.0.2.200")),
                Reservation.of(identifier, Ipv4Address.of("192.0.2.10")))));
        assertThat(client(1).lease().address()).hasToString("192.0.2.200");
        DhcpClient named = link.client(2, QUICK.withClientIdentifier(identifier));
        named.start(link.now);
        link.run(ofMillis(100));
        assertThat(named.lease().address()).hasToString("192.0.2.10");
        for (int number = 10; number < 19; number++) {
            assertThat(client(number).lease().address()).isNotEqualTo(Ipv4Address.of("192.0.2.10"));
        }
        assertThat(client(30).lease()).as("nine of ten are for others").isNull();
    }

    @Test
    void aClientMayAskForAnAddressThatIsFree() {
        DhcpServer server = alone(settings(HOME));
        server.receive(1, wanting(1, MessageType.DISCOVER, "192.0.2.15"), HERE);
        assertThat(reply(server).message().yourAddress()).hasToString("192.0.2.15");
        server.receive(2, wanting(2, MessageType.DISCOVER, "192.0.2.15"), HERE);
        assertThat(reply(server).message().yourAddress())
                .as("it is not any more")
                .isNotEqualTo(Ipv4Address.of("192.0.2.15"));
        server.receive(3, wanting(3, MessageType.DISCOVER, "192.0.2.99"), HERE);
        assertThat(HOME.isInPool(reply(server).message().yourAddress())).isTrue();
    }

    @Test
    void anAddressThatAnswersPingsIsNotOffered() {
        DhcpServer server = link.server(ServerSettings.of(Subnet.of("192.0.2.0/24", "192.0.2.10-192.0.2.12")));
        for (String taken : List.of("192.0.2.10", "192.0.2.11")) {
            link.squatters.put(Ipv4Address.of(taken), mac(66));
        }
        DhcpClient client = link.client(1, QUICK);
        client.start(0);
        link.run(ofSeconds(2));
        assertThat(client.lease().address()).hasToString("192.0.2.12");
        assertThat(link.said).contains("ping 192.0.2.12");
        assertThat(server.leases(link.now))
                .filteredOn(e -> e.state() == LeaseState.DECLINED)
                .hasSizeLessThanOrEqualTo(2);
        DhcpClient other = link.client(2, QUICK);
        other.start(link.now);
        link.run(ofSeconds(2));
        assertThat(other.lease()).isNull();
        assertThat(server.tally().of(ServerCount.CONFLICTS)).isEqualTo(2);
    }

    @Test
    void theOfferComesWhenThePingHasGoneUnansweredForHalfASecond() {
        link.server(ServerSettings.of(HOME));
        DhcpClient client = link.client(1, QUICK);
        client.start(0);
        link.run(ofSeconds(2));
        assertThat(link.said).hasSize(5);
        assertThat(link.said.get(1)).startsWith("ping 192.0.2.1");
        assertThat(link.times.get(2) - link.times.get(1)).isEqualTo(SECOND / 2);
        assertThat(client.state()).isEqualTo(ClientState.BOUND);
    }

    @Test
    void aClientThatReturnsIsNotPingedForItsOwnAddress() {
        link.server(ServerSettings.of(HOME));
        DhcpClient client = link.client(1, QUICK);
        client.start(0);
        link.run(ofSeconds(2));
        link.said.clear();
        client.stop(link.now, "rests");
        DhcpClient again = link.client(1, QUICK);
        again.start(link.now);
        link.run(ofSeconds(2));
        assertThat(link.said).hasSize(4).noneMatch(s -> s.startsWith("ping"));
    }

    @Test
    void anAuthoritativeServerRefusesWhatIsNotTheClients() {
        DhcpServer server = alone(settings(HOME));
        server.receive(1, wanting(1, MessageType.REQUEST, "198.51.100.7"), HERE);
        assertThat(reply(server).message().options().text(OptionCode.MESSAGE)).isEqualTo("wrong network");
        server.receive(2, wanting(1, MessageType.REQUEST, "192.0.2.10"), HERE);
        ServerAction.Reply nak = reply(server);
        assertThat(nak.message().type()).isEqualTo(MessageType.NAK);
        assertThat(nak.message().options().text(OptionCode.MESSAGE)).isEqualTo("no lease known");
        assertThat(nak.to()).isEqualTo(new ReplyTarget.Broadcast());
        server.receive(3, message(1, MessageType.REQUEST).withClientAddress(Ipv4Address.of("192.0.2.77")), HERE);
        assertThat(reply(server).message().type()).isEqualTo(MessageType.NAK);
    }

    @Test
    void oneThatIsNotAuthoritativeIsSilent() {
        DhcpServer server = alone(settings(HOME).withAuthoritative(false));
        server.receive(1, wanting(1, MessageType.REQUEST, "198.51.100.7"), HERE);
        server.receive(2, message(1, MessageType.REQUEST).withClientAddress(Ipv4Address.of("192.0.2.77")), HERE);
        assertThat(server.poll()).isNull();
        assertThat(server.tally().of(ServerCount.DROPPED_UNKNOWN_CLIENT)).isEqualTo(2);
    }

    @Test
    void anAddressOfAnotherClientIsRefused() {
        link.server(settings(HOME));
        Ipv4Address taken = client(1).lease().address();
        DhcpServer server = link.server(settings(HOME), Ipv4Address.of("192.0.2.2"), null);
        link.remove(server);
        link.said.clear();
        link.send(choosing(2, taken.toString()));
        link.run(ofMillis(10));
        assertThat(link.said).containsExactly("REQUEST " + taken, "NAK");
    }

    @Test
    void repliesGoWhereTheClientHearsThem() {
        DhcpServer server = alone(settings(HOME));
        server.receive(1, message(1, MessageType.DISCOVER), HERE);
        assertThat(reply(server).to()).isInstanceOf(ReplyTarget.Hardware.class);
        server.receive(2, message(1, MessageType.DISCOVER).withBroadcast(true), HERE);
        ServerAction.Reply broadcast = reply(server);
        assertThat(broadcast.to()).isEqualTo(new ReplyTarget.Broadcast());
        Ipv4Address offered = broadcast.message().yourAddress();
        server.receive(3, choosing(1, offered.toString()), HERE);
        assertThat(reply(server).to()).isEqualTo(new ReplyTarget.Hardware(mac(1), offered));
        server.receive(4, message(1, MessageType.REQUEST).withClientAddress(offered), HERE);
        assertThat(reply(server).to()).isEqualTo(new ReplyTarget.Unicast(offered));
    }

    @Test
    void behindARelayAgentItsAddressSaysWhichSubnetAndItsWordsComeBack() {
        ServerSettings both = ServerSettings.of(HOME, Subnet.of("10.1.0.0/16", "10.1.0.50-10.1.0.60"))
                .withProbeTimeout(ofMillis(0));
        DhcpServer server = alone(both);
        ByteString words = new RelayAgentInformation(List.of(new RelayAgentInformation.SubOption(
                        1, ByteString.copyOf("eth1".getBytes(StandardCharsets.UTF_8)))))
                .encode();
        DhcpMessage discover = message(1, MessageType.DISCOVER);
        server.receive(
                1,
                discover.relayed(
                        1, Ipv4Address.of("10.1.0.1"), discover.options().with(OptionCode.RELAY_AGENT, words)),
                HERE);
        ServerAction.Reply offer = reply(server);
        assertThat(offer.to()).isEqualTo(new ReplyTarget.Relay(Ipv4Address.of("10.1.0.1")));
        assertThat(offer.message().yourAddress().toString()).startsWith("10.1.0.5");
        assertThat(offer.message().options().bytes(OptionCode.RELAY_AGENT)).isEqualTo(words);

        ByteString elsewhere = new RelayAgentInformation(List.of(
                        new RelayAgentInformation.SubOption(
                                RelayAgentInformation.LINK_SELECTION, ByteString.ofHex("c0000200")),
                        new RelayAgentInformation.SubOption(
                                RelayAgentInformation.SERVER_OVERRIDE, ByteString.ofHex("0a010001"))))
                .encode();
        server.receive(
                2,
                discover.relayed(
                        1, Ipv4Address.of("10.1.0.1"), discover.options().with(OptionCode.RELAY_AGENT, elsewhere)),
                HERE);
        ServerAction.Reply selected = reply(server);
        assertThat(HOME.isInPool(selected.message().yourAddress())).isTrue();
        assertThat(selected.message().options().address(OptionCode.SERVER_IDENTIFIER))
                .hasToString("10.1.0.1");
        assertThat(selected.from()).isEqualTo(SERVER);
    }

    @Test
    void aRenewalFromBehindARelayAgentComesStraightAndIsAnswered() {
        ServerSettings both =
                ServerSettings.of(HOME, Subnet.of("10.1.0.0/16", "10.1.0.50")).withProbeTimeout(ofMillis(0));
        DhcpServer server = alone(both);
        DhcpMessage request = choosing(1, "10.1.0.50");
        server.receive(1, request.relayed(1, Ipv4Address.of("10.1.0.1"), request.options()), HERE);
        assertThat(reply(server).message().type()).isEqualTo(MessageType.ACK);
        Ipv4Address own = Ipv4Address.of("10.1.0.50");
        Arrival routed = new Arrival("eth0", List.of(SERVER), own);
        server.receive(2, message(1, MessageType.REQUEST).withClientAddress(own), routed);
        ServerAction.Reply ack = reply(server);
        assertThat(ack.message().type()).isEqualTo(MessageType.ACK);
        assertThat(ack.to()).isEqualTo(new ReplyTarget.Unicast(own));
        server.receive(3, message(2, MessageType.REQUEST).withClientAddress(own), routed);
        ServerAction.Reply nak = reply(server);
        assertThat(nak.message().type()).isEqualTo(MessageType.NAK);
        assertThat(nak.to()).as("a broadcast would not leave our link").isEqualTo(new ReplyTarget.Unicast(own));
    }

    @Test
    void aLinkThatIsNoneOfItsSubnetsGetsNoAnswer() {
        DhcpServer server = alone(settings(HOME));
        server.receive(
                1,
                message(1, MessageType.DISCOVER),
                new Arrival("eth9", List.of(Ipv4Address.of("203.0.113.1")), Ipv4Address.ANY));
        assertThat(server.poll()).isNull();
        assertThat(server.tally().of(ServerCount.DROPPED_NO_SUBNET)).isEqualTo(1);
    }

    @Test
    void leaseTimesAreTheClientsWithinBounds() {
        DhcpServer server = alone(settings(HOME.withLeaseTimes(ofHours(1), ofHours(8))));
        long[] asked = {0, 600, 36_000, 0xffff_ffffL};
        long[] given = {3600, 600, 28_800, 28_800};
        for (int i = 0; i < asked.length; i++) {
            DhcpMessage discover = message(1, MessageType.DISCOVER);
            if (asked[i] > 0) {
                discover = discover.with(discover.options().withSeconds(OptionCode.LEASE_TIME, ofSeconds(asked[i])));
            }
            server.receive(i, discover, HERE);
            DhcpOptions offer = reply(server).message().options();
            assertThat(offer.seconds(OptionCode.LEASE_TIME)).isEqualTo(given[i]);
            assertThat(offer.seconds(OptionCode.RENEWAL_TIME)).isEqualTo(given[i] / 2);
            assertThat(offer.seconds(OptionCode.REBINDING_TIME)).isEqualTo(given[i] * 7 / 8);
        }
    }

    @Test
    void clientsAreToldWhatTheyAskForAndReservationsHaveTheLastWord() {
        DhcpOptions options = DhcpOptions.NONE
                .withAddress(OptionCode.ROUTER, SERVER)
                .withAddress(OptionCode.NAME_SERVERS, Ipv4Address.of("192.0.2.53"))
                .withText(OptionCode.DOMAIN_NAME, "example.com");
        Reservation special = new Reservation(
                ClientKey.of(mac(1)),
                Ipv4Address.of("192.0.2.200"),
                DhcpOptions.NONE.withText(OptionCode.DOMAIN_NAME, "special.example"));
        DhcpServer server = alone(settings(HOME.with(options).withReservations(special)));
        DhcpMessage discover = message(1, MessageType.DISCOVER);
        server.receive(
                1,
                discover.with(discover.options().withRequested(OptionCode.DOMAIN_NAME, OptionCode.ROUTER, 200)),
                HERE);
        DhcpOptions told = reply(server).message().options();
        assertThat(told.text(OptionCode.DOMAIN_NAME)).isEqualTo("special.example");
        assertThat(told.address(OptionCode.SUBNET_MASK)).hasToString("255.255.255.0");
        assertThat(told.codes()).containsExactly(53, 54, 51, 58, 59, 1, 15, 3);
        server.receive(2, message(2, MessageType.DISCOVER), HERE);
        assertThat(reply(server).message().options().codes()).as("all").contains(1, 3, 6, 15);
    }

    @Test
    void aReleaseIsTakenOnlyFromItsClientAtItsAddress() {
        DhcpServer server = alone(settings(HOME));
        server.receive(1, choosing(1, "192.0.2.11"), HERE);
        reply(server);
        DhcpMessage release = message(1, MessageType.RELEASE).withClientAddress(Ipv4Address.of("192.0.2.11"));
        DhcpMessage complete = release.with(release.options().withAddress(OptionCode.SERVER_IDENTIFIER, SERVER));
        Arrival forged = new Arrival("eth0", List.of(SERVER), Ipv4Address.of("192.0.2.66"));
        server.receive(2, complete, forged);
        DhcpMessage others = message(2, MessageType.RELEASE)
                .withClientAddress(Ipv4Address.of("192.0.2.11"))
                .with(complete.options());
        Arrival there = new Arrival("eth0", List.of(SERVER), Ipv4Address.of("192.0.2.11"));
        server.receive(3, others, there);
        assertThat(server.tally().of(ServerCount.DROPPED_NOT_ITS_OWN)).isEqualTo(2);
        assertThat(server.leases(3).getFirst().state()).isEqualTo(LeaseState.LEASED);
        server.receive(4, complete, there);
        assertThat(server.leases(4).getFirst().state()).isEqualTo(LeaseState.RELEASED);
    }

    // Attacks

    @Test
    void clientsThatAskAndNeverAnswerDoNotStarveOthers() {
        DhcpServer server = link.server(settings(HOME).withNewcomers(1000, 100_000));
        DhcpClient known = client(1);
        for (int number = 1000; number < 20_000; number++) {
            link.send(message(number, MessageType.DISCOVER));
            if (number % 100 == 0) {
                link.run(ofMillis(50));
                link.said.clear();
                link.times.clear();
            }
        }
        assertThat(server.leases(link.now)).as("no more than the pool").hasSize(10);
        known.renew(link.now);
        link.run(ofMillis(100));
        assertThat(known.state()).isEqualTo(ClientState.BOUND);
        assertThat(client(2).lease()).as("a newcomer in the middle of it").isNotNull();
    }

    @Test
    void newcomersBeyondTheRateAreDroppedAndKnownClientsAreNot() {
        DhcpServer server = link.server(settings(HOME).withNewcomers(2, 5));
        DhcpClient known = client(1);
        for (int number = 1000; number < 2000; number++) {
            server.receive(link.now, message(number, MessageType.DISCOVER), HERE);
        }
        assertThat(server.tally().of(ServerCount.OFFERS)).isLessThanOrEqualTo(6);
        long dropped = server.tally().of(ServerCount.DROPPED_RATE);
        assertThat(dropped).isGreaterThanOrEqualTo(994);
        known.stop(link.now, "begins anew");
        DhcpClient again = link.client(1, QUICK);
        again.start(link.now);
        link.run(ofMillis(100));
        assertThat(again.lease()).isNotNull();
        link.run(ofSeconds(1));
        server.receive(link.now, message(5000, MessageType.DISCOVER), HERE);
        assertThat(server.tally().of(ServerCount.DROPPED_RATE))
                .as("and two a second go on")
                .isEqualTo(dropped);
    }

    @Test
    void circuitsAreRememberedUpToABound() {
        Newcomers newcomers = new Newcomers(1, 1);
        for (int i = 0; i < 10_000; i++) {
            assertThat(newcomers.admit(1, "circuit " + i)).isTrue();
        }
        assertThat(newcomers.circuits()).isEqualTo(Newcomers.MOST_CIRCUITS);
        assertThat(newcomers.admit(2, "circuit 9999")).isFalse();
    }

    @Test
    void oneCircuitGetsOnlySoManyLeases() {
        DhcpServer server = alone(settings(HOME).withMostLeasesPerCircuit(2));
        ByteString port7 = new RelayAgentInformation(
                        List.of(new RelayAgentInformation.SubOption(1, ByteString.ofHex("07"))))
                .encode();
        for (int number = 1; number <= 5; number++) {
            DhcpMessage request = choosing(number, "192.0.2.1" + number);
            server.receive(
                    number, request.relayed(1, SERVER, request.options().with(OptionCode.RELAY_AGENT, port7)), HERE);
        }
        assertThat(server.tally().of(ServerCount.ACKS)).isEqualTo(2);
        assertThat(server.tally().of(ServerCount.DROPPED_CIRCUIT_FULL)).isEqualTo(3);
        long later = 3700 * SECOND;
        DhcpMessage request = choosing(9, "192.0.2.19");
        server.receive(later, request.relayed(1, SERVER, request.options().with(OptionCode.RELAY_AGENT, port7)), HERE);
        assertThat(server.tally().of(ServerCount.ACKS))
                .as("when theirs have ended")
                .isEqualTo(3);
    }

    @Test
    void pingsAtATimeAreBounded() {
        DhcpServer server = alone(ServerSettings.of(Subnet.of("10.0.0.0/16", "10.0.1.0-10.0.9.255"))
                .withNewcomers(100_000, 100_000));
        Arrival there = new Arrival("eth0", List.of(Ipv4Address.of("10.0.0.1")), Ipv4Address.ANY);
        int pings = 0;
        for (int number = 1; number <= 1000; number++) {
            server.receive(number, message(number, MessageType.DISCOVER), there);
            for (ServerAction action = server.poll(); action != null; action = server.poll()) {
                pings += action instanceof ServerAction.Ping ? 1 : 0;
            }
        }
        assertThat(pings).isEqualTo(OfferProbes.MOST);
        assertThat(server.tally().of(ServerCount.OFFERS))
                .as("the others go unprobed")
                .isEqualTo(1000 - OfferProbes.MOST);
    }

    @Test
    void aClientThatDeclinesEverythingStarvesNobodyForLong() {
        DhcpServer server = link.server(settings(Subnet.of("192.0.2.0/24", "192.0.2.10-192.0.2.12")));
        for (int i = 0; i < 20; i++) {
            server.receive(link.now, message(66, MessageType.DISCOVER), HERE);
            ServerAction action = server.poll();
            if (action instanceof ServerAction.Reply offer) {
                DhcpMessage decline = wanting(
                        66, MessageType.DECLINE, offer.message().yourAddress().toString());
                server.receive(
                        link.now,
                        decline.with(decline.options().withAddress(OptionCode.SERVER_IDENTIFIER, SERVER)),
                        HERE);
            }
        }
        assertThat(server.leases(link.now)).extracting(LeaseEntry::state).containsOnly(LeaseState.DECLINED);
        DhcpClient victim = client(1);
        assertThat(victim.lease()).isNull();
        link.run(ofMinutes(3));
        assertThat(victim.lease()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noMessageBreaksTheServer(long seed) {
        Random chance = new Random(seed);
        DhcpServer server = alone(ServerSettings.of(HOME, Subnet.of("10.1.0.0/16", "10.1.0.50-10.1.0.60"))
                .withRapidCommit(true)
                .withMostLeasesPerCircuit(3)
                .withNewcomers(1000, 1000));
        String[] addresses = {"0.0.0.0", "192.0.2.10", "192.0.2.11", "10.1.0.1", "10.1.0.50", "192.0.2.1", "8.8.8.8"};
        long now = 0;
        List<Ipv4Address> pinged = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            now += chance.nextInt(1_000_000_000);
            DhcpMessage plain =
                    message(chance.nextInt(40), MessageType.values()[chance.nextInt(MessageType.values().length)]);
            DhcpOptions options = plain.options();
            for (int code : new int[] {50, 54, 118}) {
                if (chance.nextInt(3) == 0) {
                    options = options.withAddress(code, Ipv4Address.of(addresses[chance.nextInt(addresses.length)]));
                }
            }
            for (int code : new int[] {12, 50, 51, 55, 57, 61, 80, 82}) {
                if (chance.nextInt(6) == 0) {
                    byte[] b = new byte[chance.nextInt(20)];
                    chance.nextBytes(b);
                    options = options.with(code, ByteString.copyOf(b));
                }
            }
            Ipv4Address agent = Ipv4Address.of(chance.nextInt(3) == 0 ? addresses[chance.nextInt(7)] : "0.0.0.0");
            Ipv4Address own = Ipv4Address.of(chance.nextInt(3) == 0 ? addresses[chance.nextInt(7)] : "0.0.0.0");
            server.receive(
                    now,
                    plain.relayed(0, agent, options).withClientAddress(own),
                    new Arrival("eth0", List.of(SERVER), own));
            if (!pinged.isEmpty() && chance.nextInt(5) == 0) {
                server.echo(now, pinged.removeFirst());
            }
            if (server.nextTimeout() <= now) {
                server.onTimeout(now);
            }
            for (ServerAction action = server.poll(); action != null; action = server.poll()) {
                if (action instanceof ServerAction.Ping ping) {
                    pinged.add(ping.address());
                } else if (action instanceof ServerAction.Reply reply) {
                    assertThat(reply.message().encode(reply.mostBytes())).hasSizeLessThanOrEqualTo(65_535);
                }
            }
            if (pinged.size() > 100) {
                pinged.clear();
            }
        }
        assertThat(server.leases(now)).hasSizeLessThanOrEqualTo(21);
        assertThat(server.tally().of(ServerCount.ACKS)).isGreaterThan(100);
    }

    @Test
    void settingsThatMakeNoSenseAreTold() {
        assertThatThrownBy(() -> Subnet.of("192.0.2.0/24", "192.0.3.1-192.0.3.9"))
                .hasMessage("the pool 192.0.3.1-192.0.3.9 is not within 192.0.2.0/24");
        assertThatThrownBy(() -> AddressRange.of("192.0.2.9-192.0.2.1")).hasMessageContaining("are -7");
        assertThatThrownBy(() -> ServerSettings.of(Subnet.of("10.0.0.0/8"), Subnet.of("10.1.0.0/16")))
                .hasMessage("the subnets 10.0.0.0/8 and 10.1.0.0/16 overlap");
    }
}
