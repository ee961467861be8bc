package dev.netrarium.wire.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.ByteString;
import dev.netrarium.wire.Frames;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.capture.CaptureInterface;
import dev.netrarium.wire.capture.CapturedPacket;
import dev.netrarium.wire.capture.LinkType;
import dev.netrarium.wire.capture.PacketOptions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is wrong with a packet is said in its notes; what can be read is shown all the same. */
class BadPacketTest {
    private final PacketDissector dissector = PacketDissector.with(List.of());

    @Test
    void aSegmentThatEndsInItsHeaderKeepsTheFieldsThatAreThere() {
        Dissection packet = dissect(Arrays.copyOf(frame("TCP RST"), 14 + 20 + 6));
        assertThat(packet.summary())
                .isEqualTo("IP truncated-ip - 14 bytes missing! 192.168.0.2.52341 > 192.0.2.80.80: [|tcp]");
        assertThat(packet.layer("TCP").orElseThrow().value("Destination port")).contains("80");
        assertThat(packet.notes())
                .containsExactly(
                        "IPv4: truncated: the header says 40 bytes, and 26 are there",
                        "TCP: truncated: Sequence number needs 4 bytes, and 2 are there");
    }

    @Test
    void whatTheCaptureCutOffIsNoFaultOfThePacket() {
        byte[] whole = frame("TCP data over IPv6");
        CaptureInterface on = new CaptureInterface(0, "eth0", "", LinkType.ETHERNET, 78);
        Dissection packet = dissector.dissect(
                new CapturedPacket(on, 0, whole.length, ByteString.copyOf(whole, 0, 78), PacketOptions.NONE));
        assertThat(packet.summary()).endsWith("Flags [P.], seq 4294967291:5, ack 77, win 501, length 10");
        assertThat(packet.notes()).isEmpty();
        assertThat(packet.layer("TCP").orElseThrow().value("Checksum").orElseThrow())
                .endsWith("(not checked: not all bytes are here)");
    }

    @Test
    void whatIsCutIsToldFromWhatIsTruncated() {
        byte[] whole = frame("TCP RST");
        CaptureInterface on = new CaptureInterface(0, "eth0", "", LinkType.ETHERNET, 40);
        Dissection packet = dissector.dissect(
                new CapturedPacket(on, 0, whole.length, ByteString.copyOf(whole, 0, 40), PacketOptions.NONE));
        assertThat(packet.notes())
                .containsExactly("TCP: cut by the capture: Sequence number needs 4 bytes, and 2 are there");
    }

    @Test
    void anErrorMayQuoteThePacketInPart() {
        byte[] whole = frame("ICMP time exceeded");
        byte[] packet = Arrays.copyOfRange(whole, 14, whole.length - 11);
        Ipv4Header.putTotalLength(packet, 0, packet.length);
        Ipv4Header.completeChecksum(packet, 0);
        Icmpv4Message.completeChecksum(packet, 20, packet.length);
        Dissection dissection = dissector.dissect(LinkType.RAW, packet, 0, packet.length);
        assertThat(dissection.summary())
                .isEqualTo("IP 192.168.0.1 > 192.168.0.2: ICMP time exceeded in-transit, length 30");
        assertThat(dissection.notes())
                .containsExactly(
                        "IPv4: quoted in part: the header says 33 bytes, and 22 are there",
                        "UDP: quoted in part: Destination port needs 2 bytes, and 0 are there");
    }

    @Test
    void lyingLengthsAreNamed() {
        assertThat(dissect(changed("UDP", 39, 255)).notes())
                .contains("UDP: truncated: the header says 255 bytes, and 13" + " are there");
        assertThat(dissect(changed("UDP", 14, 0x4f)).notes())
                .contains("IPv4: malformed: a header of 60 bytes in a packet of 33, and 33 bytes are there");
        assertThat(dissect(changed("TCP RST", 46, 0x10)).notes())
                .contains("TCP: malformed: a header of 4 bytes in a segment of 20");
        assertThat(dissect(changed("TCP SYN", 55, 0)).notes()).contains("TCP: malformed: an option's length is wrong");
        assertThat(dissect(changed("ICMPv6 neighbour solicitation", 14 + 40 + 25, 0))
                        .notes())
                .contains("ICMPv6: malformed: an option of length 0");
        assertThat(dissect(changed("IPv6 with hop-by-hop options", 14 + 40 + 3, 9))
                        .notes())
                .contains("IPv6 hop-by-hop options: malformed: an option of 9 bytes reaches past the header's end");
    }

