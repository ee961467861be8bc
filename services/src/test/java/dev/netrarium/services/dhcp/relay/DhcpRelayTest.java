package dev.netrarium.services.dhcp.relay;

import static dev.netrarium.services.dhcp.TestLink.mac;
import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.services.dhcp.DhcpMessage;
import dev.netrarium.services.dhcp.DhcpOptions;
import dev.netrarium.services.dhcp.MessageType;
import dev.netrarium.services.dhcp.OptionCode;
import dev.netrarium.services.dhcp.RelayAgentInformation;
import dev.netrarium.services.dhcp.RelayAgentInformation.SubOption;
import dev.netrarium.services.dhcp.ReplyTarget;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Ipv4Address;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a relay agent passes on, says and takes away. */
class DhcpRelayTest {
    private static final Ipv4Address SERVER = Ipv4Address.of("198.51.100.1");
    private static final Ipv4Address OWN = Ipv4Address.of("10.1.0.1");
    private static final Ipv4Address OTHER_AGENT = Ipv4Address.of("10.9.0.1");
    private static final SubOption MINE = new SubOption(1, text("eth1"));
    private static final SubOption THEIRS = new SubOption(1, text("port 7"));

    private static ByteString text(String text) {
        return ByteString.copyOf(text.getBytes(StandardCharsets.UTF_8));
    }

    private static DhcpRelay relay(RelaySettings settings) {
        DhcpRelay relay = new DhcpRelay(settings);
        relay.link(OWN, "eth1");
        return relay;
    }

    private static DhcpMessage discover(SubOption... told) {
        DhcpOptions options = DhcpOptions.NONE.with(MessageType.DISCOVER);
        if (told.length > 0) {
            options = options.with(OptionCode.RELAY_AGENT, new RelayAgentInformation(List.of(told)).encode());
        }
        return DhcpMessage.request(1, mac(1)).with(options);
    }

    private static List<SubOption> told(DhcpMessage message) {
        RelayAgentInformation information = message.options().relayAgent();
        return information == null ? List.of() : information.subOptions();
    }

    private static DhcpMessage passed(DhcpRelay relay) {
        return ((RelayAction.ToServer) relay.poll()).message();
    }

    @Test
    void aClientsMessageGoesToEveryServerWithOurAddressAndWord() {
        DhcpRelay relay = relay(RelaySettings.to(SERVER, Ipv4Address.of("198.51.100.2")));
        relay.receive(discover(), "eth1");
        RelayAction.ToServer first = (RelayAction.ToServer) relay.poll();
        assertThat(first.server()).isEqualTo(SERVER);
        assertThat(first.message().relayAddress()).isEqualTo(OWN);
        assertThat(first.message().hops()).isEqualTo(1);
        assertThat(told(first.message())).containsExactly(MINE);
        assertThat(((RelayAction.ToServer) relay.poll()).server()).hasToString("198.51.100.2");
        assertThat(relay.poll()).isNull();
    }

    @Test
    void theReplyGoesToTheClientsLinkWithoutOurWord() {
        DhcpRelay relay = relay(RelaySettings.to(SERVER));
        relay.receive(discover(), "eth1");
        DhcpMessage request = passed(relay);
        DhcpMessage offer = request.reply()
                .withYourAddress(Ipv4Address.of("10.1.0.50"))
                .with(request.options().with(MessageType.OFFER));
        relay.receive(offer, "eth0");
        RelayAction.ToClient back = (RelayAction.ToClient) relay.poll();
        assertThat(back.interfaceName()).isEqualTo("eth1");
        assertThat(back.to()).isEqualTo(new ReplyTarget.Hardware(mac(1), Ipv4Address.of("10.1.0.50")));
        assertThat(back.message().options().has(OptionCode.RELAY_AGENT)).isFalse();
        relay.receive(offer.withBroadcast(true), "eth0");
        assertThat(((RelayAction.ToClient) relay.poll()).to()).isEqualTo(new ReplyTarget.Broadcast());
    }

    @ParameterizedTest
    @EnumSource
    void whatAnotherAgentSaidIsTreatedAsThePolicySays(AgentInformationPolicy policy) {
        DhcpRelay relay = relay(RelaySettings.to(SERVER).withPolicy(policy));
        DhcpMessage from = discover(THEIRS);
        relay.receive(from.relayed(1, OTHER_AGENT, from.options()), "eth1");
        switch (policy) {
            case APPEND -> assertThat(told(passed(relay))).containsExactly(THEIRS, MINE);
            case REPLACE -> assertThat(told(passed(relay))).containsExactly(MINE);
            case FORWARD -> assertThat(told(passed(relay))).containsExactly(THEIRS);
            case DISCARD ->
                assertThat(relay.tally().of(RelayCount.DROPPED_POLICY)).isEqualTo(1);
        }
    }

    @Test
    void anotherAgentsAddressStays() {
        DhcpRelay relay = relay(RelaySettings.to(SERVER));
        DhcpMessage from = discover();
        relay.receive(from.relayed(1, OTHER_AGENT, from.options()), "eth1");
        DhcpMessage passed = passed(relay);
        assertThat(passed.relayAddress()).isEqualTo(OTHER_AGENT);
        assertThat(passed.hops()).isEqualTo(2);
    }

    @Test
    void onlyWhatWeSaidIsTakenAwayAgain() {
        DhcpRelay relay = relay(RelaySettings.to(SERVER).withTrusted("eth1"));
        relay.receive(discover(THEIRS), "eth1");
        DhcpMessage request = passed(relay);
        assertThat(told(request)).containsExactly(THEIRS, MINE);
        relay.receive(request.reply().with(request.options()), "eth0");
        assertThat(told(((RelayAction.ToClient) relay.poll()).message())).containsExactly(THEIRS);
    }

    @Test
    void forgeriesAndLoopsAreDropped() {
        DhcpRelay relay = relay(RelaySettings.to(SERVER).withHopLimit(4));
        relay.receive(discover(THEIRS), "eth1");
        assertThat(relay.tally().of(RelayCount.DROPPED_UNTRUSTED)).isEqualTo(1);
        DhcpMessage from = discover();
        relay.receive(from.relayed(1, OWN, from.options()), "eth1");
        relay.receive(from, "eth0");
        assertThat(relay.tally().of(RelayCount.DROPPED_FORGED)).isEqualTo(1);
        assertThat(relay.tally().of(RelayCount.DROPPED_OTHER_LINK)).isEqualTo(1);
        relay.receive(from.relayed(4, OTHER_AGENT, from.options()), "eth1");
        assertThat(relay.tally().of(RelayCount.DROPPED_HOPS)).isEqualTo(1);
        relay.receive(from.reply().with(from.options()), "eth0");
        relay.receive(from.relayed(1, OTHER_AGENT, from.options()).reply(), "eth0");
        assertThat(relay.tally().of(RelayCount.DROPPED_NOT_OURS)).isEqualTo(2);
        assertThat(relay.poll()).isNull();
    }

    @Test
    void aMessageWithoutRoomGoesWithoutOurWord() {
        DhcpRelay relay = relay(RelaySettings.to(SERVER));
        DhcpMessage from = discover();
        ByteString big = ByteString.copyOf(new byte[1215]);
        relay.receive(from.with(from.options().with(43, big)), "eth1");
        assertThat(told(passed(relay))).isEmpty();
        assertThat(relay.tally().of(RelayCount.NO_ROOM_FOR_INFORMATION)).isEqualTo(1);
    }
}
