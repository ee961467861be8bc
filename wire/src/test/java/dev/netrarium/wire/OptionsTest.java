package dev.netrarium.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class OptionsTest {
    @Test
    void everyTcpOptionInUseIsReadPrintedAndWrittenAgain() {
        byte[] first = Frames.hex("020405b4 0402 080a00000001ffffffff 01 030307 fd04abcd 1c048002 2204aabb 00000000");
        List<TcpOption> options = TcpOption.read(first, 0, first.length);
        assertThat(options)
                .map(TcpOption::toString)
                .containsExactly(
                        "mss 1460",
                        "sackOK",
                        "TS val 1 ecr 4294967295",
                        "nop",
                        "wscale 7",
                        "unknown-253 0xabcd",
                        "uto 2 minutes",
                        "tfo cookie aabb",
                        "eol");
        assertThat(TcpOption.write(options)).isEqualTo(first);

        byte[] second = Frames.hex("0101 0512 00000bb800000fa0 0000138800001770 fe04f989 fe0612340001 220200000000");
        options = TcpOption.read(second, 0, second.length);
        assertThat(options)
                .map(TcpOption::toString)
                .containsExactly(
                        "nop",
                        "nop",
                        "sack 2 {3000:4000}{5000:6000}",
                        "exp-tfo cookiereq",
                        "unknown-254 0x12340001",
                        "tfo cookiereq",
                        "eol");
        assertThat(TcpOption.write(options)).isEqualTo(second);
    }

    @Test
    void paddingGarbageAndImpossibleLengthsOfTcpOptionsAreKept() {
        byte[] b = Frames.hex("0205aabbcc 01 00deadbeef00");
        List<TcpOption> options = TcpOption.read(b, 0, b.length);
        assertThat(options)
                .containsExactly(
                        new TcpOption.Unknown(2, ByteString.ofHex("aabbcc")),
                        new TcpOption.NoOperation(),
                        new TcpOption.EndOfList(ByteString.ofHex("deadbeef00")));
        assertThat(TcpOption.write(options)).isEqualTo(b);

        byte[] lying = Frames.hex("01 08ff0000000001");
        options = TcpOption.read(lying, 0, lying.length);
        assertThat(options)
                .containsExactly(
                        new TcpOption.NoOperation(), new TcpOption.Malformed(ByteString.ofHex("08ff0000000001")));
        assertThat(TcpOption.write(options)).isEqualTo(lying);
    }

    @Test
    void theHotPathAndTheValuesSeeTheSameTcpOptions() {
        byte[] header = new TcpHeader(
                        1,
                        2,
                        3,
                        4,
                        TcpHeader.SYN,
                        5,
                        0,
                        0,
                        TcpOption.write(List.of(
                                new TcpOption.MaximumSegmentSize(1220),
                                new TcpOption.WindowScale(99),
                                new TcpOption.Timestamps(7, 8),
                                new TcpOption.UserTimeout(true, 5),
                                new TcpOption.FastOpen(ByteString.ofHex("01020304"), true))))
                .toByteArray();
        TcpOptions options = new TcpOptions();
        options.read(header, 0);
        assertThat(options.maximumSegmentSize()).isEqualTo(1220);
        assertThat(options.windowShift()).isEqualTo(TcpOptions.MAXIMUM_WINDOW_SHIFT);
        assertThat(options.userTimeout()).isEqualTo(0x8005);
        assertThat(options.fastOpenExperimental()).isTrue();
        assertThat(ByteString.copyOf(
                        header,
                        options.fastOpenCookieAt(),
                        options.fastOpenCookieAt() + options.fastOpenCookieLength()))
                .isEqualTo(ByteString.ofHex("01020304"));
    }

    @Test
    void ipv4OptionsAreReadPrintedAndWrittenAgain() {
        byte[] b = Frames.hex("94040000 01 070b08c0a8000100000000 440c0d03c0a8000200000001 e4040102 00000000");
        List<Ipv4Option> options = Ipv4Option.read(b, 0, b.length);
        assertThat(options)
                .map(Ipv4Option::toString)
                .containsExactly(
                        "RA",
                        "NOP",
                        "RR 192.168.0.1, 0.0.0.0^",
                        "timestamp flag 3 overflow 0 0xc0a8000200000001",
                        "unknown 228 0x0102",
                        "EOL");
        assertThat(Ipv4Option.write(options)).isEqualTo(b);
    }

    @Test
    void whatDoesNotFitBehindTheHeaderIsRefused() {
        assertThatThrownBy(() -> TcpOption.write(Collections.nCopies(5, new TcpOption.Timestamps(1, 2))))
                .hasMessage("TCP options of 50 bytes: at most 40 fit behind the header");
        assertThatThrownBy(() -> Ipv4Option.write(Collections.nCopies(11, new Ipv4Option.RouterAlert(0))))
                .hasMessage("IPv4 options of 44 bytes: at most 40 fit behind the header");
        assertThatThrownBy(() -> new TcpHeader(1, 2, 3, 4, 0, 5, 0, 0, new byte[3]))
                .hasMessageContaining("whole 32-bit words");
        assertThatThrownBy(() -> new VlanTag(8, false, 1, EtherType.IPV4)).hasMessageContaining("0 to 7");
    }

    @Test
    void headersAreEqualWhenTheirBytesAre() {
        byte[] frame = Frames.TFTP_READ_REQUEST;
        Ipv4Header header = Ipv4Header.parse(frame, EthernetHeader.BYTES, frame.length);
        assertThat(header).isEqualTo(Ipv4Header.parse(frame, EthernetHeader.BYTES, frame.length));
        assertThat(header).hasSameHashCodeAs(Ipv4Header.parse(frame, EthernetHeader.BYTES, frame.length));
        assertThat(header).hasToString("IPv4 192.168.0.55 > 192.168.0.1, protocol UDP, ttl 128, length 83");
        byte[] later = header.toByteArray();
        Ipv4Header.decrementTimeToLive(later, 0);
        assertThat(header).isNotEqualTo(Ipv4Header.parse(later, 0, later.length));
    }
}
