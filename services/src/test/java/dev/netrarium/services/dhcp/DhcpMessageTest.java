package dev.netrarium.services.dhcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.services.dhcp.RelayAgentInformation.SubOption;
import dev.netrarium.services.dns.DomainName;
import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.IpPrefix;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.MacAddress;
import dev.netrarium.wire.dissect.Dissection;
import dev.netrarium.wire.dissect.PacketDissector;
import dev.netrarium.wire.dissect.Selector;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The wire form of messages and options. */
class DhcpMessageTest {
    private static final MacAddress MAC = MacAddress.of("02:00:00:00:00:0a");

    private static DhcpMessage discover() {
        return DhcpMessage.request(0x12345678, MAC)
                .with(DhcpOptions.NONE.with(MessageType.DISCOVER).withText(OptionCode.HOST_NAME, "laptop"));
    }

    private static ByteString bytes(int length) {
        byte[] b = new byte[length];
        new Random(length).nextBytes(b);
        return ByteString.copyOf(b);
    }

    @Test
    void aMessageIsReadAsItWasWritten() throws MalformedDhcpException {
        DhcpMessage message = new DhcpMessage(
                DhcpMessage.REPLY,
                3,
                -2,
                77,
                true,
                Ipv4Address.of("192.0.2.1"),
                Ipv4Address.of("192.0.2.2"),
                Ipv4Address.of("192.0.2.3"),
                Ipv4Address.of("192.0.2.4"),
                1,
                ByteString.ofHex("0200000000aa"),
                "boot.example",
                "pxe.0",
                DhcpOptions.NONE
                        .with(MessageType.ACK)
                        .withSeconds(OptionCode.LEASE_TIME, Duration.ofHours(1))
                        .withSearch(List.of(DomainName.of("eng.example.com"), DomainName.of("example.com")))
                        .withRoutes(List.of(
                                StaticRoute.of("10.0.0.0/8>192.0.2.9"), StaticRoute.of("0.0.0.0/0>192.0.2.1"))));
        byte[] wire = message.encode();
        assertThat(wire).hasSizeGreaterThanOrEqualTo(300);
        assertThat(DhcpMessage.parse(wire)).isEqualTo(message);
    }

    @Test
    void theFieldsStandWhereTheDiagramHasThem() {
        byte[] wire = discover().withSecs(9).withBroadcast(true).encode();
        assertThat(HexFormat.of().formatHex(wire, 0, 34))
                .isEqualTo("01010600" + "12345678" + "00098000" + "00000000".repeat(4) + "02000000000a");
        assertThat(HexFormat.of().formatHex(wire, 236, 252))
                .isEqualTo("63825363" + "350101" + "0c066c6170746f70" + "ff");
    }

    @Test
    void anOptionOfMoreThan255BytesGoesInPieces() throws MalformedDhcpException {
        ByteString longOne = bytes(600);
        DhcpMessage message =
                discover().with(DhcpOptions.NONE.with(MessageType.ACK).with(43, longOne));
        byte[] wire = message.encode(1472);
        assertThat(wire[243] & 0xff).isEqualTo(43);
        assertThat(wire[244] & 0xff).isEqualTo(255);
        assertThat(DhcpMessage.parse(wire).options().bytes(43)).isEqualTo(longOne);
    }

    @Test
    void whatDoesNotFitGoesOnInFileAndName() throws MalformedDhcpException {
        DhcpOptions options = DhcpOptions.NONE
                .with(MessageType.ACK)
                .with(43, bytes(250))
                .with(60, bytes(100))
                .with(66, bytes(50));
        byte[] wire = discover().with(options).encode();
        assertThat(wire.length).isLessThanOrEqualTo(DhcpMessage.LEAST_MAXIMUM_BYTES - DhcpMessage.HEADERS_BYTES);
        assertThat(HexFormat.of().formatHex(wire, 240, 243))
                .as("option 52: both")
                .isEqualTo("340103");
        assertThat(DhcpMessage.parse(wire).options()).isEqualTo(options);
    }

    @Test
    void whatFitsNowhereIsLeftOutButNeverTheRelayAgents() throws MalformedDhcpException {
        ByteString agent = new RelayAgentInformation(List.of(new SubOption(1, bytes(100)))).encode();
        DhcpOptions options = DhcpOptions.NONE
                .with(OptionCode.RELAY_AGENT, agent)
                .with(MessageType.ACK)
                .with(43, bytes(180))
                .with(60, bytes(200));
        DhcpOptions read = DhcpMessage.parse(discover().with(options).encode()).options();
        assertThat(read.bytes(OptionCode.RELAY_AGENT)).isEqualTo(agent);
        assertThat(read.codes()).as("and it stands last").containsExactly(53, 43, 82);
    }

    @Test
    void aSearchListMayBeCompressed() {
        // RFC 3397 §2's example: eng.apple.com and marketing.apple.com.
        ByteString wire = ByteString.ofHex("03656e67056170706c6503636f6d00" + "096d61726b6574696e67c004");
        DhcpOptions options = DhcpOptions.NONE.with(OptionCode.DOMAIN_SEARCH, wire);
        assertThat(options.search())
                .containsExactly(DomainName.of("eng.apple.com"), DomainName.of("marketing.apple.com"));
        assertThat(DhcpOptions.NONE
                        .with(OptionCode.DOMAIN_SEARCH, ByteString.ofHex("03656e67c000"))
                        .search())
                .as("a pointer into itself")
                .isEmpty();
    }

