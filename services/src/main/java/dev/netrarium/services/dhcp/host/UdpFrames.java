package dev.netrarium.services.dhcp.host;

import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.EtherType;
import dev.netrarium.wire.EthernetHeader;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Address;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.MacAddress;
import dev.netrarium.wire.UdpHeader;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * UDP over IPv4 in Ethernet frames made and read by hand: for those who have no IP address yet, or write to somebody who has
 * none, where ARP and routes do not help.
 */
final class UdpFrames {
    private static final int TIME_TO_LIVE = 64;

    /** Internetwork control would be 0xc0; ISC's and udhcp's clients send "low delay". */
    private static final int TYPE_OF_SERVICE = 0x10;

    private UdpFrames() {}

    static byte[] build(
            MacAddress fromMac,
            MacAddress toMac,
            Ipv4Address from,
            int fromPort,
            Ipv4Address to,
            int toPort,
            byte[] payload) {
        int udp = EthernetHeader.BYTES + Ipv4Header.BYTES;
        int udpBytes = UdpHeader.BYTES + payload.length;
        byte[] b = new byte[udp + udpBytes];
        new EthernetHeader(toMac, fromMac, EtherType.IPV4).writeTo(b, 0);
        Ipv4Header.write(
                b,
                EthernetHeader.BYTES,
                TYPE_OF_SERVICE,
                Ipv4Header.BYTES + udpBytes,
                0,
                0,
                TIME_TO_LIVE,
                IpProtocol.UDP,
                from.bits(),
                to.bits());
        new UdpHeader(fromPort, toPort, udpBytes, 0).writeTo(b, udp);
        System.arraycopy(payload, 0, b, udp + UdpHeader.BYTES, payload.length);
        int sum = Checksum.finish(
                Checksum.add(Checksum.pseudoHeader(from, to, IpProtocol.UDP, udpBytes), b, udp, udpBytes));
        UdpHeader.putChecksum(b, udp, sum == 0 ? 0xffff : sum);
        return b;
    }

    /** The payload of a sound datagram to that port; null for any other frame. */
    static byte @Nullable [] payload(byte[] frame, int toPort) {
        int ip = EthernetHeader.BYTES;
        if (frame.length < ip + Ipv4Header.BYTES
                || EthernetHeader.etherType(frame, 0) != EtherType.IPV4
                || Ipv4Header.check(frame, ip, frame.length) != Ipv4Header.Fault.NONE
                || Ipv4Header.protocol(frame, ip) != IpProtocol.UDP
                || Ipv4Header.isFragment(frame, ip)) {
            return null;
        }
        int udp = ip + Ipv4Header.headerBytes(frame, ip);
        int end = ip + Ipv4Header.totalLength(frame, ip);
        if (!UdpHeader.isValid(frame, udp, end) || UdpHeader.destinationPort(frame, udp) != toPort) {
            return null;
        }
        int length = UdpHeader.length(frame, udp);
        if (UdpHeader.checksum(frame, udp) != 0) {
            long pseudo = Checksum.pseudoHeader(
                    new Ipv4Address(BigEndian.i32(frame, ip + Ipv4Header.SOURCE)),
                    new Ipv4Address(BigEndian.i32(frame, ip + Ipv4Header.DESTINATION)),
                    IpProtocol.UDP,
                    length);
            if (Checksum.finish(Checksum.add(pseudo, frame, udp, length)) != 0) {
                return null;
            }
        }
        return Arrays.copyOfRange(frame, udp + UdpHeader.BYTES, udp + length);
    }
}
