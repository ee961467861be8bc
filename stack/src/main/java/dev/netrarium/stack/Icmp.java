package dev.netrarium.stack;

import dev.netrarium.wire.Icmpv4Message;
import dev.netrarium.wire.Icmpv6Message;
import dev.netrarium.wire.IpAddress;
import dev.netrarium.wire.IpFamily;
import dev.netrarium.wire.IpProtocol;
import dev.netrarium.wire.Ipv4Header;
import dev.netrarium.wire.UdpHeader;
import org.jspecify.annotations.Nullable;

/** ICMP and ICMPv6 of one host: answers echo requests, sends errors, hands errors to whom they concern. */
public final class Icmp {
    private static final int IDENTIFIERS = 1 << 16;

    /** RFC 792 promises this much of the quoted packet's transport: with it, ports and echo identifiers can be read. */
    private static final int LEAST_TRANSPORT_BYTES = 8;

    private final Host host;
    private final IcmpErrors errors;
    private final IcmpInput input;
    private final RandomStream chance;
    private final AddressMap<EchoEndpoint> endpoints = new AddressMap<>(null);

    Icmp(Host host) {
        this.host = host;
        this.errors = new IcmpErrors(host);
        this.input = new IcmpInput(host, this);
        this.chance = host.random("echo");
    }

    /**
     * Opens a ping socket with an identifier of its own.
     *
     * @throws IllegalStateException when 65,536 of the family are open
     */
    public EchoEndpoint open(IpFamily family) {
        int identifier = chance.nextInt(IDENTIFIERS);
        for (int i = 0; i < IDENTIFIERS; i++) {
            int candidate = identifier + i & IDENTIFIERS - 1;
            if (endpoints.get(family.version(), candidate) == null) {
                EchoEndpoint endpoint = new EchoEndpoint(host, family, candidate);
                endpoints.put(family.version(), candidate, endpoint);
                return endpoint;
            }
        }
        throw new IllegalStateException("every echo identifier of " + family + " is in use");
    }

    /** Answers a packet for a closed port, where an error may be sent. The packet stays the caller's. */
    public void portUnreachable(long now, Packet packet) {
        errors.send(now, IcmpProblem.PORT_UNREACHABLE, 0, packet);
    }

    IcmpErrors errors() {
        return errors;
    }

    IcmpInput input() {
        return input;
    }

    void close(EchoEndpoint endpoint) {
        endpoints.remove(endpoint.family().version(), endpoint.identifier());
    }

    /** The next hop of a packet does not answer: its sender hears of it, here or over there. The packet stays. */
    void neighbourUnreachable(long now, Packet packet) {
        packet.network = packet.start;
        if (packet.ingress != null) {
            errors.send(now, IcmpProblem.HOST_UNREACHABLE, 0, packet);
            return;
        }
        boolean isV4 = IpFields.isV4(packet);
        int protocol;
        if (isV4) {
            byte[] b = packet.bytes;
            packet.transport = packet.network + Ipv4Header.headerBytes(b, packet.network);
            protocol = Ipv4Header.protocol(b, packet.network);
        } else {
            Ipv6Extensions.locateTransport(packet);
            protocol = Ipv6Extensions.protocolAt(packet);
        }
        concern(now, new IcmpError.HostUnreachable(IpFields.source(packet)), packet, protocol);
    }

    /** Hands an error to whoever sent the quoted packet, whose offsets are set. The packet stays the caller's. */
    void concern(long now, IcmpError error, Packet quoted, int protocol) {
        if (host.isObserved()) {
            host.tell(now, new HostEvent.IcmpReceived(error, about(quoted, protocol)));
        }
        host.raw().failed(error, quoted, protocol);
        if (quoted.end - quoted.transport < LEAST_TRANSPORT_BYTES) {
            return;
        }
        boolean isV4 = IpFields.isV4(quoted);
        if (protocol == (isV4 ? IpProtocol.ICMP : IpProtocol.ICMPV6)) {
            int request = isV4 ? Icmpv4Message.ECHO_REQUEST : Icmpv6Message.ECHO_REQUEST;
            if (Icmpv4Message.type(quoted.bytes, quoted.transport) == request) {
                EchoEndpoint endpoint = endpoint(quoted, isV4);
                if (endpoint != null) {
                    int sequence = Icmpv4Message.sequence(quoted.bytes, quoted.transport);
                    endpoint.arrived(new EchoResult.Failure(error, sequence, now));
                }
            }
            return;
        }
        TransportProtocol transport = host.delivery().transport(protocol);
        if (transport != null) {
            transport.icmpError(now, error, quoted);
        }
    }

    /** An echo reply has come. The packet stays the caller's. */
    void replied(long now, Packet packet) {
        EchoEndpoint endpoint = endpoint(packet, IpFields.isV4(packet));
        if (endpoint != null) {
            byte[] b = packet.bytes;
            int data = packet.transport + Icmpv4Message.BYTES;
            byte[] copy = new byte[packet.end - data];
            System.arraycopy(b, data, copy, 0, copy.length);
            endpoint.arrived(new EchoResult.Reply(
                    IpFields.source(packet),
                    Icmpv4Message.sequence(b, packet.transport),
                    copy,
                    IpFields.timeToLive(packet),
                    now));
        }
    }

    private @Nullable EchoEndpoint endpoint(Packet packet, boolean isV4) {
        return endpoints.get(isV4 ? 4 : 6, Icmpv4Message.identifier(packet.bytes, packet.transport));
    }

    private static String about(Packet quoted, int protocol) {
        IpAddress from = IpFields.source(quoted);
        IpAddress to = IpFields.destination(quoted);
        boolean hasPorts = protocol == IpProtocol.TCP || protocol == IpProtocol.UDP;
        if (hasPorts && quoted.end - quoted.transport >= LEAST_TRANSPORT_BYTES) {
            return IpProtocol.name(protocol) + " from " + from + " port "
                    + UdpHeader.sourcePort(quoted.bytes, quoted.transport) + " to " + to + " port "
                    + UdpHeader.destinationPort(quoted.bytes, quoted.transport);
        }
        return IpProtocol.name(protocol) + " from " + from + " to " + to;
    }
}
