package dev.netrarium.wire.dissect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.ArpPacket;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.Frames;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.UdpHeader;
import dev.netrarium.wire.capture.LinkType;
import org.junit.jupiter.api.Test;

/** Three frames from a textbook, read field by field and written again byte for byte. */
class TextbookFramesTest {
    private final PacketDissector dissector = PacketDissector.load();

    @Test
    void theArpRequestAsksEverybody() {
        Dissection frame = dissect(Frames.ARP_REQUEST);
        assertThat(frame.summary()).isEqualTo("ARP, Request who-has 192.168.0.2 tell 192.168.0.55, length 46");
        assertThat(frame.tree()).isEqualTo("""
                Ethernet, 00:05:5d:61:58:a8 > ff:ff:ff:ff:ff:ff, ethertype ARP (0x0806), length 60
                    Destination: ff:ff:ff:ff:ff:ff
                    Source: 00:05:5d:61:58:a8
                    Type: ARP (0x0806)
                ARP, Request who-has 192.168.0.2 tell 192.168.0.55
                    Hardware type: Ethernet (1)
                    Protocol type: IPv4 (0x0800)
                    Hardware address length: 6
                    Protocol address length: 4
                    Operation: Request (1)
                    Sender MAC: 00:05:5d:61:58:a8
                    Sender IP: 192.168.0.55
                    Target MAC: 00:00:00:00:00:00
                    Target IP: 192.168.0.2
                Trailer, 18 bytes
                    0000: 00 77 31 d2 50 10 fd 78  41 d3 00 00 00 00 00 00  .w1.P..xA.......
                    0010: 00 00                                             ..
                """);
    }

    @Test
    void theArpReplyAnswersOne() {
        Dissection frame = dissect(Frames.ARP_REPLY);
        assertThat(frame.summary()).isEqualTo("ARP, Reply 192.168.0.2 is-at 00:05:5d:a1:b8:40, length 46");
        assertThat(frame.tree()).isEqualTo("""
                Ethernet, 00:05:5d:a1:b8:40 > 00:05:5d:61:58:a8, ethertype ARP (0x0806), length 60
                    Destination: 00:05:5d:61:58:a8
                    Source: 00:05:5d:a1:b8:40
                    Type: ARP (0x0806)
                ARP, Reply 192.168.0.2 is-at 00:05:5d:a1:b8:40
                    Hardware type: Ethernet (1)
                    Protocol type: IPv4 (0x0800)
                    Hardware address length: 6
                    Protocol address length: 4
                    Operation: Reply (2)
                    Sender MAC: 00:05:5d:a1:b8:40
                    Sender IP: 192.168.0.2
                    Target MAC: 00:05:5d:61:58:a8
                    Target IP: 192.168.0.55
                Trailer, 18 bytes
                    0000: 00 77 31 d2 50 10 fd 78  41 d3 00 00 00 00 00 00  .w1.P..xA.......
                    0010: 00 00                                             ..
                """);
    }

    @Test
    void theTftpReadRequestHasTwoGoodChecksums() {
        Dissection frame = dissect(Frames.TFTP_READ_REQUEST);
        assertThat(frame.summary())
                .isEqualTo("IP 192.168.0.55.1492 > 192.168.0.1.69: TFTP, length 55,"
                        + " RRQ \"c:\\qwerq.qwe\" netascii blksize 512 timeout 10 tsize 0");
        assertThat(frame.notes()).isEmpty();
        assertThat(frame.tree()).isEqualTo("""
                Ethernet, 00:05:5d:61:58:a8 > 00:05:5d:67:d0:b1, ethertype IPv4 (0x0800), length 97
                    Destination: 00:05:5d:67:d0:b1
                    Source: 00:05:5d:61:58:a8
                    Type: IPv4 (0x0800)
                IPv4, 192.168.0.55 > 192.168.0.1, UDP, ttl 128, id 37669, length 83
                    Version: 4
                    Header length: 20 bytes
                    Type of service: 0x00 (DSCP 0, ECN not ECT)
                    Total length: 83
                    Identification: 0x9325 (37669)
                    Flags: none
                    Fragment offset: 0 bytes
                    Time to live: 128
                    Protocol: UDP (17)
                    Header checksum: 0x25ec (correct)
                    Source: 192.168.0.55
                    Destination: 192.168.0.1
                UDP, 1492 > 69, length 63
                    Source port: 1492
                    Destination port: 69
                    Length: 63
                    Checksum: 0xac40 (correct)
                TFTP, RRQ "c:\\qwerq.qwe" netascii blksize 512 timeout 10 tsize 0
                    Opcode: read request (1)
                    File: c:\\qwerq.qwe
                    Mode: netascii
                    Option: blksize = 512
                    Option: timeout = 10
                    Option: tsize = 0
                """);
    }

    @Test
    void bothChecksumsOfTheTftpRequestAreWhatWeWouldWrite() {
        byte[] b = Frames.TFTP_READ_REQUEST;
        byte[] ours = b.clone();
        Ipv4Header.completeChecksum(ours, 14);
        assertThat(Ipv4Header.headerChecksum(ours, 14)).isEqualTo(0x25ec);
        UdpHeader.putChecksum(ours, 34, 0);
        long sum = Checksum.pseudoHeader(IpFamily.IPV4, ours, 14, IpProtocol.UDP, 63);
        assertThat(Checksum.finish(Checksum.add(sum, ours, 34, 63))).isEqualTo(0xac40);
    }

    @Test
    void oneWrongBitIsFound() {
        byte[] b = Frames.TFTP_READ_REQUEST.clone();
        b[50] ^= 1;
        assertThat(dissect(b).notes()).containsExactly("UDP: checksum wrong: 0xac40, should be 0xab40");
        assertThat(dissect(b).layer("UDP").orElseThrow().value("Checksum")).contains("0xac40 (wrong)");
        b[50] ^= 1;
        b[22] ^= 1;
        assertThat(dissect(b).notes()).containsExactly("IPv4: checksum wrong: 0x25ec, should be 0x24ec");
    }

    @Test
    void allThreeAreWrittenAgainByteForByte() {
        for (byte[] frame : new byte[][] {Frames.ARP_REQUEST, Frames.ARP_REPLY}) {
            byte[] again = new byte[frame.length];
            EthernetHeader.parse(frame, 0, frame.length).writeTo(again, 0);
            ArpPacket.parse(frame, 14, frame.length).writeTo(again, 14);
            int padding = 14 + ArpPacket.BYTES;
            System.arraycopy(frame, padding, again, padding, frame.length - padding);
            assertThat(again).isEqualTo(frame);
        }
        byte[] frame = Frames.TFTP_READ_REQUEST;
        byte[] again = new byte[frame.length];
        EthernetHeader.parse(frame, 0, frame.length).writeTo(again, 0);
        Ipv4Header.parse(frame, 14, frame.length).writeTo(again, 14);
        UdpHeader.parse(frame, 34, frame.length).writeTo(again, 34);
        System.arraycopy(frame, 42, again, 42, frame.length - 42);
        assertThat(again).isEqualTo(frame);
    }

    private Dissection dissect(byte[] frame) {
        return dissector.dissect(LinkType.ETHERNET, frame, 0, frame.length);
    }
}
