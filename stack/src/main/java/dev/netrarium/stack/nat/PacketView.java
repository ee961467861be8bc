package dev.netrarium.stack.nat;

import dev.netrarium.stack.Packet;
import dev.netrarium.wire.BigEndian;
import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.TcpHeader;
import dev.netrarium.wire.UdpHeader;

/**
 * What a tracker must know of an IPv4 packet: addresses, ports and kind; for an ICMP error, of the packet that it
 * quotes. One per tracker, filled anew for each packet.
 */
final class PacketView {
    /** What a packet can mean to a tracker. */
    enum Kind {
        /** May begin a flow. */
        OPENING,
        /** Makes sense only within a flow. */
        WITHIN,
        /** An ICMP error: the addresses and ports are the quoted packet's. */
        ERROR,
        /** Too short or too broken to say. */
        INVALID
    }

    Kind kind = Kind.INVALID;
    int protocol;
    int source;
    int destination;
    int sourcePort;
    int destinationPort;

    /** TCP's flags; 0 for others. */
    int tcpFlags;

    /** Where the quoted IP header is, and its transport header; only for {@link Kind#ERROR}. */
    int quotedNetwork;

    int quotedTransport;

    /** Looks at a packet whose IP header is valid. */
    void read(Packet packet) {
        byte[] b = packet.bytes;
        int network = packet.network;
        protocol = Ipv4Header.protocol(b, network);
        read(b, network, packet.transport, packet.end);
        if (kind == Kind.ERROR) {
            readQuoted(b, packet.transport + Icmpv4Message.BYTES, packet.end);
        }
    }

    private void read(byte[] b, int network, int transport, int end) {
        source = Ipv4Header.source(b, network);
        destination = Ipv4Header.destination(b, network);
        sourcePort = 0;
        destinationPort = 0;
        tcpFlags = 0;
        kind = Kind.OPENING;
        switch (protocol) {
            case IpProtocol.TCP -> readTcp(b, transport, end);
            case IpProtocol.UDP -> {
                if (end - transport < UdpHeader.BYTES) {
                    kind = Kind.INVALID;
                } else {
                    readPorts(b, transport);
                }
            }
            case IpProtocol.ICMP -> readIcmp(b, transport, end);
            default -> {}
        }
    }

    private void readTcp(byte[] b, int transport, int end) {
        if (!TcpHeader.isValid(b, transport, end)) {
            kind = Kind.INVALID;
            return;
        }
        readPorts(b, transport);
        tcpFlags = b[transport + TcpHeader.OFFSET_FLAGS + 1] & 0x3f;
        kind = TcpFlowState.first(tcpFlags) == null ? Kind.WITHIN : Kind.OPENING;
    }

    private void readIcmp(byte[] b, int transport, int end) {
        if (end - transport < Icmpv4Message.BYTES) {
            kind = Kind.INVALID;
            return;
        }
        int type = Icmpv4Message.type(b, transport);
        switch (type) {
            case Icmpv4Message.ECHO_REQUEST -> sourcePort = Icmpv4Message.identifier(b, transport);
            case Icmpv4Message.ECHO_REPLY -> {
                destinationPort = Icmpv4Message.identifier(b, transport);
                kind = Kind.WITHIN;
            }
            default -> kind = Icmpv4Message.isError(type) ? Kind.ERROR : Kind.INVALID;
        }
    }

    /** RFC 792: an error quotes the IP header and at least 64 bits of what follows. */
    private void readQuoted(byte[] b, int network, int end) {
        if (end - network < Ipv4Header.BYTES || (b[network] & 0xf0) != 0x40) {
            kind = Kind.INVALID;
            return;
        }
        int header = (b[network] & 0x0f) * 4;
        int transport = network + header;
        if (header < Ipv4Header.BYTES || end - transport < 8 || Ipv4Header.fragmentOffsetBytes(b, network) != 0) {
            kind = Kind.INVALID;
            return;
        }
        protocol = Ipv4Header.protocol(b, network);
        source = Ipv4Header.source(b, network);
        destination = Ipv4Header.destination(b, network);
        sourcePort = 0;
        destinationPort = 0;
        if (protocol == IpProtocol.TCP || protocol == IpProtocol.UDP) {
            readPorts(b, transport);
        } else if (protocol == IpProtocol.ICMP) {
            kind = Kind.OPENING;
            readIcmp(b, transport, end);
            if (kind == Kind.ERROR || kind == Kind.INVALID) { // an error about an error is never sent
                kind = Kind.INVALID;
                return;
            }
        }
        kind = Kind.ERROR;
        quotedNetwork = network;
        quotedTransport = transport;
    }

    private void readPorts(byte[] b, int transport) {
        sourcePort = BigEndian.u16(b, transport);
        destinationPort = BigEndian.u16(b, transport + 2);
    }
}
