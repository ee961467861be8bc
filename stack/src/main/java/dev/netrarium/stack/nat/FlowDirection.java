package dev.netrarium.stack.nat;

import dev.netrarium.wire.Endpoint;
import dev.netrarium.wire.Ipv4Address;

/**
 * One direction of a tracked flow: the addresses and ports that its packets carry when they reach this host. An echo
 * request's identifier counts as its source port, an echo reply's as its destination port.
 *
 * <p>What packets of this direction are translated to follows from the other direction, turned round: when nothing is
 * translated the two are each other's inverse.
 */
final class FlowDirection {
    final Flow flow;
    final boolean original;
    final int source;
    final int destination;
    final int sourcePort;
    final int destinationPort;
    long packets;

    FlowDirection(Flow flow, boolean original, int source, int sourcePort, int destination, int destinationPort) {
        this.flow = flow;
        this.original = original;
        this.source = source;
        this.sourcePort = sourcePort;
        this.destination = destination;
        this.destinationPort = destinationPort;
    }

    /** The other direction of the same flow. */
    FlowDirection other() {
        return original ? flow.reply : flow.forward;
    }

    long addresses() {
        return addresses(source, destination);
    }

    long ports() {
        return ports(flow.protocol, sourcePort, destinationPort);
    }

    static long addresses(int source, int destination) {
        return (long) source << 32 | destination & 0xffff_ffffL;
    }

    static long ports(int protocol, int sourcePort, int destinationPort) {
        return (long) protocol << 32 | (long) sourcePort << 16 | destinationPort;
    }

    Endpoint from() {
        return Endpoint.of(new Ipv4Address(source), sourcePort);
    }

    Endpoint to() {
        return Endpoint.of(new Ipv4Address(destination), destinationPort);
    }
}
