package dev.netrarium.wire.dissect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.netrarium.wire.Frames;
import dev.netrarium.wire.capture.LinkType;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Protocols come from outside: as services, or given by hand. */
class DissectorTest {
    private static final byte[] HELLO = "hello\n".getBytes(StandardCharsets.US_ASCII);

    @Test
    void aServiceIsFoundAndAskedForItsPort() {
        Dissection data = PacketDissector.load().dissect(Selector.udpPort(EchoDissector.PORT), HELLO, 0, HELLO.length);
        assertThat(data.tree()).isEqualTo("""
                Echo, 6 bytes
                    Text: hello\\x0a
                """);
        assertThat(data.summary()).isEqualTo("Echo, length 6");
    }

    @Test
    void overUdpItsLineStandsForUdpsAndOverTcpBehindTcps() {
        PacketDissector dissector = PacketDissector.with(List.of(named("P", d -> true, 9, 80)));
        assertThat(summary(dissector, "UDP")).isEqualTo("IP 192.168.0.2.40000 > 192.0.2.80.9: P over UDP_PORT");
        assertThat(summary(dissector, "TCP data over IPv6"))
                .isEqualTo("IP6 2001:db8::2.52341 > 2001:db8:80::80.80: Flags [P.], seq 4294967291:5, ack 77,"
                        + " win 501, length 10: P over TCP_PORT");
    }

    @Test
    void namesDecideWhoIsAskedFirstNotTheOrderOfLoading() {
        Dissector a = named("A", d -> true, 9);
        Dissector b = named("B", d -> true, 9);
        assertThat(protocols(PacketDissector.with(List.of(a, b)))).containsExactly("Ethernet", "IPv4", "UDP", "A");
        assertThat(protocols(PacketDissector.with(List.of(b, a)))).containsExactly("Ethernet", "IPv4", "UDP", "A");
    }

    @Test
    void whoDoesNotKnowTheBytesLeavesThemToTheNext() {
        Dissector a = named("A", d -> false, 9);
        Dissector b = named("B", d -> true, 9);
        assertThat(protocols(PacketDissector.with(List.of(a, b)))).containsExactly("Ethernet", "IPv4", "UDP", "B");
        assertThat(protocols(PacketDissector.with(List.of(a)))).containsExactly("Ethernet", "IPv4", "UDP", "Data");
    }

    @Test
    void contributedOnesComeBeforeBuiltInOnes() {
        PacketDissector dissector = PacketDissector.with(List.of(named("TFTP of my own", d -> true, 69)));
        Dissection frame =
                dissector.dissect(LinkType.ETHERNET, Frames.TFTP_READ_REQUEST, 0, Frames.TFTP_READ_REQUEST.length);
        assertThat(frame.layers().getLast().protocol()).isEqualTo("TFTP of my own");
    }

    @Test
    void twoOfTheSameNameAreRefused() {
        assertThatThrownBy(() -> PacketDissector.with(List.of(new EchoDissector(), new EchoDissector())))
                .hasMessageStartingWith("two dissectors are named Echo: dev.netrarium.wire.dissect.EchoDissector");
    }

    @Test
    void readingPastTheEndEndsTheLayerWithANote() {
        Dissector greedy = named(
                "Greedy", layer -> layer.u16("First") >= 0 && layer.u32("Second") >= 0 && layer.u32("Third") >= 0, 9);
        Dissection frame = dissect(PacketDissector.with(List.of(greedy)), "UDP");
        assertThat(frame.notes()).containsExactly("Greedy: truncated: Second needs 4 bytes, and 3 are there");
        assertThat(frame.layers().getLast().value("First")).contains(Integer.toString('h' << 8 | 'e'));
        assertThat(frame.summary()).isEqualTo("IP 192.168.0.2.40000 > 192.0.2.80.9: [|greedy]");
    }

    @Test
    void aDissectorsOwnMistakeIsANoteAndTheOtherLayersStay() {
        Dissector broken = named("Broken", layer -> List.of().get(7) != null, 9);
        Dissection frame = dissect(PacketDissector.with(List.of(broken)), "UDP");
        assertThat(frame.notes()).singleElement().asString().startsWith("Broken: the dissector of Broken failed: ");
        assertThat(frame.layer("UDP")).isPresent();
    }

    @Test
    void aFloodOfFieldsIsCutOff() {
        Dissector flood = named(
                "Flood",
                layer -> {
                    for (int i = 0; i < 3 * LayerBuilder.MAXIMUM_FIELDS; i++) {
                        layer.field("Field", "x");
                    }
                    return true;
                },
                9);
        Layer layer =
                dissect(PacketDissector.with(List.of(flood)), "UDP").layers().getLast();
        assertThat(layer.fields()).hasSize(LayerBuilder.MAXIMUM_FIELDS - 1);
        assertThat(layer.notes()).containsExactly("more than 10000 fields: the rest is left out");
    }

    @Test
    void rangesTellWhereAFieldStands() {
        Dissection frame = dissect(PacketDissector.with(List.of()), "UDP");
        Layer udp = frame.layer("UDP").orElseThrow();
        assertThat(udp.at()).isEqualTo(34);
        assertThat(udp.lengthBytes()).isEqualTo(8);
        assertThat(udp.fields().get(1)).isEqualTo(new Field("Destination port", "9", 36, 2, List.of()));
    }

    private static Dissector named(String name, Predicate<LayerBuilder> reads, int... ports) {
        return new Dissector() {
            @Override
            public String protocol() {
                return name;
            }

            @Override
            public List<Selector> selectors() {
                return Arrays.stream(ports)
                        .boxed()
                        .flatMap(port -> List.of(Selector.udpPort(port), Selector.tcpPort(port)).stream())
                        .toList();
            }

            @Override
            public boolean dissect(LayerBuilder layer) {
                if (!reads.test(layer)) {
                    return false;
                }
                layer.line(name + " over " + layer.askedFor().space());
                return true;
            }
        };
    }

    private static List<String> protocols(PacketDissector dissector) {
        return dissect(dissector, "UDP").layers().stream().map(Layer::protocol).toList();
    }

    private static String summary(PacketDissector dissector, String frame) {
        return dissect(dissector, frame).summary();
    }

    private static Dissection dissect(PacketDissector dissector, String name) {
        byte[] frame = Frames.ofEveryKind().get(name);
        return dissector.dissect(LinkType.ETHERNET, frame, 0, frame.length);
    }
}
