package dev.netrarium.stack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.InterfaceAddress;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.Ipv6Header;
import dev.netrarium.wire.MacAddress;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.UdpHeader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The last step out of a host: sent, queued or refused, and everybody is told. */
class EgressQueueTest {
    private final PacketPool pool = new PacketPool();
    private final Host host = new Host("h", 1, pool);
    private final List<byte[]> wire = new ArrayList<>();
    private boolean busy;
    private final NetInterface eth0 = host.addEthernet("eth0", new MacAddress(0x0200_0000_0001L), 1500, this::transmit);
    private final List<Integer> departed = new ArrayList<>();

    EgressQueueTest() {
        eth0.add(0, InterfaceAddress.of("192.0.2.1/24"));
        eth0.add(0, InterfaceAddress.of("2001:db8::1/64"));
        MacAddress peer = new MacAddress(0x0200_0000_0009L);
        host.neighbours().setPermanent(eth0, IpAddress.of("192.0.2.9"), peer);
        host.neighbours().setPermanent(eth0, IpAddress.of("2001:db8::9"), peer);
    }

    private boolean transmit(long now, Packet frame) {
        if (busy) {
            return false;
        }
        byte[] copy = new byte[frame.length()];
        System.arraycopy(frame.bytes, frame.start, copy, 0, copy.length);
        wire.add(copy);
        frame.release();
        return true;
    }

    @Test
    void aFreePortTakesThePacketAtOnceAndTheSenderIsTold() {
        assertThat(send(100)).isEqualTo(Transmit.SENT);
        assertThat(departed).hasSize(1);
        assertThat(wire).hasSize(1);
    }