    @Test
    void routesCarryOnlyTheBytesThatCount() {
        DhcpOptions options = DhcpOptions.NONE.withRoutes(List.of(
                new StaticRoute(IpPrefix.of("10.229.0.128/25"), Ipv4Address.of("10.229.0.1")),
                new StaticRoute(IpPrefix.of("0.0.0.0/0"), Ipv4Address.of("10.17.0.1"))));
        assertThat(options.bytes(OptionCode.CLASSLESS_ROUTES))
                .isEqualTo(ByteString.ofHex("190ae500800ae50001" + "000a110001"));
        assertThat(options.routes()).hasSize(2);
        assertThat(DhcpOptions.NONE
                        .with(OptionCode.CLASSLESS_ROUTES, ByteString.ofHex("210a0000000a"))
                        .routes())
                .as("a prefix of 33 bits")
                .isNull();
    }

    @Test
    void clientIdentifiersAreOfBothKinds() {
        assertThat(ClientIdentifier.of(MAC)).isEqualTo(ByteString.ofHex("0102000000000a"));
        assertThat(ClientIdentifier.text(ClientIdentifier.of(MAC))).isEqualTo("02:00:00:00:00:0a");
        assertThat(ClientIdentifier.of(7, ByteString.ofHex("0003000102000000000a")))
                .isEqualTo(ByteString.ofHex("ff000000070003000102000000000a"));
    }

    @Test
    void bytesThatAreNoMessageAreToldSo() {
        byte[] wire = discover().encode();
        assertThatThrownBy(() -> DhcpMessage.parse(wire, 0, 200)).hasMessage("a message of 200 bytes ends at byte 200");
        byte[] noCookie = wire.clone();
        noCookie[237] = 0;
        assertThatThrownBy(() -> DhcpMessage.parse(noCookie)).hasMessage("no magic cookie at byte 236");
        byte[] longAddress = wire.clone();
        longAddress[2] = 17;
        assertThatThrownBy(() -> DhcpMessage.parse(longAddress)).hasMessageContaining("hardware address of 17 bytes");
        byte[] cut = Arrays.copyOf(wire, 245);
        assertThatThrownBy(() -> DhcpMessage.parse(cut)).hasMessage("option 12 is cut short at byte 243");
    }

    @Test
    void theDissectorTellsWhatTcpdumpTells() {
        byte[] wire = discover().encode();
        Dissection seen = PacketDissector.load().dissect(Selector.udpPort(67), wire, 0, wire.length);
        assertThat(seen.summary()).isEqualTo("BOOTP/DHCP, Request from 02:00:00:00:00:0a, length 300");
        assertThat(seen.tree())
                .contains("DHCP DISCOVER from 02:00:00:00:00:0a")
                .contains("DHCP-Message (53): DISCOVER")
                .contains("Hostname (12): \"laptop\"")
                .contains("Transaction ID: 0x12345678");
    }

    @Test
    void theDissectorReadsOptionsInFileAndNameToo() {
        DhcpOptions options = DhcpOptions.NONE
                .with(MessageType.ACK)
                .with(43, bytes(250))
                .with(66, ByteString.copyOf("tftp.example.com.".repeat(6).getBytes(StandardCharsets.US_ASCII)));
        byte[] wire = discover().with(options).encode();
        Dissection seen = PacketDissector.load().dissect(Selector.udpPort(68), wire, 0, wire.length);
        assertThat(seen.tree()).contains("TFTP (66): \"tftp.example.com.tftp");
    }

    /** Cut, changed and random bytes: an error or a message, which can be written and read again. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void noInputBreaksTheParser(long seed) {
        Random chance = new Random(seed);
        PacketDissector dissector = PacketDissector.load();
        byte[] whole = discover()
                .with(DhcpOptions.NONE
                        .with(MessageType.ACK)
                        .with(43, bytes(300))
                        .with(60, bytes(90))
                        .withRoutes(List.of(StaticRoute.of("10.0.0.0/8>192.0.2.9")))
                        .withSearch(List.of(DomainName.of("a.example")))
                        .with(
                                OptionCode.RELAY_AGENT,
                                new RelayAgentInformation(List.of(new SubOption(1, bytes(9)))).encode()))
                .encode();
        int read = 0;
        for (int i = 0; i < 20_000; i++) {
            byte[] b = Arrays.copyOf(whole, chance.nextInt(3) == 0 ? chance.nextInt(whole.length + 20) : whole.length);
            for (int n = chance.nextInt(8); n > 0 && b.length > 0; n--) {
                int low = chance.nextBoolean() && b.length > 240 ? 240 : 0;
                b[low + chance.nextInt(b.length - low)] = (byte) chance.nextInt();
            }
            try {
                DhcpMessage message = DhcpMessage.parse(b);
                read++;
                assertThat(message.options().toString()).isNotNull();
                message.options().routes();
                message.options().relayAgent();
                DhcpMessage again = DhcpMessage.parse(message.encode(65_000));
                assertThat(again.transactionId()).isEqualTo(message.transactionId());
            } catch (MalformedDhcpException e) {
                assertThat(e.getMessage()).contains("at byte");
            }
            if (i % 20 == 0) {
                assertThat(dissector
                                .dissect(Selector.udpPort(67), b, 0, b.length)
                                .summary())
                        .isNotNull();
            }
        }
        assertThat(read).isGreaterThan(4_000);
    }
}