    @Test
    void linesOfBadPacketsAreTcpdumpsToo() {
        assertThat(dissect(changed("UDP", 39, 255)).summary())
                .isEqualTo("IP 192.168.0.2.40000 > 192.0.2.80.9: UDP, bad length 247 > 5");
        assertThat(dissect(changed("UDP", 39, 3)).summary())
                .isEqualTo("IP 192.168.0.2.40000 > 192.0.2.80.9: UDP, bad length 3");
        assertThat(dissect(changed("TCP RST", 46, 0x10)).summary())
                .isEqualTo("IP 192.168.0.2.52341 > 192.0.2.80.80: tcp 16 [bad hdr length 4 - too short, < 20]");
        assertThat(dissect(changed("TCP RST", 46, 0xf0)).summary())
                .isEqualTo("IP 192.168.0.2.52341 > 192.0.2.80.80: Flags [R] [bad hdr length 60 - too long, > 20]");
        assertThat(dissect(changed("UDP", 14, 0x35)).summary()).isEqualTo("IP3 (invalid)");
        assertThat(dissect(changed("UDP", 14, 0x35)).layers())
                .map(Layer::protocol)
                .containsExactly("Ethernet", "IPv4", "Data");
    }

    @Test
    void aTowerOfTagsEndsAtThirtyTwoLayers() {
        byte[] tower = new byte[2000];
        for (int at = 12; at < tower.length; at += 4) {
            tower[at] = (byte) 0x81;
        }
        Dissection packet = dissect(tower);
        assertThat(packet.layers()).hasSize(PacketDissector.MAXIMUM_LAYERS + 1);
        assertThat(packet.notes()).contains("Data: more than 32 layers: the rest is data");
    }

    @Test
    void errorsAboutErrorsEndToo() {
        byte[] packet = new byte[28 * 60];
        for (int at = 0; at < packet.length; at += 28) {
            packet[at] = 0x45;
            packet[at + 2] = (byte) (packet.length - at >>> 8);
            packet[at + 3] = (byte) (packet.length - at);
            packet[at + 9] = 1;
            packet[at + 20] = 3;
        }
        Dissection dissection = dissector.dissect(LinkType.RAW, packet, 0, packet.length);
        assertThat(dissection.notes()).contains("Data: more than 32 layers: the rest is data");
    }

    @Test
    void anUdpDatagramOverIpv6NeedsAChecksum() {
        byte[] frame = frame("UDP over IPv6");
        frame[14 + 40 + 6] = 0;
        frame[14 + 40 + 7] = 0;
        assertThat(dissect(frame).notes()).containsExactly("UDP: checksum missing: IPv6 wants one");
    }

    @Test
    void anOldFrameWithALengthKeepsPayloadAndPaddingApart() {
        byte[] frame = Frames.ethernet(3, new byte[46]);
        assertThat(dissect(frame).layers()).map(Layer::protocol).containsExactly("Ethernet", "Data", "Trailer");
        assertThat(dissect(frame).layers()).map(Layer::lengthBytes).containsExactly(14, 3, 43);
    }

    @Test
    void noBytesAreNoLayers() {
        Dissection nothing = dissect(new byte[0]);
        assertThat(nothing.layers()).isEmpty();
        assertThat(nothing.summary()).isEqualTo("data, length 0");
    }

    private static byte[] frame(String name) {
        return Frames.ofEveryKind().get(name);
    }

    private static byte[] changed(String name, int at, int octet) {
        byte[] frame = frame(name).clone();
        frame[at] = (byte) octet;
        return frame;
    }

    private Dissection dissect(byte[] frame) {
        return dissector.dissect(LinkType.ETHERNET, frame, 0, frame.length);
    }
}