    @Test
    void aBusyPortFillsTheQueueThenPacketsAreRefusedAndCounted() {
        eth0.queue(new Pfifo(10));
        busy = true;
        for (int i = 0; i < 11; i++) {
            assertThat(send(100 + i)).isEqualTo(Transmit.QUEUED); // one held, ten queued
        }
        assertThat(departed).isEmpty();
        assertThat(send(999)).isEqualTo(Transmit.REFUSED);
        assertThat(departed).hasSize(1); // a refused packet is below no longer
        assertThat(host.counters().get(Mib.LINK_TRANSMIT_DROPS)).isEqualTo(1);
        assertThat(eth0.statistics().sendDrops()).isEqualTo(1);

        busy = false;
        eth0.portReady(0);
        assertThat(wire).hasSize(11);
        for (int i = 0; i < 11; i++) {
            assertThat(wire.get(i)).hasSize(EthernetHeader.BYTES + Ipv4Header.BYTES + 100 + i); // in order
        }
        assertThat(departed).hasSize(12);
        assertThat(eth0.statistics().sentPackets()).isEqualTo(11);
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void goingDownDropsWhatWaits() {
        busy = true;
        send(100);
        send(100);
        eth0.down(0);
        assertThat(departed).hasSize(2);
        assertThat(pool.outstanding()).isZero();
        Path path = host.network().path(null, IpAddress.of("192.0.2.9"), 0);
        assertThat(path.error()).isEqualTo(Path.PathError.NETWORK_UNREACHABLE);
    }

    @Test
    void shortFramesArePaddedWithZeroes() {
        send(1);
        assertThat(wire.get(0)).hasSize(60);
        for (int i = EthernetHeader.BYTES + Ipv4Header.BYTES + 1; i < 60; i++) {
            assertThat(wire.get(0)[i]).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.9", "2001:db8::9"})
    void aSuperSegmentIsCutIntoTheSegmentsThatItStandsFor(String to) {
        Path path = host.network().path(null, IpAddress.of(to), 0);
        boolean isV4 = path.destination().family() == IpFamily.IPV4;
        Packet packet = host.network().take(TcpHeader.BYTES + 10_000);
        byte[] b = packet.bytes;
        int at = packet.start;
        for (int i = 0; i < 10_000; i++) {
            b[at + TcpHeader.BYTES + i] = (byte) i;
        }
        TcpHeader.putSequenceNumber(b, at, 1_000_000);
        TcpHeader.putOffsetAndFlags(b, at, TcpHeader.BYTES, TcpHeader.ACK | TcpHeader.PSH | TcpHeader.CWR);
        TcpHeader.putChecksum(b, at, 0);
        packet.gsoSize = 1440;
        packet.checksum = Packet.ChecksumState.PARTIAL;
        packet.checksumStart = at;
        packet.checksumOffset = TcpHeader.CHECKSUM;
        packet.sender = (now, bytes) -> departed.add(bytes);
        assertThat(host.network().send(0, path, packet, IpProtocol.TCP, 64, 0)).isEqualTo(Transmit.SENT);

        assertThat(wire).hasSize(7);
        assertThat(departed).hasSize(1);
        int offset = 0;
        for (int i = 0; i < 7; i++) {
            byte[] frame = wire.get(i);
            int ip = EthernetHeader.BYTES;
            int tcp = ip + (isV4 ? Ipv4Header.BYTES : Ipv6Header.BYTES);
            int length = frame.length - tcp;
            if (isV4) {
                assertThat(Ipv4Header.check(frame, ip, frame.length)).isEqualTo(Ipv4Header.Fault.NONE);
                assertThat(Ipv4Header.totalLength(frame, ip)).isEqualTo(frame.length - ip);
            } else {
                assertThat(Ipv6Header.payloadLength(frame, ip)).isEqualTo(length);
            }
            long sum = Checksum.pseudoHeader(path.destination().family(), frame, ip, IpProtocol.TCP, length);
            assertThat(Checksum.finish(Checksum.add(sum, frame, tcp, length))).isZero();
            assertThat(TcpHeader.sequenceNumber(frame, tcp)).isEqualTo(1_000_000 + offset);
            int flags = frame[tcp + TcpHeader.OFFSET_FLAGS + 1] & 0xff;
            assertThat(flags & TcpHeader.PSH).isEqualTo(i == 6 ? TcpHeader.PSH : 0);
            assertThat(flags & TcpHeader.CWR).isEqualTo(i == 0 ? TcpHeader.CWR : 0);
            assertThat(frame[tcp + TcpHeader.BYTES]).isEqualTo((byte) offset);
            offset += length - TcpHeader.BYTES;
        }
        assertThat(offset).isEqualTo(10_000);
        assertThat(pool.outstanding()).isZero();
    }

    @Test
    void aChecksumThatWasBegunIsFinishedBeforeTheWire() {
        Path path = host.network().path(null, IpAddress.of("192.0.2.9"), 0);
        Packet packet = host.network().take(UdpHeader.BYTES + 3);
        byte[] b = packet.bytes;
        int at = packet.start;
        new UdpHeader(5, 6, UdpHeader.BYTES + 3, 0).writeTo(b, at);
        b[at + 8] = 1;
        b[at + 9] = 2;
        b[at + 10] = 3;
        long pseudo = Checksum.pseudoHeader(path.source(), path.destination(), IpProtocol.UDP, UdpHeader.BYTES + 3);
        UdpHeader.putChecksum(b, at, Checksum.fold(pseudo));
        packet.checksum = Packet.ChecksumState.PARTIAL;
        packet.checksumStart = at;
        packet.checksumOffset = UdpHeader.CHECKSUM;
        host.network().send(0, path, packet, IpProtocol.UDP, 64, 0);
        byte[] frame = wire.get(0);
        int udp = EthernetHeader.BYTES + Ipv4Header.BYTES;
        long sum = Checksum.pseudoHeader(IpFamily.IPV4, frame, EthernetHeader.BYTES, IpProtocol.UDP, 11);
        assertThat(Checksum.finish(Checksum.add(sum, frame, udp, 11))).isZero();
    }

    private Transmit send(int length) {
        Path path = host.network().path(null, IpAddress.of("192.0.2.9"), 0);
        Packet packet = host.network().take(length);
        packet.sender = (now, bytes) -> departed.add(bytes);
        return host.network().send(0, path, packet, 253, 64, 0);
    }
}
