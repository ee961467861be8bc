package dev.netrarium.stack.nat;

import dev.netrarium.stack.Packet;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Checksum;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.UdpHeader;

/**
 * Changes addresses and ports in a packet, and every checksum that covers them by the difference alone (RFC 1624): a sum
 * that was wrong stays wrong, and a packet's data is not looked at.
 */
final class Rewriting {
    private Rewriting() {}

    /** Replaces one end of a packet: the source or the destination, address and port (or echo identifier). */
    static void replace(Packet packet, int protocol, boolean source, int address, int port) {
        byte[] b = packet.bytes;
        int network = packet.network;
        int transport = packet.transport;
        int addressAt = network + (source ? Ipv4Header.SOURCE : Ipv4Header.DESTINATION);
        int oldAddress = BigEndian.i32(b, addressAt);
        putAddress(b, network, addressAt, address);
        switch (protocol) {
            case IpProtocol.TCP, IpProtocol.UDP -> {
                int portAt = transport + (source ? 0 : 2);
                int oldPort = BigEndian.u16(b, portAt);
                BigEndian.put16(b, portAt, port);
                int checksumAt = transport + (protocol == IpProtocol.TCP ? TcpHeader.CHECKSUM : UdpHeader.CHECKSUM);
                int checksum = BigEndian.u16(b, checksumAt);
                if (packet.checksum == Packet.ChecksumState.PARTIAL) {
                    // The field holds the pseudo-header's sum, not complemented, and no ports yet.
                    checksum = ~Checksum.update32(~checksum & 0xffff, oldAddress, address) & 0xffff;
                    BigEndian.put16(b, checksumAt, checksum);
                } else if (protocol == IpProtocol.TCP || checksum != 0) { // UDP's 0 says that there is none
                    checksum = Checksum.update32(checksum, oldAddress, address);
                    checksum = Checksum.update16(checksum, oldPort, port);
                    BigEndian.put16(b, checksumAt, checksum == 0 && protocol == IpProtocol.UDP ? 0xffff : checksum);
                }
            }
            case IpProtocol.ICMP -> {
                if (isIdentifierOf(b, transport, source)) {
                    int checksum = BigEndian.u16(b, transport + Icmpv4Message.CHECKSUM);
                    BigEndian.put16(
                            b,
                            transport + Icmpv4Message.CHECKSUM,
                            putWord(b, transport + Icmpv4Message.IDENTIFIER, port, checksum));
                }
            }
            default -> {}
        }
    }

    /**
     * Replaces one end of an ICMP error, and the opposite end of the packet that it quotes, so that the quotation again
     * is what its receiver sent.
     */
    static void replaceInError(Packet packet, PacketView view, boolean source, int address, int port) {
        byte[] b = packet.bytes;
        int network = packet.network;
        putAddress(b, network, network + (source ? Ipv4Header.SOURCE : Ipv4Header.DESTINATION), address);
        int message = packet.transport + Icmpv4Message.CHECKSUM;
        int sum = BigEndian.u16(b, message);
        int quoted = view.quotedNetwork;
        boolean quotedSource = !source;
        int addressAt = quoted + (quotedSource ? Ipv4Header.SOURCE : Ipv4Header.DESTINATION);
        int oldAddress = BigEndian.i32(b, addressAt);
        int oldHeaderSum = BigEndian.u16(b, quoted + Ipv4Header.CHECKSUM);
        sum = putWord(b, quoted + Ipv4Header.CHECKSUM, Checksum.update32(oldHeaderSum, oldAddress, address), sum);
        sum = putWord(b, addressAt, address >>> 16, sum);
        sum = putWord(b, addressAt + 2, address & 0xffff, sum);
        sum = replaceQuotedPort(b, view, quotedSource, oldAddress, address, port, packet.end, sum);
        BigEndian.put16(b, message, sum);
    }

    private static int replaceQuotedPort(
            byte[] b, PacketView view, boolean source, int oldAddress, int address, int port, int end, int sum) {
        int transport = view.quotedTransport;
        switch (view.protocol) {
            case IpProtocol.TCP, IpProtocol.UDP -> {
                int portAt = transport + (source ? 0 : 2);
                int oldPort = BigEndian.u16(b, portAt);
                sum = putWord(b, portAt, port, sum);
                int checksumAt =
                        transport + (view.protocol == IpProtocol.TCP ? TcpHeader.CHECKSUM : UdpHeader.CHECKSUM);
                if (checksumAt + 2 <= end) { // of a TCP header often only 8 bytes are quoted
                    int old = BigEndian.u16(b, checksumAt);
                    if (view.protocol == IpProtocol.TCP || old != 0) {
                        int changed = Checksum.update32(old, oldAddress, address);
                        changed = Checksum.update16(changed, oldPort, port);
                        boolean none = changed == 0 && view.protocol == IpProtocol.UDP;
                        sum = putWord(b, checksumAt, none ? 0xffff : changed, sum);
                    }
                }
            }
            case IpProtocol.ICMP -> {
                if (isIdentifierOf(b, transport, source)) {
                    int old = BigEndian.u16(b, transport + Icmpv4Message.CHECKSUM);
                    int oldIdentifier = Icmpv4Message.identifier(b, transport);
                    sum = putWord(
                            b, transport + Icmpv4Message.CHECKSUM, Checksum.update16(old, oldIdentifier, port), sum);
                    sum = putWord(b, transport + Icmpv4Message.IDENTIFIER, port, sum);
                }
            }
            default -> {}
        }
        return sum;
    }

    /** An echo request's identifier belongs to its source, an echo reply's to its destination. */
    private static boolean isIdentifierOf(byte[] b, int transport, boolean source) {
        int type = Icmpv4Message.type(b, transport);
        return type == (source ? Icmpv4Message.ECHO_REQUEST : Icmpv4Message.ECHO_REPLY);
    }

    private static void putAddress(byte[] b, int network, int addressAt, int address) {
        int old = BigEndian.i32(b, addressAt);
        int checksum = Ipv4Header.headerChecksum(b, network);
        Ipv4Header.putHeaderChecksum(b, network, Checksum.update32(checksum, old, address));
        BigEndian.put32(b, addressAt, address);
    }

    /** Replaces a word; the checksum that covers it, changed accordingly, is the answer. */
    private static int putWord(byte[] b, int at, int value, int checksum) {
        int old = BigEndian.u16(b, at);
        BigEndian.put16(b, at, value);
        return Checksum.update16(checksum, old, value);
    }
}
